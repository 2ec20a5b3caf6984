// SPDX-License-Identifier: EUPL-1.2
//
// From objects and references to the index: judging what is new, in an order where parents come first.
#include "core/copy/copy_impl.h"

#include "base/i18n.h"
#include "core/trust/accepted.h"
#include "core/trust/ahead.h"
#include "core/trust/flood.h"
#include "core/trust/held.h"
#include "core/repo/idset.h"
#include "core/repo/values.h"

#include <git2.h>
#include <stdlib.h>
#include <stdio.h>

#define BATCH 200 // commits to one transaction of the index: few fsyncs, and a kill loses little work

#define MAX_VAIN 3 // such tries: each judges a flood

// What is new below a tip. Whatever stands on a commit that is not accepted is stopped without being judged, and only
// the tip's verdict is kept: a stranger's 100,000 commits are two verdicts.
struct ingesting {
	struct mg_copy *copy;
	const struct mg_id *tip;
	struct mg_idset refused, held; // of this walk, with what stands on them
	int rc;                        // of the walk
	unsigned absorbed_in_vain;     // tries to take in, with a commit that has seen it, what came in too fast
	int64_t now_ms;                // to judge by
	struct mg_ingested *counts;
	struct mg_error *err;
};

// ---- one commit

static int keep_verdict(struct mg_copy *copy, const struct mg_commit *commit, const struct mg_verdict *verdict,
			struct mg_error *err)
{
	struct mg_index_verdict row = {.commit = commit->id,
				       .key = commit->key,
				       .actor = commit->actor,
				       .code = mg_check_name(verdict->check),
				       .path = verdict->path,
				       .message = verdict->message,
				       .held = verdict->decision == MG_HELD};

	return mg_index_add_verdict(copy->store.index, &row, err);
}

static int hold_back(struct ingesting *g, const struct mg_commit *commit, enum mg_decision *decision)
{
	struct mg_verdict verdict = {.decision = MG_HELD, .check = MG_CHECK_FLOOD};

	snprintf(verdict.message, sizeof verdict.message,
		 _("more than %u commits of this line have come in today: the rest waits; `maillage sync --allow %s` "
		   "takes "
		   "it at once"),
		 g->copy->day_limit, commit->key);
	*decision = MG_HELD;
	g->counts->held++;
	return keep_verdict(g->copy, commit, &verdict, g->err);
}

static int judge_commit(struct ingesting *g, const struct mg_commit *commit, bool was_held, struct mg_arena *arena,
			enum mg_decision *decision)
{
	struct mg_ingested *counts = g->counts;
	struct mg_copy *copy = g->copy;
	struct mg_error *err = g->err;
	struct mg_judged judged;
	int code;

	if (counts->flood && mg_flood_is_full(counts->flood, commit->key))
		return hold_back(g, commit, decision);
	code = mg_judge(&copy->store, commit, g->now_ms, NULL, arena, &judged, err);
	if (code)
		return code;
	*decision = judged.verdict.decision;
	switch (judged.verdict.decision) {
	case MG_ACCEPTED:
		counts->accepted++;
		code = mg_judge_record(&copy->store, commit, &judged, err);
		if (!code && was_held)
			code = mg_index_drop_verdict(copy->store.index, &commit->id, err);
		return code || !counts->flood ? code : mg_flood_count(counts->flood, commit->key, err);
	case MG_REFUSED:
		counts->refused++;
		break;
	case MG_HELD:
		counts->held++;
		break;
	}
	return keep_verdict(copy, commit, &judged.verdict, err);
}

static int refuse_malformed(struct mg_copy *copy, const struct mg_commit *commit, struct mg_ingested *counts,
			    struct mg_error *err)
{
	struct mg_verdict verdict = {.decision = MG_REFUSED, .check = MG_CHECK_SHAPE};

	snprintf(verdict.message, sizeof verdict.message, "%s", err->message);
	counts->refused++;
	return keep_verdict(copy, commit, &verdict, err);
}

static int read_and_judge(struct ingesting *g, const struct mg_ahead_commit *next, bool was_held,
			  struct mg_arena *arena, enum mg_decision *decision)
{
	struct mg_commit commit = next->commit;
	int code = next->is_read ? next->code : mg_read_commit(g->copy, &next->id, arena, &commit, g->err);

	*decision = MG_REFUSED;
	commit.id = next->id;
	if (next->is_read && code)
		*g->err = next->err;
	if (code == MG_EINVALID || code == MG_ELIMIT)
		return refuse_malformed(g->copy, &commit, g->counts, g->err);
	return code ? code : judge_commit(g, &commit, was_held, arena, decision);
}

static bool has_stopped(const struct ingesting *g)
{
	return g->refused.n || g->held.n;
}

static int note_stopped(struct ingesting *g, const struct mg_id *id, enum mg_decision decision)
{
	if (decision == MG_ACCEPTED)
		return 0;
	return mg_idset_add(decision == MG_REFUSED ? &g->refused : &g->held, id, g->err);
}

// Refusals are for ever; what was held is looked at again.
static int take_commit(struct ingesting *g, const struct mg_ahead_commit *next)
{
	struct mg_index_verdict before = {0};
	enum mg_decision decision = MG_REFUSED;
	struct mg_arena arena;
	int code;

	mg_arena_init(&arena, 0);
	code = mg_index_verdict(g->copy->store.index, &next->id, &arena, &before, g->err);
	if (!code && !before.held)
		g->counts->refused++;
	else if (!code || code == MG_ENOTFOUND)
		code = read_and_judge(g, next, before.held, &arena, &decision);
	mg_arena_clear(&arena);
	return code ? code : note_stopped(g, &next->id, decision);
}

// The parent that stops a commit; refused ones first, since those are for ever.
static bool find_stopping(const struct ingesting *g, const struct mg_id *of, struct mg_id *parent,
			  enum mg_decision *decision)
{
	git_commit *commit = NULL;
	bool found = false;
	git_oid oid;

	git_oid_fromraw(&oid, of->bytes);
	if (git_commit_lookup(&commit, mg_repo_git(g->copy->store.repo), &oid) < 0)
		return false;
	for (unsigned i = 0; i < git_commit_parentcount(commit); i++) {
		struct mg_id id;

		memcpy(id.bytes, git_commit_parent_id(commit, i)->id, MG_ID_BYTES);
		if (mg_idset_has(&g->refused, &id) || (!found && mg_idset_has(&g->held, &id))) {
			*decision = mg_idset_has(&g->refused, &id) ? MG_REFUSED : MG_HELD;
			*parent = id;
			found = true;
		}
	}
	git_commit_free(commit);
	return found;
}

// The tip's own words may be anybody's, so its line is named only when they are well-formed.
static int keep_stopped(struct ingesting *g, const struct mg_id *id, const struct mg_id *parent,
			enum mg_decision decision)
{
	struct mg_verdict verdict = {.decision = decision, .check = MG_CHECK_PARENT};
	struct mg_commit commit = {0};
	struct mg_arena arena;
	struct mg_error lost;
	char hex[MG_ID_HEX];
	int code;

	mg_arena_init(&arena, 0);
	snprintf(verdict.message, sizeof verdict.message,
		 decision == MG_REFUSED ? _("stands on the commit %s, which is refused")
					: _("waits for the commit %s, which is not accepted here"),
		 mg_id_format(parent, hex));
	if (mg_read_commit(g->copy, id, &arena, &commit, &lost))
		commit = (struct mg_commit){0};
	commit.id = *id;
	code = keep_verdict(g->copy, &commit, &verdict, g->err);
	mg_arena_clear(&arena);
	return code;
}

// A commit of a line that is known here and has not flooded it, by its signature.
static bool is_by_another(struct ingesting *g, const struct mg_id *id, struct mg_arena *arena)
{
	struct mg_index_commit *tips;
	struct mg_public_key signer;
	struct mg_commit commit;
	size_t n;

	if (mg_read_commit(g->copy, id, arena, &commit, g->err) || mg_flood_is_full(g->counts->flood, commit.key) ||
	    mg_commit_verify(&commit, &signer, g->err) || mg_index_tips(g->copy->store.index, arena, &tips, &n, g->err))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(tips[i].key, commit.key) == 0)
			return true;
	}
	return false;
}

// What came in too fast is taken in when another line has absorbed it: when the commit that did so is accepted with it.
// *done tells whether it was.
static int absorb(struct ingesting *g, const struct mg_id *id, bool *done)
{
	struct mg_index *index = g->copy->store.index;
	struct mg_ingested counts = {0};
	mg_position position;
	struct mg_error lost;
	int code = mg_index_begin(index, g->err);

	if (code)
		return code;
	code = mg_ingest(g->copy, id, &counts, g->err);
	*done = !code && mg_index_find(index, id, &position, &lost) == 0;
	if (mg_index_end(index, *done, code ? &lost : g->err) && !code)
		code = g->err->code;
	if (!*done) {
		g->absorbed_in_vain++;
		return code;
	}
	g->counts->accepted += counts.accepted;
	g->counts->held -= counts.accepted - 1 < g->counts->held ? counts.accepted - 1 : g->counts->held;
	mg_idset_clear(&g->held); // what else is held says so again
	return code;
}

static int try_absorb(struct ingesting *g, const struct mg_id *id, bool *done)
{
	struct mg_arena arena;
	bool worth;

	*done = false;
	if (!g->counts->flood || g->absorbed_in_vain == MAX_VAIN)
		return 0;
	mg_arena_init(&arena, 0);
	worth = is_by_another(g, id, &arena);
	mg_arena_clear(&arena);
	return worth ? absorb(g, id, done) : 0;
}

// libgit2 hides what is below a known tip by the time of commits, in seconds, which parent and child may have in common:
// the walk may show what is known.
static int take(struct ingesting *g, const struct mg_ahead_commit *next)
{
	const struct mg_id *id = &next->id;
	enum mg_decision decision;
	mg_position position;
	bool absorbed = false;
	struct mg_id parent;
	int code = mg_index_find(g->copy->store.index, id, &position, g->err);

	if (code != MG_ENOTFOUND)
		return code;
	code = 0;
	if (!has_stopped(g) || !find_stopping(g, id, &parent, &decision))
		return take_commit(g, next);
	if (decision == MG_HELD)
		code = try_absorb(g, id, &absorbed);
	if (code || absorbed)
		return code;
	if (mg_id_equal(id, g->tip))
		code = keep_stopped(g, id, &parent, decision);
	*(decision == MG_REFUSED ? &g->counts->refused : &g->counts->held) += 1;
	return code ? code : note_stopped(g, id, decision);
}

// ---- what is new below a tip

static int start_walk(struct mg_copy *copy, const struct mg_id *tip, git_revwalk **walk, struct mg_error *err)
{
	struct mg_index_commit *known;
	struct mg_arena arena;
	git_oid oid;
	size_t n;
	int code, rc;

	mg_arena_init(&arena, 0);
	code = mg_index_tips(copy->store.index, &arena, &known, &n, err);
	if (code)
		goto out;
	rc = git_revwalk_new(walk, mg_repo_git(copy->store.repo));
	if (rc == 0)
		rc = git_revwalk_sorting(*walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE);
	if (rc == 0 && git_oid_fromraw(&oid, tip->bytes) == 0)
		rc = git_revwalk_push(*walk, &oid);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		git_oid_fromraw(&oid, known[i].id.bytes);
		rc = git_revwalk_hide(*walk, &oid);
	}
	code = rc < 0 ? mg_fail_git(err, rc, _("cannot walk the history")) : 0;
out:
	mg_arena_clear(&arena);
	return code;
}

// The walk's next commit. Once one was stopped, what follows most often stands on it and is not judged: nothing of that is
// done ahead. NULL at the end, or with g->rc set.
static const struct mg_ahead_commit *next_commit(struct ingesting *g, struct mg_ahead *ahead, git_revwalk *walk)
{
	struct mg_id id;
	git_oid oid;

	while (g->rc == 0 && mg_ahead_has_room(ahead) && (g->rc = git_revwalk_next(&oid, walk)) == 0) {
		memcpy(id.bytes, oid.id, MG_ID_BYTES);
		mg_ahead_add(ahead, &id, !has_stopped(g));
	}
	return mg_ahead_take(ahead);
}

static int walk_batches(struct ingesting *g, struct mg_ahead *ahead, git_revwalk *walk)
{
	struct mg_index *index = g->copy->store.index;
	struct mg_ingested *counts = g->counts;
	const struct mg_ahead_commit *next;
	struct mg_error undo;
	size_t in_batch = 0;
	int code = mg_index_begin(index, g->err);

	if (code)
		return code;
	while (!code && (next = next_commit(g, ahead, walk))) {
		code = take(g, next);
		if (counts->progress)
			counts->progress(counts->context, counts->accepted + counts->refused + counts->held);
		if (!code && ++in_batch % BATCH == 0) {
			code = mg_index_end(index, true, g->err);
			if (code)
				return code;
			code = mg_index_begin(index, g->err);
			if (code)
				return code;
		}
	}
	if (!code && g->rc != GIT_ITEROVER)
		code = mg_fail_git(g->err, g->rc, _("cannot walk the history"));
	if (mg_index_end(index, !code, code ? &undo : g->err) && !code)
		code = g->err->code;
	return code;
}

int mg_ingest(struct mg_copy *copy, const struct mg_id *tip, struct mg_ingested *counts, struct mg_error *err)
{
	struct ingesting g = {.copy = copy, .tip = tip, .counts = counts, .err = err};
	struct mg_values *values = copy->store.values; // of the walk this one is within, if any
	struct mg_ahead *ahead;
	git_revwalk *walk = NULL;
	mg_position position;
	int code = mg_index_find(copy->store.index, tip, &position, err);

	if (code != MG_ENOTFOUND)
		return code;
	ahead = mg_ahead_new(copy->store.repo, copy->threads);
	code = ahead ? start_walk(copy, tip, &walk, err) : mg_fail_memory(err);
	g.now_ms = counts->was_accepted ? MG_ANY_TIME_MS : mg_copy_judging_ms(copy);
	copy->store.values = mg_values_new();
	if (!code)
		code = walk_batches(&g, ahead, walk);
	mg_ahead_free(ahead);
	mg_values_free(copy->store.values);
	copy->store.values = values;
	git_revwalk_free(walk);
	mg_idset_clear(&g.refused);
	mg_idset_clear(&g.held);
	return code;
}

// ---- references

struct refs {
	struct mg_arena *arena;
	struct {
		const char *name;
		struct mg_id id;
	} * items;
	size_t n, cap;
};

static int collect_ref(void *context, const char *name, const struct mg_id *id, struct mg_error *err)
{
	struct refs *refs = context;
	void *grown = mg_arena_grow(refs->arena, refs->items, refs->n, &refs->cap, sizeof *refs->items);

	if (!grown)
		return mg_fail_memory(err);
	refs->items = grown;
	refs->items[refs->n].name = mg_arena_strdup(refs->arena, name);
	refs->items[refs->n].id = *id;
	return refs->items[refs->n++].name ? 0 : mg_fail_memory(err);
}

static const struct mg_id *ref_of(const struct refs *refs, const char *name)
{
	for (size_t i = 0; i < refs->n; i++) {
		if (strcmp(refs->items[i].name, name) == 0)
			return &refs->items[i].id;
	}
	return NULL;
}

// An index that knows commits the repository lost (a pruned or restored copy) is made again.
static int check_index(struct mg_copy *copy, struct mg_arena *arena, struct mg_error *err)
{
	struct mg_index_commit *tips;
	size_t n;
	int code = mg_index_tips(copy->store.index, arena, &tips, &n, err);

	for (size_t i = 0; !code && i < n; i++) {
		if (!mg_repo_has(copy->store.repo, &tips[i].id))
			return mg_index_reset(copy->store.index, err);
	}
	return code;
}

static int by_key(const void *a, const void *b)
{
	const struct mg_index_commit *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : mg_id_compare(&x->id, &y->id);
}

static int set_ref(struct mg_copy *copy, const struct refs *refs, const char *name, const struct mg_id *id,
		   struct mg_error *err)
{
	const struct mg_id *now = ref_of(refs, name);

	return now && mg_id_equal(now, id) ? 0 : mg_repo_ref_set(copy->store.repo, name, id, NULL, err);
}

// The tip that a line's reference goes on to: the one that has the present one in its history, else the first.
static size_t main_branch(struct mg_copy *copy, const struct mg_index_commit *tips, size_t n, const struct mg_id *now)
{
	struct mg_error err;
	mg_position position;

	if (!now || mg_index_find(copy->store.index, now, &position, &err))
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (tips[i].position == position || mg_index_saw(copy->store.index, tips[i].position, position))
			return i;
	}
	return 0;
}

// The references of one key: its line, and its forks when it has any.
static int set_line(struct mg_copy *copy, const struct refs *refs, struct mg_index_commit *tips, size_t n,
		    struct mg_error *err)
{
	char name[128], hex[MG_ID_HEX];
	size_t main;
	int code;

	n = mg_index_maximal(copy->store.index, tips, n);
	snprintf(name, sizeof name, MG_REF_LINES "%s", tips[0].key);
	main = main_branch(copy, tips, n, ref_of(refs, name));
	code = set_ref(copy, refs, name, &tips[main].id, err);
	for (size_t i = 0; !code && i < n; i++) {
		if (i == main)
			continue;
		snprintf(name, sizeof name, MG_REF_FORKS "%s/%s", tips[i].key, mg_id_format(&tips[i].id, hex));
		code = set_ref(copy, refs, name, &tips[i].id, err);
	}
	return code;
}

static int set_lines(struct mg_copy *copy, const struct refs *refs, struct mg_arena *arena, struct mg_error *err)
{
	struct mg_index_commit *tips;
	size_t n, end;
	int code = mg_index_tips(copy->store.index, arena, &tips, &n, err);

	if (!code && n)
		qsort(tips, n, sizeof *tips, by_key);
	for (size_t i = 0; !code && i < n; i = end) {
		for (end = i + 1; end < n && strcmp(tips[end].key, tips[i].key) == 0;)
			end++;
		code = set_line(copy, refs, tips + i, end - i, err);
	}
	return code;
}

static bool has_tip(const struct refs *refs, const struct mg_id *id)
{
	for (size_t i = 0; i < refs->n; i++) {
		if (mg_id_equal(&refs->items[i].id, id))
			return true;
	}
	return false;
}

// The references of lines and forks point to the index's tips, and to nothing else.
static bool agree(struct mg_copy *copy, const struct refs *refs, struct mg_index_commit *tips, size_t n)
{
	size_t end, wanted = 0;

	qsort(tips, n, sizeof *tips, by_key);
	for (size_t i = 0; i < n; i = end) {
		size_t maximal;

		for (end = i + 1; end < n && strcmp(tips[end].key, tips[i].key) == 0;)
			end++;
		maximal = mg_index_maximal(copy->store.index, tips + i, end - i);
		for (size_t k = i; k < i + maximal; k++) {
			if (!has_tip(refs, &tips[k].id))
				return false;
		}
		wanted += maximal;
	}
	return wanted == refs->n;
}

static int collect_refs(struct mg_copy *copy, struct refs *refs, struct mg_error *err)
{
	int code = mg_repo_refs(copy->store.repo, MG_REF_LINES, collect_ref, refs, err);

	return code ? code : mg_repo_refs(copy->store.repo, MG_REF_FORKS, collect_ref, refs, err);
}

bool mg_ingest_needed(struct mg_copy *copy)
{
	struct mg_index_commit *tips = NULL;
	struct mg_arena arena;
	struct refs refs = {.arena = &arena};
	struct mg_error err;
	bool needed;
	size_t n = 0;

	mg_arena_init(&arena, 0);
	needed = collect_refs(copy, &refs, &err) || mg_index_tips(copy->store.index, &arena, &tips, &n, &err) || !n ||
		 !agree(copy, &refs, tips, n) || mg_held_ripe(copy);
	mg_arena_clear(&arena);
	return needed;
}

// What was held is looked at again: who sent it may be gone, and no reference leads to it here. What stays held has been
// counted when it came. What one commit was waiting for may be another one that comes in now.
static int retry_each(struct mg_copy *copy, struct mg_arena *arena, struct mg_ingested *again, struct mg_error *err)
{
	struct mg_index_verdict *verdicts;
	size_t n;
	int code = mg_index_verdicts(copy->store.index, arena, &verdicts, &n, err);

	for (size_t i = 0; !code && i < n; i++) {
		if (verdicts[i].held && mg_repo_has(copy->store.repo, &verdicts[i].commit))
			code = mg_ingest(copy, &verdicts[i].commit, again, err);
	}
	return code;
}

static int retry_held(struct mg_copy *copy, struct mg_arena *arena, struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_ingested again = {.flood = counts->flood};
	size_t before;
	int code = again.flood ? 0 : mg_flood_read(copy, arena, &again.flood, err);

	do {
		before = again.accepted;
		if (!code)
			code = retry_each(copy, arena, &again, err);
	} while (!code && again.accepted > before);
	if (!code && !counts->flood)
		code = mg_flood_write(again.flood, err);
	counts->accepted += again.accepted;
	counts->refused += again.refused;
	return code;
}

// An index that knows nothing was lost, unless the copy is new.
static int ingest_accepted(struct mg_copy *copy, struct mg_arena *arena, struct mg_ingested *counts,
			   struct mg_error *err)
{
	struct mg_index_commit *known;
	struct mg_id *tips;
	size_t n, n_known;
	int code = mg_index_tips(copy->store.index, arena, &known, &n_known, err);

	if (code || n_known)
		return code;
	counts->was_accepted = true;
	code = mg_accepted_tips(copy, arena, &tips, &n, err);
	for (size_t i = 0; !code && i < n; i++)
		code = mg_ingest(copy, &tips[i], counts, err);
	counts->was_accepted = false;
	return code;
}

int mg_ingest_refs(struct mg_copy *copy, struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_arena arena;
	struct refs refs = {.arena = &arena};
	int code;

	mg_arena_init(&arena, 0);
	code = check_index(copy, &arena, err);
	if (!code)
		code = ingest_accepted(copy, &arena, counts, err);
	if (!code)
		code = collect_refs(copy, &refs, err);
	for (size_t i = 0; !code && i < refs.n; i++)
		code = mg_ingest(copy, &refs.items[i].id, counts, err);
	if (!code)
		code = retry_held(copy, &arena, counts, err);
	if (!code)
		code = set_lines(copy, &refs, &arena, err);
	mg_arena_clear(&arena);
	return code;
}

int mg_ingest_own(struct mg_copy *copy, const struct mg_id *last, struct mg_error *err)
{
	struct mg_ingested counts = {0};
	int code = mg_ingest_refs(copy, &counts, err);

	counts.was_accepted = true;
	if (!code)
		code = mg_ingest(copy, last, &counts, err);
	counts.was_accepted = false;
	return code ? code : mg_ingest_refs(copy, &counts, err);
}

// ---- what a person allows

static int take_line(struct mg_copy *copy, const char *key, struct mg_arena *arena, size_t *waiting,
		     struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_index_verdict *verdicts;
	size_t n;
	int code = mg_index_verdicts(copy->store.index, arena, &verdicts, &n, err);

	for (size_t i = 0; !code && i < n; i++) {
		if (!verdicts[i].held || strcmp(verdicts[i].key, key) != 0 ||
		    !mg_repo_has(copy->store.repo, &verdicts[i].commit))
			continue;
		(*waiting)++;
		code = mg_ingest(copy, &verdicts[i].commit, counts, err);
	}
	return code;
}

int mg_copy_allow(struct mg_copy *copy, const char *key, size_t *taken, struct mg_error *err)
{
	struct mg_ingested counts = {0};
	struct mg_arena arena;
	size_t waiting = 0;
	int code = mg_copy_lock(copy, err);

	*taken = 0;
	if (code)
		return code;
	mg_arena_init(&arena, 0);
	code = take_line(copy, key, &arena, &waiting, &counts, err);
	if (!code && !waiting)
		code = mg_fail(err, MG_ENOTFOUND, _("no commit of the key %s waits"), key);
	if (!code)
		code = mg_ingest_refs(copy, &counts, err);
	if (!code)
		code = mg_copy_refresh_main(copy, NULL, 0, err);
	mg_arena_clear(&arena);
	mg_copy_unlock(copy);
	*taken = counts.accepted;
	return code;
}
