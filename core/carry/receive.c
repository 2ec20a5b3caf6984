// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/receive.h"

#include "base/i18n.h"
#include "core/trust/flood.h"
#include "core/repo/idset.h"

static int refuse_unseen(struct mg_copy *copy, const struct mg_received_tip *tip, struct mg_ingested *counts,
			 struct mg_error *err)
{
	struct mg_index_verdict row = {.commit = tip->id,
				       .key = tip->key,
				       .actor = "",
				       .code = mg_check_name(MG_CHECK_SHAPE),
				       .path = tip->from ? tip->from : "",
				       .message = tip->message};

	counts->refused++;
	return mg_index_add_verdict(copy->store.index, &row, err);
}

// Nothing more of its line comes in today: no need to walk over all that waits below it each time somebody shows it.
static bool waits_for_tomorrow(struct mg_copy *copy, const struct mg_received_tip *tip, struct mg_ingested *counts)
{
	struct mg_index_verdict verdict;
	struct mg_arena arena;
	struct mg_error err;
	bool waits;

	if (!counts->flood)
		return false;
	mg_arena_init(&arena, 0);
	waits = mg_index_verdict(copy->store.index, &tip->id, &arena, &verdict, &err) == 0 && verdict.held &&
		mg_flood_is_full(counts->flood, verdict.key);
	mg_arena_clear(&arena);
	return waits;
}

// Who carried it may have left something out, by mischance or to have it refused here: that is no fault of its author's.
// *complete tells whether all that was needed to judge the tip was there.
static int judge_tip(struct mg_copy *copy, const struct mg_received_tip *tip, struct mg_ingested *counts,
		     bool *complete, struct mg_error *err)
{
	struct mg_received_tip junk = *tip;
	int code;

	*complete = true;
	if (tip->message)
		return refuse_unseen(copy, tip, counts, err);
	if (waits_for_tomorrow(copy, tip, counts))
		return 0;
	code = mg_repo_look(copy->store.repo, &tip->id, MG_OBJECT_COMMIT, MG_ANY_SIZE, err);
	if (code == MG_EINVALID) {
		junk.message = err->message;
		junk.from = NULL; // that is what it is, whoever shows it
		return refuse_unseen(copy, &junk, counts, err);
	}
	if (!code)
		code = mg_ingest(copy, &tip->id, counts, err);
	*complete = code != MG_EGIT && code != MG_ENOTFOUND && code != MG_EINVALID;
	return *complete ? code : 0;
}

static int hold_incomplete(struct mg_copy *copy, const struct mg_received_tip *tip, struct mg_error *err)
{
	struct mg_index_verdict row = {
		.commit = tip->id,
		.key = tip->key,
		.actor = "",
		.code = mg_check_name(MG_CHECK_PARENT),
		.path = "",
		.message = _("it came without all that it needs, and is asked for again at the next exchange"),
		.held = true};

	return mg_index_add_verdict(copy->store.index, &row, err);
}

// ---- moving in

static int add_root(struct mg_idset *roots, const struct mg_quarantine *q, const struct mg_id *id, struct mg_error *err)
{
	return mg_idset_has(roots, id) || mg_quarantine_is_inside(q, id) ? 0 : mg_idset_add(roots, id, err);
}

// The tips of what was accepted, and what is held, but for what is not complete.
static int find_roots(struct mg_copy *copy, const struct mg_quarantine *q, const struct mg_idset *incomplete,
		      struct mg_arena *arena, struct mg_idset *roots, struct mg_error *err)
{
	struct mg_index_verdict *verdicts;
	struct mg_index_commit *tips;
	size_t n;
	int code = mg_index_tips(copy->store.index, arena, &tips, &n, err);

	for (size_t i = 0; !code && i < n; i++)
		code = add_root(roots, q, &tips[i].id, err);
	if (!code)
		code = mg_index_verdicts(copy->store.index, arena, &verdicts, &n, err);
	for (size_t i = 0; !code && i < n; i++) {
		if (verdicts[i].held && !mg_idset_has(incomplete, &verdicts[i].commit) &&
		    mg_repo_has(copy->store.repo, &verdicts[i].commit))
			code = add_root(roots, q, &verdicts[i].commit, err);
	}
	return code;
}

// When all of it stays the pack itself is moved; else a pack is made of what does. What is not complete would be taken for
// something that is here, and never be asked for again.
static int move_in(struct mg_copy *copy, struct mg_quarantine *q, const struct mg_ingested *counts,
		   const struct mg_idset *incomplete, struct mg_error *err)
{
	struct mg_idset roots = {0};
	struct mg_arena arena;
	int code;

	if (!counts->accepted && !counts->held)
		return 0;
	if (!counts->refused && !incomplete->n)
		return mg_quarantine_move_in(q, err);
	mg_arena_init(&arena, 0);
	code = find_roots(copy, q, incomplete, &arena, &roots, err);
	if (!code)
		code = mg_quarantine_move_some(q, roots.items, roots.n, err);
	mg_idset_clear(&roots);
	mg_arena_clear(&arena);
	return code;
}

static int judge_tips(struct mg_copy *copy, const struct mg_received_tip *tips, size_t n, struct mg_ingested *counts,
		      struct mg_idset *incomplete, struct mg_error *err)
{
	bool complete;
	int code = 0;

	for (size_t i = 0; !code && i < n; i++) {
		code = judge_tip(copy, &tips[i], counts, &complete, err);
		if (!code && !complete && !mg_idset_has(incomplete, &tips[i].id))
			code = mg_idset_add(incomplete, &tips[i].id, err);
	}
	return code;
}

static int hold_all(struct mg_copy *copy, const struct mg_received_tip *tips, size_t n,
		    const struct mg_idset *incomplete, struct mg_error *err)
{
	int code = 0;

	for (size_t i = 0; !code && incomplete->n && i < n; i++)
		if (mg_idset_has(incomplete, &tips[i].id))
			code = hold_incomplete(copy, &tips[i], err);
	return code;
}

// The index is right only when the objects are inside: both or neither, also after a kill, when what was moved in is
// without a name and is judged again.
static int judge_all(struct mg_copy *copy, struct mg_quarantine *q, const struct mg_received_tip *tips, size_t n,
		     struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_idset incomplete = {0};
	struct mg_error undo;
	int code = mg_index_begin(copy->store.index, err);

	if (code)
		return code;
	code = judge_tips(copy, tips, n, counts, &incomplete, err);
	if (!code && q)
		code = move_in(copy, q, counts, &incomplete, err);
	if (!code)
		code = hold_all(copy, tips, n, &incomplete, err);
	counts->held += incomplete.n;
	mg_idset_clear(&incomplete);
	if (mg_index_end(copy->store.index, !code, code ? &undo : err) && !code)
		code = err->code;
	return code;
}

// A copy that has nothing yet takes what there is: it has not seen how fast that came.
static int begin_count(struct mg_copy *copy, struct mg_arena *arena, struct mg_ingested *counts, struct mg_error *err)
{
	mg_position position;

	if (mg_index_find(copy->store.index, &copy->store.ca, &position, err))
		return 0;
	return mg_flood_read(copy, arena, &counts->flood, err);
}

int mg_receive(struct mg_copy *copy, struct mg_quarantine *q, const struct mg_received_tip *tips, size_t n,
	       struct mg_ingested *counts, struct mg_error *err)
{
	struct mg_arena arena;
	int code;

	mg_arena_init(&arena, 0);
	code = begin_count(copy, &arena, counts, err);
	if (!code)
		code = judge_all(copy, q, tips, n, counts, err);
	mg_quarantine_close(q);
	if (!code)
		code = mg_ingest_refs(copy, counts, err);
	if (!code && counts->flood)
		code = mg_flood_write(counts->flood, err);
	counts->flood = NULL;
	mg_arena_clear(&arena);
	return code;
}
