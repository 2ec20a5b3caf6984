// SPDX-License-Identifier: EUPL-1.2
//
// What is new below a tip, taken in parents first.
#include "core/trust/ingest_impl.h"

#include "base/i18n.h"
#include "core/repo/values.h"

#include <git2.h>
#include <stdlib.h>

#define BATCH 200 // commits to one transaction of the index: few fsyncs, and a kill loses little work

// libgit2 hides what is below a known tip by the time of commits, in seconds, which parent and child may have in common:
// the walk may show what is known.
static int take(struct mg_ingesting *g, const struct mg_ahead_commit *next)
{
	mg_position position;
	bool stopped;
	int code = g->has_known ? mg_index_find(g->copy->store.index, &next->id, &position, g->err) : MG_ENOTFOUND;

	if (code != MG_ENOTFOUND)
		return code;
	code = mg_ingest_stop(g, &next->id, &stopped);
	return code || stopped ? code : mg_ingest_commit(g, next);
}

static int start_walk(struct mg_ingesting *g, git_revwalk **walk)
{
	struct mg_copy *copy = g->copy;
	struct mg_index_commit *known;
	struct mg_arena arena;
	git_oid oid;
	size_t n;
	int code, rc;

	mg_arena_init(&arena, 0);
	code = mg_index_tips(copy->store.index, &arena, &known, &n, g->err);
	if (code)
		goto out;
	g->has_known = n;
	rc = git_revwalk_new(walk, mg_repo_git(copy->store.repo));
	if (rc == 0)
		rc = git_revwalk_sorting(*walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE);
	if (rc == 0 && git_oid_fromraw(&oid, g->tip->bytes) == 0)
		rc = git_revwalk_push(*walk, &oid);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		git_oid_fromraw(&oid, known[i].id.bytes);
		rc = git_revwalk_hide(*walk, &oid);
	}
	code = rc < 0 ? mg_fail_git(g->err, rc, _("cannot walk the history")) : 0;
out:
	mg_arena_clear(&arena);
	return code;
}

static int add_new(struct mg_ingesting *g, size_t *cap, const git_oid *oid)
{
	if (g->n_new == *cap) {
		size_t grown = *cap ? 2 * *cap : 64;
		struct mg_id *ids = realloc(g->new, grown * sizeof *ids);

		if (!ids)
			return mg_fail_memory(g->err);
		g->new = ids;
		*cap = grown;
	}
	memcpy(g->new[g->n_new++].bytes, oid->id, MG_ID_BYTES);
	return 0;
}

// Parents first. A walk in this order has met every commit before it shows the first: what it holds of them, and of the
// packs they are in, is given back before any is judged.
static int list_new(struct mg_ingesting *g)
{
	git_revwalk *walk = NULL;
	size_t cap = 0;
	git_oid oid;
	int rc = 0, code = start_walk(g, &walk);

	while (!code && (rc = git_revwalk_next(&oid, walk)) == 0)
		code = add_new(g, &cap, &oid);
	if (!code && rc != GIT_ITEROVER)
		code = mg_fail_git(g->err, rc, _("cannot walk the history"));
	git_revwalk_free(walk);
	return code;
}

// Once one was stopped, what follows most often stands on it and is not judged: nothing of that is done ahead. NULL at the
// end.
static const struct mg_ahead_commit *next_commit(struct mg_ingesting *g, struct mg_ahead *ahead)
{
	while (g->next < g->n_new && mg_ahead_has_room(ahead))
		mg_ahead_add(ahead, &g->new[g->next++], !mg_ingest_has_stopped(g));
	return mg_ahead_take(ahead);
}

static int walk_batches(struct mg_ingesting *g, struct mg_ahead *ahead)
{
	struct mg_index *index = g->copy->store.index;
	struct mg_ingested *counts = g->counts;
	const struct mg_ahead_commit *next;
	struct mg_error undo;
	size_t in_batch = 0;
	int code = mg_index_begin(index, g->err);

	if (code)
		return code;
	while (!code && (next = next_commit(g, ahead))) {
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
	if (mg_index_end(index, !code, code ? &undo : g->err) && !code)
		code = g->err->code;
	return code;
}

// Else the failure stays.
static int refuse_unwalkable(struct mg_ingesting *g, int failure)
{
	struct mg_error error = *g->err;
	bool refused;
	int code = mg_ingest_unwalkable(g, &refused);

	if (!code && !refused) {
		*g->err = error;
		code = failure;
	}
	return code;
}

int mg_ingest(struct mg_copy *copy, const struct mg_id *tip, struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_ingesting g = {.copy = copy, .tip = tip, .counts = counts, .err = err};
	struct mg_values *values = copy->store.values; // of the walk this one is within, if any
	struct mg_ahead *ahead;
	mg_position position;
	int code = mg_index_find(copy->store.index, tip, &position, err);

	if (code != MG_ENOTFOUND)
		return code;
	ahead = mg_ahead_new(copy->store.repo, copy->threads);
	code = ahead ? list_new(&g) : mg_fail_memory(err);
	g.has_verdicts = mg_index_has_verdicts(copy->store.index);
	g.now_ms = counts->was_accepted ? MG_ANY_TIME_MS : mg_copy_judging_ms(copy);
	copy->store.values = mg_values_new();
	if (!code)
		code = walk_batches(&g, ahead);
	if (code == MG_EGIT || code == MG_EINVALID)
		code = refuse_unwalkable(&g, code);
	mg_ahead_free(ahead);
	mg_values_free(copy->store.values);
	copy->store.values = values;
	free(g.new);
	mg_idset_clear(&g.refused);
	mg_idset_clear(&g.held);
	return code;
}
