// SPDX-License-Identifier: EUPL-1.2
//
// Which commits count (docs/format-history.md, "What counts"), held against the sentences themselves rather than
// reckoned again.
#include "tests/lib/laws.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

struct counting {
	struct mg_index *index;
	struct mg_history history;
	mg_position *frontier;
	struct mg_key_act *acts;
	size_t n_acts;
	struct mg_arena *arena;
	struct mg_error err;
};

static void must(int code, const struct mg_error *err)
{
	if (code)
		fail_msg("%s (code %d, %s:%d)", err->message, code, err->file, err->line);
}

static bool counts(const struct counting *c, mg_position position)
{
	return mg_index_within(c->index, c->frontier, c->history.n_frontier, position);
}

static bool is_act(const struct mg_key_act *act, const char *key, bool revokes)
{
	return act->revokes == revokes && strcmp(act->key, key) == 0;
}

static bool is_enrolled(const struct counting *c, const char *key)
{
	for (size_t i = 0; i < c->n_acts; i++) {
		if (is_act(&c->acts[i], key, false) && counts(c, c->acts[i].position))
			return true;
	}
	return false;
}

static bool is_heard(const struct counting *c, mg_position position)
{
	for (size_t i = 0; i < c->history.n_unheard; i++) {
		if (c->history.unheard[i] == position)
			return false;
	}
	return counts(c, position);
}

// How many of the accepted revocations of a key are heard, or all of them.
static size_t revocations(const struct counting *c, const char *key, bool all)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n_acts; i++)
		n += is_act(&c->acts[i], key, true) && (all || is_heard(c, c->acts[i].position));
	return n;
}

static bool a_revocation_had(const struct counting *c, const struct mg_index_commit *commit)
{
	for (size_t i = 0; i < c->n_acts; i++) {
		if (is_act(&c->acts[i], commit->key, true) &&
		    mg_index_saw(c->index, c->acts[i].position, commit->position))
			return true;
	}
	return false;
}

static bool was_absorbed(struct counting *c, const struct mg_index_commit *commit)
{
	struct mg_index_commit other;

	for (mg_position p = commit->position + 1; mg_index_commit(c->index, p, &other, &c->err) == 0; p++) {
		if (strcmp(other.key, commit->key) != 0 && counts(c, p) && mg_index_saw(c->index, p, commit->position))
			return true;
	}
	return false;
}

static void check_commit(struct counting *c, const struct mg_index_commit *commit)
{
	bool in = counts(c, commit->position);
	char hex[MG_ID_HEX];

	mg_id_format(&commit->id, hex);
	if (in == mg_history_leaves_out(&c->history, commit))
		fail_msg("%s is %s", hex, in ? "counted and left out" : "neither counted nor left out");
	if (in && !is_enrolled(c, commit->key))
		fail_msg("%s counts, and nothing that counts enrols its key %s", hex, commit->key);
	if (in && revocations(c, commit->key, false) && !a_revocation_had(c, commit) && !was_absorbed(c, commit))
		fail_msg("%s counts beyond the revocation of its key %s", hex, commit->key);
	if (!in && is_enrolled(c, commit->key) && !revocations(c, commit->key, true))
		fail_msg("%s does not count, though nobody revoked its key %s", hex, commit->key);
}

void laws_counting(struct mg_copy *copy)
{
	struct mg_arena arena;
	struct mg_index_commit commit;
	struct counting c = {.index = copy->store.index, .arena = &arena};

	mg_arena_init(&arena, 0);
	must(mg_copy_history(copy, &arena, &c.history, &c.err), &c.err);
	must(mg_index_key_acts(c.index, NULL, &arena, &c.acts, &c.n_acts, &c.err), &c.err);
	c.frontier = mg_arena_array(&arena, c.history.n_frontier + 1, sizeof *c.frontier);
	assert_non_null(c.frontier);
	for (size_t i = 0; i < c.history.n_frontier; i++)
		c.frontier[i] = c.history.frontier[i].position;
	for (mg_position p = 1; mg_index_commit(c.index, p, &commit, &c.err) == 0; p++)
		check_commit(&c, &commit);
	mg_arena_clear(&arena);
}
