// SPDX-License-Identifier: EUPL-1.2
//
// Which commits count, given which revocations are heard.
#include "core/view/reckoning.h"

// How many of a chain's first commits count by themselves.
static uint32_t kept_of(const struct mg_reckoning *r, const struct mg_reckoned_key *key,
			const struct mg_index_commit *last)
{
	uint32_t most = 0, least = last->sequence;
	bool is_bound = false;

	for (size_t i = 0; i < key->n_revoked; i++) {
		const struct mg_reckoned_act *act = key->revoked[i];
		uint32_t seen = last->chain < act->saw.n ? act->saw.seen[last->chain] : 0;

		is_bound |= act->binds;
		if ((act->binds || r->hearing == MG_HEAR_MOST) && seen > most)
			most = seen;
		if (seen < least)
			least = seen;
	}
	if (is_bound)
		return most;
	return r->hearing == MG_HEAR_LEAST ? least : last->sequence;
}

static int add_line(struct mg_reckoning *r, const struct mg_reckoned_key *key)
{
	int code = 0;

	for (size_t i = 0; !code && i < r->n_lasts; i++) {
		struct mg_index_commit last = r->lasts[i];
		uint32_t kept = strcmp(last.key, key->enrolled->did.key) == 0 ? kept_of(r, key, &last) : 0;

		if (kept && kept < last.sequence)
			code = mg_index_nth(r->index, last.chain, kept, &last, r->err);
		if (!code && kept)
			code = mg_index_set_add(r->index, &r->counting, last.position, r->err);
	}
	return code;
}

// A signatory's word in this commit counts: he is enrolled, and not revoked by somebody who had not heard it.
static bool is_vouched(const struct mg_reckoning *r, const struct mg_reckoned_act *act)
{
	const struct mg_reckoned_key *by = act->by;
	bool any = false, all = true, is_bound = false;

	if (!by || !by->counts)
		return false;
	for (size_t i = 0; i < by->n_revoked; i++) {
		bool saw = mg_index_set_holds(&by->revoked[i]->saw, &act->commit);

		is_bound |= by->revoked[i]->binds;
		any |= saw && (by->revoked[i]->binds || r->hearing == MG_HEAR_MOST);
		all &= saw;
	}
	if (is_bound)
		return any;
	return r->hearing != MG_HEAR_LEAST || all;
}

// The act counts: its commit does, or it is a line's first, which brings its own key.
static bool is_heard(const struct mg_reckoning *r, const struct mg_reckoned_act *act)
{
	if (mg_index_set_holds(&r->counting, &act->commit))
		return true;
	return strcmp(act->commit.key, act->did.key) == 0 && is_vouched(r, act);
}

static int add_keys(struct mg_reckoning *r, bool *added)
{
	int code = 0;

	*added = false;
	for (size_t i = 0; !code && i < r->n_acts; i++) {
		const struct mg_reckoned_act *act = &r->acts[i];
		struct mg_reckoned_key *key = act->key;

		if (act->did.revokes || key->counts || !is_heard(r, act))
			continue;
		key->counts = *added = true;
		code = add_line(r, key);
	}
	return code;
}

// From the CA's first commit, which is the first act, to all that its keys, and those they enrolled, have made.
static int count(struct mg_reckoning *r)
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

int mg_reckoning_count(struct mg_reckoning *r, enum mg_hearing hearing)
{
	r->hearing = hearing;
	for (size_t i = 0; i < r->n_keys; i++)
		r->keys[i].n_revoked = 0;
	for (size_t i = 0; i < r->n_acts; i++) {
		struct mg_reckoned_act *act = &r->acts[i];

		if (act->binds || (hearing != MG_HEAR_BOUND && act->asks))
			act->key->revoked[act->key->n_revoked++] = act;
	}
	return count(r);
}
