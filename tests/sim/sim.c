// SPDX-License-Identifier: EUPL-1.2
//
// The simulator as a program: seeds as tests, and their sum. What a seed plays is in tests/sim/play/.
//
//	sim [-x] FROM [TO]    plays these seeds, as TAP; with -x up to the first that fails
#include "tests/lib/remembered.h"
#include "tests/sim/play/sim.h"

#include <stdio.h>
#include <stdlib.h>

static struct sim_figures sum;
static struct mg_types *types; // of all worlds

struct seed {
	size_t number;
	const struct seed *before; // which must have gone well for this one to be played; or NULL
	bool done;
	char name[32];
};

static void print_sum(const struct seed *seeds, size_t n)
{
	size_t played = 0;

	for (size_t i = 0; i < n; i++)
		played += seeds[i].done;
	print_message("# simulated: %zu seeds, %zu commits, %zu conflicts open at rest, %zu settled, %zu stale edits, "
		      "%zu denied, %zu forks, %zu thieves, %zu accomplices, %zu revocations in return, %zu views "
		      "computed from scratch, %zu rounds to agree\n",
		      played, sum.commits, sum.conflicts, sum.settled, sum.stale, sum.denied, sum.forks, sum.thieves,
		      sum.accomplices, sum.revocations, sum.views, sum.rounds);
}

static void test_seed(void **state)
{
	struct seed *seed = *state;

	if (seed->before && !seed->before->done)
		skip();
	remembered_clear(); // others have other keys
	sim_run(seed->number, types, &sum);
	seed->done = true;
}

// How each failing seed is played again, exactly.
static void print_failed(const char *program, const struct seed *seeds, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!seeds[i].done && (!seeds[i].before || seeds[i].before->done))
			print_message("# failed: %s %zu %zu\n", program, seeds[i].number, seeds[i].number);
	}
}

static int open_types(void **state)
{
	struct mg_error err;

	(void)state;
	sim_must(mg_types_open(&types, &err), &err);
	return 0;
}

static int close_types(void **state)
{
	(void)state;
	mg_types_close(types);
	remembered_clear();
	return 0;
}

static int play(const char *program, size_t from, size_t n, bool stop)
{
	struct CMUnitTest *tests = calloc(n, sizeof *tests);
	struct seed *seeds = calloc(n, sizeof *seeds);
	int code = 1;

	for (size_t i = 0; tests && seeds && i < n; i++) {
		seeds[i].number = from + i;
		seeds[i].before = stop && i ? &seeds[i - 1] : NULL;
		snprintf(seeds[i].name, sizeof seeds[i].name, "seed %zu", from + i);
		tests[i] = (struct CMUnitTest)cmocka_unit_test_prestate(test_seed, &seeds[i]);
		tests[i].name = seeds[i].name;
	}
	if (tests && seeds) {
		code = _cmocka_run_group_tests("seeds", tests, n, open_types, close_types);
		print_failed(program, seeds, n);
		print_sum(seeds, n);
	}
	free(tests);
	free(seeds);
	return code;
}

int main(int argc, char **argv)
{
	bool stop = argc > 1 && strcmp(argv[1], "-x") == 0;
	int first = stop ? 2 : 1;
	size_t from = argc > first ? strtoul(argv[first], NULL, 10) : 1;
	size_t to = argc > first + 1 ? strtoul(argv[first + 1], NULL, 10) : from;

	if (argc > first + 2 || from < 1 || to < from) {
		print_error("usage: %s [-x] FROM [TO]\n", argv[0]);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0); // whoever waits sees how far it is
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return play(argv[0], from, to + 1 - from, stop);
}
