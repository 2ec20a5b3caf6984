// SPDX-License-Identifier: EUPL-1.2
#include "core/view/history.h"

#include "base/i18n.h"
#include "core/view/reckoning.h"

#include <stdlib.h>

// ---- what was done to keys

static int by_time(const struct mg_index_commit *a, const struct mg_index_commit *b)
{
	if (a->stamp_ms != b->stamp_ms)
		return a->stamp_ms < b->stamp_ms ? -1 : 1;
	return mg_id_compare(&a->id, &b->id);
}

static int act_order(const void *a, const void *b)
{
	const struct mg_reckoned_act *x = a, *y = b;
	int order = by_time(&x->commit, &y->commit);

	return order ? order : strcmp(x->did.key, y->did.key);
}

static int read_acts(struct mg_reckoning *r)
{
	struct mg_key_act *all;
	size_t n;
	int code = mg_index_key_acts(r->index, NULL, r->arena, &all, &n, r->err);

	r->acts = code ? NULL : mg_arena_array(r->arena, n + 1, sizeof *r->acts);
	if (code || !r->acts)
		return code ? code : mg_fail_memory(r->err);
	for (size_t i = 0; !code && i < n; i++) {
		struct mg_reckoned_act *act = &r->acts[r->n_acts];

		act->did = all[i];
		code = mg_index_commit(r->index, all[i].position, &act->commit, r->err);
		r->n_acts += !code && mg_index_set_holds(&r->known, &act->commit);
	}
	if (r->n_acts)
		qsort(r->acts, r->n_acts, sizeof *r->acts, act_order);
	return code;
}

struct mg_reckoned_key *mg_reckoning_key(struct mg_reckoning *r, const char *id)
{
	for (size_t i = 0; i < r->n_keys; i++) {
		if (strcmp(r->keys[i].enrolled->did.key, id) == 0)
			return &r->keys[i];
	}
	return NULL;
}

static int key_order(const void *a, const void *b)
{
	const struct mg_reckoned_act *x = ((const struct mg_reckoned_key *)a)->enrolled,
				     *y = ((const struct mg_reckoned_key *)b)->enrolled;

	if (x->did.rank != y->did.rank)
		return x->did.rank < y->did.rank ? -1 : 1;
	return act_order(x, y);
}

static int prepare_revocation(struct mg_reckoning *r, struct mg_reckoned_act *act)
{
	if (!act->key)
		return 0;
	if (!act->key->revoked)
		act->key->revoked = mg_arena_array(r->arena, r->n_acts, sizeof *act->key->revoked);
	return act->key->revoked ? mg_index_set_add(r->index, &act->saw, act->commit.position, r->err)
				 : mg_fail_memory(r->err);
}

static int list_keys(struct mg_reckoning *r)
{
	int code = 0;

	r->keys = mg_arena_array(r->arena, r->n_acts + 1, sizeof *r->keys);
	if (!r->keys)
		return mg_fail_memory(r->err);
	for (size_t i = 0; i < r->n_acts; i++) {
		if (!r->acts[i].did.revokes && !mg_reckoning_key(r, r->acts[i].did.key))
			r->keys[r->n_keys++] = (struct mg_reckoned_key){.enrolled = &r->acts[i]};
	}
	if (r->n_keys)
		qsort(r->keys, r->n_keys, sizeof *r->keys, key_order);
	for (size_t i = 0; !code && i < r->n_acts; i++) {
		r->acts[i].key = mg_reckoning_key(r, r->acts[i].did.key);
		r->acts[i].by = mg_reckoning_key(r, r->acts[i].did.by);
		code = r->acts[i].did.revokes ? prepare_revocation(r, &r->acts[i]) : 0;
	}
	return code;
}

static int reckon(struct mg_reckoning *r)
{
	int code = read_acts(r);

	if (!code)
		code = list_keys(r);
	if (!code && !r->n_acts)
		code = mg_fail(r->err, MG_EINTERNAL, _("the index knows no key"));
	return code ? code : mg_reckoning_hear(r);
}

// ---- the result

static int list_cuts(struct mg_reckoning *r, struct mg_history *out)
{
	int code = 0;

	out->cuts = mg_arena_array(r->arena, r->n_lasts + 1, sizeof *out->cuts);
	if (!out->cuts)
		return mg_fail_memory(r->err);
	for (size_t i = 0; !code && i < r->n_lasts; i++) {
		const struct mg_index_commit *last = &r->lasts[i];
		uint32_t kept = last->chain < r->counting.n ? r->counting.seen[last->chain] : 0;
		struct mg_history_cut *cut = &out->cuts[out->n_cuts];

		if (kept >= last->sequence)
			continue;
		*cut = (struct mg_history_cut){.last = *last, .count = last->sequence - kept};
		code = mg_index_nth(r->index, last->chain, kept + 1, &cut->first, r->err);
		out->n_cuts += !code;
	}
	return code;
}

static int list_unheard(struct mg_reckoning *r, struct mg_history *out)
{
	out->unheard = mg_arena_array(r->arena, r->n_acts + 1, sizeof *out->unheard);
	if (!out->unheard)
		return mg_fail_memory(r->err);
	for (size_t i = 0; i < r->n_acts; i++) {
		if (r->acts[i].idle)
			out->unheard[out->n_unheard++] = r->acts[i].commit.position;
	}
	return 0;
}

static int take_all(struct mg_index *index, const struct mg_index_commit *tips, size_t n, struct mg_arena *arena,
		    struct mg_history *out, struct mg_error *err)
{
	out->frontier = mg_arena_array(arena, n + 1, sizeof *out->frontier);
	if (!out->frontier)
		return mg_fail_memory(err);
	if (n)
		memcpy(out->frontier, tips, n * sizeof *tips);
	out->n_frontier = mg_index_maximal(index, out->frontier, n);
	return 0;
}

int mg_history_reckon(struct mg_index *index, const struct mg_index_commit *tips, size_t n, struct mg_arena *arena,
		      struct mg_history *out, struct mg_error *err)
{
	struct mg_reckoning r = {.index = index, .arena = arena, .err = err};
	int code = 0;

	*out = (struct mg_history){0};
	if (!n || !mg_index_has_revocations(index))
		return take_all(index, tips, n, arena, out, err);
	for (size_t i = 0; !code && i < n; i++)
		code = mg_index_set_add(index, &r.known, tips[i].position, err);
	if (!code)
		code = mg_index_set_lasts(index, &r.known, arena, &r.lasts, &r.n_lasts, err);
	if (!code)
		code = reckon(&r);
	if (!code)
		code = mg_index_set_lasts(index, &r.counting, arena, &out->frontier, &out->n_frontier, err);
	if (!code) {
		out->n_frontier = mg_index_maximal(index, out->frontier, out->n_frontier);
		code = list_cuts(&r, out);
	}
	if (!code)
		code = list_unheard(&r, out);
	for (size_t i = 0; i < r.n_acts; i++)
		mg_index_set_clear(&r.acts[i].saw);
	mg_index_set_clear(&r.known);
	mg_index_set_clear(&r.counting);
	return code;
}

bool mg_history_leaves_out(const struct mg_history *history, const struct mg_index_commit *commit)
{
	for (size_t i = 0; i < history->n_cuts; i++) {
		const struct mg_history_cut *cut = &history->cuts[i];

		if (cut->last.chain == commit->chain && commit->sequence >= cut->first.sequence)
			return true;
	}
	return false;
}

static int is_left_out(struct mg_index *index, const struct mg_history *history, mg_position position, bool *left_out,
		       struct mg_error *err)
{
	struct mg_index_commit commit;
	int code = mg_index_commit(index, position, &commit, err);

	*left_out = !code && mg_history_leaves_out(history, &commit);
	return code;
}

int mg_history_restrict(struct mg_index *index, const struct mg_history *history, struct mg_index_history *record,
			struct mg_error *err)
{
	size_t touches = 0, writes = 0;
	bool out;
	int code = 0;

	if (!history->n_cuts)
		return 0;
	for (size_t i = 0; !code && i < record->n_touches; i++) {
		code = is_left_out(index, history, record->touches[i].position, &out, err);
		if (!out)
			record->touches[touches++] = record->touches[i];
	}
	for (size_t i = 0; !code && i < record->n_writes; i++) {
		code = is_left_out(index, history, record->written_by[i], &out, err);
		if (out)
			continue;
		record->writes[writes] = record->writes[i];
		record->written_by[writes++] = record->written_by[i];
	}
	record->n_touches = touches;
	record->n_writes = writes;
	return code;
}
