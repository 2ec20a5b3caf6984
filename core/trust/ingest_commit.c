// SPDX-License-Identifier: EUPL-1.2
//
// One commit that is new here: judged, and put in the index, or its verdict is.
#include "core/trust/ingest_impl.h"

#include "base/i18n.h"
#include "core/repo/values.h"
#include "core/trust/flood.h"
#include "core/trust/held.h"

#include <stdio.h>

int mg_ingest_keep_verdict(struct mg_copy *copy, const struct mg_commit *commit, const struct mg_verdict *verdict,
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

static int hold_back(struct mg_ingesting *g, const struct mg_commit *commit, enum mg_decision *decision)
{
	struct mg_verdict verdict = {.decision = MG_HELD, .check = MG_CHECK_FLOOD};

	snprintf(verdict.message, sizeof verdict.message,
		 _("more than %u commits of this line have come in today: the rest waits; `maillage sync --allow %s` "
		   "takes "
		   "it at once"),
		 g->copy->day_limit, commit->key);
	*decision = MG_HELD;
	g->counts->held++;
	return mg_ingest_keep_verdict(g->copy, commit, &verdict, g->err);
}

static int judge_commit(struct mg_ingesting *g, const struct mg_commit *commit, bool had_verdict,
			struct mg_arena *arena, enum mg_decision *decision)
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
		if (!code && had_verdict)
			code = mg_index_drop_verdict(copy->store.index, &commit->id, err);
		return code || !counts->flood ? code : mg_flood_count(counts->flood, commit->key, err);
	case MG_REFUSED:
		counts->refused++;
		break;
	case MG_HELD:
		counts->held++;
		break;
	}
	return mg_ingest_keep_verdict(copy, commit, &judged.verdict, err);
}

static int refuse_malformed(struct mg_copy *copy, const struct mg_commit *commit, struct mg_ingested *counts,
			    struct mg_error *err)
{
	struct mg_verdict verdict = {.decision = MG_REFUSED, .check = MG_CHECK_SHAPE};

	snprintf(verdict.message, sizeof verdict.message, "%s", err->message);
	counts->refused++;
	return mg_ingest_keep_verdict(copy, commit, &verdict, err);
}

static int read_and_judge(struct mg_ingesting *g, const struct mg_ahead_commit *next, bool had_verdict,
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
	return code ? code : judge_commit(g, &commit, had_verdict, arena, decision);
}

int mg_ingest_note_stopped(struct mg_ingesting *g, const struct mg_id *id, enum mg_decision decision)
{
	if (decision == MG_ACCEPTED)
		return 0;
	return mg_idset_add(decision == MG_REFUSED ? &g->refused : &g->held, id, g->err);
}

// Refusals are for ever; what was held is looked at again.
int mg_ingest_commit(struct mg_ingesting *g, const struct mg_ahead_commit *next)
{
	struct mg_index_verdict before = {0};
	enum mg_decision decision = MG_REFUSED;
	struct mg_arena arena;
	int code = MG_ENOTFOUND;

	mg_values_let_go(g->copy->store.values);
	mg_arena_init(&arena, 0);
	if (g->has_verdicts)
		code = mg_index_verdict(g->copy->store.index, &next->id, &arena, &before, g->err);
	if (!code && !before.held && !mg_verdict_is_unseen(&before))
		g->counts->refused++;
	else if (!code || code == MG_ENOTFOUND)
		code = read_and_judge(g, next, !code, &arena, &decision);
	mg_arena_clear(&arena);
	return code ? code : mg_ingest_note_stopped(g, &next->id, decision);
}
