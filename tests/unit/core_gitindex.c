// SPDX-License-Identifier: EUPL-1.2
//
// Git's index, written by us and read by libgit2, which checks its sum and its order; and the reverse.
#include "base/file.h"
#include "core/repo/gitindex.h"
#include "tests/lib/draw.h"

#include <git2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define PATHS 40
#define STEPS 60

static char dir[64];
static struct mg_repo *repo;

static int enter(void **state)
{
	struct mg_error err;

	(void)state;
	snprintf(dir, sizeof dir, "/tmp/maillage-stage-XXXXXX");
	return mkdtemp(dir) && mg_repo_create(dir, &repo, &err) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	struct mg_error err;

	(void)state;
	mg_repo_close(repo);
	return mg_file_remove_tree(dir, false, &err);
}

static void must(int code, const struct mg_error *err)
{
	if (code)
		fail_msg("%s (code %d, %s:%d)", err->message, code, err->file, err->line);
}

static struct mg_gitindex *open_stage(void)
{
	struct mg_gitindex *stage;
	struct mg_error err;

	must(mg_gitindex_open(repo, &stage, &err), &err);
	return stage;
}

static git_index *open_index(void)
{
	git_index *index;
	char path[96];

	snprintf(path, sizeof path, "%s/.git/index", dir);
	if (git_index_open(&index, path) != 0)
		fail_msg("libgit2: %s", git_error_last()->message);
	return index;
}

static struct mg_id id_of(unsigned number)
{
	return (struct mg_id){{(uint8_t)number, 'i', 'd'}};
}

// Of every length from 1 on, so that all paddings come up; in several folders, whose order is bytes' and not folders'.
static const char *path_of(size_t i, char path[64])
{
	snprintf(path, 64, "%s%.*s%02zu", i % 3 ? "a/" : i % 2 ? "a-" : "", (int)(i % 9), "xxxxxxxxx", i);
	return path;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void assert_same(const unsigned numbers[PATHS], char paths[PATHS][64])
{
	git_index *index = open_index();
	struct mg_gitindex *stage = open_stage();
	size_t n = 0;

	assert_true(mg_gitindex_is_whole(stage));
	for (size_t i = 0; i < PATHS; i++) {
		const git_index_entry *theirs = git_index_get_bypath(index, paths[i], 0);
		struct mg_gitindex_entry ours;
		struct mg_id id = id_of(numbers[i]);

		assert_int_equal(mg_gitindex_find(stage, paths[i], &ours), numbers[i] != 0);
		assert_int_equal(theirs != NULL, numbers[i] != 0);
		if (!theirs)
			continue;
		n++;
		assert_memory_equal(theirs->id.id, id.bytes, MG_ID_BYTES);
		assert_memory_equal(ours.blob.bytes, id.bytes, MG_ID_BYTES);
		assert_int_equal(theirs->file_size, ours.size);
		assert_int_equal(theirs->mtime.nanoseconds, ours.mtime_ns);
	}
	assert_int_equal(git_index_entrycount(index), n);
	assert_int_equal(mg_gitindex_count(stage), n);
	mg_gitindex_close(stage);
	git_index_free(index);
}

static void test_random_edits(void **state)
{
	char paths[PATHS][64];
	unsigned numbers[PATHS] = {0};
	uint64_t seed = 11;
	struct mg_error err;

	(void)state;
	for (size_t i = 0; i < PATHS; i++)
		path_of(i, paths[i]);
	qsort(paths, PATHS, sizeof *paths, by_bytes);
	for (unsigned step = 1; step <= STEPS; step++) {
		struct mg_gitindex *stage = open_stage();

		for (size_t i = 0; i < PATHS; i++) {
			unsigned what = (unsigned)draw(&seed, 12);
			struct stat st = {.st_size = (off_t)step, .st_mtim = {1000, (long)step}};
			struct mg_id id = id_of(step);

			if (what == 0)
				must(mg_gitindex_drop(stage, paths[i], &err), &err);
			else if (what < 4)
				must(mg_gitindex_put(stage, paths[i], &id, what == 1 ? NULL : &st, &err), &err);
			if (what < 4)
				numbers[i] = what ? step : 0;
		}
		must(mg_gitindex_write(stage, &err), &err);
		mg_gitindex_close(stage);
		assert_same(numbers, paths);
	}
}

static void add_by_libgit2(const char *path, uint16_t extended, unsigned version)
{
	git_index_entry entry = {.path = path, .mode = GIT_FILEMODE_BLOB, .flags_extended = extended};
	git_index *index = open_index();

	assert_int_equal(git_index_set_version(index, version), 0);
	memset(entry.id.id, 7, MG_ID_BYTES);
	assert_int_equal(git_index_add(index, &entry), 0);
	assert_int_equal(git_index_write(index), 0);
	git_index_free(index);
}

// Longer entries (intent to add), and the fourth version, whose names are shortened: libgit2 writes it back.
static void test_versions(void **state)
{
	struct mg_id id = id_of(1);
	struct mg_gitindex *stage;
	struct mg_gitindex_entry entry;
	struct mg_error err;
	git_index *index;

	(void)state;
	add_by_libgit2("b", GIT_INDEX_ENTRY_INTENT_TO_ADD, 3);
	for (unsigned version = 3; version <= 4; version++) {
		add_by_libgit2(version == 3 ? "c" : "cc", 0, version);
		stage = open_stage();
		assert_true(mg_gitindex_find(stage, "c", &entry));
		must(mg_gitindex_put(stage, version == 3 ? "a" : "d", &id, NULL, &err), &err);
		must(mg_gitindex_write(stage, &err), &err);
		mg_gitindex_close(stage);
		index = open_index();
		assert_int_equal(git_index_entrycount(index), version == 3 ? 3 : 5);
		assert_true(git_index_get_bypath(index, "b", 0)->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD);
		git_index_free(index);
	}
}

static void write_file(const char *name, const char *text, struct stat *st)
{
	struct mg_error err;
	char path[96];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	must(mg_file_write(path, mg_slice_of(text), MG_FILE_LAZY, &err), &err);
	assert_int_equal(stat(path, st), 0);
}

// A file as young as the index may have been changed unseen: the next index does not claim to know it.
static void test_moment_of_the_last_index(void **state)
{
	struct mg_gitindex_entry entry;
	struct mg_gitindex *stage;
	struct mg_error err;
	struct stat same, other;
	struct mg_id id;

	(void)state;
	write_file("same", "abc", &same);
	write_file("other", "abc", &other);
	must(mg_repo_hash(MG_OBJECT_BLOB, mg_slice_of("abc"), &id, &err), &err);
	same.st_mtim.tv_sec += 1000; // younger than any index written here
	other.st_mtim.tv_sec += 1000;
	stage = open_stage();
	must(mg_gitindex_put(stage, "other", &id, &other, &err), &err);
	must(mg_gitindex_put(stage, "same", &id, &same, &err), &err);
	must(mg_gitindex_write(stage, &err), &err);
	mg_gitindex_close(stage);
	write_file("other", "abd", &other);
	stage = open_stage();
	must(mg_gitindex_put(stage, "third", &id, NULL, &err), &err);
	must(mg_gitindex_write(stage, &err), &err);
	mg_gitindex_close(stage);
	stage = open_stage();
	assert_true(mg_gitindex_find(stage, "same", &entry));
	assert_int_equal(entry.size, 3);
	assert_true(mg_gitindex_find(stage, "other", &entry));
	assert_int_equal(entry.size, 0);
	mg_gitindex_close(stage);
}

// Two programs at once: what the other wrote since is kept.
static void test_written_since(void **state)
{
	struct mg_id id = id_of(1);
	struct mg_gitindex_entry entry;
	struct mg_gitindex *stage;
	struct mg_error err;

	(void)state;
	stage = open_stage();
	add_by_libgit2("theirs", 0, 2);
	must(mg_gitindex_put(stage, "ours", &id, NULL, &err), &err);
	must(mg_gitindex_write(stage, &err), &err);
	mg_gitindex_close(stage);
	stage = open_stage();
	assert_true(mg_gitindex_find(stage, "theirs", &entry));
	assert_true(mg_gitindex_find(stage, "ours", &entry));
	mg_gitindex_close(stage);
}

// Cut anywhere, it is either seen to be damaged or still in order; never read beyond its end.
static void test_cut_anywhere(void **state)
{
	struct mg_buf whole = {0};
	struct mg_error err;
	char path[96];

	(void)state;
	add_by_libgit2("a/b", 0, 2);
	add_by_libgit2("c", 0, 2);
	snprintf(path, sizeof path, "%s/.git/index", dir);
	must(mg_file_read(path, 10000, &whole, &err), &err);
	for (size_t len = 0; len < whole.len; len++) {
		struct mg_gitindex *stage;

		must(mg_file_write(path, (struct mg_slice){whole.data, len}, MG_FILE_LAZY, &err), &err);
		if (mg_gitindex_open(repo, &stage, &err) == 0)
			mg_gitindex_close(stage);
	}
	mg_buf_clear(&whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_random_edits, enter, leave),
		cmocka_unit_test_setup_teardown(test_versions, enter, leave),
		cmocka_unit_test_setup_teardown(test_moment_of_the_last_index, enter, leave),
		cmocka_unit_test_setup_teardown(test_written_since, enter, leave),
		cmocka_unit_test_setup_teardown(test_cut_anywhere, enter, leave),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
