// SPDX-License-Identifier: EUPL-1.2
//
// Laws of which commits count, of histories drawn at random (tests/lib/numbered.h): who is honest loses nothing, what
// counts stands on what counts, and the order of arrival does not matter.
#include "tests/lib/draw.h"
#include "tests/lib/numbered.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

static const char letters[] = "dDabcefghijklmnopqrstuvwxyzABCEFGHIJKLMNOPQRSTUVWXYZ";

struct people {
	size_t n; // of letters that are enrolled
	bool honest[sizeof letters];
	struct numbers known[sizeof letters]; // what each has heard of
	size_t last[sizeof letters];
};

// The frontier of what somebody has heard of.
static size_t front(struct numbered *t, const struct numbers *known, size_t own, size_t parents[8])
{
	struct mg_index_commit tips[NUMBERED_MAX];
	struct mg_history history;
	struct mg_error err;
	mg_position position;
	size_t n = 0, kept = 0;

	for (size_t i = 1; i <= t->n; i++) {
		struct mg_id id = numbered_id(i);

		if (!numbers_have(known, i))
			continue;
		assert_int_equal(mg_index_find(t->index, &id, &position, &err), 0);
		assert_int_equal(mg_index_commit(t->index, position, &tips[n++], &err), 0);
	}
	assert_int_equal(mg_history_reckon(t->index, tips, n, &t->arena, &history, &err), 0);
	if (own)
		parents[kept++] = own;
	for (size_t i = 0; i < history.n_frontier && kept < 7; i++) {
		if (numbered_of(&history.frontier[i]) != own)
			parents[kept++] = numbered_of(&history.frontier[i]);
	}
	parents[kept] = 0;
	return kept;
}

// As a copy judges it: the key is enrolled and not revoked in the commit's own past.
static bool is_acceptable(struct numbered *t, char key, const size_t *parents)
{
	bool enrolled = false, revoked = false;

	for (size_t i = 1; i <= t->n; i++) {
		bool seen = false;

		for (size_t k = 0; parents[k]; k++)
			seen |= parents[k] == i || numbers_have(&t->told[parents[k]].ancestors, i);
		enrolled |= seen && t->told[i].doing.enrols == key;
		revoked |= seen && t->told[i].doing.revokes == key;
	}
	return enrolled && !revoked;
}

static struct doing draw_doing(struct people *p, uint64_t *random, size_t who, bool *enrolled)
{
	if ((who == 0 || !p->honest[who]) && p->n + 1 < sizeof letters && draw_percent(random, 30)) {
		*enrolled = true;
		return (struct doing){.enrols = letters[p->n], .rank = MG_RANK_DEVICE};
	}
	if (who == 0 && p->n > 3 && draw_percent(random, 20))
		return (struct doing){.revokes = letters[2 + draw(random, p->n - 2)], .rank = MG_RANK_DEVICE};
	return NOTHING;
}

static void step(struct numbered *t, struct people *p, uint64_t *random)
{
	size_t who = draw(random, p->n), parents[8] = {0};
	bool enrolled = false;
	struct doing doing;

	if (who == 1)
		return; // the signatory makes no commit
	if (p->honest[who]) {
		front(t, &p->known[who], p->last[who], parents);
	} else {
		size_t from = 1 + draw(random, t->n); // any commit of his own, or the first he comes by

		while (p->last[who] && t->told[from].key != letters[who])
			from = 1 + draw(random, t->n);
		parents[0] = from;
	}
	if (!is_acceptable(t, letters[who], parents))
		return;
	doing = draw_doing(p, random, who, &enrolled);
	p->last[who] = numbered_commit(t, letters[who], parents, doing);
	numbers_put(&p->known[who], t->n);
	if (enrolled) {
		p->known[p->n] = p->known[who];
		p->honest[p->n] = who == 0 && draw_percent(random, 70);
		p->n++;
	}
	for (size_t i = 0; i < 2; i++) {
		size_t x = draw(random, p->n), y = draw(random, p->n);

		numbers_join(&p->known[x], &p->known[y]);
	}
}

static void assert_laws(struct numbered *t, const struct numbers *set)
{
	bool revoked[256] = {false}, enrolled[256] = {false};

	for (size_t i = 1; i <= t->n; i++) {
		revoked[(unsigned char)t->told[i].doing.revokes] |= numbers_have(set, i);
		enrolled[(unsigned char)t->told[i].doing.enrols] |= numbers_have(set, i);
	}
	for (size_t i = 1; i <= t->n; i++) {
		unsigned char key = (unsigned char)t->told[i].key;
		bool kept = false;

		if (enrolled[key] && !revoked[key])
			assert_true(numbers_have(set, i)); // who is honest loses nothing
		if (!numbers_have(set, i))
			continue;
		assert_true(numbers_hold(set, &t->told[i].ancestors));
		for (size_t k = 1; k <= t->n; k++) {
			bool cut = t->told[k].doing.revokes == (char)key, other = t->told[k].key != (char)key;

			kept |= (cut || other) && numbers_have(set, k) && numbers_have(&t->told[k].ancestors, i);
		}
		if (revoked[key])
			assert_true(kept); // by its revocation, or by who absorbed it
	}
}

// The same commits, put in an index in another order, and what counts alone, count the same.
static void assert_order_does_not_matter(struct numbered *t, uint64_t *random, const struct numbers *set,
					 bool only_counting)
{
	struct numbers done = {{0}}, again;
	struct mg_history history;
	struct mg_index *index;
	struct mg_error err;
	size_t left = 0;

	for (size_t i = 1; i <= t->n; i++)
		left += !only_counting || numbers_have(set, i);
	assert_int_equal(mg_index_open(":memory:", &index, &err), 0);
	while (left) {
		size_t i = 1 + draw(random, t->n);
		const struct told *told = &t->told[i];

		if (numbers_have(&done, i) || (only_counting && !numbers_have(set, i)) ||
		    !numbers_hold(&done, &told->ancestors))
			continue;
		numbered_add_to(index, told, i);
		numbers_put(&done, i);
		left--;
	}
	history = numbered_history(index, &t->arena);
	again = numbered_counting(t, &history);
	assert_memory_equal(&again, set, sizeof again);
	mg_index_close(index);
}

static void test_laws_of_random_histories(void **state)
{
	size_t total = 0, out = 0;

	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct people p = {.n = 2, .honest = {true, true}};
		struct numbers set;
		uint64_t random = seed;
		struct mg_history history;
		struct numbered *t;

		numbered_setup(state);
		t = *state;
		numbers_put(&p.known[0], 1);
		numbers_put(&p.known[0], 2);
		p.last[0] = 2;
		while (t->n < 60)
			step(t, &p, &random);
		history = numbered_history(t->index, &t->arena);
		set = numbered_counting(t, &history);
		assert_laws(t, &set);
		assert_order_does_not_matter(t, &random, &set, false);
		assert_order_does_not_matter(t, &random, &set, true);
		total += t->n;
		out += numbered_left_out(t);
		numbered_teardown(state);
	}
	print_message("# %zu commits, %zu left out\n", total, out);
	assert_in_range(out, 1, total / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_laws_of_random_histories),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
