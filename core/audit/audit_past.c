// SPDX-License-Identifier: EUPL-1.2
//
// A record as it stood on a day.
#include "core/audit/audit_impl.h"

#include "core/view/snapshot.h"
#include "schema/value/paris.h"

// The commits that touched a record before a day, as those no other of which has them before it.
struct past {
	struct mg_index_commit *lasts;
	size_t n;
	bool changed_since;
};

bool mg_audit_is_before(int64_t ms, struct mg_date day)
{
	return mg_date_compare(mg_paris_date(ms), day) < 0;
}

static void pass(struct mg_auditing *a, struct past *past, const struct mg_index_commit *commit)
{
	size_t kept = 0;

	for (size_t i = 0; i < past->n; i++) {
		if (!mg_index_saw(a->index, commit->position, past->lasts[i].position))
			past->lasts[kept++] = past->lasts[i];
	}
	past->lasts[kept++] = *commit;
	past->n = kept;
}

static int look_back(struct mg_auditing *a, const char *path, struct mg_date day, struct past *past)
{
	struct mg_index_history history;
	int code = mg_index_touches(a->index, path, a->arena, &history, a->err);

	if (!code)
		code = mg_index_read_ahead(a->index, path, a->err);
	if (!code)
		code = mg_history_restrict(a->index, a->history, &history, a->err);
	if (code)
		return code;
	past->lasts = mg_arena_array(a->arena, history.n_touches, sizeof *past->lasts);
	if (!past->lasts)
		return mg_fail_memory(a->err);
	for (size_t i = 0; !code && i < history.n_touches; i++) {
		struct mg_index_commit commit;

		code = mg_index_commit(a->index, history.touches[i].position, &commit, a->err);
		if (!code && mg_audit_is_before(commit.stamp_ms, day))
			pass(a, past, &commit);
		else
			past->changed_since |= !code;
	}
	return code;
}

int mg_audit_before(struct mg_auditing *a, const struct mg_book_record *now, const char *path, struct mg_date day,
		    const struct mg_node **root)
{
	struct past past = {0};
	struct mg_view_result result = {0};
	struct mg_view_input input;
	int code = look_back(a, path, day, &past);

	*root = now ? now->root : NULL;
	if (code || !past.changed_since)
		return code;
	past.n = mg_index_maximal(a->index, past.lasts, past.n); // in the order of a frontier
	if (past.n)
		code = mg_snapshot_record(a->store, path, past.lasts, past.n, NULL, a->arena, &result, &input, a->err);
	*root = result.value;
	return code;
}
