// SPDX-License-Identifier: EUPL-1.2
//
// Which commits count, of histories made by hand in an index alone: revocations, thieves, forks. A commit is named by its
// number, from 1; keys by one letter, of which 'd' is the DD's device, 'D' its signatory.
#include "core/view/history.h"
#include "tests/lib/draw.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>

#define MAX 128

struct doing {
	char enrols, revokes;  // a key
	enum mg_key_rank rank; // of that key
	char by;               // a signatory who vouches
};

struct told {
	char key;
	size_t parents[8]; // ends with 0
	struct doing doing;
	uint64_t ancestors[2]; // a set of numbers
};

struct trust {
	struct mg_index *index;
	struct mg_arena arena;
	struct told told[MAX];
	size_t n;
};

static void key_id(char letter, char out[MG_KEY_ID_CHARS + 1])
{
	memset(out, 'a', MG_KEY_ID_CHARS);
	snprintf(out + MG_KEY_ID_CHARS - 4, 5, "%04d", letter);
}

static struct mg_id commit_id(size_t number)
{
	struct mg_id id = {{0}};

	id.bytes[0] = (uint8_t)(number * 37); // no order of its own
	id.bytes[1] = (uint8_t)number;
	return id;
}

static bool in(const uint64_t set[2], size_t number)
{
	return set[number / 64] >> (number % 64) & 1;
}

static void put(uint64_t set[2], size_t number)
{
	set[number / 64] |= UINT64_C(1) << (number % 64);
}

// Puts one commit in an index, as an accepted one.
static void add_to(struct mg_index *index, const struct told *told, size_t number)
{
	struct mg_id parents[8];
	struct mg_commit commit = {.id = commit_id(number), .parents = parents, .stamp_ms = (int64_t)number * 1000};
	struct mg_key_act act = {.revokes = told->doing.revokes != 0, .rank = told->doing.rank};
	struct mg_error err;

	key_id(told->key, commit.key);
	snprintf(commit.actor, sizeof commit.actor, "a-%c", told->key | 32);
	for (; told->parents[commit.n_parents]; commit.n_parents++)
		parents[commit.n_parents] = commit_id(told->parents[commit.n_parents]);
	assert_int_equal(mg_index_add(index, &commit, &act.position, &err), 0);
	if (!told->doing.enrols && !told->doing.revokes)
		return;
	key_id(told->doing.enrols ? told->doing.enrols : told->doing.revokes, act.key);
	if (told->doing.by)
		key_id(told->doing.by, act.by);
	assert_int_equal(mg_index_add_key_act(index, &act, &err), 0);
}

#define PARENTS(...)        ((const size_t[]){__VA_ARGS__, 0})
#define ROOT                ((const size_t[]){0})
#define NOTHING             ((struct doing){0})
#define ENROLS(k, r)        ((struct doing){.enrols = k, .rank = MG_RANK_##r})
#define REVOKES(k, r)       ((struct doing){.revokes = k, .rank = MG_RANK_##r})
#define VOUCHED(k, r, s)    ((struct doing){.enrols = k, .rank = MG_RANK_##r, .by = s})
#define SIGNED_OUT(k, r, s) ((struct doing){.revokes = k, .rank = MG_RANK_##r, .by = s})

static size_t commit(struct trust *t, char key, const size_t *parents, struct doing doing)
{
	struct told *told = &t->told[++t->n];

	assert_true(t->n < MAX);
	*told = (struct told){.key = key, .doing = doing};
	for (size_t i = 0; parents[i]; i++) {
		told->parents[i] = parents[i];
		put(told->ancestors, parents[i]);
		for (size_t w = 0; w < 2; w++)
			told->ancestors[w] |= t->told[parents[i]].ancestors[w];
	}
	add_to(t->index, told, t->n);
	return t->n;
}

static int setup(void **state)
{
	static struct trust t;
	struct mg_error err;

	t = (struct trust){0};
	mg_arena_init(&t.arena, 0);
	assert_int_equal(mg_index_open(":memory:", &t.index, &err), 0);
	commit(&t, 'd', ROOT, ENROLS('d', DD_DEVICE));
	commit(&t, 'd', PARENTS(1), ENROLS('D', DD_SIGNATORY)); // stands for the first commit's second key
	*state = &t;
	return 0;
}

static int teardown(void **state)
{
	struct trust *t = *state;

	mg_index_close(t->index);
	mg_arena_clear(&t->arena);
	return 0;
}

// ---- what counts

static struct mg_history history_of(struct mg_index *index, struct mg_arena *arena)
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

static size_t number_of(const struct mg_index_commit *commit)
{
	return commit->id.bytes[1];
}

static void counting(struct trust *t, const struct mg_history *history, uint64_t set[2])
{
	set[0] = set[1] = 0;
	for (size_t i = 0; i < history->n_frontier; i++) {
		size_t number = number_of(&history->frontier[i]);

		put(set, number);
		for (size_t w = 0; w < 2; w++)
			set[w] |= t->told[number].ancestors[w];
	}
}

static bool counts(struct trust *t, size_t number)
{
	struct mg_history history = history_of(t->index, &t->arena);
	uint64_t set[2];

	counting(t, &history, set);
	return in(set, number);
}

static size_t left_out(struct trust *t)
{
	struct mg_history history = history_of(t->index, &t->arena);
	size_t n = 0;

	for (size_t i = 0; i < history.n_cuts; i++)
		n += history.cuts[i].count;
	return n;
}

// ---- cases

static void test_all_counts_without_a_revocation(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE));
	size_t k = commit(t, 'k', PARENTS(e), NOTHING), d = commit(t, 'd', PARENTS(e), NOTHING);

	assert_true(counts(t, k));
	assert_true(counts(t, d));
	assert_int_equal(left_out(t), 0);
}

static void test_stolen_key_that_never_hears_of_its_revocation(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)), k = commit(t, 'k', PARENTS(e), NOTHING);
	size_t r = commit(t, 'd', PARENTS(k), REVOKES('k', DEVICE)), tip = k;

	for (size_t i = 0; i < 5; i++)
		tip = commit(t, 'k', PARENTS(tip), NOTHING);
	assert_true(counts(t, k));
	assert_true(counts(t, r));
	for (size_t i = k + 2; i <= tip; i++)
		assert_false(counts(t, i));
	assert_int_equal(left_out(t), 5);
}

static void test_thief_enrols_a_second_key(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)), k = commit(t, 'k', PARENTS(e), NOTHING);
	size_t r = commit(t, 'd', PARENTS(k), REVOKES('k', DEVICE));
	size_t s = commit(t, 'k', PARENTS(k), ENROLS('l', DEVICE)), z = commit(t, 'l', PARENTS(s), NOTHING);

	z = commit(t, 'l', PARENTS(z), NOTHING);
	assert_true(counts(t, r));
	assert_false(counts(t, s));
	assert_false(counts(t, z));
	assert_int_equal(left_out(t), 3);
}

static void test_thief_goes_on_from_an_old_parent(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)), k = commit(t, 'k', PARENTS(e), NOTHING);
	size_t seen = commit(t, 'k', PARENTS(k), NOTHING), r = commit(t, 'd', PARENTS(seen), REVOKES('k', DEVICE));
	size_t side = commit(t, 'k', PARENTS(k), NOTHING); // a fork

	assert_true(counts(t, r));
	assert_true(counts(t, seen));
	assert_false(counts(t, side));
}

static void test_fork_counts_whole(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE));
	size_t x = commit(t, 'd', PARENTS(e), ENROLS('x', DEVICE)), y = commit(t, 'd', PARENTS(x), ENROLS('y', DEVICE));
	size_t k = commit(t, 'k', PARENTS(y), NOTHING);
	size_t a = commit(t, 'k', PARENTS(k), NOTHING), b = commit(t, 'k', PARENTS(k), NOTHING);

	commit(t, 'x', PARENTS(a), NOTHING); // who sees one branch first
	commit(t, 'y', PARENTS(b), NOTHING); // and who the other
	assert_true(counts(t, a));
	assert_true(counts(t, b));
	assert_int_equal(left_out(t), 0);
}

static void test_what_others_absorbed_stays(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)), f = commit(t, 'd', PARENTS(e), ENROLS('x', DEVICE));
	size_t k = commit(t, 'k', PARENTS(f), NOTHING), l = commit(t, 'k', PARENTS(k), NOTHING);
	size_t m = commit(t, 'k', PARENTS(l), NOTHING), r = commit(t, 'd', PARENTS(f), REVOKES('k', DEVICE));
	size_t x = commit(t, 'x', PARENTS(f, l), NOTHING); // who had not heard

	assert_true(counts(t, r));
	assert_true(counts(t, x));
	assert_true(counts(t, l));
	assert_false(counts(t, m));
}

static void test_enrolled_before_the_cut_stays(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)), s = commit(t, 'k', PARENTS(e), ENROLS('l', DEVICE));
	size_t l = commit(t, 'l', PARENTS(s), NOTHING);

	commit(t, 'd', PARENTS(s), REVOKES('k', DEVICE));
	assert_true(counts(t, l)); // a key of its own, revoked on its own
	commit(t, 'd', PARENTS(t->n), REVOKES('l', DEVICE));
	assert_false(counts(t, l));
}

// A device of the DD is stolen: it revokes a partner's key before it is revoked itself, by the signatory on another one.
static void test_revocation_beyond_the_cut_binds_nobody(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)),
	       f = commit(t, 'e', PARENTS(e), VOUCHED('e', DD_DEVICE, 'D'));
	size_t k = commit(t, 'k', PARENTS(e), NOTHING), r = commit(t, 'd', PARENTS(e), REVOKES('k', DEVICE));

	assert_false(counts(t, k));
	f = commit(t, 'e', PARENTS(f, k), SIGNED_OUT('d', DD_DEVICE, 'D'));
	assert_true(counts(t, f));
	assert_true(counts(t, k));
	assert_false(counts(t, r));
}

// Both by the same signatory, neither having seen the other: the one made first stands.
static void test_two_devices_revoked_by_each_other(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'e', PARENTS(2), VOUCHED('e', DD_DEVICE, 'D'));
	size_t x = commit(t, 'd', PARENTS(2), SIGNED_OUT('e', DD_DEVICE, 'D'));
	size_t y = commit(t, 'e', PARENTS(e), SIGNED_OUT('d', DD_DEVICE, 'D'));

	assert_true(counts(t, x)); // both are spoken by one signatory
	assert_false(counts(t, y));
}

static void test_line_that_brings_its_own_key(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'd', PARENTS(2), ENROLS('S', SIGNATORY));
	size_t k = commit(t, 'k', PARENTS(e), VOUCHED('k', DEVICE, 'S')), l = commit(t, 'k', PARENTS(k), NOTHING);
	size_t x = commit(t, 'x', PARENTS(e), VOUCHED('x', DEVICE, 'S'));

	commit(t, 'd', PARENTS(x), REVOKES('S', SIGNATORY)); // which had seen x only
	assert_true(counts(t, x));
	assert_false(counts(t, k));
	assert_false(counts(t, l));
	commit(t, 'd', PARENTS(t->n, k), NOTHING); // an honest copy that had heard of k takes it in
	assert_true(counts(t, l));
}

static void test_signatory_revoked_before_he_vouches(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'd', PARENTS(2), ENROLS('S', SIGNATORY)),
	       f = commit(t, 'd', PARENTS(e), ENROLS('k', DEVICE));

	commit(t, 'd', PARENTS(f), REVOKES('S', SIGNATORY));
	assert_false(counts(t, commit(t, 'x', PARENTS(f), VOUCHED('x', DEVICE, 'S'))));
	assert_true(counts(t, commit(t, 'k', PARENTS(f), NOTHING)));
}

static void test_two_revocations_of_one_key(void **state)
{
	struct trust *t = *state;
	size_t e = commit(t, 'd', PARENTS(2), ENROLS('k', DEVICE)),
	       f = commit(t, 'd', PARENTS(e), ENROLS('S', SIGNATORY));
	size_t x = commit(t, 'd', PARENTS(f), ENROLS('x', DEVICE)), k = commit(t, 'k', PARENTS(x), NOTHING);
	size_t l = commit(t, 'k', PARENTS(k), NOTHING), m = commit(t, 'k', PARENTS(l), NOTHING);

	commit(t, 'd', PARENTS(x, k), REVOKES('k', DEVICE));
	commit(t, 'x', PARENTS(x, l), SIGNED_OUT('k', DEVICE, 'S')); // made beside it, having seen more
	assert_true(counts(t, l));
	assert_false(counts(t, m));
}

// ---- laws, of histories drawn at random

static const char letters[] = "dDabcefghijklmnopqrstuvwxyzABCEFGHIJKLMNOPQRSTUVWXYZ";

struct people {
	size_t n; // of letters that are enrolled
	bool honest[sizeof letters];
	uint64_t known[sizeof letters][2]; // what each has heard of
	size_t last[sizeof letters];
};

// The frontier of what somebody has heard of.
static size_t front(struct trust *t, const uint64_t known[2], size_t own, size_t parents[8])
{
	struct mg_index_commit tips[MAX];
	struct mg_history history;
	struct mg_error err;
	mg_position position;
	size_t n = 0, kept = 0;

	for (size_t i = 1; i <= t->n; i++) {
		struct mg_id id = commit_id(i);

		if (!in(known, i))
			continue;
		assert_int_equal(mg_index_find(t->index, &id, &position, &err), 0);
		assert_int_equal(mg_index_commit(t->index, position, &tips[n++], &err), 0);
	}
	assert_int_equal(mg_history_reckon(t->index, tips, n, &t->arena, &history, &err), 0);
	if (own)
		parents[kept++] = own;
	for (size_t i = 0; i < history.n_frontier && kept < 7; i++) {
		if (number_of(&history.frontier[i]) != own)
			parents[kept++] = number_of(&history.frontier[i]);
	}
	parents[kept] = 0;
	return kept;
}

// As a copy judges it: the key is enrolled and not revoked in the commit's own past.
static bool is_acceptable(struct trust *t, char key, const size_t *parents)
{
	bool enrolled = false, revoked = false;

	for (size_t i = 1; i <= t->n; i++) {
		bool seen = false;

		for (size_t k = 0; parents[k]; k++)
			seen |= parents[k] == i || in(t->told[parents[k]].ancestors, i);
		enrolled |= seen && t->told[i].doing.enrols == key;
		revoked |= seen && t->told[i].doing.revokes == key;
	}
	return enrolled && !revoked;
}

static struct doing draw_doing(struct trust *t, struct people *p, uint64_t *random, size_t who, bool *enrolled)
{
	if ((who == 0 || !p->honest[who]) && p->n + 1 < sizeof letters && draw_percent(random, 30)) {
		*enrolled = true;
		return (struct doing){.enrols = letters[p->n], .rank = MG_RANK_DEVICE};
	}
	if (who == 0 && p->n > 3 && draw_percent(random, 20))
		return (struct doing){.revokes = letters[2 + draw(random, p->n - 2)], .rank = MG_RANK_DEVICE};
	(void)t;
	return NOTHING;
}

static void step(struct trust *t, struct people *p, uint64_t *random)
{
	size_t who = draw(random, p->n), parents[8] = {0};
	bool enrolled = false;
	struct doing doing;

	if (who == 1)
		return; // the signatory makes no commit
	if (p->honest[who]) {
		front(t, p->known[who], p->last[who], parents);
	} else {
		size_t from = 1 + draw(random, t->n); // any commit of his own, or the first he comes by

		while (p->last[who] && t->told[from].key != letters[who])
			from = 1 + draw(random, t->n);
		parents[0] = from;
	}
	if (!is_acceptable(t, letters[who], parents))
		return;
	doing = draw_doing(t, p, random, who, &enrolled);
	p->last[who] = commit(t, letters[who], parents, doing);
	put(p->known[who], t->n);
	if (enrolled) {
		memcpy(p->known[p->n], p->known[who], sizeof p->known[who]);
		p->honest[p->n] = who == 0 && draw_percent(random, 70);
		p->n++;
	}
	for (size_t i = 0; i < 2; i++) {
		size_t x = draw(random, p->n), y = draw(random, p->n);

		p->known[x][0] |= p->known[y][0];
		p->known[x][1] |= p->known[y][1];
	}
}

static void assert_laws(struct trust *t, const uint64_t set[2])
{
	bool revoked[256] = {false}, enrolled[256] = {false};

	for (size_t i = 1; i <= t->n; i++) {
		revoked[(unsigned char)t->told[i].doing.revokes] |= in(set, i);
		enrolled[(unsigned char)t->told[i].doing.enrols] |= in(set, i);
	}
	for (size_t i = 1; i <= t->n; i++) {
		unsigned char key = (unsigned char)t->told[i].key;
		bool kept = false;

		if (enrolled[key] && !revoked[key])
			assert_true(in(set, i)); // who is honest loses nothing
		if (!in(set, i))
			continue;
		assert_true((t->told[i].ancestors[0] & ~set[0]) == 0 && (t->told[i].ancestors[1] & ~set[1]) == 0);
		for (size_t k = 1; k <= t->n; k++) {
			bool cut = t->told[k].doing.revokes == (char)key, other = t->told[k].key != (char)key;

			kept |= (cut || other) && in(set, k) && in(t->told[k].ancestors, i);
		}
		if (revoked[key])
			assert_true(kept); // by its revocation, or by who absorbed it
	}
}

// The same commits, put in an index in another order, and what counts alone, count the same.
static void assert_order_does_not_matter(struct trust *t, uint64_t *random, const uint64_t set[2], bool only_counting)
{
	uint64_t done[2] = {0, 0}, again[2];
	struct mg_history history;
	struct mg_index *index;
	struct mg_error err;
	size_t left = 0;

	for (size_t i = 1; i <= t->n; i++)
		left += !only_counting || in(set, i);
	assert_int_equal(mg_index_open(":memory:", &index, &err), 0);
	while (left) {
		size_t i = 1 + draw(random, t->n);
		const struct told *told = &t->told[i];

		if (in(done, i) || (only_counting && !in(set, i)) || (told->ancestors[0] & ~done[0]) ||
		    (told->ancestors[1] & ~done[1]))
			continue;
		add_to(index, told, i);
		put(done, i);
		left--;
	}
	history = history_of(index, &t->arena);
	counting(t, &history, again);
	assert_memory_equal(again, set, sizeof again);
	mg_index_close(index);
}

static void test_laws_of_random_histories(void **state)
{
	size_t total = 0, out = 0;

	teardown(state);
	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct people p = {.n = 2, .honest = {true, true}};
		uint64_t random = seed, set[2];
		struct mg_history history;
		struct trust *t;

		setup(state);
		t = *state;
		put(p.known[0], 1);
		put(p.known[0], 2);
		p.last[0] = 2;
		while (t->n < 60)
			step(t, &p, &random);
		history = history_of(t->index, &t->arena);
		counting(t, &history, set);
		assert_laws(t, set);
		assert_order_does_not_matter(t, &random, set, false);
		assert_order_does_not_matter(t, &random, set, true);
		total += t->n;
		out += left_out(t);
		teardown(state);
	}
	print_message("# %zu commits, %zu left out\n", total, out);
	assert_in_range(out, 1, total / 2);
	setup(state);
}

#define story(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story(test_all_counts_without_a_revocation),
		story(test_stolen_key_that_never_hears_of_its_revocation),
		story(test_thief_enrols_a_second_key),
		story(test_thief_goes_on_from_an_old_parent),
		story(test_fork_counts_whole),
		story(test_what_others_absorbed_stays),
		story(test_enrolled_before_the_cut_stays),
		story(test_revocation_beyond_the_cut_binds_nobody),
		story(test_two_devices_revoked_by_each_other),
		story(test_line_that_brings_its_own_key),
		story(test_signatory_revoked_before_he_vouches),
		story(test_two_revocations_of_one_key),
		story(test_laws_of_random_histories),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
