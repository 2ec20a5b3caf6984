// SPDX-License-Identifier: EUPL-1.2
//
// What is new below a tip, taken in parents first.
#include "core/trust/ingest_impl.h"

#include "base/i18n.h"
#include "core/repo/values.h"

#include <git2.h>

#define BATCH 200 // commits to one transaction of the index: few fsyncs, and a kill loses little work

// libgit2 hides what is below a known tip by the time of commits, in seconds, which parent and child may have in common:
// the walk may show what is known.
static int take(struct mg_ingesting *g, const struct mg_ahead_commit *next)
{
	mg_position position;
	bool stopped;
	int code = mg_index_find(g->copy->store.index, &next->id, &position, g->err);

	if (code != MG_ENOTFOUND)
		return code;
	code = mg_ingest_stop(g, &next->id, &stopped);
	return code || stopped ? code : mg_ingest_commit(g, next);
}

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
static const struct mg_ahead_commit *next_commit(struct mg_ingesting *g, struct mg_ahead *ahead, git_revwalk *walk)
{
	struct mg_id id;
	git_oid oid;

	while (g->rc == 0 && mg_ahead_has_room(ahead) && (g->rc = git_revwalk_next(&oid, walk)) == 0) {
		memcpy(id.bytes, oid.id, MG_ID_BYTES);
		mg_ahead_add(ahead, &id, !mg_ingest_has_stopped(g));
	}
	return mg_ahead_take(ahead);
}

static int walk_batches(struct mg_ingesting *g, struct mg_ahead *ahead, git_revwalk *walk)
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
	git_revwalk *walk = NULL;
	mg_position position;
	int code = mg_index_find(copy->store.index, tip, &position, err);

	if (code != MG_ENOTFOUND)
		return code;
	ahead = mg_ahead_new(copy->store.repo, copy->threads);
	code = ahead ? start_walk(copy, tip, &walk, err) : mg_fail_memory(err);
	g.has_verdicts = mg_index_has_verdicts(copy->store.index);
	g.now_ms = counts->was_accepted ? MG_ANY_TIME_MS : mg_copy_judging_ms(copy);
	copy->store.values = mg_values_new();
	if (!code)
		code = walk_batches(&g, ahead, walk);
	if (code == MG_EGIT || code == MG_EINVALID)
		code = refuse_unwalkable(&g, code);
	mg_ahead_free(ahead);
	mg_values_free(copy->store.values);
	copy->store.values = values;
	git_revwalk_free(walk);
	mg_idset_clear(&g.refused);
	mg_idset_clear(&g.held);
	return code;
}
