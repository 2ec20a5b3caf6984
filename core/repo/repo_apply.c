// SPDX-License-Identifier: EUPL-1.2
//
// A tree with some files changed: what is not touched is copied as it stands.
#include "core/repo/tree_cursor.h"

// Changes below one folder: those whose paths go on from `from`, by rising path.
struct edits {
	const struct mg_tree_change *items;
	size_t n;
	size_t from; // bytes of each path that are the folder's
};

static void put_entry(struct mg_buf *out, const struct mg_tree_entry *e)
{
	mg_buf_printf(out, "%o ", e->mode);
	mg_buf_put_slice(out, e->name);
	mg_buf_putc(out, '\0');
	mg_buf_put(out, e->id.bytes, MG_ID_BYTES);
}

// The first edits that are about one name: a file, or all that lies below one folder.
static struct edits take_name(struct edits *rest, struct mg_tree_entry *name)
{
	const char *path = rest->items[0].path + rest->from;
	const char *slash = strchr(path, '/');
	struct edits one = {rest->items, 1, rest->from};

	*name = (struct mg_tree_entry){.mode = slash ? MG_MODE_FOLDER : MG_MODE_FILE,
				       .name = {path, slash ? (size_t)(slash - path) : strlen(path)}};
	if (slash) {
		one.from += name->name.len + 1;
		while (one.n < rest->n && strncmp(rest->items[one.n].path + rest->from, path, name->name.len + 1) == 0)
			one.n++;
	}
	rest->items += one.n;
	rest->n -= one.n;
	return one;
}

static int apply_folder(struct mg_repo *repo, const struct mg_id *base, struct edits edits, struct mg_id *out,
			struct mg_error *err);

// What a name becomes: its new entry in *name, a zero id when it goes.
static int apply_name(struct mg_repo *repo, const struct edits *edits, const struct mg_tree_entry *old,
		      struct mg_tree_entry *name, struct mg_error *err)
{
	static const struct mg_id nothing;

	if (!mg_tree_is_folder(name)) {
		name->id = edits->items[0].after;
		return 0;
	}
	return apply_folder(repo, old ? &old->id : &nothing, *edits, &name->id, err);
}

// The entries of the old tree from one place on to where it is now, as they are.
static void put_old(struct mg_buf *out, const struct mg_tree_cursor *old, const char *from)
{
	mg_buf_put(out, from, (size_t)(old->start - from));
}

static int merge_folder(struct mg_repo *repo, struct mg_tree_cursor *old, struct edits edits, struct mg_buf *out,
			struct mg_error *err)
{
	int code = 0;

	while (!code && edits.n) {
		struct mg_tree_entry name;
		struct edits one = take_name(&edits, &name);
		const char *from = old->start;
		bool there;

		while (!code && !old->at_end && mg_tree_name_order(&old->now, &name) < 0)
			code = mg_tree_next(old, err);
		put_old(out, old, from);
		there = !code && !old->at_end && mg_tree_name_order(&old->now, &name) == 0;
		if (!code)
			code = apply_name(repo, &one, there ? &old->now : NULL, &name, err);
		if (!code && !mg_id_is_zero(&name.id))
			put_entry(out, &name);
		if (!code && there)
			code = mg_tree_next(old, err);
	}
	if (!code && !old->at_end)
		mg_buf_put(out, old->start, (size_t)(old->rest.data + old->rest.len - old->start));
	return code ? code : mg_buf_check(out, err);
}

static int apply_folder(struct mg_repo *repo, const struct mg_id *base, struct edits edits, struct mg_id *out,
			struct mg_error *err)
{
	struct mg_buf bytes = {0};
	struct mg_tree_cursor old;
	int code = mg_tree_open(repo, base, &old, err);

	memset(out, 0, sizeof *out);
	if (!code)
		code = merge_folder(repo, &old, edits, &bytes, err);
	if (!code && (bytes.len || !edits.from)) // an empty folder goes; an empty CA is a tree
		code = mg_repo_write(repo, MG_OBJECT_TREE, mg_buf_slice(&bytes), out, err);
	mg_tree_close(&old);
	mg_buf_clear(&bytes);
	return code;
}

int mg_repo_apply(struct mg_repo *repo, const struct mg_id *base, const struct mg_tree_change *changes, size_t n,
		  struct mg_id *tree, struct mg_error *err)
{
	return apply_folder(repo, base, (struct edits){changes, n, 0}, tree, err);
}
