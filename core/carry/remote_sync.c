// SPDX-License-Identifier: EUPL-1.2
//
// One exchange with a remote: push the lines it lacks, then fetch those we lack. Pushing first matters: libgit2 1.5 offers
// at most 256 haves when it fetches, and what a remote has just received it need not send.
#include "core/carry/remote_impl.h"

#include "base/file.h"
#include "base/i18n.h"
#include "core/carry/invitation.h"
#include "core/carry/joining.h"

#include <stdio.h>

struct exchange {
	struct mg_transfer transfer; // first: the callbacks' payload
	struct mg_copy *copy;
	git_remote *remote;
	const char *name;
	struct mg_arena *arena;
	struct mg_sync *out;
	size_t rejections_cap;
	bool uses_heads; // the remote refuses refs/maillage/
	struct mg_error *err;
	// what the remote said it has
	const char **refs;
	struct mg_id *tips;
	size_t n_refs;
	struct mg_remote_head *heads; // of these, lines and forks
	size_t n_heads;
};

// ---- what the remote has

static int list_remote(struct exchange *x)
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

static const struct mg_id *remote_tip(const struct exchange *x, const char *ref)
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

static int open_connection(struct exchange *x)
{
	git_remote_callbacks callbacks;
	int rc;

	if (is_missing_folder(git_remote_url(x->remote))) {
		mg_fail(x->err, MG_ENOTFOUND, _("there is nothing at %s"), git_remote_url(x->remote));
		return mg_error_hint(x->err,
				     _("is the USB stick, or the shared folder, connected? Your work is safe here"));
	}
	mg_remote_callbacks(&callbacks, &x->transfer);
	rc = git_remote_connect(x->remote, GIT_DIRECTION_PUSH, &callbacks, NULL, NULL);
	if (rc < 0) {
		mg_fail_git(x->err, rc, _("cannot reach %s"), git_remote_url(x->remote));
		return mg_error_hint(x->err, _("your work is safe here; it will be sent when %s can be reached"),
				     x->name);
	}
	return list_remote(x);
}

// ---- push

static bool is_namespace_of_lines(const char *ref)
{
	return strncmp(ref, MG_REF_LINES, strlen(MG_REF_LINES)) == 0 ||
	       strncmp(ref, MG_REF_FORKS, strlen(MG_REF_FORKS)) == 0 ||
	       strncmp(ref, MG_REF_HEADS, strlen(MG_REF_HEADS)) == 0;
}

static int add_rejection(struct exchange *x, const char *ref, const char *reason)
{
	struct mg_sync *out = x->out;
	struct mg_sync_rejection *grown =
		mg_arena_grow(x->arena, out->rejections, out->n_rejections, &x->rejections_cap, sizeof *grown);

	if (!grown)
		return -1;
	out->rejections = grown;
	grown[out->n_rejections] =
		(struct mg_sync_rejection){mg_arena_strdup(x->arena, ref), mg_arena_strdup(x->arena, reason)};
	if (!grown[out->n_rejections].ref || !grown[out->n_rejections].reason)
		return -1;
	out->n_rejections++;
	return 0;
}

// libgit2 pushes with success when a reference was refused; only this tells.
static int note_answer(const char *ref, const char *status, void *payload)
{
	struct exchange *x = payload;

	if (!status) {
		x->out->pushed += is_namespace_of_lines(ref);
		return 0;
	}
	if (strcmp(ref, MG_REF_MAIN) == 0) {
		x->out->main_left = true;
		return 0;
	}
	return add_rejection(x, ref, status);
}

static bool was_rejected(const struct exchange *x, const char *ref)
{
	for (size_t i = 0; i < x->out->n_rejections; i++) {
		if (strcmp(x->out->rejections[i].ref, ref) == 0)
			return true;
	}
	return false;
}

static int upload(struct exchange *x, char **specs, size_t n)
{
	git_strarray refspecs = {specs, n};
	git_push_options options;
	int rc;

	git_push_options_init(&options, GIT_PUSH_OPTIONS_VERSION);
	mg_remote_callbacks(&options.callbacks, &x->transfer);
	options.callbacks.push_update_reference = note_answer;
	rc = git_remote_upload(x->remote, &refspecs, &options);
	return rc < 0 ? mg_fail_git(x->err, rc, _("cannot send to %s"), git_remote_url(x->remote)) : 0;
}

struct pushing {
	struct exchange *x;
	char **specs;
	const char **refs; // theirs
	struct mg_id *tips;
	size_t n, cap_specs, cap_refs, cap_tips;
};

// A line the remote has not, or has an earlier commit of. One that it has further than we is fetched afterwards.
static bool is_wanted(struct exchange *x, const char *ref, const struct mg_id *ours)
{
	const struct mg_id *theirs = remote_tip(x, ref);
	struct mg_index *index = x->copy->store.index;
	mg_position have, ask;

	if (!theirs)
		return true;
	if (mg_id_equal(theirs, ours) || mg_index_find(index, theirs, &have, x->err) ||
	    mg_index_find(index, ours, &ask, x->err))
		return false;
	return mg_index_saw(index, ask, have);
}

// What one of our lines or forks is called there. In the arena.
static const char *their_name(struct exchange *x, const char *ref)
{
	const char *line = ref + strlen(MG_REF_LINES), *fork = ref + strlen(MG_REF_FORKS);

	if (!x->uses_heads)
		return mg_arena_strdup(x->arena, ref);
	if (strncmp(ref, MG_REF_LINES, strlen(MG_REF_LINES)) == 0)
		return mg_arena_printf(x->arena, MG_REF_HEADS "%s", line);
	return mg_arena_printf(x->arena, MG_REF_HEADS "%.*s-%s", MG_KEY_ID_CHARS, fork, fork + MG_KEY_ID_CHARS + 1);
}

// The remote has another branch of this line, and not this one.
static bool is_fork(struct exchange *x, const char *theirs, const struct mg_id *ours)
{
	const struct mg_id *tip = remote_tip(x, theirs);
	struct mg_index *index = x->copy->store.index;
	mg_position have, ask;

	return tip && !mg_id_equal(tip, ours) && !mg_index_find(index, tip, &have, x->err) &&
	       !mg_index_find(index, ours, &ask, x->err) && !mg_index_saw(index, have, ask) &&
	       !mg_index_saw(index, ask, have);
}

// Where one of our lines or forks goes: under its own name or, a branch of a line that the remote has otherwise, as a
// fork. *wanted: it has to go at all.
static const char *destination(struct exchange *x, const char *ref, const struct mg_id *ours, bool *wanted)
{
	const char *theirs = their_name(x, ref), *fork;
	char hex[MG_ID_HEX];

	*wanted = !theirs || is_wanted(x, theirs, ours);
	if (*wanted || strncmp(ref, MG_REF_LINES, strlen(MG_REF_LINES)) != 0 || !is_fork(x, theirs, ours))
		return theirs;
	fork = mg_arena_printf(x->arena, MG_REF_FORKS "%s/%s", ref + strlen(MG_REF_LINES), mg_id_format(ours, hex));
	theirs = fork ? their_name(x, fork) : NULL;
	*wanted = !theirs || !remote_tip(x, theirs);
	return theirs;
}

static int add_push(void *context, const char *ref, const struct mg_id *id, struct mg_error *err)
{
	struct pushing *p = context;
	struct mg_arena *arena = p->x->arena;
	bool wanted;
	const char *theirs = destination(p->x, ref, id, &wanted);
	char **specs;
	const char **refs;
	struct mg_id *tips;

	if (!wanted)
		return 0;
	specs = mg_arena_grow(arena, p->specs, p->n, &p->cap_specs, sizeof *specs);
	refs = mg_arena_grow(arena, p->refs, p->n, &p->cap_refs, sizeof *refs);
	tips = mg_arena_grow(arena, p->tips, p->n, &p->cap_tips, sizeof *tips);
	if (!specs || !refs || !tips)
		return mg_fail_memory(err);
	p->specs = specs;
	p->refs = refs;
	p->tips = tips;
	specs[p->n] = theirs ? mg_arena_printf(arena, "%s:%s", ref, theirs) : NULL;
	refs[p->n] = theirs;
	tips[p->n] = *id;
	return specs[p->n++] ? 0 : mg_fail_memory(err);
}

// What the remote now has is what we gave it.
static int note_pushed(struct exchange *x, const struct pushing *p)
{
	int code = 0;

	for (size_t i = 0; !code && i < p->n; i++) {
		char ref[512];

		if (was_rejected(x, p->refs[i]))
			continue;
		mg_remote_mirror(x->name, p->refs[i], ref);
		code = mg_repo_ref_set(x->copy->store.repo, ref, &p->tips[i], NULL, x->err);
	}
	return code;
}

// In a folder of this machine, a reference may have been refused because of the lock that a killed program left: nobody
// else would ever remove it.
static bool break_their_locks(struct exchange *x)
{
	const char *path = mg_remote_folder(git_remote_url(x->remote));
	git_repository *theirs = NULL;
	bool broken;

	if (!x->out->n_rejections || !path ||
	    git_repository_open_ext(&theirs, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) < 0)
		return false;
	broken = mg_repo_break_locks(theirs);
	git_repository_free(theirs);
	return broken;
}

static int collect_pushes(struct pushing *p)
{
	struct mg_repo *repo = p->x->copy->store.repo;
	int code = mg_repo_refs(repo, MG_REF_LINES, add_push, p, p->x->err);

	return code ? code : mg_repo_refs(repo, MG_REF_FORKS, add_push, p, p->x->err);
}

static int offer(struct exchange *x, struct pushing *p)
{
	int code = p->n ? upload(x, p->specs, p->n) : 0;

	if (!code && break_their_locks(x)) {
		x->out->pushed = x->out->n_rejections = 0;
		code = upload(x, p->specs, p->n);
	}
	return code;
}

static bool has_lines(const struct exchange *x)
{
	for (size_t i = 0; i < x->n_heads; i++) {
		if (strncmp(x->heads[i].ref, MG_REF_HEADS, strlen(MG_REF_HEADS)) != 0)
			return true;
	}
	return false;
}

// Nothing of ours is under refs/maillage/ there and all of it was refused: is it the place that the host does not like?
static int offer_heads(struct exchange *x, struct pushing *p)
{
	struct pushing again = {.x = x};
	struct mg_sync before = *x->out;
	int code;

	x->uses_heads = true;
	x->out->rejections = NULL;
	x->out->n_rejections = x->rejections_cap = 0;
	code = collect_pushes(&again);
	if (!code)
		code = open_connection(x);
	if (!code)
		code = offer(x, &again);
	if (code || x->out->n_rejections) {
		x->uses_heads = false;
		*x->out = before;
		return code;
	}
	x->out->uses_heads = true;
	*p = again;
	return mg_remote_use_heads(x->copy, x->name, x->err);
}

static int push_lines(struct exchange *x)
{
	struct pushing p = {.x = x};
	int code = collect_pushes(&p);

	if (!code)
		code = offer(x, &p);
	if (!code && p.n && x->out->n_rejections == p.n && !x->uses_heads && !has_lines(x)) {
		git_remote_disconnect(x->remote);
		code = offer_heads(x, &p);
	}
	return code ? code : note_pushed(x, &p);
}

// ---- fetch

// What is held has its objects here already.
static bool lacks_some(struct exchange *x, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!mg_repo_has(x->copy->store.repo, &x->heads[i].id))
			return true;
	}
	return false;
}

static int take_lines(struct exchange *x, size_t n, struct mg_quarantine *quarantine)
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

static int fetch_lines(struct exchange *x)
{
	struct mg_quarantine *quarantine = NULL;
	size_t n = mg_remote_news(x->copy, x->heads, x->n_heads);
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

static int fetch_requests(struct exchange *x)
{
	struct mg_copy *copy = x->copy;

	if (!copy->home || !mg_invitation_any(copy->home, &copy->store.ca))
		return 0;
	for (size_t i = 0; i < x->n_refs; i++) {
		if (mg_joining_is_new(copy, x->refs[i], &x->tips[i]))
			return mg_joining_fetch(copy, x->name, &x->out->requests, x->err);
	}
	return 0;
}

// ---- main, a courtesy to readers

static bool is_ours_to_move(struct exchange *x, const struct mg_id *theirs)
{
	git_oid one, two;
	struct mg_id ours;

	if (!theirs || mg_copy_main(x->copy, &ours, x->err))
		return true;
	git_oid_fromraw(&one, ours.bytes);
	git_oid_fromraw(&two, theirs->bytes);
	return git_graph_descendant_of(mg_repo_git(x->copy->store.repo), &one, &two) == 1;
}

static int push_main(struct exchange *x)
{
	const struct mg_id *theirs = remote_tip(x, MG_REF_MAIN);
	char plain[] = MG_REF_MAIN ":" MG_REF_MAIN, force[] = "+" MG_REF_MAIN ":" MG_REF_MAIN;
	char *spec[1] = {is_ours_to_move(x, theirs) ? plain : force};
	struct mg_id ours;
	int code = mg_copy_main(x->copy, &ours, x->err);

	if (code || (theirs && mg_id_equal(theirs, &ours)))
		return code;
	code = open_connection(x);
	if (!code)
		code = upload(x, spec, 1);
	git_remote_disconnect(x->remote);
	if (code == MG_EGIT) { // nobody's work depends on it
		x->out->main_left = true;
		return 0;
	}
	return code;
}

// ---- the whole

static int exchange(struct exchange *x)
{
	int code = open_connection(x);

	if (!code)
		code = mg_remote_note(x->copy, x->name, x->heads, x->n_heads, x->err);
	if (!code)
		code = push_lines(x);
	git_remote_disconnect(x->remote);
	if (code)
		return code;
	code = fetch_lines(x);
	if (!code)
		code = fetch_requests(x);
	if (!code && x->transfer.cancel && *x->transfer.cancel)
		code = mg_fail(x->err, MG_EBUSY, _("stopped"));
	return code ? code : push_main(x);
}

int mg_remote_sync(struct mg_copy *copy, const char *name, const atomic_bool *cancel, struct mg_progress *progress,
		   struct mg_arena *arena, struct mg_sync *out, struct mg_error *err)
{
	struct exchange x = {.transfer = {cancel, progress},
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
	code = mg_remote_open(copy, name, &x.remote, err);
	if (code)
		return code;
	code = exchange(&x);
	git_remote_free(x.remote);
	cause = code ? err->message : out->n_rejections ? out->rejections[0].reason : "";
	if (mg_remote_remember(copy, name, cause, code ? &lost : err) && !code)
		code = err->code;
	return code;
}
