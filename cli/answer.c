// SPDX-License-Identifier: EUPL-1.2
#include "cli/answer.h"

#include "base/i18n.h"
#include "cli/read.h"
#include "cli/say.h"
#include "core/carry/joining.h"
#include "core/carry/remote.h"

static bool is_key(const char *given)
{
	uint8_t bytes[MG_KEY_ID_CHARS * 5 / 8];

	return mg_base32_decode(bytes, sizeof bytes, mg_slice_of(given));
}

// ---- from a remote

// One that cannot be reached now is told: the request may be there.
static int ask_remotes(struct mg_cli *cli, const char *key, struct mg_error *err)
{
	struct mg_error why;
	struct mg_remote *remotes;
	size_t n, fetched;
	int rc = mg_remote_list(cli->copy, &cli->arena, &remotes, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		if (mg_joining_fetch(cli->copy, remotes[i].name, key, &fetched, &why) < 0)
			mg_say_error(&why);
	return rc;
}

static int fail_unknown(const char *key, const struct mg_joining *joinings, size_t n, struct mg_error *err)
{
	struct mg_buf keys = {0};

	for (size_t i = 0; i < n; i++)
		mg_buf_printf(&keys, "%s%s (%s)", i ? ", " : "", joinings[i].request.device.id,
			      joinings[i].request.actor);
	(void)mg_fail(err, MG_ENOTFOUND, _("the key %s has left no request on the remotes"), key);
	if (n)
		(void)mg_error_hint(err, _("these have: %s"), mg_buf_text(&keys));
	else
		(void)mg_error_hint(err, _("if it came by mail, give the file: maillage enrol --request FILE"));
	mg_buf_clear(&keys);
	return err->code;
}

static int find_left(struct mg_cli *cli, const char *key, struct mg_request *request, struct mg_slice *text,
		     struct mg_error *err)
{
	struct mg_joining *joinings, found;
	size_t n;
	int rc = ask_remotes(cli, key, err);

	if (rc == 0)
		rc = mg_joining_find(cli->copy, key, &cli->arena, &found, err);
	if (rc == 0) {
		*request = found.request;
		*text = found.text;
	} else if (rc == MG_ENOTFOUND) {
		rc = mg_joining_list(cli->copy, &cli->arena, &joinings, &n, err);
		if (rc == 0)
			rc = fail_unknown(key, joinings, n, err);
	}
	return rc;
}

// ---- from a file

static int read_file(struct mg_cli *cli, const char *file, struct mg_request *request, struct mg_slice *text,
		     struct mg_error *err)
{
	struct mg_buf bytes = {0};
	int rc = mg_read_file(file, &bytes, err);

	if (rc == 0) {
		*text = (struct mg_slice){mg_arena_copy(&cli->arena, mg_buf_text(&bytes), bytes.len), bytes.len};
		rc = text->data ? mg_request_parse(*text, request, err) : mg_cli_no_memory(err);
	}
	mg_buf_clear(&bytes);
	return rc;
}

// ---- the answer

static const char *key_line(struct mg_cli *cli, const struct mg_public_key *key, const char *holder)
{
	struct mg_buf line = {0};
	const char *text;

	mg_key_format_line(key, holder, &line);
	text = line.failed ? NULL : mg_arena_strdup(&cli->arena, mg_buf_text(&line));
	mg_buf_clear(&line);
	return text;
}

int mg_answer_read(struct mg_cli *cli, const char *given, struct mg_answer *out, struct mg_error *err)
{
	struct mg_request *request = &out->request;
	struct mg_slice text;
	struct mg_id ca;
	int rc;

	*out = (struct mg_answer){.from_remote = is_key(given)};
	rc = out->from_remote ? find_left(cli, given, request, &text, err) : read_file(cli, given, request, &text, err);
	if (rc == 0 && !mg_id_parse(mg_copy_id(cli->copy), &ca))
		rc = mg_fail(err, MG_EINVALID, _("this copy's CA id cannot be read"));
	if (rc == 0)
		rc = mg_invitation_answered(&cli->home, &ca, text, request, mg_copy_now_ms(cli->copy), &out->invitation,
					    err);
	if (rc < 0)
		return rc;
	out->device = key_line(cli, &request->device, request->holder);
	out->signatory = request->has_signatory ? key_line(cli, &request->signatory, request->signatory_holder) : NULL;
	if (!out->device || (request->has_signatory && !out->signatory))
		return mg_cli_no_memory(err);
	return 0;
}

int mg_answer_spend(struct mg_cli *cli, struct mg_answer *answer, struct mg_error *err)
{
	memcpy(answer->invitation.used_by, answer->request.device.id, sizeof answer->invitation.used_by);
	return mg_invitation_save(&cli->home, &answer->invitation, err);
}

int mg_answer_end(struct mg_cli *cli, const struct mg_answer *answer, struct mg_error *err)
{
	return mg_joining_drop(cli->copy, answer->request.device.id, err);
}

int mg_answer_refuse(struct mg_cli *cli, const char *key, struct mg_error *err)
{
	struct mg_joining *joinings = NULL;
	size_t n = 0;
	int rc = is_key(key) ? mg_joining_refuse(cli->copy, key, err) : MG_ENOTFOUND;

	if (rc == MG_ENOTFOUND) {
		rc = mg_joining_list(cli->copy, &cli->arena, &joinings, &n, err);
		if (rc == 0)
			rc = fail_unknown(key, joinings, n, err);
	}
	return rc;
}
