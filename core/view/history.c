// SPDX-License-Identifier: EUPL-1.2
#include "core/view/history.h"

#include "base/i18n.h"
#include "core/index/index_set.h"

#include <stdlib.h>

struct act {
	struct mg_key_act did;
	struct mg_index_commit commit;
	struct key *key; // to whom
	struct key *by;  // the signatory who vouches, or NULL
	// Of a revocation:
	bool asks;     // it counts as far as is known, and nothing is decided about it
	bool binds;    // it is heard
	bool idle;     // it is not, though it counts: see mg_history.unheard
	bool in_doubt; // it was among those that undo each other when the topmost of them was taken, and
	bool since;    // it was taken then or later
};

struct key {
	const struct act *enrolled; // by the first of those who did
	const struct act **revoked; // by those that bind, or are taken to
	size_t n_revoked;
	bool counts; // it is enrolled by a commit that counts
};

struct reckoning {
	struct mg_index *index;
	struct mg_arena *arena;
	struct mg_index_set known;     // all commits
	struct mg_index_set counting;  // those that count
	struct mg_index_commit *lasts; // the last known commit of each chain, by key
	size_t n_lasts;
	struct act *acts; // by (stamp, id)
	size_t n_acts;
	struct key *keys; // by (rank, stamp, id, key)
	size_t n_keys;
	struct mg_error *err;
};

// ---- what was done to keys

static int by_time(const struct mg_index_commit *a, const struct mg_index_commit *b)
{
	if (a->stamp_ms != b->stamp_ms)
		return a->stamp_ms < b->stamp_ms ? -1 : 1;
	return mg_id_compare(&a->id, &b->id);
}

static int act_order(const void *a, const void *b)
{
	const struct act *x = a, *y = b;
	int order = by_time(&x->commit, &y->commit);

	return order ? order : strcmp(x->did.key, y->did.key);
}

static int read_acts(struct reckoning *r)
{
	struct mg_key_act *all;
	size_t n;
	int code = mg_index_key_acts(r->index, NULL, r->arena, &all, &n, r->err);

	r->acts = code ? NULL : mg_arena_array(r->arena, n + 1, sizeof *r->acts);
	if (code || !r->acts)
		return code ? code : mg_fail_memory(r->err);
	for (size_t i = 0; !code && i < n; i++) {
		struct act *act = &r->acts[r->n_acts];

		act->did = all[i];
		code = mg_index_commit(r->index, all[i].position, &act->commit, r->err);
		r->n_acts += !code && mg_index_set_holds(&r->known, &act->commit);
	}
	if (r->n_acts)
		qsort(r->acts, r->n_acts, sizeof *r->acts, act_order);
	return code;
}

static struct key *find_key(struct reckoning *r, const char *id)
{
	for (size_t i = 0; i < r->n_keys; i++) {
		if (strcmp(r->keys[i].enrolled->did.key, id) == 0)
			return &r->keys[i];
	}
	return NULL;
}

static int key_order(const void *a, const void *b)
{
	const struct act *x = ((const struct key *)a)->enrolled, *y = ((const struct key *)b)->enrolled;

	if (x->did.rank != y->did.rank)
		return x->did.rank < y->did.rank ? -1 : 1;
	return act_order(x, y);
}

// Room for the revocations of a key.
static int make_room(struct reckoning *r, struct key *key)
{
	if (key && !key->revoked)
		key->revoked = mg_arena_array(r->arena, r->n_acts, sizeof *key->revoked);
	return !key || key->revoked ? 0 : mg_fail_memory(r->err);
}

static int list_keys(struct reckoning *r)
{
	int code = 0;

	r->keys = mg_arena_array(r->arena, r->n_acts + 1, sizeof *r->keys);
	if (!r->keys)
		return mg_fail_memory(r->err);
	for (size_t i = 0; i < r->n_acts; i++) {
		if (!r->acts[i].did.revokes && !find_key(r, r->acts[i].did.key))
			r->keys[r->n_keys++] = (struct key){.enrolled = &r->acts[i]};
	}
	if (r->n_keys)
		qsort(r->keys, r->n_keys, sizeof *r->keys, key_order);
	for (size_t i = 0; !code && i < r->n_acts; i++) {
		r->acts[i].key = find_key(r, r->acts[i].did.key);
		r->acts[i].by = find_key(r, r->acts[i].did.by);
		code = r->acts[i].did.revokes ? make_room(r, r->acts[i].key) : 0;
	}
	return code;
}

// ---- what counts, given which revocations bind

static int add_whole(struct reckoning *r, const char *key)
{
	int code = 0;

	for (size_t i = 0; !code && i < r->n_lasts; i++) {
		if (strcmp(r->lasts[i].key, key) == 0)
			code = mg_index_set_add(r->index, &r->counting, r->lasts[i].position, r->err);
	}
	return code;
}

// What the revocations had seen of the line.
static int add_cut(struct reckoning *r, const struct key *key)
{
	struct mg_index_commit *seen;
	size_t n;
	int code = 0;

	for (size_t i = 0; !code && i < key->n_revoked; i++) {
		code = mg_index_last_of(r->index, key->enrolled->did.key, &key->revoked[i]->commit, 1, r->arena, &seen,
					&n, r->err);
		for (size_t k = 0; !code && k < n; k++)
			code = mg_index_set_add(r->index, &r->counting, seen[k].position, r->err);
	}
	return code;
}

// A signatory's word in this commit counts: he is enrolled, and not revoked by somebody who had not heard it.
static bool is_vouched(struct reckoning *r, const struct act *act)
{
	const struct key *by = act->by;

	if (!by || !by->counts)
		return false;
	for (size_t i = 0; i < by->n_revoked; i++) {
		if (mg_index_saw(r->index, by->revoked[i]->commit.position, act->commit.position))
			return true;
	}
	return !by->n_revoked;
}

// The act counts: its commit does, or it is a line's first, which brings its own key.
static bool is_heard(struct reckoning *r, const struct act *act)
{
	if (mg_index_set_holds(&r->counting, &act->commit))
		return true;
	return strcmp(act->commit.key, act->did.key) == 0 && is_vouched(r, act);
}

static int add_keys(struct reckoning *r, bool *added)
{
	int code = 0;

	*added = false;
	for (size_t i = 0; !code && i < r->n_acts; i++) {
		const struct act *act = &r->acts[i];
		struct key *key = act->key;

		if (act->did.revokes || key->counts || !is_heard(r, act))
			continue;
		key->counts = *added = true;
		code = key->n_revoked ? add_cut(r, key) : add_whole(r, act->did.key);
	}
	return code;
}

// From the CA's first commit, which is the first act, to all that its keys, and those they enrolled, have made.
static int count(struct reckoning *r)
{
	bool added = true;
	int code;

	mg_index_set_clear(&r->counting);
	for (size_t i = 0; i < r->n_keys; i++)
		r->keys[i].counts = false;
	code = mg_index_set_add(r->index, &r->counting, r->acts[0].commit.position, r->err);
	while (!code && added)
		code = add_keys(r, &added);
	return code;
}

// ---- revocations

// What counts when those bind that do, and those that ask if all of them did.
static int count_with(struct reckoning *r, bool asking)
{
	for (size_t i = 0; i < r->n_keys; i++)
		r->keys[i].n_revoked = 0;
	for (size_t i = 0; i < r->n_acts; i++) {
		struct act *act = &r->acts[i];

		if (act->binds || (asking && act->asks))
			act->key->revoked[act->key->n_revoked++] = act;
	}
	return count(r);
}

// Those that count and are not decided; how many.
static size_t ask(struct reckoning *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_acts; i++) {
		struct act *act = &r->acts[i];

		act->asks = act->did.revokes && act->key && !act->binds && !act->idle &&
			    mg_index_set_holds(&r->counting, &act->commit);
		n += act->asks;
	}
	return n;
}

// Does one that binds no longer count?
static bool is_undone(const struct reckoning *r)
{
	for (size_t i = 0; i < r->n_acts; i++) {
		if (r->acts[i].binds && !mg_index_set_holds(&r->counting, &r->acts[i].commit))
			return true;
	}
	return false;
}

// Those that count although all the others that ask were heard: nothing can undo them. False when there is none.
static bool take_sure(struct reckoning *r)
{
	bool any = false;

	if (is_undone(r))
		return false;
	for (size_t i = 0; i < r->n_acts; i++) {
		struct act *act = &r->acts[i];

		if (act->asks && mg_index_set_holds(&r->counting, &act->commit))
			act->binds = act->since = any = true;
	}
	return any;
}

// Where whoever speaks by an act stands among the keys, from the top: its author, or the signatory who vouches.
static const struct key *speaker(struct reckoning *r, const struct act *act)
{
	const struct key *author = find_key(r, act->commit.key);

	return !author || (act->by && act->by < author) ? act->by : author;
}

static struct act *topmost(struct reckoning *r)
{
	struct act *top = NULL;

	for (size_t i = 0; i < r->n_acts; i++) {
		if (r->acts[i].asks && (!top || speaker(r, &r->acts[i]) < speaker(r, top)))
			top = &r->acts[i];
	}
	return top;
}

// One cannot be heard without undoing what is: so none of those that were in doubt is, and what came of it is open again.
static void give_up(struct reckoning *r, struct act *last)
{
	last->in_doubt = true;
	for (size_t i = 0; i < r->n_acts; i++) {
		struct act *act = &r->acts[i];

		act->idle |= act->in_doubt;
		act->binds &= !act->since && !act->idle;
		act->in_doubt = act->since = false;
	}
}

// Those that are left undo each other: the one spoken from the top is heard.
static int take_topmost(struct reckoning *r)
{
	struct act *top = topmost(r);
	int code;

	if (!top)
		return 0;
	top->binds = true;
	code = count_with(r, false);
	if (code)
		return code;
	if (is_undone(r)) {
		give_up(r, top);
		return 0;
	}
	for (size_t i = 0; i < r->n_acts; i++) {
		r->acts[i].in_doubt = r->acts[i].asks;
		r->acts[i].since = false;
	}
	top->since = true;
	return 0;
}

static int hear(struct reckoning *r)
{
	int code = count_with(r, false);

	while (!code && ask(r)) {
		code = count_with(r, true);
		if (!code && !take_sure(r))
			code = take_topmost(r);
		if (!code)
			code = count_with(r, false);
	}
	return code;
}

static int reckon(struct reckoning *r)
{
	int code = read_acts(r);

	if (!code)
		code = list_keys(r);
	if (!code && !r->n_acts)
		code = mg_fail(r->err, MG_EINTERNAL, _("the index knows no key"));
	return code ? code : hear(r);
}

// ---- the result

static int list_cuts(struct reckoning *r, struct mg_history *out)
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

static int list_unheard(struct reckoning *r, struct mg_history *out)
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
	struct reckoning r = {.index = index, .arena = arena, .err = err};
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
