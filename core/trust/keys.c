// SPDX-License-Identifier: EUPL-1.2
#include "core/trust/keys.h"

#include "base/i18n.h"
#include "core/copy/copy_impl.h"
#include "core/repo/parse.h"
#include "core/trust/seal.h"

#include <time.h>

// ---- vouching

int mg_keys_vouch(struct mg_copy *copy, const char *path, struct mg_slice bytes, const struct mg_secret_key *signatory,
		  struct mg_arena *arena, struct mg_edit *out, struct mg_error *err)
{
	char actor[MG_MAX_ID_CHARS + 1];
	struct mg_path record, signature;
	struct mg_buf armour = {0};
	int code = mg_path_parse(copy->store.types, path, &record, err);

	*out = (struct mg_edit){0};
	if (!code)
		code = mg_copy_signatory_actor(copy, &signatory->public, actor, err);
	if (!code)
		code = mg_path_of_signature(&record, actor, &signature, err);
	if (!code)
		code = mg_sshsig_sign(signatory, MG_NS_CLE, bytes, &armour, err);
	if (!code) {
		out->path = mg_arena_strdup(arena, signature.text);
		out->bytes = (struct mg_slice){mg_arena_copy(arena, armour.data, armour.len), armour.len};
		code = out->path && out->bytes.data ? 0 : mg_fail_memory(err);
	}
	mg_buf_clear(&armour);
	return code;
}

void mg_keys_bring(struct mg_copy *copy, const char *actor)
{
	size_t len = strlen(actor);

	if (len < sizeof copy->bringing)
		memcpy(copy->bringing, actor, len + 1);
}

// ---- revoking

#define DATE_CHARS 10 // 2018-01-15

static const struct mg_node *revocation_of(struct mg_copy *copy, const char *by, const char *reason,
					   struct mg_arena *arena)
{
	time_t seconds = (time_t)(mg_copy_now_ms(copy) / 1000);
	char date[DATE_CHARS + 1] = "";
	struct tm tm = {0};
	const char *const texts[] = {date, reason, by};
	static const char *const names[] = {"date", "motif", "par"};
	struct mg_pair pairs[3] = {0};

	if (gmtime_r(&seconds, &tm))
		strftime(date, sizeof date, "%Y-%m-%d", &tm);
	for (size_t i = 0; i < 3; i++) {
		pairs[i].key = mg_slice_of(names[i]);
		pairs[i].value = mg_node_new_string(arena, mg_slice_of(texts[i]));
		if (!pairs[i].value)
			return NULL;
	}
	return mg_node_new_map(arena, pairs, 3);
}

// Sets a field of a record given by its bytes.
static int set_field(const char *path, struct mg_buf *text, const char *field, const struct mg_node *value,
		     struct mg_error *err)
{
	struct mg_buf after = {0};
	struct mg_place place;
	struct mg_doc doc;
	int code;

	mg_doc_init(&doc);
	code = value ? mg_parse_doc(path, mg_buf_slice(text), &doc, err) : mg_fail_memory(err);
	if (!code)
		code = mg_place_parse(field, &doc.arena, &place, err);
	if (!code)
		code = mg_yaml_set(&doc, &place, value, &after, err);
	mg_doc_clear(&doc);
	if (!code) {
		mg_buf_reset(text);
		mg_buf_put_slice(text, mg_buf_slice(&after));
		code = mg_buf_check(text, err);
	}
	mg_buf_clear(&after);
	return code;
}

static int check_revocable(const char *path, const char *key_id, const struct mg_buf *text, struct mg_error *err)
{
	struct mg_doc doc;
	int code;

	mg_doc_init(&doc);
	code = mg_parse_doc(path, mg_buf_slice(text), &doc, err);
	if (!code && mg_node_get(doc.root, "revocation"))
		code = mg_fail(err, MG_EEXISTS, _("the key %s is revoked already"), key_id);
	mg_doc_clear(&doc);
	return code;
}

static int revoke_locked(struct mg_copy *copy, const char *path, struct mg_buf *text, const char *reason,
			 const struct mg_secret_key *signatory, struct mg_arena *arena, struct mg_recorded *out,
			 struct mg_error *err)
{
	struct mg_edit edits[2] = {{.path = path}};
	struct mg_writer writer;
	size_t n = 1;
	int code = mg_copy_writer(copy, &writer, err);

	if (!code && signatory) // where the signature counts
		code = set_field(path, text, "cooperative", mg_node_new_string(arena, mg_slice_of(copy->id)), err);
	if (!code)
		code = set_field(path, text, "revocation", revocation_of(copy, writer.actor, reason, arena), err);
	edits[0].bytes = mg_buf_slice(text);
	if (!code && signatory)
		code = mg_keys_vouch(copy, path, edits[0].bytes, signatory, arena, &edits[n++], err);
	return code ? code : mg_copy_record(copy, edits, n, NULL, 0, reason, arena, out, NULL, err);
}

int mg_keys_revoke(struct mg_copy *copy, const char *key_id, const char *reason, const struct mg_secret_key *signatory,
		   struct mg_arena *arena, struct mg_recorded *out, struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_buf text = {0};
	int code = mg_copy_lock(copy, err);

	*out = (struct mg_recorded){0};
	if (code)
		return code;
	mg_seal_key_path(key_id, path);
	code = mg_copy_read_view(copy, path, &text, err);
	if (code == MG_ENOTFOUND)
		code = mg_fail(err, MG_ENOTFOUND, _("no key %s is enrolled here"), key_id);
	if (!code)
		code = check_revocable(path, key_id, &text, err);
	if (!code)
		code = revoke_locked(copy, path, &text, reason, signatory, arena, out, err);
	mg_buf_clear(&text);
	mg_copy_unlock(copy);
	return code;
}
