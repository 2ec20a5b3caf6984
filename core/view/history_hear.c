// SPDX-License-Identifier: EUPL-1.2
//
// Which revocations are heard: first those that nothing can undo, then, among those that undo each other, the topmost.
#include "core/view/reckoning.h"

static bool is_undecided(const struct mg_reckoning *r, const struct mg_reckoned_act *act)
{
	return act->did.revokes && act->key && !act->binds && !act->idle &&
	       mg_index_set_holds(&r->counting, &act->commit);
}

// Those that count and are not decided; whether there are any.
static bool open_all(struct mg_reckoning *r)
{
	bool any = false;

	for (size_t i = 0; i < r->n_acts; i++) {
		struct mg_reckoned_act *act = &r->acts[i];

		act->open = act->asks = is_undecided(r, act);
		any |= act->open;
	}
	return any;
}

// And those that will count when others are heard.
static int ask(struct mg_reckoning *r)
{
	bool more = true;
	int code = 0;

	while (!code && more) {
		more = false;
		code = mg_reckoning_count(r, MG_HEAR_MOST);
		for (size_t i = 0; !code && i < r->n_acts; i++) {
			struct mg_reckoned_act *act = &r->acts[i];

			if (!act->asks && is_undecided(r, act))
				act->asks = more = true;
		}
	}
	return code;
}

// Does one that binds no longer count?
static bool is_undone(const struct mg_reckoning *r)
{
	for (size_t i = 0; i < r->n_acts; i++) {
		if (r->acts[i].binds && !mg_index_set_holds(&r->counting, &r->acts[i].commit))
			return true;
	}
	return false;
}

// Those that count whichever of the others are heard: nothing can undo them. False when there is none.
static bool take_sure(struct mg_reckoning *r)
{
	bool any = false;

	if (is_undone(r))
		return false;
	for (size_t i = 0; i < r->n_acts; i++) {
		struct mg_reckoned_act *act = &r->acts[i];

		if (act->open && mg_index_set_holds(&r->counting, &act->commit))
			act->binds = act->since = any = true;
	}
	return any;
}

// Where whoever speaks by an act stands among the keys, from the top: its author, or the signatory who vouches.
static const struct mg_reckoned_key *speaker(struct mg_reckoning *r, const struct mg_reckoned_act *act)
{
	const struct mg_reckoned_key *author = mg_reckoning_key(r, act->commit.key);

	return !author || (act->by && act->by < author) ? act->by : author;
}

static struct mg_reckoned_act *topmost(struct mg_reckoning *r)
{
	struct mg_reckoned_act *top = NULL;

	for (size_t i = 0; i < r->n_acts; i++) {
		if (r->acts[i].open && (!top || speaker(r, &r->acts[i]) < speaker(r, top)))
			top = &r->acts[i];
	}
	return top;
}

// One cannot be heard without undoing what is: so none of those that were in doubt is, and what came of it is open again.
static void give_up(struct mg_reckoning *r, struct mg_reckoned_act *last)
{
	last->in_doubt = true;
	for (size_t i = 0; i < r->n_acts; i++) {
		struct mg_reckoned_act *act = &r->acts[i];

		act->idle |= act->in_doubt;
		act->binds &= !act->since && !act->idle;
		act->in_doubt = act->since = false;
	}
}

// Those that are left undo each other: the one spoken from the top is heard.
static int take_topmost(struct mg_reckoning *r)
{
	struct mg_reckoned_act *top = topmost(r);
	int code;

	if (!top)
		return 0;
	top->binds = true;
	code = mg_reckoning_count(r, MG_HEAR_BOUND);
	if (code)
		return code;
	if (is_undone(r)) {
		give_up(r, top);
		return 0;
	}
	for (size_t i = 0; i < r->n_acts; i++) {
		r->acts[i].in_doubt = r->acts[i].open;
		r->acts[i].since = false;
	}
	top->since = true;
	return 0;
}

int mg_reckoning_hear(struct mg_reckoning *r)
{
	int code = mg_reckoning_count(r, MG_HEAR_BOUND);

	while (!code && open_all(r)) {
		code = ask(r);
		if (!code)
			code = mg_reckoning_count(r, MG_HEAR_LEAST);
		if (!code && !take_sure(r))
			code = take_topmost(r);
		if (!code)
			code = mg_reckoning_count(r, MG_HEAR_BOUND);
	}
	return code;
}
