// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/numbered.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>

bool numbers_have(const struct numbers *set, size_t number)
{
	return set->bits[number / 64] >> (number % 64) & 1;
}

void numbers_put(struct numbers *set, size_t number)
{
	set->bits[number / 64] |= UINT64_C(1) << (number % 64);
}

void numbers_join(struct numbers *set, const struct numbers *more)
{
	set->bits[0] |= more->bits[0];
	set->bits[1] |= more->bits[1];
}

bool numbers_hold(const struct numbers *set, const struct numbers *all)
{
	return (all->bits[0] & ~set->bits[0]) == 0 && (all->bits[1] & ~set->bits[1]) == 0;
}

static void key_id(char letter, char out[MG_KEY_ID_CHARS + 1])
{
	memset(out, 'a', MG_KEY_ID_CHARS);
	snprintf(out + MG_KEY_ID_CHARS - 4, 5, "%04d", letter);
}

struct mg_id numbered_id(size_t number)
{
	struct mg_id id = {{0}};

	id.bytes[0] = (uint8_t)(number * 37); // no order of its own
	id.bytes[1] = (uint8_t)number;
	return id;
}

void numbered_add_to(struct mg_index *index, const struct told *told, size_t number)
{
	struct mg_id parents[8];
	struct mg_commit commit = {.id = numbered_id(number), .parents = parents, .stamp_ms = (int64_t)number * 1000};
	struct mg_key_act act = {.revokes = told->doing.revokes != 0, .rank = told->doing.rank};
	struct mg_error err;

	key_id(told->key, commit.key);
	snprintf(commit.actor, sizeof commit.actor, "a-%c", told->key | 32);
	for (; told->parents[commit.n_parents]; commit.n_parents++)
		parents[commit.n_parents] = numbered_id(told->parents[commit.n_parents]);
	assert_int_equal(mg_index_add(index, &commit, &act.position, &err), 0);
	if (!told->doing.enrols && !told->doing.revokes)
		return;
	key_id(told->doing.enrols ? told->doing.enrols : told->doing.revokes, act.key);
	if (told->doing.by)
		key_id(told->doing.by, act.by);
	assert_int_equal(mg_index_add_key_act(index, &act, &err), 0);
}

size_t numbered_commit(struct numbered *t, char key, const size_t *parents, struct doing doing)
{
	struct told *told = &t->told[++t->n];

	assert_true(t->n < NUMBERED_MAX);
	*told = (struct told){.key = key, .doing = doing};
	for (size_t i = 0; parents[i]; i++) {
		told->parents[i] = parents[i];
		numbers_put(&told->ancestors, parents[i]);
		numbers_join(&told->ancestors, &t->told[parents[i]].ancestors);
	}
	numbered_add_to(t->index, told, t->n);
	return t->n;
}

int numbered_setup(void **state)
{
	static struct numbered t;
	struct mg_error err;

	t = (struct numbered){0};
	mg_arena_init(&t.arena, 0);
	assert_int_equal(mg_index_open(":memory:", &t.index, &err), 0);
	numbered_commit(&t, 'd', ROOT, ENROLS('d', DD_DEVICE));
	numbered_commit(&t, 'd', PARENTS(1), ENROLS('D', DD_SIGNATORY)); // stands for the first commit's second key
	*state = &t;
	return 0;
}

int numbered_teardown(void **state)
{
	struct numbered *t = *state;

	mg_index_close(t->index);
	mg_arena_clear(&t->arena);
	return 0;
}

struct mg_history numbered_history(struct mg_index *index, struct mg_arena *arena)
{
	struct mg_index_commit *tips;
	struct mg_history history;
	struct mg_error err;
	size_t n;

	assert_int_equal(mg_index_tips(index, arena, &tips, &n, &err), 0);
	if (mg_history_reckon(index, tips, n, arena, &history, &err))
		fail_msg("%s", err.message);
	return history;
}

size_t numbered_of(const struct mg_index_commit *commit)
{
	return commit->id.bytes[1];
}

struct numbers numbered_counting(const struct numbered *t, const struct mg_history *history)
{
	struct numbers set = {{0}};

	for (size_t i = 0; i < history->n_frontier; i++) {
		size_t number = numbered_of(&history->frontier[i]);

		numbers_put(&set, number);
		numbers_join(&set, &t->told[number].ancestors);
	}
	return set;
}

bool numbered_counts(struct numbered *t, size_t number)
{
	struct mg_history history = numbered_history(t->index, &t->arena);
	struct numbers set = numbered_counting(t, &history);

	return numbers_have(&set, number);
}

size_t numbered_left_out(struct numbered *t)
{
	struct mg_history history = numbered_history(t->index, &t->arena);
	size_t n = 0;

	for (size_t i = 0; i < history.n_cuts; i++)
		n += history.cuts[i].count;
	return n;
}
