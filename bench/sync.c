// SPDX-License-Identifier: EUPL-1.2
//
// An exchange with a remote that has nothing new, beside git fetch from the same.
#include "bench/bench.h"

#include "base/file.h"
#include "core/carry/remote.h"

#include <stdlib.h>

#define RECORDS 10000
#define ROUNDS  15

static void sync_ours(struct bench_series *series, struct bench_ca *ca)
{
	struct mg_sync out;
	struct mg_arena arena;
	struct mg_error err;

	mg_arena_init(&arena, 0);
	bench_start(series);
	bench_must(mg_remote_sync(ca->copy, "origin", NULL, NULL, &arena, &out, &err), &err);
	bench_stop(series);
	mg_arena_clear(&arena);
}

static void measure(const struct bench *b, struct bench_ca *ca)
{
	struct bench_series ours = {0}, program = {0}, git = {.name = "git fetch"};

	for (unsigned i = 0; i < ROUNDS; i++) {
		sync_ours(&ours, ca);
		bench_command(&git, "git", "-C", ca->dir, "fetch", "-q", "origin");
		bench_command(&program, b->maillage, "-q", "-C", ca->dir, "sync");
	}
	bench_row("sync, nothing new, path remote", &ours, &git, NULL);
	bench_row("the same, maillage sync", &program, &git, NULL);
}

void bench_nothing_new(const struct bench *b)
{
	char *dir = bench_join(b->disk, "/sync"), *hub = bench_join(dir, "/hub.git");
	struct bench_series unmeasured = {0};
	struct bench_ca ca;
	struct mg_error err;

	bench_ca_make(&ca, dir, RECORDS, RECORDS);
	bench_command(NULL, "git", "init", "-q", "--bare", hub);
	bench_must(mg_remote_add(ca.copy, "origin", hub, &err), &err);
	sync_ours(&unmeasured, &ca);
	sync_ours(&unmeasured, &ca);
	bench_durable(true);
	measure(b, &ca);
	bench_ca_clear(&ca);
	bench_must(mg_file_remove_tree(dir, false, &err), &err);
	free(hub);
	free(dir);
}
