// SPDX-License-Identifier: EUPL-1.2
//
// What came in too fast is taken in when another line has absorbed it.
#include "core/trust/ingest_impl.h"

#include "core/trust/flood.h"
#include "core/trust/held.h"

#define MAX_VAIN 3 // tries to absorb: each judges a flood

// A commit of a line that is known here and has not flooded it, by its signature. Stamps rise along history: one that is not
// ahead of this clock has nothing below it that is.
static bool is_by_another(struct mg_ingesting *g, const struct mg_id *id, struct mg_arena *arena)
{
	struct mg_index_commit *tips;
	struct mg_public_key signer;
	struct mg_commit commit;
	size_t n;

	if (mg_read_commit(g->copy, id, arena, &commit, g->err) || mg_flood_is_full(g->counts->flood, commit.key) ||
	    commit.stamp_ms > g->now_ms + MG_MAX_CLOCK_AHEAD_MS || mg_commit_verify(&commit, &signer, g->err) ||
	    mg_index_tips(g->copy->store.index, arena, &tips, &n, g->err))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(tips[i].key, commit.key) == 0)
			return true;
	}
	return false;
}

static void count_absorbed(struct mg_ingesting *g, const struct mg_ingested *counts)
{
	g->counts->accepted += counts->accepted;
	g->counts->held -= counts->accepted - 1 < g->counts->held ? counts->accepted - 1 : g->counts->held;
	mg_idset_clear(&g->held); // what else is held says so again
}

// What stands below it goes out again; that it is refused is for ever, and need not be found out each time it is shown.
static int keep_refusal(struct mg_ingesting *g, const struct mg_index_verdict *verdict)
{
	int code = mg_index_add_verdict(g->copy->store.index, verdict, g->err);

	g->counts->refused++;
	return code ? code : mg_ingest_note_stopped(g, &verdict->commit, MG_REFUSED);
}

// What came in too fast is taken in when another line has absorbed it: when the commit that did so is accepted with it.
static int absorb(struct mg_ingesting *g, const struct mg_id *id, struct mg_arena *arena, bool *done)
{
	struct mg_index *index = g->copy->store.index;
	struct mg_index_verdict verdict;
	struct mg_ingested counts = {0};
	mg_position position;
	struct mg_error lost;
	bool accepted, refused;
	int code = mg_index_begin(index, g->err);

	if (code)
		return code;
	code = mg_ingest(g->copy, id, &counts, g->err);
	accepted = !code && mg_index_find(index, id, &position, &lost) == 0;
	refused = !code && !accepted && mg_index_verdict(index, id, arena, &verdict, &lost) == 0 && !verdict.held;
	if (mg_index_end(index, accepted, code ? &lost : g->err) && !code)
		code = g->err->code;
	g->absorbed_in_vain += !accepted;
	*done = !code && (accepted || refused);
	if (!code && accepted)
		count_absorbed(g, &counts);
	return *done && refused ? keep_refusal(g, &verdict) : code;
}

int mg_ingest_absorb(struct mg_ingesting *g, const struct mg_id *id, bool *done)
{
	struct mg_arena arena;
	int code;

	*done = false;
	if (!g->counts->flood || g->absorbed_in_vain == MAX_VAIN)
		return 0;
	mg_arena_init(&arena, 0);
	code = is_by_another(g, id, &arena) ? absorb(g, id, &arena, done) : 0;
	mg_arena_clear(&arena);
	return code;
}
