// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/joining.h"

#include "base/i18n.h"
#include "core/carry/remote.h"
#include "core/carry/remote_impl.h"

#include <stdio.h>

#define REQUESTS  "refs/maillage/requests/"
#define FILE_NAME "demande.yaml"
#define REF_SIZE  (sizeof REQUESTS + MG_KEY_ID_CHARS)

static char *ref_of(const char *key, char out[REF_SIZE])
{
	snprintf(out, REF_SIZE, REQUESTS "%s", key);
	return out;
}

// ---- sending

struct sending {
	struct mg_transfer transfer; // first: the callbacks' payload
	char refusal[MG_ERROR_MESSAGE_MAX];
};

static int note_answer(const char *ref, const char *status, void *payload)
{
	struct sending *sending = payload;

	(void)ref;
	if (status)
		snprintf(sending->refusal, sizeof sending->refusal, "%s", status);
	return 0;
}

static int push(struct mg_copy *copy, const char *name, const char *spec, struct mg_error *err)
{
	char *specs[] = {(char *)(uintptr_t)spec}; // libgit2 does not write to it
	git_strarray refspecs = {specs, 1};
	struct sending sending = {0};
	git_push_options options;
	git_remote *remote;
	int rc, code = mg_remote_open(copy, name, &remote, err);

	if (code)
		return code;
	git_push_options_init(&options, GIT_PUSH_OPTIONS_VERSION);
	mg_remote_callbacks(&options.callbacks, &sending.transfer);
	options.callbacks.push_update_reference = note_answer;
	rc = git_remote_push(remote, &refspecs, &options);
	if (rc < 0)
		code = mg_fail_git(err, rc, _("cannot send to %s"), git_remote_url(remote));
	else if (*sending.refusal)
		code = mg_fail(err, MG_EDENIED, _("%s would not take the request: %s"), git_remote_url(remote),
			       sending.refusal);
	git_remote_free(remote);
	return code;
}

// A commit without parents that holds the file; it is of no line and nobody's trust depends on it.
static int write_commit(struct mg_copy *copy, const struct mg_request *request, struct mg_slice text, struct mg_id *id,
			struct mg_error *err)
{
	struct mg_tree_change file = {.path = FILE_NAME, .mode = 0100644};
	struct mg_repo *repo = mg_copy_store(copy)->repo;
	struct mg_commit commit = {.subject = mg_slice_of("demande")};
	struct mg_buf raw = {0};
	int code = mg_repo_write(repo, MG_OBJECT_BLOB, text, &file.after, err);

	if (!code)
		code = mg_repo_apply(repo, &(struct mg_id){0}, &file, 1, &commit.tree, err);
	snprintf(commit.actor, sizeof commit.actor, "%s", request->actor);
	snprintf(commit.key, sizeof commit.key, "%s", request->device.id);
	commit.stamp_ms = mg_copy_now_ms(copy);
	commit.seconds = commit.stamp_ms / 1000;
	if (!code)
		code = mg_commit_format(&commit, &raw, err);
	if (!code)
		code = mg_repo_write(repo, MG_OBJECT_COMMIT, mg_buf_slice(&raw), id, err);
	mg_buf_clear(&raw);
	return code;
}

int mg_joining_send(struct mg_copy *copy, const char *remote, const struct mg_request *request, struct mg_slice text,
		    struct mg_error *err)
{
	char ref[REF_SIZE], spec[2 * REF_SIZE + 2];
	struct mg_id id;
	int code = write_commit(copy, request, text, &id, err);

	ref_of(request->device.id, ref);
	snprintf(spec, sizeof spec, "+%s:%s", ref, ref);
	if (!code)
		code = mg_repo_ref_set(mg_copy_store(copy)->repo, ref, &id, NULL, err);
	return code ? code : push(copy, remote, spec, err);
}

// ---- fetching

static bool is_request_ref(const char *ref)
{
	uint8_t key[MG_KEY_ID_CHARS * 5 / 8];

	return strncmp(ref, REQUESTS, sizeof REQUESTS - 1) == 0 &&
	       mg_base32_decode(key, sizeof key, mg_slice_of(ref + sizeof REQUESTS - 1));
}

bool mg_joining_is_new(struct mg_copy *copy, const char *ref, const struct mg_id *id)
{
	struct mg_id here;

	return is_request_ref(ref) &&
	       (mg_repo_ref_get(mg_copy_store(copy)->repo, ref, &here, NULL) != 0 || !mg_id_equal(&here, id));
}

struct wanted {
	char specs[MG_MAX_REQUESTS][2 * REF_SIZE + 2];
	char *list[MG_MAX_REQUESTS];
	size_t n;
};

static int list_wanted(struct mg_copy *copy, git_remote *remote, struct wanted *wanted, struct mg_error *err)
{
	const git_remote_head **heads = NULL;
	size_t n = 0;
	int rc = git_remote_ls(&heads, &n, remote);

	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot list the references of %s"), git_remote_url(remote));
	for (size_t i = 0; i < n && wanted->n < MG_MAX_REQUESTS; i++) {
		struct mg_id id;

		memcpy(id.bytes, heads[i]->oid.id, MG_ID_BYTES);
		if (!mg_joining_is_new(copy, heads[i]->name, &id))
			continue;
		wanted->list[wanted->n] = wanted->specs[wanted->n];
		snprintf(wanted->specs[wanted->n++], sizeof *wanted->specs, "+%s:%s", heads[i]->name, heads[i]->name);
	}
	return 0;
}

static int fetch_wanted(git_remote *remote, struct wanted *wanted, struct mg_error *err)
{
	git_strarray refspecs = {wanted->list, wanted->n};
	struct mg_transfer transfer = {0};
	git_fetch_options options;
	int rc;

	if (!wanted->n)
		return 0;
	git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
	mg_remote_callbacks(&options.callbacks, &transfer);
	options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	options.update_fetchhead = 0;
	rc = git_remote_fetch(remote, &refspecs, &options, "maillage");
	return rc < 0 ? mg_fail_git(err, rc, _("cannot fetch from %s"), git_remote_url(remote)) : 0;
}

int mg_joining_fetch(struct mg_copy *copy, const char *name, struct mg_error *err)
{
	struct mg_transfer transfer = {0};
	git_remote_callbacks callbacks;
	struct wanted wanted = {0};
	git_remote *remote;
	int rc, code = mg_remote_open(copy, name, &remote, err);

	if (code)
		return code;
	mg_remote_callbacks(&callbacks, &transfer);
	rc = git_remote_connect(remote, GIT_DIRECTION_FETCH, &callbacks, NULL, NULL);
	if (rc < 0)
		code = mg_fail_git(err, rc, _("cannot reach %s"), git_remote_url(remote));
	if (!code)
		code = list_wanted(copy, remote, &wanted, err);
	git_remote_disconnect(remote);
	if (!code)
		code = fetch_wanted(remote, &wanted, err);
	git_remote_free(remote);
	return code;
}

// ---- what is here

struct listing {
	struct mg_repo *repo;
	struct mg_arena *arena;
	struct mg_joining *items;
	size_t n, cap;
};

static int read_file(struct mg_repo *repo, const struct mg_id *id, struct mg_buf *text)
{
	struct mg_id blob;
	struct mg_arena arena;
	struct mg_commit commit;
	struct mg_buf raw = {0};
	int code = mg_repo_read(repo, id, MG_OBJECT_COMMIT, MG_MAX_REQUEST_BYTES, &raw, NULL);

	mg_arena_init(&arena, 0);
	if (!code)
		code = mg_commit_parse(mg_buf_slice(&raw), &arena, &commit, NULL);
	if (!code)
		code = mg_repo_find(repo, &commit.tree, FILE_NAME, &blob, NULL);
	if (!code)
		code = mg_repo_read(repo, &blob, MG_OBJECT_BLOB, MG_MAX_REQUEST_BYTES, text, NULL);
	mg_arena_clear(&arena);
	mg_buf_clear(&raw);
	return code;
}

// Whoever can write to a remote can leave anything there: what does not read is passed over.
static int add_request(void *context, const char *ref, const struct mg_id *id, struct mg_error *err)
{
	struct listing *listing = context;
	struct mg_joining joining, *grown;
	struct mg_buf text = {0};
	int code = 0;

	if (listing->n < MG_MAX_REQUESTS && read_file(listing->repo, id, &text) == 0 &&
	    mg_request_parse(mg_buf_slice(&text), &joining.request, NULL) == 0 &&
	    strcmp(joining.request.device.id, ref + sizeof REQUESTS - 1) == 0) {
		joining.text = (struct mg_slice){mg_arena_copy(listing->arena, text.data, text.len), text.len};
		grown = mg_arena_grow(listing->arena, listing->items, listing->n, &listing->cap, sizeof *grown);
		if (grown && joining.text.data) {
			listing->items = grown;
			grown[listing->n++] = joining;
		} else {
			code = mg_fail_memory(err);
		}
	}
	mg_buf_clear(&text);
	return code;
}

int mg_joining_list(struct mg_copy *copy, struct mg_arena *arena, struct mg_joining **out, size_t *n,
		    struct mg_error *err)
{
	struct listing listing = {.repo = mg_copy_store(copy)->repo, .arena = arena};
	int code = mg_repo_refs(listing.repo, REQUESTS, add_request, &listing, err);

	*out = listing.items;
	*n = listing.n;
	return code;
}

int mg_joining_drop(struct mg_copy *copy, const char *key, struct mg_error *err)
{
	char ref[REF_SIZE], spec[REF_SIZE + 1];
	struct mg_remote *remotes;
	struct mg_arena arena;
	size_t n;
	int code;

	snprintf(spec, sizeof spec, ":%s", ref_of(key, ref));
	mg_arena_init(&arena, 0);
	code = mg_remote_list(copy, &arena, &remotes, &n, err);
	for (size_t i = 0; !code && i < n; i++)
		(void)push(copy, remotes[i].name, spec, NULL); // it may be away, or never have had it
	mg_arena_clear(&arena);
	return code ? code : mg_repo_ref_remove(mg_copy_store(copy)->repo, ref, err);
}
