// SPDX-License-Identifier: EUPL-1.2
//
// How it grows with the commits: a CA whose history gets longer on another device, and at each length what a person or that
// device asks of it. BENCH_COMMITS=n is one length more.
#include "bench/bench.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

#define RECORDS 10000
#define OFTEN   24 // one commit in so many changes record 0
#define ROUNDS  5

struct growing {
	const struct bench *b;
	struct bench_ca ca, other; // commits are made in the other one, which is in memory
	char *dir;
	size_t commits, length; // length: at which it is measured, about
	unsigned version;       // of what is put next: each is new
};

static void put(struct growing *g, size_t number)
{
	struct bench_record record = {.number = number, .title = ++g->version};

	bench_ca_put(&g->other, &record, 1);
	g->commits++;
}

// What was made arrives; unmeasured without a series.
static void arrive(struct growing *g, struct bench_series *series)
{
	struct bench_series unmeasured = {0};
	struct mg_id tip = bench_ca_fetch(&g->ca, &g->other);

	bench_ca_take(series ? series : &unmeasured, &g->ca, &tip);
}

static void grow_to(struct growing *g, size_t commits)
{
	while (g->commits < commits)
		put(g, g->commits % OFTEN ? g->commits * 7919 % RECORDS : 0);
	arrive(g, NULL);
}

static void row(const struct growing *g, const char *what, const struct bench_series *ours,
		const struct bench_series *anchor)
{
	char name[80];

	snprintf(name, sizeof name, "%s, %zu commits", what, g->length);
	bench_row(name, ours, anchor, NULL);
}

static void ask(const struct growing *g)
{
	struct bench_series log = {0}, blame = {0}, git_blame = {.name = "git blame"}, git_log = {.name = "git log -S"};
	char path[BENCH_PATH_BYTES], field[BENCH_PATH_BYTES + 16];

	bench_record_path(0, path);
	snprintf(field, sizeof field, "%s:intitule", path);
	for (unsigned i = 0; i < ROUNDS; i++) {
		bench_command(&log, g->b->maillage, "-C", g->ca.dir, "log", field);
		bench_command(&blame, g->b->maillage, "-C", g->ca.dir, "blame", path);
	}
	bench_command(&git_blame, "git", "-C", g->ca.dir, "blame", "--", path);
	bench_command(&git_log, "git", "-C", g->ca.dir, "log", "-Sversion 1,", "--", path);
	row(g, "log RECORD:FIELD", &log, &git_log);
	row(g, "blame RECORD", &blame, &git_blame);
}

static void record(struct growing *g)
{
	struct bench_series series = {0}, arrival = {0};

	for (unsigned i = 0; i < ROUNDS; i++) {
		bench_start(&series);
		put(g, i);
		bench_stop(&series);
		arrive(g, &arrival);
	}
	row(g, "record one change, not durable", &series, NULL);
	row(g, "one commit arrives", &arrival, NULL);
}

static void reindex(const struct growing *g)
{
	struct bench_series series = {0};

	bench_command(&series, g->b->maillage, "-q", "-C", g->ca.dir, "reindex");
	row(g, "reindex", &series, NULL);
	bench_note("at most %ld MiB of memory", series.peak_kb / 1024);
}

static void measure_at(struct growing *g, size_t commits)
{
	g->length = commits;
	grow_to(g, commits);
	record(g);
	mg_copy_close(g->ca.copy); // so that the programs find it as they would
	g->ca.copy = NULL;
	ask(g);
	reindex(g);
	bench_ca_clear(&g->ca);
	bench_ca_open(&g->ca, g->dir, RECORDS, RECORDS);
}

void bench_grow(const struct bench *b)
{
	static const size_t sizes[] = {500, 2000, 8000};
	const char *more = getenv("BENCH_COMMITS");
	struct growing g = {.b = b, .dir = bench_join(b->disk, "/grow")};
	char *dir = bench_join(b->memory, "/grow-2");
	struct mg_error err;

	bench_ca_make(&g.ca, g.dir, RECORDS, RECORDS);
	bench_ca_join(&g.other, dir, RECORDS, &g.ca);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		measure_at(&g, sizes[i]);
	if (more)
		measure_at(&g, strtoul(more, NULL, 10));
	bench_ca_clear(&g.ca);
	bench_ca_clear(&g.other);
	bench_must(mg_file_remove_tree(g.dir, false, &err), &err);
	bench_must(mg_file_remove_tree(dir, false, &err), &err);
	free(g.dir);
	free(dir);
}
