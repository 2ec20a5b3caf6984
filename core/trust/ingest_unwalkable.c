// SPDX-License-Identifier: EUPL-1.2
//
// What libgit2 cannot walk over: below a tip is an object that is no commit.
#include "core/trust/ingest_impl.h"

#include "core/trust/held.h"

#include <stdio.h>

// The nearest commit below the tip that is there and is none. Nothing is known of what lies below that.
static bool find_malformed(struct mg_ingesting *g, struct mg_idset *met, struct mg_id *malformed, struct mg_error *why)
{
	bool found = false;
	int code = mg_idset_add(met, g->tip, why);

	for (size_t i = 0; !code && !found && i < met->n; i++) {
		struct mg_commit commit = {0};
		struct mg_arena arena;
		mg_position position;

		*malformed = met->items[i];
		if (mg_index_find(g->copy->store.index, malformed, &position, why) == 0)
			continue;
		mg_arena_init(&arena, 0);
		code = mg_read_commit(g->copy, malformed, &arena, &commit, why);
		found = code == MG_EINVALID || code == MG_ELIMIT;
		for (size_t k = 0; !code && k < commit.n_parents; k++)
			if (!mg_idset_has(met, &commit.parents[k]))
				code = mg_idset_add(met, &commit.parents[k], why);
		mg_arena_clear(&arena);
	}
	return found;
}

static int refuse_unwalkable(struct mg_ingesting *g, const struct mg_id *id, const char *why)
{
	struct mg_verdict verdict = {.decision = MG_REFUSED, .check = MG_CHECK_SHAPE};
	const struct mg_commit commit = {.id = *id};
	int code;

	snprintf(verdict.message, sizeof verdict.message, "%s", why);
	g->counts->refused++;
	code = mg_ingest_keep_verdict(g->copy, &commit, &verdict, g->err);
	if (code || mg_id_equal(id, g->tip))
		return code;
	g->counts->refused++;
	return mg_ingest_keep_stopped(g, g->tip, id, MG_REFUSED);
}

int mg_ingest_unwalkable(struct mg_ingesting *g, bool *refused)
{
	struct mg_index *index = g->copy->store.index;
	struct mg_idset met = {0};
	struct mg_error why, undo;
	struct mg_id malformed;
	int code = 0;

	*refused = find_malformed(g, &met, &malformed, &why);
	mg_idset_clear(&met);
	if (!*refused)
		return 0;
	code = mg_index_begin(index, g->err);
	if (code)
		return code;
	code = refuse_unwalkable(g, &malformed, why.message);
	if (mg_index_end(index, !code, code ? &undo : g->err) && !code)
		code = g->err->code;
	return code;
}
