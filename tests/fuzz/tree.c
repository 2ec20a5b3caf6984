// SPDX-License-Identifier: EUPL-1.2
//
// The tree check of acceptance. The input is trees: for each, two bytes with its length, then its bytes, in which
// "#<n>" and 18 dots stands for the id of the n-th tree before it. The last is compared with nothing, and with the one
// before it where that would have been accepted. A tree that is accepted is written in the one way there is: made anew
// from its files it has the same name.
#include "core/repo/repo.h"
#include "schema/record/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MAX_TREES 10u
#define MAX_FILES 1000u
#define MODE_FILE 0100644u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct mg_repo *repo; // of which nothing is on disk: all objects are kept in memory
static struct mg_types *types;

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void open_once(void)
{
	char dir[] = "/tmp/maillage-fuzz-XXXXXX", command[sizeof dir + 16];

	if (repo)
		return;
	require(mkdtemp(dir) != NULL);
	require(mg_repo_create(dir, &repo, NULL) == 0 && mg_types_open(&types, NULL) == 0);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	require(system(command) == 0);
}

// Puts the ids of trees where they are asked for.
static void name_trees(struct mg_buf *tree, const struct mg_id *ids, size_t n)
{
	static const char dots[] = "..................";

	for (size_t i = 0; i + MG_ID_BYTES <= tree->len; i++) {
		size_t which = (size_t)(unsigned char)tree->data[i + 1] - '0';

		if (tree->data[i] == '#' && which < n && memcmp(tree->data + i + 2, dots, sizeof dots - 1) == 0)
			memcpy(tree->data + i, ids[which].bytes, MG_ID_BYTES);
	}
}

static size_t write_trees(const uint8_t *data, size_t size, struct mg_id ids[MAX_TREES])
{
	size_t n = 0;

	while (size >= 2 && n < MAX_TREES) {
		size_t len = (size_t)data[0] << 8 | data[1];
		struct mg_buf tree = {0};

		len = len < size - 2 ? len : size - 2;
		mg_buf_put(&tree, data + 2, len);
		name_trees(&tree, ids, n);
		require(mg_repo_write(repo, MG_OBJECT_TREE, mg_buf_slice(&tree), &ids[n++], NULL) == 0);
		mg_buf_clear(&tree);
		data += len + 2;
		size -= len + 2;
	}
	return n;
}

// A file has the name of a folder too, with another name in between. No path of a CA allows it.
static bool is_twice(const struct mg_tree_changes *files, size_t i)
{
	size_t len = strlen(files->items[i].path);

	for (size_t k = i + 1; k < files->n; k++) {
		if (strncmp(files->items[k].path, files->items[i].path, len) == 0 && files->items[k].path[len] == '/')
			return true;
	}
	return false;
}

static void check_files(const struct mg_tree_changes *files, const struct mg_id *tree)
{
	bool plain = files->n > 0;
	struct mg_path path;
	struct mg_id again;

	for (size_t i = 0; i < files->n; i++) {
		const struct mg_tree_change *file = &files->items[i];

		plain &= file->mode == MODE_FILE && !is_twice(files, i);
		require(!i || strcmp(files->items[i - 1].path, file->path) != 0);
		if (mg_path_parse(types, file->path, &path, NULL) == 0)
			require(strcmp(path.text, file->path) == 0 && !strstr(path.text, "..") && path.text[0] != '/');
	}
	if (plain && mg_repo_apply(repo, &(struct mg_id){0}, files->items, files->n, &again, NULL) == 0)
		require(mg_id_equal(&again, tree));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mg_tree_changes before, files, changes;
	struct mg_id ids[MAX_TREES];
	struct mg_arena arena;
	size_t n;

	open_once();
	mg_arena_init(&arena, 0);
	before = files = changes = (struct mg_tree_changes){.arena = &arena};
	mg_repo_begin(repo);
	n = write_trees(data, size, ids);
	if (n && mg_repo_diff(repo, &(struct mg_id){0}, &ids[n - 1], MAX_FILES, &files, NULL) == 0)
		check_files(&files, &ids[n - 1]);
	if (n > 1 && mg_repo_diff(repo, &(struct mg_id){0}, &ids[n - 2], MAX_FILES, &before, NULL) == 0 &&
	    mg_repo_diff(repo, &ids[n - 2], &ids[n - 1], MAX_FILES, &changes, NULL) == 0)
		require(changes.n || mg_id_equal(&ids[n - 2], &ids[n - 1]));
	require(mg_repo_end(repo, false, NULL) == 0);
	mg_arena_clear(&arena);
	return 0;
}
