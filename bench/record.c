// SPDX-License-Identifier: EUPL-1.2
//
// Recording one change in CAs of three sizes, beside stock git in a clone of the same repository, and beside the least a
// disk allows. All take turns, so that a busy machine weighs on all alike.
#include "bench/bench.h"

#include "base/file.h"
#include "core/key/sshsig.h"

#include <stdio.h>
#include <stdlib.h>

#define LIMIT_BYTES 1024

// ---- limits

// The smallest durable signed commit: one file, its folder's tree, the commit, its reference.
struct smallest {
	struct mg_repo *repo;
	const struct mg_secret_key *key;
	struct mg_id last; // zero before the first
	int64_t stamp_ms;
};

static void write_signed(struct smallest *s, struct mg_commit *commit)
{
	struct mg_buf bytes = {0}, armour = {0}, raw = {0};
	struct mg_error err;

	bench_must(mg_commit_format(commit, &bytes, &err), &err);
	bench_must(mg_sshsig_sign(s->key, MG_NS_COMMIT, mg_buf_slice(&bytes), &armour, &err), &err);
	bench_must(mg_commit_assemble(mg_buf_slice(&bytes), mg_buf_slice(&armour), &raw, &err), &err);
	bench_must(mg_repo_write(s->repo, MG_OBJECT_COMMIT, mg_buf_slice(&raw), &s->last, &err), &err);
	bench_must(mg_repo_ref_set(s->repo, MG_REF_MAIN, &s->last, NULL, &err), &err);
	mg_buf_clear(&bytes);
	mg_buf_clear(&armour);
	mg_buf_clear(&raw);
}

static void commit_smallest(struct smallest *s)
{
	static const struct mg_id nothing;
	struct mg_id parent = s->last;
	struct mg_commit commit = {.parents = &parent,
				   .n_parents = mg_id_is_zero(&parent) ? 0 : 1,
				   .actor = "dd-78",
				   .stamp_ms = s->stamp_ms,
				   .seconds = s->stamp_ms / 1000,
				   .subject = mg_slice_of("one file")};
	struct mg_tree_change file = {.path = "file"};
	struct mg_buf text = {0};
	struct mg_error err;

	memcpy(commit.key, s->key->public.id, sizeof commit.key);
	mg_buf_printf(&text, "%lld\n", (long long)s->stamp_ms);
	bench_must(mg_repo_write(s->repo, MG_OBJECT_BLOB, mg_buf_slice(&text), &file.after, &err), &err);
	bench_must(mg_repo_apply(s->repo, &nothing, &file, 1, &commit.tree, &err), &err);
	write_signed(s, &commit);
	s->stamp_ms += 1000;
	mg_buf_clear(&text);
}

static void write_durable_file(const char *path, unsigned round)
{
	char bytes[LIMIT_BYTES];
	struct mg_error err;

	memset(bytes, 'a' + (int)(round % 26), sizeof bytes);
	bench_must(mg_file_write(path, (struct mg_slice){bytes, sizeof bytes}, 0, &err), &err);
}

// ---- stock git

static void make_clone(const struct bench_ca *ca, const char *clone)
{
	bench_command(NULL, "git", "clone", "-q", ca->dir, clone);
	bench_command(NULL, "git", "-C", clone, "config", "user.name", "bench");
	bench_command(NULL, "git", "-C", clone, "config", "user.email", "bench@example.org");
	bench_command(NULL, "git", "-C", clone, "config", "gpg.format", "ssh");
	bench_command(NULL, "git", "-C", clone, "config", "user.signingkey", ca->device_path);
	bench_command(NULL, "git", "-C", clone, "config", "gc.auto", "0");
}

static void edit_clone(const char *clone, const struct bench_record *record)
{
	char path[BENCH_PATH_BYTES];
	char *folder = bench_join(clone, "/");
	char *full = bench_join(folder, bench_record_path(record->number, path));
	struct mg_buf text = {0};
	struct mg_error err;

	bench_record_text(record, &text);
	bench_must(mg_file_write(full, mg_buf_slice(&text), MG_FILE_LAZY, &err), &err);
	mg_buf_clear(&text);
	free(full);
	free(folder);
}

// The time of both programs together.
static void add_and_commit(struct bench_series *series, const char *clone, const struct bench_record *record,
			   const char *fsync, const char *sign)
{
	struct bench_series add = {0}, commit = {0};
	char path[BENCH_PATH_BYTES];

	edit_clone(clone, record);
	bench_record_path(record->number, path);
	bench_command(&add, "git", "-C", clone, "-c", fsync, "add", path);
	bench_command(&commit, "git", "-C", clone, "-c", fsync, "commit", "-q", sign, "-m", "one change");
	bench_add(series, add.wall[0] + commit.wall[0]);
}

// ---- all of them

static void measure(const char *dir, size_t n, size_t rounds)
{
	struct bench_series ours = {0}, plain = {.name = "git add+commit"}, is_signed = {.name = "the same, -S"},
			    durable = {.name = "the same, fsync=all"}, file = {.name = "durable file of 1 KB"},
			    least = {.name = "smallest signed commit"};
	char *clone = bench_join(dir, "/clone"), *one = bench_join(dir, "/file"), *tiny = bench_join(dir, "/tiny");
	struct smallest smallest = {.stamp_ms = BENCH_START_MS};
	struct bench_ca ca;
	struct mg_error err;
	char what[64];

	bench_ca_make(&ca, dir, n, n);
	make_clone(&ca, clone);
	smallest.key = &ca.device;
	bench_must(mg_repo_create(tiny, &smallest.repo, &err), &err);
	bench_durable(true);
	for (unsigned i = 0; i < rounds; i++) {
		struct bench_record record = {.number = i * 7919 % n, .title = i + 1};

		bench_start(&ours);
		bench_ca_put(&ca, &record, 1);
		bench_stop(&ours);
		add_and_commit(&plain, clone, &record, "core.fsync=default", "--no-gpg-sign");
		record.title += 1000;
		add_and_commit(&is_signed, clone, &record, "core.fsync=default", "-S");
		record.title += 1000;
		add_and_commit(&durable, clone, &record, "core.fsync=all", "-S");
		bench_start(&file);
		write_durable_file(one, i);
		bench_stop(&file);
		bench_start(&least);
		commit_smallest(&smallest);
		bench_stop(&least);
	}
	snprintf(what, sizeof what, "record one change, %zu records", n);
	bench_row(what, &ours, &plain, &least);
	bench_row("", &ours, &is_signed, &file);
	bench_row("", &ours, &durable, NULL);
	mg_repo_close(smallest.repo);
	bench_ca_clear(&ca);
	free(tiny);
	free(one);
	free(clone);
}

void bench_record_one(const struct bench *b)
{
	static const struct {
		const char *folder;
		size_t records, rounds;
	} sizes[] = {{"/record-1000", 1000, 21}, {"/record-10000", 10000, 21}, {"/record-30000", 30000, 9}};

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		char *dir = bench_join(b->disk, sizes[i].folder);
		struct mg_error err;

		measure(dir, sizes[i].records, sizes[i].rounds);
		bench_must(mg_file_remove_tree(dir, false, &err), &err);
		free(dir);
	}
}
