// SPDX-License-Identifier: EUPL-1.2
//
// bench DISK MEMORY MAILLAGE [NAME...]: runs these measurements, or all; bench/run knows what to give it.
#include "bench/bench.h"

#include <stdio.h>

static const struct {
	const char *name;
	void (*run)(const struct bench *b);
} measurements[] = {{"record", bench_record_one}, {"verify", bench_verify_all}, {"check", bench_check_files},
		    {"who", bench_who},           {"merge", bench_merge},       {"arrive", bench_arrive},
		    {"tips", bench_many_tips},    {"grow", bench_grow},         {"sync", bench_nothing_new},
		    {"bilans", bench_bilans},     {"years", bench_years},       {"rules", bench_rules}};

#define N_MEASUREMENTS (sizeof measurements / sizeof *measurements)

static bool is_named(const char *name, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], name) == 0)
			return true;
	}
	return false;
}

static int usage(const char *wrong)
{
	fprintf(stderr, "bench: there is no measurement %s; there are:", wrong);
	for (size_t i = 0; i < N_MEASUREMENTS; i++)
		fprintf(stderr, " %s", measurements[i].name);
	fputc('\n', stderr);
	return 2;
}

static bool exists(const char *name)
{
	for (size_t i = 0; i < N_MEASUREMENTS; i++) {
		if (strcmp(measurements[i].name, name) == 0)
			return true;
	}
	return false;
}

int main(int argc, char **argv)
{
	struct bench b;

	if (argc > 2 && strcmp(argv[1], "--peak") == 0)
		return bench_print_peak((const char *const *)argv + 2);
	if (argc < 4) {
		fputs("usage: bench DISK MEMORY MAILLAGE [NAME...]; see bench/run\n", stderr);
		return 2;
	}
	b = (struct bench){.disk = argv[1], .memory = argv[2], .maillage = argv[3]};
	for (int i = 4; i < argc; i++) {
		if (!exists(argv[i]))
			return usage(argv[i]);
	}
	bench_head();
	for (size_t i = 0; i < N_MEASUREMENTS; i++) {
		if (argc == 4 || is_named(measurements[i].name, argc - 4, argv + 4))
			measurements[i].run(&b);
	}
	return 0;
}
