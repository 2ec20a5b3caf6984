// SPDX-License-Identifier: EUPL-1.2
//
// Which files differ between two trees.
#include "core/repo/tree_cursor.h"

#include "base/i18n.h"

#define MAX_FOLDER_DEPTH 8u // ours are at most two deep; bounds the recursion over a stranger's tree

struct diffing {
	struct mg_repo *repo;
	struct mg_tree_changes *out;
	size_t max;
	struct mg_error *err;
};

// What is absent has the mode 0 and the id zero.
static int add(struct diffing *d, const char *path, const struct mg_tree_entry *before,
	       const struct mg_tree_entry *after)
{
	struct mg_tree_changes *out = d->out;
	struct mg_tree_change *items;

	if (out->n >= d->max)
		return mg_fail(d->err, MG_ELIMIT, _("more than %zu files change at once"), d->max);
	items = mg_arena_grow(out->arena, out->items, out->n, &out->cap, sizeof *items);
	if (!items)
		return mg_fail_memory(d->err);
	out->items = items;
	items[out->n++] =
		(struct mg_tree_change){.path = path, .mode = after->mode, .before = before->id, .after = after->id};
	return 0;
}

static int diff_folder(struct diffing *d, const char *prefix, const struct mg_id *before, const struct mg_id *after,
		       unsigned depth);

static bool is_same(const struct mg_tree_entry *a, const struct mg_tree_entry *b)
{
	return a->mode == b->mode && mg_id_equal(&a->id, &b->id);
}

// The path of an entry below a prefix; a folder's ends in a slash. Formatted printing would be a third of a large diff.
static const char *join(struct mg_arena *arena, const char *prefix, const struct mg_tree_entry *entry)
{
	const size_t before = strlen(prefix), n = entry->name.len, slash = mg_tree_is_folder(entry);
	char *path = mg_arena_alloc(arena, before + n + slash + 1);

	if (!path)
		return NULL;
	memcpy(path, prefix, before);
	memcpy(path + before, entry->name.data, n);
	memcpy(path + before + n, slash ? "/" : "", slash + 1);
	return path;
}

// One name on one or both sides, of one kind.
static int diff_entry(struct diffing *d, const char *prefix, const struct mg_tree_entry *before,
		      const struct mg_tree_entry *after, unsigned depth)
{
	const struct mg_tree_entry *either = after->mode ? after : before;
	const char *path = join(d->out->arena, prefix, either);

	if (!path)
		return mg_fail_memory(d->err);
	if (!mg_tree_is_folder(either))
		return add(d, path, before, after);
	if (depth == MAX_FOLDER_DEPTH)
		return mg_fail(d->err, MG_EINVALID, _("folders deeper than %u"), MAX_FOLDER_DEPTH);
	return diff_folder(d, path, &before->id, &after->id, depth + 1);
}

// `after` may be a stranger's: a folder named in it holds something.
static int check_not_empty(struct diffing *d, const struct mg_id *id, const struct mg_tree_cursor *t, unsigned depth)
{
	return depth && !mg_id_is_zero(id) && t->at_end ? mg_tree_malformed(d->err) : 0;
}

static int diff_folder(struct diffing *d, const char *prefix, const struct mg_id *before, const struct mg_id *after,
		       unsigned depth)
{
	static const struct mg_tree_entry absent;
	struct mg_tree_cursor old, new = {0};
	int code = mg_tree_open(d->repo, before, &old, d->err);

	if (!code)
		code = mg_tree_open(d->repo, after, &new, d->err);
	if (!code)
		code = check_not_empty(d, after, &new, depth);
	while (!code && (!old.at_end || !new.at_end)) {
		int order = old.at_end ? 1 : new.at_end ? -1 : mg_tree_name_order(&old.now, &new.now);

		if (order == 0 && is_same(&old.now, &new.now))
			mg_tree_pass_same(&old, &new);
		else
			code = diff_entry(d, prefix, order <= 0 ? &old.now : &absent, order >= 0 ? &new.now : &absent,
					  depth);
		if (!code && order <= 0)
			code = mg_tree_next(&old, d->err);
		if (!code && order >= 0)
			code = mg_tree_next(&new, d->err);
	}
	mg_tree_close(&old);
	mg_tree_close(&new);
	return code;
}

int mg_repo_diff(struct mg_repo *repo, const struct mg_id *before, const struct mg_id *after, size_t max_files,
		 struct mg_tree_changes *changes, struct mg_error *err)
{
	struct diffing d = {repo, changes, changes->n + max_files, err};

	return mg_id_equal(before, after) ? 0 : diff_folder(&d, "", before, after, 0);
}
