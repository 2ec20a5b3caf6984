// SPDX-License-Identifier: EUPL-1.2
//
// Trees at hand: those read or written lately, so that a folder is uncompressed once and not for each file looked up in it.
// With 10,000 records one has a quarter of a megabyte.
#include "core/repo/repo_impl.h"

#include <stdlib.h>

static struct mg_repo_tree *find(struct mg_repo_trees *trees, const struct mg_id *id)
{
	for (size_t i = 0; i < trees->n; i++) {
		if (mg_id_equal(&trees->items[i]->id, id)) {
			trees->items[i]->used = ++trees->uses;
			return trees->items[i];
		}
	}
	return NULL;
}

static struct mg_repo_tree *make(const struct mg_id *id, struct mg_slice bytes)
{
	struct mg_repo_tree *tree = malloc(sizeof *tree + bytes.len);

	if (!tree)
		return NULL;
	*tree = (struct mg_repo_tree){.id = *id, .holders = 1, .bytes = {tree->data, bytes.len}};
	if (bytes.len)
		memcpy(tree->data, bytes.data, bytes.len);
	return tree;
}

static void drop(struct mg_repo_trees *trees, size_t i)
{
	trees->total -= trees->items[i]->bytes.len;
	mg_repo_let_tree_go(trees->items[i]);
	trees->items[i] = trees->items[--trees->n];
}

static void drop_oldest(struct mg_repo_trees *trees)
{
	size_t oldest = 0;

	for (size_t i = 1; i < trees->n; i++) {
		if (trees->items[i]->used < trees->items[oldest]->used)
			oldest = i;
	}
	drop(trees, oldest);
}

// Takes its caller's hold over.
static void remember(struct mg_repo_trees *trees, struct mg_repo_tree *tree)
{
	while (trees->n && (trees->n == MG_REPO_TREES || trees->total + tree->bytes.len > MG_REPO_TREES_BYTES))
		drop_oldest(trees);
	tree->used = ++trees->uses;
	trees->total += tree->bytes.len;
	trees->items[trees->n++] = tree;
}

void mg_repo_remember_tree(struct mg_repo *repo, const struct mg_id *id, struct mg_slice bytes)
{
	struct mg_repo_tree *tree =
		bytes.len <= MG_REPO_TREES_BYTES && !find(&repo->trees, id) ? make(id, bytes) : NULL;

	if (tree)
		remember(&repo->trees, tree);
}

const struct mg_repo_tree *mg_repo_known_tree(struct mg_repo *repo, const struct mg_id *id)
{
	return find(&repo->trees, id);
}

// Its bytes stay where libgit2 put them.
static struct mg_repo_tree *take(const struct mg_id *id, git_odb_object *object)
{
	struct mg_repo_tree *tree = malloc(sizeof *tree);

	if (tree)
		*tree = (struct mg_repo_tree){.id = *id,
					      .holders = 1,
					      .bytes = {git_odb_object_data(object), git_odb_object_size(object)},
					      .object = object};
	return tree;
}

int mg_repo_hold_tree(struct mg_repo *repo, const struct mg_id *id, size_t max_bytes, struct mg_repo_tree **out,
		      struct mg_error *err)
{
	git_odb_object *object = NULL;
	int code;

	*out = find(&repo->trees, id);
	if (*out) {
		(*out)->holders++;
		return 0;
	}
	code = mg_repo_open_object(repo, id, MG_OBJECT_TREE, max_bytes, &object, err);
	if (code)
		return code;
	*out = take(id, object); // transferred
	if (!*out) {
		git_odb_object_free(object);
		return mg_fail_memory(err);
	}
	if ((*out)->bytes.len <= MG_REPO_TREES_BYTES) {
		(*out)->holders++;
		remember(&repo->trees, *out);
	}
	return 0;
}

void mg_repo_let_tree_go(struct mg_repo_tree *tree)
{
	if (!tree || --tree->holders)
		return;
	git_odb_object_free(tree->object);
	free(tree->starts);
	free(tree);
}

void mg_repo_forget_trees(struct mg_repo *repo)
{
	while (repo->trees.n)
		drop(&repo->trees, repo->trees.n - 1);
}
