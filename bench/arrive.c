// SPDX-License-Identifier: EUPL-1.2
//
// What arrives from another device, to index, view and folder: how that grows with the records, with the commits, and with
// the tips that nobody has absorbed yet.
#include "bench/bench.h"

#include "base/file.h"
#include "core/line/line.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#define RECORDS 10000 // of the greatest CA
#define SINGLES 7     // commits that arrive one by one
#define TIPS    200

static void make_commits(struct bench_ca *ca, size_t n, unsigned version)
{
	for (size_t i = 0; i < n; i++) {
		struct bench_record record = {.number = i * 7919 % ca->n, .title = version + (unsigned)i};

		bench_ca_put(ca, &record, 1);
	}
}

static void check_same(struct bench_ca *one, struct bench_ca *two)
{
	static const struct mg_error wrong = {.message = "the copies differ after all commits have arrived"};
	struct mg_id main_one, main_two;
	struct mg_error err;

	bench_must(mg_copy_main(one->copy, &main_one, &err), &err);
	bench_must(mg_copy_main(two->copy, &main_two, &err), &err);
	bench_must(mg_id_equal(&main_one, &main_two) ? 0 : MG_EINTERNAL, &wrong);
}

static void arrive_singly(struct bench_ca *one, struct bench_ca *two, unsigned version, const char *what)
{
	struct bench_series series = {0};
	char name[80];

	for (unsigned i = 0; i < SINGLES; i++) {
		struct mg_id tip;

		make_commits(two, 1, version + i);
		tip = bench_ca_fetch(one, two);
		bench_ca_take(&series, one, &tip);
	}
	snprintf(name, sizeof name, "one commit arrives: %zu records, %s", one->n, what);
	bench_row(name, &series, NULL, NULL);
	check_same(one, two);
}

// ---- many commits, beside git pull

static void git_pull(struct bench_series *series, const struct bench_ca *from, const char *clone)
{
	char name[128];

	snprintf(name, sizeof name, MG_REF_LINES "%s", from->device.public.id);
	bench_command(series, "git", "-C", clone, "pull", "-q", "--ff-only", from->dir, name);
}

static void arrive_together(struct bench_ca *one, struct bench_ca *two, const char *clone, size_t n)
{
	struct bench_series series = {0}, git = {.name = "git pull"};
	struct mg_id tip;
	char name[80];

	make_commits(two, n, (unsigned)n * 10);
	tip = bench_ca_fetch(one, two);
	bench_ca_take(&series, one, &tip);
	git_pull(&git, two, clone);
	snprintf(name, sizeof name, "%zu commits arrive: %zu records", n, one->n);
	bench_row(name, &series, &git, NULL);
	check_same(one, two);
}

// ---- many tips

// One commit of another device on what was there before all of them, put in the index as if it had arrived.
static void add_tip(struct bench_ca *ca, const struct mg_index_commit *base, unsigned device)
{
	struct bench_record record = {.number = device, .title = device, .second = 1};
	struct mg_line line = {.copy = ca->copy, .frontier = NULL};
	struct mg_buf text = {0};
	char path[BENCH_PATH_BYTES];
	struct mg_snapshot tree;
	struct mg_index_commit parent = *base;
	struct mg_arena arena;
	struct mg_error err;
	struct mg_id id;

	mg_arena_init(&arena, 0);
	line.arena = &arena;
	line.err = &err;
	mg_key_clear(&ca->copy->device);
	bench_ca_key(ca, RECORDS, device, &ca->copy->device);
	memcpy(line.writer.key, ca->copy->device.public.id, sizeof line.writer.key);
	memcpy(line.writer.actor, base->actor, sizeof line.writer.actor);
	bench_must(mg_snapshot_of(&ca->copy->store, base, 1, &arena, &tree, &err), &err);
	bench_record_text(&record, &text);
	bench_must(mg_snapshot_put(&tree, bench_record_path(record.number, path), mg_buf_slice(&text), &err), &err);
	bench_must(mg_line_commit(&line, &parent, 1, &tree, mg_slice_of("tip"), (struct mg_slice){0}, &id), &err);
	mg_buf_clear(&text);
	mg_arena_clear(&arena);
}

static void view_of_tips(const struct bench *b, size_t tips)
{
	char *dir = bench_join(b->disk, "/tips"), name[80];
	struct bench_series series = {0};
	struct mg_index_commit *frontier;
	struct mg_arena arena;
	struct mg_error err;
	struct bench_ca ca;
	size_t n;

	mg_arena_init(&arena, 0);
	bench_ca_make_for(&ca, dir, RECORDS, RECORDS, TIPS + 1);
	bench_must(mg_copy_frontier(ca.copy, &arena, &frontier, &n, &err), &err);
	bench_must(mg_copy_device(ca.copy, &(const struct mg_secret_key *){NULL}, &err), &err);
	for (unsigned i = 0; i < tips; i++)
		add_tip(&ca, frontier, i + 1);
	bench_must(mg_copy_tidy(ca.copy, &err), &err); // what others make comes in packs
	bench_durable(true);
	bench_must(mg_copy_lock(ca.copy, &err), &err);
	bench_start(&series);
	bench_must(mg_copy_refresh_main(ca.copy, NULL, 0, &err), &err);
	bench_stop(&series);
	mg_copy_unlock(ca.copy);
	bench_durable(false);
	snprintf(name, sizeof name, "a view of %zu tips: %zu records", tips, ca.n);
	bench_row(name, &series, NULL, NULL);
	bench_ca_clear(&ca);
	bench_must(mg_file_remove_tree(dir, false, &err), &err);
	mg_arena_clear(&arena);
	free(dir);
}

// ----

static void in_a_ca_of(const struct bench *b, size_t records)
{
	char *dir_one = bench_join(b->disk, "/arrive-1"), *dir_two = bench_join(b->memory, "/arrive-2");
	char *clone = bench_join(b->disk, "/arrive-clone");
	struct bench_ca one, two;
	struct mg_error err;

	bench_ca_make(&one, dir_one, records, records);
	bench_ca_join(&two, dir_two, records, &one);
	arrive_singly(&one, &two, 1, "few commits");
	if (records == RECORDS) {
		bench_command(NULL, "git", "clone", "-q", two.dir, clone);
		for (size_t n = 10; n <= 1000; n *= 10)
			arrive_together(&one, &two, clone, n);
		arrive_singly(&one, &two, 100000, "1100 commits");
		bench_must(mg_file_remove_tree(clone, false, &err), &err);
	}
	bench_ca_clear(&one);
	bench_ca_clear(&two);
	bench_must(mg_file_remove_tree(dir_one, false, &err), &err);
	bench_must(mg_file_remove_tree(dir_two, false, &err), &err);
	free(clone);
	free(dir_one);
	free(dir_two);
}

static void note_memory(void)
{
	struct rusage use;

	getrusage(RUSAGE_SELF, &use);
	bench_note("at most %ld MiB of memory, making the CA included", use.ru_maxrss / 1024);
}

void bench_arrive(const struct bench *b)
{
	for (size_t records = RECORDS / 100; records <= RECORDS; records *= 10)
		in_a_ca_of(b, records);
	note_memory();
}

void bench_many_tips(const struct bench *b)
{
	for (size_t tips = TIPS / 100; tips <= TIPS; tips *= 10)
		view_of_tips(b, tips);
	note_memory();
}
