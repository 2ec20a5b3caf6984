// SPDX-License-Identifier: EUPL-1.2
//
// Trees: finding a file, what differs between two, a tree with some files changed.
#include "core/repo.h"

#include "base/i18n.h"

#include <git2.h>
#include <stdlib.h>

static void set_id(struct mg_id *id, const git_oid *oid)
{
	memcpy(id->bytes, oid->id, MG_ID_BYTES);
}

static int lookup(struct mg_repo *repo, const struct mg_id *id, git_tree **tree, struct mg_error *err)
{
	git_oid oid;
	char hex[MG_ID_HEX];
	int rc;

	*tree = NULL;
	if (mg_id_is_zero(id))
		return 0;
	git_oid_fromraw(&oid, id->bytes);
	rc = git_tree_lookup(tree, mg_repo_git(repo), &oid);
	return rc < 0 ? mg_fail_git(err, rc, _("cannot read the tree %s"), mg_id_format(id, hex)) : 0;
}

int mg_repo_find(struct mg_repo *repo, const struct mg_id *tree_id, const char *path, struct mg_id *blob,
		 struct mg_error *err)
{
	git_tree_entry *entry = NULL;
	git_tree *tree;
	int rc = GIT_ENOTFOUND;
	int code = lookup(repo, tree_id, &tree, err);

	if (code)
		return code;
	if (tree)
		rc = git_tree_entry_bypath(&entry, tree, path);
	if (rc == 0 && git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
		set_id(blob, git_tree_entry_id(entry));
	else if (rc == 0 || rc == GIT_ENOTFOUND)
		code = mg_fail(err, MG_ENOTFOUND, _("there is no %s"), path);
	else
		code = mg_fail_git(err, rc, _("cannot read %s"), path);
	git_tree_entry_free(entry);
	git_tree_free(tree);
	return code;
}

static int append(struct mg_tree_changes *changes, const git_diff_delta *delta, struct mg_error *err)
{
	struct mg_tree_change *items =
		mg_arena_grow(changes->arena, changes->items, changes->n, &changes->cap, sizeof *items);
	struct mg_tree_change *item;

	if (!items)
		return mg_fail(err, MG_ENOMEM, _("out of memory"));
	changes->items = items;
	item = &items[changes->n];
	*item = (struct mg_tree_change){.path = mg_arena_strdup(changes->arena, delta->new_file.path)};
	if (!item->path)
		return mg_fail(err, MG_ENOMEM, _("out of memory"));
	if (delta->status != GIT_DELTA_ADDED)
		set_id(&item->before, &delta->old_file.id);
	if (delta->status != GIT_DELTA_DELETED) {
		set_id(&item->after, &delta->new_file.id);
		item->mode = delta->new_file.mode;
	}
	changes->n++;
	return 0;
}

int mg_repo_diff(struct mg_repo *repo, const struct mg_id *before, const struct mg_id *after, size_t max_files,
		 struct mg_tree_changes *changes, struct mg_error *err)
{
	git_diff_options options;
	git_tree *old = NULL, *new = NULL;
	git_diff *diff = NULL;
	size_t n;
	int rc;
	int code = lookup(repo, before, &old, err);

	if (!code)
		code = lookup(repo, after, &new, err);
	if (code)
		goto out;
	git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.flags = GIT_DIFF_SKIP_BINARY_CHECK;
	rc = git_diff_tree_to_tree(&diff, mg_repo_git(repo), old, new, &options);
	if (rc < 0) {
		code = mg_fail_git(err, rc, _("cannot compare two trees"));
		goto out;
	}
	n = git_diff_num_deltas(diff);
	if (n > max_files)
		code = mg_fail(err, MG_ELIMIT, _("%zu files change at once; %zu are allowed"), n, max_files);
	for (size_t i = 0; !code && i < n; i++)
		code = append(changes, git_diff_get_delta(diff, i), err);
out:
	git_diff_free(diff);
	git_tree_free(old);
	git_tree_free(new);
	return code;
}

int mg_repo_apply(struct mg_repo *repo, const struct mg_id *base, const struct mg_tree_change *changes, size_t n,
		  struct mg_id *tree, struct mg_error *err)
{
	git_tree_update *updates = calloc(n ? n : 1, sizeof *updates);
	git_tree *old = NULL;
	git_oid oid;
	int rc;
	int code = updates ? lookup(repo, base, &old, err) : mg_fail(err, MG_ENOMEM, _("out of memory"));

	if (code)
		goto out;
	for (size_t i = 0; i < n; i++) {
		updates[i].path = changes[i].path;
		updates[i].filemode = GIT_FILEMODE_BLOB;
		updates[i].action = mg_id_is_zero(&changes[i].after) ? GIT_TREE_UPDATE_REMOVE : GIT_TREE_UPDATE_UPSERT;
		git_oid_fromraw(&updates[i].id, changes[i].after.bytes);
	}
	rc = git_tree_create_updated(&oid, mg_repo_git(repo), old, n, updates);
	if (rc < 0)
		code = mg_fail_git(err, rc, _("cannot write a tree"));
	else
		set_id(tree, &oid);
out:
	git_tree_free(old);
	free(updates);
	return code;
}
