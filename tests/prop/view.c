// SPDX-License-Identifier: EUPL-1.2
//
// Laws of the view, over made-up histories of one record: commits on top of whatever their authors happened to have in
// front of them, of every shape the author knows. Each view is computed in several orders of arrival (tests/lib/past.h).
#include "tests/lib/author.h"
#include "tests/lib/draw.h"
#include "tests/lib/past.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HISTORIES 150u
#define COMMITS   14u
#define MAX_TIPS  4u

struct made {
	struct past past;
	char *texts[COMMITS + 1]; // what each commit leaves, by its number
	uint64_t random;
};

// Some of the commits there are; often the latest, so that histories have depth.
static void draw_tips(struct made *m, size_t tips[MAX_TIPS + 1])
{
	size_t n = m->past.n ? 1 + draw(&m->random, MAX_TIPS) : 0;

	for (size_t i = 0; i < n; i++)
		tips[i] = draw_percent(&m->random, 50) ? m->past.n - draw(&m->random, m->past.n < 3 ? m->past.n : 3)
						       : 1 + draw(&m->random, m->past.n);
	tips[n] = 0;
}

// Of a clock that is behind: two commits that did not see each other may have the same.
static int64_t earliest_stamp(const struct made *m, size_t commit)
{
	int64_t stamp_ms = 1500000000000;

	for (size_t i = 1; i < commit; i++) {
		if (m->past.ancestors[commit - 1] & (uint64_t)1 << (i - 1) &&
		    m->past.commits[i - 1].stamp_ms >= stamp_ms)
			stamp_ms = m->past.commits[i - 1].stamp_ms + 1;
	}
	return stamp_ms;
}

// An author edits what one of them left: to the view that is any record at all.
static void make(struct made *m, uint64_t seed)
{
	*m = (struct made){.random = seed};
	past_init(&m->past);
	for (size_t i = 1; i <= COMMITS; i++) {
		size_t tips[MAX_TIPS + 1];

		draw_tips(m, tips);
		m->texts[i] = author_edit(&m->random, tips[0] ? m->texts[tips[0]] : NULL);
		assert_int_equal(past_commit(&m->past, tips, m->texts[i]), i);
		if (draw_percent(&m->random, 30))
			past_set_stamp(&m->past, i, earliest_stamp(m, i));
	}
}

static void clear(struct made *m)
{
	for (size_t i = 1; i <= COMMITS; i++)
		free(m->texts[i]);
	past_clear(&m->past);
}

static void must_be(uint64_t seed, const char *law, const char *got, const char *wanted)
{
	if (strcmp(got, wanted) == 0)
		return;
	fprintf(stderr, "# seed %llu, %s:\n# %s\n# instead of\n# %s\n", (unsigned long long)seed, law, got, wanted);
	fail();
}

// A commit amounts to what its author left, whatever he had in front of him.
static void check_own_history(struct made *m, uint64_t seed)
{
	for (size_t i = 1; i <= COMMITS; i++) {
		if (!past_shows(&m->past, TIPS(i), m->texts[i]))
			must_be(seed, "a commit's tree is the view of its own history", past_view(&m->past, TIPS(i)),
				m->texts[i] ? m->texts[i] : "-");
	}
}

static void check_nothing_lost(struct made *m, uint64_t seed)
{
	for (size_t i = 1; i < COMMITS; i++) {
		size_t tips[] = {i, COMMITS, 1 + draw(&m->random, COMMITS), 0};

		if (past_lost(&m->past, tips))
			must_be(seed, "every put is shown, listed or ended", past_view(&m->past, tips), "all of them");
	}
}

// Sets of commits: in any order, twice, with what they have among their ancestors, and as a union of unions.
static void check_sets(struct made *m, uint64_t seed)
{
	for (size_t round = 0; round < COMMITS; round++) {
		size_t a = 1 + draw(&m->random, COMMITS), b = 1 + draw(&m->random, COMMITS),
		       c = 1 + draw(&m->random, COMMITS);
		const char *all = past_view(&m->past, TIPS(a, b, c));

		must_be(seed, "the order does not matter", past_view(&m->past, TIPS(c, a, b)), all);
		must_be(seed, "twice is once", past_view(&m->past, TIPS(a, b, a, c, b)), all);
		for (size_t i = 1; i <= COMMITS; i++) {
			if (m->past.ancestors[a - 1] & (uint64_t)1 << (i - 1))
				must_be(seed, "what was seen adds nothing", past_view(&m->past, TIPS(a, i, b, c)), all);
		}
	}
}

static void test_laws(void **state)
{
	static struct made m;

	(void)state;
	for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
		make(&m, seed);
		check_own_history(&m, seed);
		check_sets(&m, seed);
		check_nothing_lost(&m, seed);
		clear(&m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_laws)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
