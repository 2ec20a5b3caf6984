// SPDX-License-Identifier: EUPL-1.2
//
// One exchange with a remote: push the lines it lacks, then fetch those we lack. Pushing first matters: libgit2 1.5 offers
// at most 256 haves when it fetches, and what a remote has just received it need not send.
#include "core/carry/exchange.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/carry/invitation.h"
#include "core/carry/joining.h"

// ---- what the remote has

static int list_remote(struct mg_exchange *x)
{
	const git_remote_head **heads = NULL;
	size_t n;
	int rc = git_remote_ls(&heads, &n, x->remote);

	if (rc < 0)
		return mg_fail_git(x->err, rc, _("cannot list the references of %s"), git_remote_url(x->remote));
	x->refs = mg_arena_array(x->arena, n + 1, sizeof *x->refs);
	x->tips = mg_arena_array(x->arena, n + 1, sizeof *x->tips);
	if (!x->refs || !x->tips)
		return mg_fail_memory(x->err);
	for (size_t i = 0; i < n; i++) {
		x->refs[i] = mg_arena_strdup(x->arena, heads[i]->name);
		if (!x->refs[i])
			return mg_fail_memory(x->err);
		memcpy(x->tips[i].bytes, heads[i]->oid.id, MG_ID_BYTES);
	}
	x->n_refs = n;
	return mg_remote_heads(x->remote, x->arena, &x->heads, &x->n_heads, x->err);
}

const struct mg_id *mg_exchange_tip(const struct mg_exchange *x, const char *ref)
{
	for (size_t i = 0; i < x->n_refs; i++) {
		if (strcmp(x->refs[i], ref) == 0)
			return &x->tips[i];
	}
	return NULL;
}

// libgit2 would speak of protocols.
static bool is_missing_folder(const char *url)
{
	const char *path = mg_remote_folder(url);

	return path && !mg_file_exists(path);
}

int mg_exchange_connect(struct mg_exchange *x)
{
	git_remote_callbacks callbacks;
	int rc, code = 0;

	if (is_missing_folder(git_remote_url(x->remote))) {
		mg_fail(x->err, MG_ENOTFOUND, _("there is nothing at %s"), git_remote_url(x->remote));
		return mg_error_hint(x->err,
				     _("is the USB stick, or the shared folder, connected? Your work is safe here"));
	}
	mg_remote_callbacks(&callbacks, &x->transfer);
	rc = git_remote_connect(x->remote, GIT_DIRECTION_PUSH, &callbacks, NULL, NULL);
	if (rc < 0)
		code = mg_remote_unreached(x->remote, rc, x->err);
	if (rc < 0 && !*x->err->hint)
		mg_error_hint(x->err, _("your work is safe here; it will be sent when %s can be reached"), x->name);
	return rc < 0 ? code : list_remote(x);
}

// ---- fetch

// What is held has its objects here already.
static bool lacks_some(struct mg_exchange *x, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!mg_repo_has(x->copy->store.repo, &x->heads[i].id))
			return true;
	}
	return false;
}

static int take_lines(struct mg_exchange *x, size_t n, struct mg_quarantine *quarantine)
{
	struct mg_ingested counts = {0};
	int code = mg_copy_lock(x->copy, x->err);

	if (code) {
		mg_quarantine_close(quarantine);
		return code;
	}
	code = mg_remote_take(x->copy, x->name, x->heads, n, quarantine, &x->transfer, &counts, x->err);
	if (!code)
		code = mg_copy_refresh_main(x->copy, NULL, 0, x->err);
	mg_copy_unlock(x->copy);
	x->out->received = counts.accepted;
	x->out->refused = counts.refused;
	x->out->held = counts.held;
	return code;
}

static int fetch_lines(struct mg_exchange *x)
{
	struct mg_quarantine *quarantine = NULL;
	size_t n = mg_remote_news(x->copy, x->name, x->heads, x->n_heads);
	int code = 0;

	if (!n)
		return 0;
	if (lacks_some(x, n)) {
		code = mg_quarantine_open(x->copy->store.repo, &quarantine, x->err);
		if (!code)
			code = mg_remote_download(x->copy, x->remote, x->heads, n, quarantine, &x->transfer, x->arena,
						  x->err);
	}
	if (!code)
		return take_lines(x, n, quarantine);
	mg_quarantine_close(quarantine);
	return code;
}

// ---- requests to join, of interest to who has invited somebody

static int fetch_requests(struct mg_exchange *x)
{
	struct mg_copy *copy = x->copy;

	if (!copy->home || !mg_invitation_any(copy->home, &copy->store.ca))
		return 0;
	for (size_t i = 0; i < x->n_refs; i++) {
		if (mg_joining_is_new(copy, x->refs[i], &x->tips[i]))
			return mg_joining_fetch(copy, x->name, NULL, &x->out->requests, x->err);
	}
	return 0;
}

// ---- the whole

static int exchange(struct mg_exchange *x)
{
	int code = mg_exchange_connect(x);

	if (!code)
		code = mg_remote_note(x->copy, x->name, x->heads, x->n_heads, x->err);
	if (!code)
		code = mg_exchange_push(x);
	git_remote_disconnect(x->remote);
	if (code)
		return code;
	code = fetch_lines(x);
	if (!code && x->out->received)
		code = mg_exchange_push_forks(x);
	if (!code)
		code = fetch_requests(x);
	if (!code && x->transfer.cancel && *x->transfer.cancel)
		code = mg_fail(x->err, MG_EBUSY, _("stopped"));
	return code ? code : mg_exchange_push_main(x);
}

int mg_remote_sync(struct mg_copy *copy, const char *name, const atomic_bool *cancel, struct mg_progress *progress,
		   struct mg_arena *arena, struct mg_sync *out, struct mg_error *err)
{
	struct mg_exchange x = {.transfer = {.cancel = cancel, .progress = progress},
				.copy = copy,
				.name = name,
				.arena = arena,
				.out = out,
				.uses_heads = mg_remote_uses_heads(copy, name),
				.err = err};
	struct mg_error lost;
	const char *cause;
	int code;

	*out = (struct mg_sync){.remote = name};
	code = mg_remote_open(copy, name, &x.transfer.login, &x.remote, err);
	if (code == MG_ENOTFOUND)
		return code;
	if (!code)
		code = exchange(&x);
	git_remote_free(x.remote);
	cause = code ? err->message : out->n_rejections ? out->rejections[0].reason : "";
	if (mg_remote_remember(copy, name, cause, code ? &lost : err) && !code)
		code = err->code;
	return code;
}
