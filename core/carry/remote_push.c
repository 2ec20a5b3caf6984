// SPDX-License-Identifier: EUPL-1.2
//
// What a copy sends in an exchange.
#include "core/carry/exchange.h"

#include "base/i18n.h"

static bool is_namespace_of_lines(const char *ref)
{
	return strncmp(ref, MG_REF_LINES, strlen(MG_REF_LINES)) == 0 ||
	       strncmp(ref, MG_REF_FORKS, strlen(MG_REF_FORKS)) == 0 ||
	       strncmp(ref, MG_REF_HEADS, strlen(MG_REF_HEADS)) == 0;
}

static int add_rejection(struct mg_exchange *x, const char *ref, const char *reason)
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
	struct mg_exchange *x = payload;

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

static bool was_rejected(const struct mg_exchange *x, const char *ref)
{
	for (size_t i = 0; i < x->out->n_rejections; i++) {
		if (strcmp(x->out->rejections[i].ref, ref) == 0)
			return true;
	}
	return false;
}

// What is offered: from -> to, and the tip that is. The first letter of a specification may force.
static int upload(struct mg_exchange *x, char **specs, const char *const *refs, const struct mg_id *tips, size_t n)
{
	git_strarray refspecs = {specs, n};
	git_repository *theirs;
	git_push_options options;
	int code, rc;

	if (mg_exchange_folder(x, &theirs)) {
		code = mg_exchange_put(x, theirs, refs, tips, n, note_answer);
		git_repository_free(theirs);
		return code;
	}
	git_push_options_init(&options, GIT_PUSH_OPTIONS_VERSION);
	mg_remote_callbacks(&options.callbacks, &x->transfer);
	options.callbacks.push_update_reference = note_answer;
	rc = git_remote_upload(x->remote, &refspecs, &options);
	return rc < 0 ? mg_fail_git(x->err, rc, _("cannot send to %s"), git_remote_url(x->remote)) : 0;
}

struct pushing {
	struct mg_exchange *x;
	char **specs;
	const char **refs; // theirs
	struct mg_id *tips;
	size_t n, cap_specs, cap_refs, cap_tips;
	bool forks_only;
};

// A line the remote has not, or has an earlier commit of. One that it has further than we is fetched afterwards.
static bool is_wanted(struct mg_exchange *x, const char *ref, const struct mg_id *ours)
{
	const struct mg_id *theirs = mg_exchange_tip(x, ref);
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
static const char *their_name(struct mg_exchange *x, const char *ref)
{
	const char *line = ref + strlen(MG_REF_LINES), *fork = ref + strlen(MG_REF_FORKS);

	if (!x->uses_heads)
		return mg_arena_strdup(x->arena, ref);
	if (strncmp(ref, MG_REF_LINES, strlen(MG_REF_LINES)) == 0)
		return mg_arena_printf(x->arena, MG_REF_HEADS "%s", line);
	return mg_arena_printf(x->arena, MG_REF_HEADS "%.*s-%s", MG_KEY_ID_CHARS, fork, fork + MG_KEY_ID_CHARS + 1);
}

// The remote has another branch of this line, and not this one.
static bool is_fork(struct mg_exchange *x, const char *theirs, const struct mg_id *ours)
{
	const struct mg_id *tip = mg_exchange_tip(x, theirs);
	struct mg_index *index = x->copy->store.index;
	mg_position have, ask;

	return tip && !mg_id_equal(tip, ours) && !mg_index_find(index, tip, &have, x->err) &&
	       !mg_index_find(index, ours, &ask, x->err) && !mg_index_saw(index, have, ask) &&
	       !mg_index_saw(index, ask, have);
}

// Where one of our lines or forks goes: under its own name or, a branch of a line that the remote has otherwise, as a
// fork. *wanted: it has to go at all.
static const char *destination(struct mg_exchange *x, const char *ref, const struct mg_id *ours, bool *wanted)
{
	const char *theirs = their_name(x, ref), *fork;
	char hex[MG_ID_HEX];

	*wanted = !theirs || is_wanted(x, theirs, ours);
	if (*wanted || strncmp(ref, MG_REF_LINES, strlen(MG_REF_LINES)) != 0 || !is_fork(x, theirs, ours))
		return theirs;
	fork = mg_arena_printf(x->arena, MG_REF_FORKS "%s/%s", ref + strlen(MG_REF_LINES), mg_id_format(ours, hex));
	theirs = fork ? their_name(x, fork) : NULL;
	*wanted = !theirs || !mg_exchange_tip(x, theirs);
	return theirs;
}

// A fork, or a line that does not go under its own name.
static bool goes_as_fork(struct mg_exchange *x, const char *ref, const char *theirs)
{
	const char *own = their_name(x, ref);

	return strncmp(ref, MG_REF_FORKS, strlen(MG_REF_FORKS)) == 0 || (own && theirs && strcmp(own, theirs) != 0);
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

	if (!wanted || (p->forks_only && !goes_as_fork(p->x, ref, theirs)))
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
static int note_pushed(struct mg_exchange *x, const struct pushing *p)
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
static bool break_their_locks(struct mg_exchange *x)
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

static int offer(struct mg_exchange *x, struct pushing *p)
{
	int code = p->n ? upload(x, p->specs, p->refs, p->tips, p->n) : 0;

	if (!code && break_their_locks(x)) {
		x->out->pushed = x->out->n_rejections = 0;
		code = upload(x, p->specs, p->refs, p->tips, p->n);
	}
	return code;
}

static bool has_lines(const struct mg_exchange *x)
{
	for (size_t i = 0; i < x->n_heads; i++) {
		if (strncmp(x->heads[i].ref, MG_REF_HEADS, strlen(MG_REF_HEADS)) != 0)
			return true;
	}
	return false;
}

// Nothing of ours is under refs/maillage/ there and all of it was refused: is it the place that the host does not like?
static int offer_heads(struct mg_exchange *x, struct pushing *p)
{
	struct pushing again = {.x = x};
	struct mg_sync before = *x->out;
	int code;

	x->uses_heads = true;
	x->out->rejections = NULL;
	x->out->n_rejections = x->rejections_cap = 0;
	code = collect_pushes(&again);
	if (!code)
		code = mg_exchange_connect(x);
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

int mg_exchange_push(struct mg_exchange *x)
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

int mg_exchange_push_forks(struct mg_exchange *x)
{
	struct pushing known = {.x = x, .forks_only = true}, p = known;
	int code = collect_pushes(&known);

	if (code || !known.n)
		return code;
	code = mg_exchange_connect(x); // what it had before the first push is not what it has
	if (!code)
		code = collect_pushes(&p);
	if (!code)
		code = offer(x, &p);
	git_remote_disconnect(x->remote);
	return code ? code : note_pushed(x, &p);
}

// ---- main, a courtesy to readers

static bool is_ours_to_move(struct mg_exchange *x, const struct mg_id *theirs)
{
	git_oid one, two;
	struct mg_id ours;

	if (!theirs || mg_copy_main(x->copy, &ours, x->err))
		return true;
	git_oid_fromraw(&one, ours.bytes);
	git_oid_fromraw(&two, theirs->bytes);
	return git_graph_descendant_of(mg_repo_git(x->copy->store.repo), &one, &two) == 1;
}

int mg_exchange_push_main(struct mg_exchange *x)
{
	const struct mg_id *theirs = mg_exchange_tip(x, MG_REF_MAIN);
	char plain[] = MG_REF_MAIN ":" MG_REF_MAIN, force[] = "+" MG_REF_MAIN ":" MG_REF_MAIN;
	const char *ref = MG_REF_MAIN;
	char *spec[1] = {is_ours_to_move(x, theirs) ? plain : force};
	struct mg_id ours;
	int code = mg_copy_main(x->copy, &ours, x->err);

	if (code || (theirs && mg_id_equal(theirs, &ours)))
		return code;
	code = mg_exchange_connect(x);
	if (!code)
		code = upload(x, spec, &ref, &ours, 1);
	git_remote_disconnect(x->remote);
	if (code == MG_EGIT || code == MG_EIO) { // nobody's work depends on it
		x->out->main_left = true;
		return 0;
	}
	return code;
}
