// SPDX-License-Identifier: EUPL-1.2
#include "base/file.h"
#include "core/repo/repo.h"
#include "tests/lib/draw.h"

#include <git2.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#define PATHS 64
#define STEPS 400

static char *dir;
static struct mg_repo *repo;

static int open_repo(void **state)
{
	const char *parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	size_t len = strlen(parent) + 32;
	struct mg_error err;

	(void)state;
	dir = malloc(len);
	snprintf(dir, len, "%s/maillage-tree-XXXXXX", parent);
	if (!mkdtemp(dir) || mg_repo_create(dir, &repo, &err))
		return -1;
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 0);
	return 0;
}

static int close_repo(void **state)
{
	struct mg_error err;
	int code;

	(void)state;
	mg_repo_close(repo);
	code = mg_file_remove_tree(dir, false, &err);
	free(dir);
	return code;
}

static void must(int code, const struct mg_error *err)
{
	if (code)
		fail_msg("%s (code %d, %s:%d)", err->message, code, err->file, err->line);
}

static struct mg_id id_of(unsigned number)
{
	return (struct mg_id){{(uint8_t)number, (uint8_t)(number >> 8), 'i', 'd'}};
}

// ---- trees beside a list of files

// Names that git orders otherwise than they look: a folder's as if a slash ended it.
static const char *const folders[] = {"", "a/", "a-b/", "ab/", "a/b/", "a0/c/"};
static const char *const stems[] = {"a", "a-b", "a.b", "a0", "ab", "b", "x y", "z"};

struct files {
	char path[PATHS][32]; // by rising path
	unsigned version[PATHS];
	size_t n;
};

static int compare_paths(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void init_files(struct files *f)
{
	*f = (struct files){0};
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		for (size_t k = 0; k < sizeof stems / sizeof *stems; k++)
			snprintf(f->path[f->n++], sizeof f->path[0], "%s%s.yaml", folders[i], stems[k]);
	}
	qsort(f->path, f->n, sizeof f->path[0], compare_paths);
}

// Some files change, come or go: all of them in changes, by rising path.
static size_t draw_changes(struct files *f, uint64_t *random, struct mg_tree_change *changes)
{
	size_t share = draw(random, 4) ? 3 : 60, n = 0;

	for (size_t i = 0; i < f->n; i++) {
		unsigned before = f->version[i];

		if (!draw_percent(random, share))
			continue;
		f->version[i] = draw(random, 3) ? (unsigned)draw(random, 1000) + 1 : 0;
		if (f->version[i] == before)
			continue;
		changes[n] = (struct mg_tree_change){.path = f->path[i], .mode = f->version[i] ? 0100644 : 0};
		if (before)
			changes[n].before = id_of(before);
		if (f->version[i])
			changes[n].after = id_of(f->version[i]);
		n++;
	}
	return n;
}

static void assert_same_changes(const struct mg_tree_changes *got, const struct mg_tree_change *expected, size_t n)
{
	assert_int_equal(got->n, n);
	for (size_t i = 0; i < n; i++) { // the order is git's, which differs where folders begin alike
		const struct mg_tree_change *found = NULL;

		for (size_t k = 0; k < n; k++) {
			if (strcmp(got->items[k].path, expected[i].path) == 0)
				found = &got->items[k];
		}
		assert_non_null(found);
		assert_true(mg_id_equal(&found->before, &expected[i].before));
		assert_true(mg_id_equal(&found->after, &expected[i].after));
		assert_int_equal(found->mode, expected[i].mode);
	}
}

static void assert_finds(const struct files *f, const struct mg_id *tree)
{
	struct mg_error err;

	for (size_t i = 0; i < f->n; i++) {
		struct mg_id expected = id_of(f->version[i]), found;
		int code = mg_repo_find(repo, tree, f->path[i], &found, &err);

		assert_int_equal(code, f->version[i] ? 0 : MG_ENOTFOUND);
		assert_true(code || mg_id_equal(&found, &expected));
	}
}

// The tree of all files made at once.
static struct mg_id make_anew(const struct files *f)
{
	static const struct mg_id nothing;
	struct mg_tree_change all[PATHS];
	struct mg_error err;
	struct mg_id tree;
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (f->version[i])
			all[n++] = (struct mg_tree_change){.path = f->path[i], .after = id_of(f->version[i])};
	}
	must(mg_repo_apply(repo, &nothing, all, n, &tree, &err), &err);
	return tree;
}

static void test_trees_follow_their_files(void **state)
{
	struct mg_id tree = {{0}};
	uint64_t random = 1;
	struct files f;

	(void)state;
	init_files(&f);
	for (size_t step = 0; step < STEPS; step++) {
		struct mg_tree_change expected[PATHS];
		size_t n = draw_changes(&f, &random, expected);
		struct mg_arena arena;
		struct mg_tree_changes got = {.arena = &arena};
		struct mg_id next, anew;
		struct mg_error err;

		mg_arena_init(&arena, 0);
		must(mg_repo_apply(repo, &tree, expected, n, &next, &err), &err);
		anew = make_anew(&f);
		assert_true(mg_id_equal(&next, &anew));
		must(mg_repo_diff(repo, &tree, &next, PATHS, &got, &err), &err);
		assert_same_changes(&got, expected, n);
		assert_finds(&f, &next);
		tree = next;
		mg_arena_clear(&arena);
	}
}

// ---- trees that git would not write

// Entries separated by "|", each "<mode> <name>"; a mode of 40000 names the folder given, a name that ends with 0 names no
// object. A final "!" cuts the last byte.
static struct mg_id write_tree(const char *entries, const struct mg_id *folder)
{
	const struct mg_id blob = id_of(1), nothing = {0};
	struct mg_buf bytes = {0};
	struct mg_error err;
	struct mg_id tree;

	while (*entries && *entries != '!') {
		size_t len = strcspn(entries, "|!");
		const struct mg_id *id = entries[len - 1] == '0'             ? &nothing
					 : strncmp(entries, "40000", 5) == 0 ? folder
									     : &blob;

		mg_buf_put(&bytes, entries, len);
		mg_buf_putc(&bytes, '\0');
		mg_buf_put(&bytes, id->bytes, MG_ID_BYTES);
		entries += len + (entries[len] == '|');
	}
	bytes.len -= *entries == '!';
	must(mg_repo_write(repo, MG_OBJECT_TREE, mg_buf_slice(&bytes), &tree, &err), &err);
	mg_buf_clear(&bytes);
	return tree;
}

#define F "100644 "

static void test_malformed_trees_are_refused(void **state)
{
	static const struct {
		const char *before, *after;
	} cases[] = {
		{"", F "b|" F "a"}, // out of order
		{"", F "a|" F "a"}, // twice
		{F "a|" F "b|" F "c|" F "d", F "a|" F "b|" F "b|" F "c|" F "d"},
		{F "a|" F "b|" F "c|" F "d", F "a|" F "c|" F "b|" F "d"},
		{F "a|" F "b|" F "c|" F "d", F "b|" F "a|" F "c|" F "d"},
		{F "a|" F "b|" F "c|" F "d", F "a|" F "b|" F "d|" F "c"},
		{F "a|" F "b|" F "c|" F "d", F "a|" F "b|" F "c|" F "d|" F "a"},
		{F "a|" F "b|" F "c|" F "d", F "b|" F "c|" F "d|" F "a"},
		{F "a|" F "b|" F "c|" F "d", F "a|" F "d|" F "c|" F "d"},
		{F "b|" F "c", F "b|" F "a|" F "c"},
		{F "a|" F "b", F "a|" F "b!"}, // cut short
		{F "a|" F "b", F "a|" F "b|" F "c!"},
		{F "a", F "a|0100644 b"}, // modes
		{F "a", F "a|100600 b"},
		{F "a", F "a|100664 b"},
		{F "a", F "a|040000 b"},
		{F "a", F "a|0 b"},
		{F "a", F "a|1006440 b"},
		{F "a", F "a|+100644 b"},
		{F "a", F "a|100648 b"},
		{F "a", F "a|100644b"},
		{F "a", F "a|" F "b/c"}, // names
		{F "a", F "a|" F},
		{F "a", F "..|" F "a"},
		{F "a", F "a|40000 b"}, // an empty folder
		{F "a", F "a|" F "b0"}, // no object
		{F "a", F "a|40000 b0"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_id empty = write_tree("", NULL);
		const struct mg_id before = write_tree(cases[i].before, &empty);
		const struct mg_id after = write_tree(cases[i].after, &empty);
		struct mg_arena arena;
		struct mg_tree_changes got = {.arena = &arena};
		struct mg_error err;

		mg_arena_init(&arena, 0);
		if (mg_repo_diff(repo, &before, &after, 100, &got, &err) != MG_EINVALID)
			fail_msg("accepted: %s", cases[i].after);
		mg_arena_clear(&arena);
	}
}

#define TIMES 40 // more than it takes for a folder to be looked up otherwise than by reading it

static void assert_found(const char *entries, const char *path, int code)
{
	const struct mg_id empty = write_tree("", NULL), tree = write_tree(entries, &empty);
	struct mg_error err;
	struct mg_id found;

	for (size_t i = 0; i < TIMES; i++) {
		if (mg_repo_find(repo, &tree, path, &found, &err) != code)
			fail_msg("%s in %s, time %zu", path, entries, i);
	}
}

static void test_found_by_whole_names(void **state)
{
	static const char *const absent[] = {"y", "x", " y", "100644 a", "x y z", "b", "aa"};

	(void)state;
	assert_found(F "a|" F "x y|" F "z", "x y", 0);
	assert_found(F "a|" F "x y|" F "z", "z", 0);
	for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
		assert_found(F "a|" F "x y|" F "z", absent[i], MG_ENOTFOUND);
	assert_found(F "a-b|40000 a|" F "a1", "a1", 0);
	assert_found(F "a-b|40000 a|" F "a1", "a", MG_ENOTFOUND); // a folder
}

// As read to where the name stands, however often.
static void test_found_in_malformed_trees(void **state)
{
	(void)state;
	assert_found(F "a|" F "c|" F "b", "c", 0);
	assert_found(F "a|" F "c|" F "b", "b", 0);
	assert_found(F "b|" F "a", "a", MG_EINVALID);
	assert_found(F "a|" F "b|100600 c", "b", 0);
	assert_found(F "a|" F "b|100600 c", "c", MG_EINVALID);
	assert_found(F "a|" F "b|" F "c!", "b", 0);
	assert_found(F "a|" F "b|" F "c!", "d", MG_EINVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trees_follow_their_files),
		cmocka_unit_test(test_malformed_trees_are_refused),
		cmocka_unit_test(test_found_by_whole_names),
		cmocka_unit_test(test_found_in_malformed_trees),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_repo, close_repo);
}
