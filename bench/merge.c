// SPDX-License-Identifier: EUPL-1.2
//
// Two copies that changed neighbouring fields of the same records, beside git merging the same texts.
#include "bench/bench.h"

#include "base/batch.h"
#include "base/file.h"

#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define RECORDS 10000
#define CHANGED 200
#define ROUNDS  7

#define TREE_BYTES (RECORDS * 45) // of both folders' trees: both change

// Those changed in a round: always others, spread over both folders.
static void choose(struct bench_record *records, unsigned round, bool left)
{
	for (size_t i = 0; i < CHANGED; i++) {
		records[i] = (struct bench_record){.number = i * (RECORDS / CHANGED) + i % 2 + 2 * (round % 8)};
		if (left)
			records[i].title = round + 1;
		else
			records[i].second = round + 1;
	}
}

// ---- ours

static void judge(struct bench_series *series, struct bench_ca *ca, const struct mg_id *tip)
{
	struct mg_ingested counts = {0};
	struct mg_error err;

	bench_start(series);
	bench_must(mg_ingest(ca->copy, tip, &counts, &err), &err);
	bench_must(mg_ingest_refs(ca->copy, &counts, &err), &err);
	bench_stop(series);
}

static void merge(struct bench_series *series, struct bench_ca *ca)
{
	struct mg_error err;

	bench_must(mg_copy_lock(ca->copy, &err), &err);
	bench_start(series);
	bench_must(mg_copy_refresh_main(ca->copy, NULL, 0, &err), &err);
	bench_stop(series);
	mg_copy_unlock(ca->copy);
}

// What of it is the merge itself: which values stand, and the bytes of the files that hold them.
static void fold(struct bench_series *series, struct bench_ca *ca)
{
	struct mg_index_commit *frontier;
	struct mg_snapshot snapshot;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	mg_arena_init(&arena, 0);
	bench_must(mg_copy_frontier(ca->copy, &arena, &frontier, &n, &err), &err);
	bench_start(series);
	bench_must(mg_snapshot_of(&ca->copy->store, frontier, n, &arena, &snapshot, &err), &err);
	bench_stop(series);
	mg_arena_clear(&arena);
}

static void check_merged(struct bench_ca *one, struct bench_ca *two)
{
	static const struct mg_error wrong = {.message = "the copies differ after the merge, or have conflicts"};
	struct mg_open_conflict *conflicts;
	struct mg_id main_one, main_two;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	mg_arena_init(&arena, 0);
	bench_must(mg_copy_main(one->copy, &main_one, &err), &err);
	bench_must(mg_copy_main(two->copy, &main_two, &err), &err);
	bench_must(mg_copy_conflicts(one->copy, &arena, &conflicts, &n, &err), &err);
	bench_must(n || !mg_id_equal(&main_one, &main_two) ? MG_EINTERNAL : 0, &wrong);
	mg_arena_clear(&arena);
}

// Durable for the measured half only: the rest is nobody's figure, and safe before that begins.
static void meet(struct bench_ca *one, struct bench_ca *two, unsigned round, struct bench_series *judged,
		 struct bench_series *merged)
{
	struct bench_record records[CHANGED];
	struct bench_series unmeasured = {0};
	struct mg_id tip;

	choose(records, round, true);
	bench_ca_put(one, records, CHANGED);
	choose(records, round, false);
	bench_ca_put(two, records, CHANGED);
	tip = bench_ca_fetch(two, one);
	judge(&unmeasured, two, &tip);
	merge(&unmeasured, two);
	tip = bench_ca_fetch(one, two);
	sync();
	bench_durable(true);
	judge(judged, one, &tip);
	merge(merged, one);
	bench_durable(false);
	check_merged(one, two);
}

// ---- git

static void commit_side(const char *clone, const char *branch, bool left)
{
	struct bench_record records[CHANGED];
	char *folder = bench_join(clone, "/");
	struct mg_buf text = {0};
	struct mg_error err;

	bench_command(NULL, "git", "-C", clone, "checkout", "-q", "-b", branch, "main");
	choose(records, ROUNDS, left);
	for (size_t i = 0; i < CHANGED; i++) {
		char path[BENCH_PATH_BYTES];
		char *full = bench_join(folder, bench_record_path(records[i].number, path));

		bench_record_text(&records[i], &text);
		bench_must(mg_file_write(full, mg_buf_slice(&text), MG_FILE_LAZY, &err), &err);
		free(full);
	}
	bench_command(NULL, "git", "-C", clone, "commit", "-q", "-a", "-m", branch);
	mg_buf_clear(&text);
	free(folder);
}

static void make_clone(const struct bench_ca *ca, const char *clone)
{
	bench_command(NULL, "git", "clone", "-q", ca->dir, clone);
	bench_command(NULL, "git", "-C", clone, "config", "user.name", "bench");
	bench_command(NULL, "git", "-C", clone, "config", "user.email", "bench@example.org");
	commit_side(clone, "left", true);
	commit_side(clone, "right", false);
}

// Lines that a commit has and another does not.
static double changed_lines(const char *dir, const char *from, const char *to)
{
	static const char script[] =
		"git -C \"$0\" diff --numstat \"$1\" \"$2\" | awk '{ n += $1 } END { print n + 0 }'";
	double n = 0;

	bench_number((const char *const[]){"sh", "-c", script, dir, from, to, NULL}, &n);
	return n;
}

static void merge_by_driver(struct bench_series *series, const char *clone)
{
	static const char *const has_yaml[] = {"python3", "-c", "import yaml; print(1)", NULL};
	char *program = realpath("bench/merge.py", NULL);
	char *driver = bench_join("merge.fields.driver=python3 ", program);
	char *whole = bench_join(driver, " %O %A %B");
	char *attributes = bench_join(clone, "/.git/info/attributes");
	struct mg_error err;
	double yes;

	if (bench_number(has_yaml, &yes)) {
		bench_must(mg_file_write(attributes, mg_slice_of("*.yaml merge=fields\n"), MG_FILE_LAZY, &err), &err);
		bench_command(series, "git", "-C", clone, "-c", whole, "merge", "-q", "-m", "merge", "left");
		bench_note("lines changed by the driver: %.0f", changed_lines(clone, "HEAD^1", "HEAD"));
		bench_command(NULL, "git", "-C", clone, "reset", "-q", "--hard", "HEAD^1");
		bench_must(mg_file_remove(attributes, &err), &err);
	}
	free(program);
	free(driver);
	free(whole);
	free(attributes);
}

static size_t git_merge_once(struct bench_series *series, const char *clone)
{
	const char *const argv[] = {"git", "-C", clone, "merge", "-q", "-m", "merge", "left", NULL};
	git_repository *repo;
	git_index_conflict_iterator *conflicts;
	const git_index_entry *base, *ours, *theirs;
	git_index *index;
	size_t n = 0;

	bench_program(series, 1, argv);
	git_repository_open(&repo, clone);
	git_repository_index(&index, repo);
	git_index_conflict_iterator_new(&conflicts, index);
	while (git_index_conflict_next(&base, &ours, &theirs, conflicts) == 0)
		n++;
	git_index_conflict_iterator_free(conflicts);
	git_index_free(index);
	git_repository_free(repo);
	bench_command(NULL, "git", "-C", clone, "reset", "-q", "--hard", "right");
	return n;
}

// ---- the limit: what differs on both sides, as many objects in one file, as many files replaced, and two waits for the disk

static git_tree *tree_of(git_repository *repo, const char *name)
{
	static const struct mg_error wrong = {.message = "git's clone lacks a branch"};
	git_object *tree = NULL;

	bench_must(git_revparse_single(&tree, repo, name) < 0 ? MG_EGIT : 0, &wrong);
	return (git_tree *)tree;
}

static void list_both(git_repository *repo, git_diff **one, git_diff **two)
{
	git_tree *base = tree_of(repo, "main^{tree}");
	git_tree *left = tree_of(repo, "left^{tree}"), *right = tree_of(repo, "right^{tree}");

	git_diff_tree_to_tree(one, repo, base, left, NULL);
	git_diff_tree_to_tree(two, repo, base, right, NULL);
	git_tree_free(base);
	git_tree_free(left);
	git_tree_free(right);
}

static void put_file(const char *folder, const git_diff_delta *delta, const struct mg_buf *text)
{
	struct mg_buf path = {0};
	struct mg_error err;

	mg_buf_printf(&path, "%s/%s", folder, delta->new_file.path);
	bench_must(mg_file_write(mg_buf_text(&path), mg_buf_slice(text), MG_FILE_LAZY, &err), &err);
	mg_buf_clear(&path);
}

static void wait_for(const char *folder, const struct mg_buf *objects)
{
	char *path = bench_join(folder, "/objects");
	struct mg_error err;

	bench_must(mg_file_write(path, mg_buf_slice(objects), 0, &err), &err);
	bench_must(mg_batch_wait_for_all(folder, &err), &err);
	free(path);
}

// Trees are as many bytes, hashed and written with the objects.
static void replace_files(struct bench_series *series, const char *clone, const char *folder, unsigned round)
{
	struct mg_buf text = {0}, objects = {0};
	git_repository *repo;
	git_diff *one, *two;
	git_oid oid;

	git_repository_open(&repo, clone);
	bench_start(series);
	list_both(repo, &one, &two);
	for (size_t i = 0; i < git_diff_num_deltas(one) && i < CHANGED; i++) {
		bench_record_text(&(struct bench_record){.number = i, .title = round}, &text);
		git_odb_hash(&oid, text.data, text.len, GIT_OBJECT_BLOB);
		mg_buf_put(&objects, text.data, text.len);
		put_file(folder, git_diff_get_delta(one, i), &text);
	}
	for (size_t i = 0; i < TREE_BYTES; i++)
		mg_buf_putc(&objects, (char)i);
	git_odb_hash(&oid, objects.data, objects.len, GIT_OBJECT_BLOB);
	wait_for(folder, &objects);
	bench_stop(series);
	git_diff_free(one);
	git_diff_free(two);
	git_repository_free(repo);
	mg_buf_clear(&text);
	mg_buf_clear(&objects);
}

void bench_merge(const struct bench *b)
{
	struct bench_series first = {0}, judged = {0}, merged = {0}, git = {.name = "git merge"},
			    driver = {.name = "git merge, Python driver"}, folded = {0},
			    limit = {.name = "diffs, objects, files, waits"};
	char *dir_one = bench_join(b->disk, "/merge-1"), *dir_two = bench_join(b->disk, "/merge-2");
	char *clone = bench_join(dir_one, "/clone"), *folder = bench_join(dir_one, "/limit");
	struct bench_ca one, two;
	struct mg_error err;
	size_t conflicts = 0;

	bench_ca_make(&one, dir_one, RECORDS, RECORDS);
	bench_ca_join(&two, dir_two, RECORDS, &one);
	make_clone(&one, clone);
	replace_files(&first, clone, folder, ROUNDS); // what is then replaced
	for (unsigned i = 0; i < ROUNDS; i++) {
		meet(&one, &two, i, &judged, &merged);
		conflicts = git_merge_once(&git, clone);
		fold(&folded, &one);
		replace_files(&limit, clone, folder, i);
	}
	bench_row("merge 200 records of 10000 changed twice", &merged, &git, &limit);
	merge_by_driver(&driver, clone);
	if (driver.n)
		bench_row("the same beside a merge driver", &merged, &driver, NULL);
	bench_row("its view alone, computed again", &folded, NULL, NULL);
	bench_row("verify the other's commit before it", &judged, NULL, NULL);
	bench_note("conflicts: 0 beside git's %zu; lines changed: %.0f", conflicts,
		   changed_lines(one.dir, "main^1", "main"));
	bench_ca_clear(&one);
	bench_ca_clear(&two);
	bench_must(mg_file_remove_tree(dir_one, false, &err), &err);
	bench_must(mg_file_remove_tree(dir_two, false, &err), &err);
	free(clone);
	free(folder);
	free(dir_one);
	free(dir_two);
}
