// SPDX-License-Identifier: EUPL-1.2
//
// How it grows with the commits: a CA whose history gets longer on another device, and at each length what a person or that
// device asks of it, with the memory that each program took. BENCH_COMMITS=n is one length more. BENCH_KEEP=DIR keeps what
// was made there, and goes on with it the next time: lengths that are behind it are passed over.
#include "bench/bench.h"

#include "base/file.h"
#include "core/carry/remote.h"

#include <stdio.h>
#include <stdlib.h>

#define RECORDS 10000
#define OFTEN   236 // one commit in so many changes record 0: 212 of 50,000
#define ROUNDS  5
#define MANY    1000 // commits that arrive at once

struct growing {
	const struct bench *b;
	struct bench_ca ca, other;      // commits are made in the other one, which is in memory
	char *dir, *other_dir, *middle; // middle: a bare repository, by which programs sync
	size_t commits, length;         // length: at which it is measured, about
};

// Each is new: a version is the number of its commit.
static void put(struct growing *g, size_t number)
{
	struct bench_record record = {.number = number, .title = (unsigned)++g->commits};

	bench_ca_put(&g->other, &record, 1);
}

static void put_some(struct growing *g, size_t n)
{
	for (size_t end = g->commits + n; g->commits < end;)
		put(g, g->commits % OFTEN ? g->commits * 7919 % RECORDS : 0);
}

// What was made arrives.
static void arrive(struct growing *g, struct bench_series *series)
{
	struct mg_id tip = bench_ca_fetch(&g->ca, &g->other);

	bench_ca_take(series, &g->ca, &tip);
}

// Up to a length, unmeasured. Of one line so many come in a day: then the next day comes.
static void arrive_all(struct growing *g)
{
	struct mg_id tip = bench_ca_fetch(&g->ca, &g->other);
	mg_position position;
	struct mg_error err;

	while (mg_index_find(g->ca.copy->store.index, &tip, &position, &err) != 0) {
		struct bench_series unmeasured = {0};

		g->ca.now_ms += BENCH_DAY_MS;
		bench_ca_take(&unmeasured, &g->ca, &tip);
	}
}

static void row(const struct growing *g, const char *what, const struct bench_series *ours,
		const struct bench_series *anchor)
{
	char name[80];

	snprintf(name, sizeof name, "%s, %zu commits", what, g->length);
	bench_row(name, ours, anchor, NULL);
}

// ---- what is asked

static void come_in(struct growing *g)
{
	struct bench_series series = {0}, arrival = {0}, many = {0};

	for (unsigned i = 0; i < ROUNDS; i++) {
		bench_start(&series);
		put(g, i);
		bench_stop(&series);
		arrive(g, &arrival);
	}
	put_some(g, MANY);
	arrive(g, &many);
	row(g, "record one change, not durable", &series, NULL);
	row(g, "one commit arrives", &arrival, NULL);
	row(g, "1000 commits arrive", &many, NULL);
}

static void ask(const struct growing *g)
{
	struct bench_series log = {0}, blame = {0}, status = {0}, git_blame = {.name = "git blame"},
			    git_log = {.name = "git log -S"}, git_status = {.name = "git status"};
	char path[BENCH_PATH_BYTES], field[BENCH_PATH_BYTES + 16];

	bench_record_path(0, path);
	snprintf(field, sizeof field, "%s:intitule", path);
	for (unsigned i = 0; i < ROUNDS; i++) {
		bench_command(&log, g->b->maillage, "-C", g->ca.dir, "log", field);
		bench_command(&blame, g->b->maillage, "-C", g->ca.dir, "blame", path);
		bench_command(&status, g->b->maillage, "-C", g->ca.dir, "status");
		bench_command(&git_status, "git", "-C", g->ca.dir, "status");
	}
	bench_command(&git_blame, "git", "-C", g->ca.dir, "blame", "--", path);
	bench_command(&git_log, "git", "-C", g->ca.dir, "log", "-Sversion 1,", "--", path);
	row(g, "log RECORD:FIELD", &log, &git_log);
	row(g, "blame RECORD", &blame, &git_blame);
	row(g, "status", &status, &git_status);
}

static void go_through(const struct growing *g)
{
	struct bench_series verify = {0}, reindex = {0};

	bench_command(&verify, g->b->maillage, "-q", "-C", g->ca.dir, "verify");
	bench_command(&reindex, g->b->maillage, "-q", "-C", g->ca.dir, "reindex");
	row(g, "verify", &verify, NULL);
	row(g, "reindex", &reindex, NULL);
}

// ---- memory

static void note_sync(struct growing *g, size_t commits)
{
	put_some(g, commits);
	bench_command(NULL, "git", "-C", g->middle, "fetch", "-q", g->other.dir, MG_REF_LINES "*:" MG_REF_LINES "*");
	bench_peak("sync", g->b->maillage, "-q", "-C", g->ca.dir, "sync", "middle");
}

// The greatest that each program had of its own, and of files that it mapped.
static void weigh(struct growing *g)
{
	char path[BENCH_PATH_BYTES];

	bench_record_path(0, path);
	bench_note("memory with %zu commits: a sync that brings one, then 1000; then the others", g->length);
	note_sync(g, 1);
	note_sync(g, MANY);
	bench_peak("log", g->b->maillage, "-C", g->ca.dir, "log", path);
	bench_peak("blame", g->b->maillage, "-C", g->ca.dir, "blame", path);
	bench_peak("status", g->b->maillage, "-C", g->ca.dir, "status");
	bench_peak("verify", g->b->maillage, "-q", "-C", g->ca.dir, "verify");
	bench_peak("reindex", g->b->maillage, "-q", "-C", g->ca.dir, "reindex");
}

// ---- all lengths

static void measure_at(struct growing *g, size_t commits)
{
	if (g->commits > commits + commits / 10)
		return;
	g->length = commits;
	if (g->commits < commits)
		put_some(g, commits - g->commits);
	arrive_all(g);
	come_in(g);
	mg_copy_close(g->ca.copy); // so that the programs find it as they would
	g->ca.copy = NULL;
	ask(g);
	go_through(g);
	weigh(g);
	bench_ca_clear(&g->ca);
	bench_ca_open(&g->ca, g->dir, RECORDS, RECORDS);
}

// How many commits the other device has made, when this goes on with what was kept.
static size_t count_made(const struct growing *g)
{
	struct mg_line_state *lines;
	struct mg_arena arena;
	struct mg_error err;
	size_t n, made = 0;

	mg_arena_init(&arena, 0);
	bench_must(mg_copy_lines(g->other.copy, &arena, &lines, &n, &err), &err);
	for (size_t i = 0; i < n; i++)
		made += strcmp(lines[i].key, g->other.device.public.id) == 0 ? lines[i].count : 0;
	mg_arena_clear(&arena);
	return made;
}

static void make(struct growing *g)
{
	struct mg_error err;

	bench_ca_make(&g->ca, g->dir, RECORDS, RECORDS);
	bench_ca_join(&g->other, g->other_dir, RECORDS, &g->ca);
	bench_command(NULL, "git", "init", "-q", "--bare", g->middle);
	bench_must(mg_remote_add(g->ca.copy, "middle", g->middle, &err), &err);
}

static void open_kept(struct growing *g)
{
	bench_ca_open(&g->ca, g->dir, RECORDS, RECORDS);
	bench_ca_open_other(&g->other, g->other_dir, RECORDS, RECORDS);
	bench_durable(false);
	g->commits = count_made(g);
}

void bench_grow(const struct bench *b)
{
	static const size_t sizes[] = {500, 3000, 9000};
	const char *more = getenv("BENCH_COMMITS"), *keep = getenv("BENCH_KEEP");
	struct growing g = {.b = b,
			    .dir = bench_join(keep ? keep : b->disk, "/grow"),
			    .other_dir = bench_join(keep ? keep : b->memory, "/grow-2"),
			    .middle = bench_join(keep ? keep : b->memory, "/grow-middle.git")};
	struct mg_error err;

	if (mg_file_exists(g.dir))
		open_kept(&g);
	else
		make(&g);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		measure_at(&g, sizes[i]);
	if (more)
		measure_at(&g, strtoul(more, NULL, 10));
	bench_ca_clear(&g.ca);
	bench_ca_clear(&g.other);
	if (!keep) {
		bench_must(mg_file_remove_tree(g.dir, false, &err), &err);
		bench_must(mg_file_remove_tree(g.other_dir, false, &err), &err);
		bench_must(mg_file_remove_tree(g.middle, false, &err), &err);
	}
	free(g.dir);
	free(g.other_dir);
	free(g.middle);
}
