// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/joining.h"

#include "base/i18n.h"
#include "core/carry/invitation.h"
#include "core/carry/junk.h"
#include "core/carry/remote.h"
#include "core/carry/remote_impl.h"

#include <stdio.h>

#define FILE_NAME "demande.yaml"
#define REF_SIZE  (sizeof MG_REF_REQUESTS + MG_KEY_ID_CHARS)

static char *ref_of(const char *key, char out[REF_SIZE])
{
	snprintf(out, REF_SIZE, MG_REF_REQUESTS "%s", key);
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
	int rc, code = mg_remote_open(copy, name, &sending.transfer.login, &remote, err);

	if (code)
		return code;
	git_push_options_init(&options, GIT_PUSH_OPTIONS_VERSION);
	mg_remote_callbacks(&options.callbacks, &sending.transfer);
	options.callbacks.push_update_reference = note_answer;
	rc = git_remote_push(remote, &refspecs, &options);
	if (rc < 0)
		code = mg_remote_unreached(remote, rc, err);
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

int mg_joining_keep(struct mg_copy *copy, const struct mg_request *request, struct mg_slice text, struct mg_error *err)
{
	char ref[REF_SIZE];
	struct mg_id id;
	int code = write_commit(copy, request, text, &id, err);

	return code ? code
		    : mg_repo_ref_set(mg_copy_store(copy)->repo, ref_of(request->device.id, ref), &id, NULL, err);
}

int mg_joining_send(struct mg_copy *copy, const char *remote, const char *key, struct mg_error *err)
{
	char ref[REF_SIZE], spec[2 * REF_SIZE + 2];

	ref_of(key, ref);
	snprintf(spec, sizeof spec, "+%s:%s", ref, ref);
	return push(copy, remote, spec, err);
}

// ---- fetching

static bool is_request_ref(const char *ref)
{
	uint8_t key[MG_KEY_ID_CHARS * 5 / 8];

	return strncmp(ref, MG_REF_REQUESTS, sizeof MG_REF_REQUESTS - 1) == 0 &&
	       mg_base32_decode(key, sizeof key, mg_slice_of(ref + sizeof MG_REF_REQUESTS - 1));
}

bool mg_joining_is_new(struct mg_copy *copy, const char *ref, const struct mg_id *id)
{
	struct mg_id here;

	if (!is_request_ref(ref) || mg_junk_has(mg_copy_store(copy)->repo, ref, id))
		return false;
	return mg_repo_ref_get(mg_copy_store(copy)->repo, ref, &here, NULL) != 0 || !mg_id_equal(&here, id);
}

// A request's own commit and the file in it; nothing else comes with it.
static int read_file(struct mg_repo *repo, const struct mg_id *id, struct mg_buf *text)
{
	struct mg_tree_change file = {.path = FILE_NAME, .mode = 0100644};
	struct mg_commit commit = {0};
	struct mg_buf raw = {0};
	struct mg_arena arena;
	struct mg_id alone;
	int code = mg_repo_read(repo, id, MG_OBJECT_COMMIT, MG_MAX_REQUEST_BYTES, &raw, NULL);

	mg_arena_init(&arena, 0);
	if (!code)
		code = mg_commit_parse(mg_buf_slice(&raw), &arena, &commit, NULL);
	if (!code)
		code = mg_repo_find(repo, &commit.tree, FILE_NAME, &file.after, NULL);
	if (!code)
		code = mg_repo_read(repo, &file.after, MG_OBJECT_BLOB, MG_MAX_REQUEST_BYTES, text, NULL);
	mg_repo_begin(repo);
	if (!code)
		code = mg_repo_apply(repo, &(struct mg_id){0}, &file, 1, &alone, NULL);
	if (mg_repo_end(repo, false, NULL) || (!code && (commit.n_parents || !mg_id_equal(&alone, &commit.tree))))
		code = MG_EINVALID;
	mg_arena_clear(&arena);
	mg_buf_clear(&raw);
	return code;
}

// Whoever can write to a remote can leave anything there. text is replaced by what is read.
static bool read_request(struct mg_repo *repo, const char *ref, const struct mg_id *id, struct mg_request *request,
			 struct mg_buf *text)
{
	return read_file(repo, id, text) == 0 && mg_request_parse(mg_buf_slice(text), request, NULL) == 0 &&
	       strcmp(request->device.id, ref + sizeof MG_REF_REQUESTS - 1) == 0;
}

// A key that was named is looked for among whatever others left, and also when it was refused before.
static bool is_wanted(struct mg_copy *copy, const char *key, const char *ref, const struct mg_id *id)
{
	char own[REF_SIZE];

	return key ? strcmp(ref, ref_of(key, own)) == 0 : mg_joining_is_new(copy, ref, id);
}

static int list_wanted(struct mg_copy *copy, git_remote *remote, const char *key, struct mg_arena *arena,
		       struct mg_remote_head *wanted, size_t *n, struct mg_error *err)
{
	const git_remote_head **heads = NULL;
	size_t all = 0;
	int rc = git_remote_ls(&heads, &all, remote);

	*n = 0;
	if (rc < 0)
		return mg_fail_git(err, rc, _("cannot list the references of %s"), git_remote_url(remote));
	for (size_t i = 0; i < all && *n < MG_MAX_REQUESTS; i++) {
		struct mg_remote_head *head = &wanted[*n];
		struct mg_id id;

		memcpy(id.bytes, heads[i]->oid.id, MG_ID_BYTES);
		if (!is_wanted(copy, key, heads[i]->name, &id))
			continue;
		*head = (struct mg_remote_head){.ref = mg_arena_strdup(arena, heads[i]->name), .id = id};
		if (!head->ref)
			return mg_fail_memory(err);
		(*n)++;
	}
	return 0;
}

static bool has_ticket(struct mg_copy *copy, const struct mg_request *request, const struct mg_buf *text)
{
	return mg_invitation_proved(copy->home, &copy->store.ca, mg_buf_slice(text), request);
}

// Puts the heads that lead to a request, and only to that, before the others. Returns how many they are. Who writes to a
// remote can leave thousands of good form: a person sees those that had a ticket, and the one that was asked for.
static size_t sort_requests(struct mg_copy *copy, const char *key, struct mg_remote_head *heads, size_t n)
{
	struct mg_buf text = {0};
	struct mg_request request;
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct mg_remote_head head = heads[i];

		if (head.problem || !read_request(copy->store.repo, head.ref, &head.id, &request, &text) ||
		    (!key && !has_ticket(copy, &request, &text)))
			continue;
		heads[i] = heads[kept];
		heads[kept++] = head;
	}
	mg_buf_clear(&text);
	return kept;
}

// Into a quarantine first, as lines are, within the same limits; what is no request never leaves it.
static int fetch_wanted(struct mg_copy *copy, git_remote *remote, const char *key, struct mg_remote_head *heads,
			size_t *n, struct mg_transfer *transfer, struct mg_arena *arena, struct mg_error *err)
{
	struct mg_repo *repo = mg_copy_store(copy)->repo;
	struct mg_quarantine *quarantine;
	struct mg_id ids[MG_MAX_REQUESTS];
	size_t all = *n;
	int code = mg_quarantine_open(repo, &quarantine, err);

	if (!code)
		code = mg_remote_download(copy, remote, heads, all, quarantine, transfer, arena, err);
	*n = code ? 0 : sort_requests(copy, key, heads, all);
	for (size_t i = 0; i < *n; i++)
		ids[i] = heads[i].id;
	if (!code && *n)
		code = mg_quarantine_move_some(quarantine, ids, *n, err);
	mg_quarantine_close(quarantine);
	for (size_t i = 0; !code && i < *n; i++)
		code = mg_repo_ref_set(repo, heads[i].ref, &heads[i].id, NULL, err);
	return code ? code : mg_junk_add(repo, heads + *n, all - *n, err);
}

int mg_joining_fetch(struct mg_copy *copy, const char *name, const char *key, size_t *fetched, struct mg_error *err)
{
	struct mg_remote_head wanted[MG_MAX_REQUESTS];
	struct mg_transfer transfer = {0};
	git_remote_callbacks callbacks;
	struct mg_arena arena;
	git_remote *remote;
	int rc, code = mg_remote_open(copy, name, &transfer.login, &remote, err);

	*fetched = 0;
	if (code)
		return code;
	mg_arena_init(&arena, 0);
	mg_remote_callbacks(&callbacks, &transfer);
	rc = git_remote_connect(remote, GIT_DIRECTION_FETCH, &callbacks, NULL, NULL);
	if (rc < 0)
		code = mg_remote_unreached(remote, rc, err);
	if (!code)
		code = list_wanted(copy, remote, key, &arena, wanted, fetched, err);
	git_remote_disconnect(remote);
	if (!code && *fetched)
		code = fetch_wanted(copy, remote, key, wanted, fetched, &transfer, &arena, err);
	git_remote_free(remote);
	mg_arena_clear(&arena);
	return code;
}

// ---- what is here

static int keep_text(const struct mg_buf *text, struct mg_arena *arena, struct mg_slice *out, struct mg_error *err)
{
	*out = (struct mg_slice){mg_arena_copy(arena, text->data, text->len), text->len};
	return out->data ? 0 : mg_fail_memory(err);
}

int mg_joining_find(struct mg_copy *copy, const char *key, struct mg_arena *arena, struct mg_joining *out,
		    struct mg_error *err)
{
	struct mg_repo *repo = copy->store.repo;
	struct mg_buf text = {0};
	char ref[REF_SIZE];
	struct mg_id id;
	int code = mg_repo_ref_get(repo, ref_of(key, ref), &id, err);

	*out = (struct mg_joining){.text = {0}};
	if (!code && !read_request(repo, ref, &id, &out->request, &text))
		code = mg_fail(err, MG_ENOTFOUND, _("%s is no request to join"), ref);
	if (!code)
		code = keep_text(&text, arena, &out->text, err);
	mg_buf_clear(&text);
	return code;
}

struct listing {
	struct mg_repo *repo;
	struct mg_arena *arena;
	struct mg_joining *items;
	size_t n, cap;
};

static int add_request(void *context, const char *ref, const struct mg_id *id, struct mg_error *err)
{
	struct listing *listing = context;
	struct mg_joining joining, *grown;
	struct mg_buf text = {0};
	int code = 0;

	if (listing->n < MG_MAX_REQUESTS && read_request(listing->repo, ref, id, &joining.request, &text)) {
		code = keep_text(&text, listing->arena, &joining.text, err);
		grown = mg_arena_grow(listing->arena, listing->items, listing->n, &listing->cap, sizeof *grown);
		if (grown) {
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
	int code = mg_repo_refs(listing.repo, MG_REF_REQUESTS, add_request, &listing, err);

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

int mg_joining_refuse(struct mg_copy *copy, const char *key, struct mg_error *err)
{
	struct mg_repo *repo = mg_copy_store(copy)->repo;
	struct mg_remote_head head = {.ref = NULL};
	char ref[REF_SIZE];
	int code = mg_repo_ref_get(repo, ref_of(key, ref), &head.id, err);

	head.ref = ref;
	if (!code)
		code = mg_joining_drop(copy, key, err);
	return code ? code : mg_junk_add(repo, &head, 1, err);
}
