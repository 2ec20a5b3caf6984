// SPDX-License-Identifier: EUPL-1.2
//
// Open conflicts of the view, and deciding them.
#include "core/view/conflict.h"
#include "core/copy/copy_impl.h"
#include "core/index/index_documents.h"

#include "base/file.h"
#include "base/i18n.h"

#include <git2.h>
#include <stdlib.h>

// ---- which records have one

struct names {
	struct mg_arena *arena;
	const char **paths; // of records
	size_t n, cap;
	struct mg_error *err;
};

static int add_record(struct mg_copy *copy, struct names *names, const char *file)
{
	struct mg_path parsed;
	const char *path = NULL;
	const char **grown;
	struct mg_buf full = {0};
	int code;

	mg_buf_printf(&full, MG_CONFLICT_FOLDER "%s", file);
	code = mg_path_parse(copy->store.types, mg_buf_text(&full), &parsed, names->err);
	mg_buf_clear(&full);
	if (!code)
		code = mg_index_conflict(copy->store.index, parsed.parts.id, names->arena, &path, names->err);
	if (code)
		return code;
	grown = mg_arena_grow(names->arena, names->paths, names->n, &names->cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(names->err);
	names->paths = grown;
	grown[names->n++] = path;
	return 0;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// Each once: a record may have many.
static void sort_names(struct names *names)
{
	size_t kept = 0;

	if (names->n)
		qsort(names->paths, names->n, sizeof *names->paths, by_path);
	for (size_t i = 0; i < names->n; i++) {
		if (!kept || strcmp(names->paths[kept - 1], names->paths[i]) != 0)
			names->paths[kept++] = names->paths[i];
	}
	names->n = kept;
}

static int records_in_conflict(struct mg_copy *copy, struct names *names)
{
	git_tree_entry *entry = NULL;
	git_tree *main = NULL, *folder = NULL;
	struct mg_id tree;
	git_oid oid;
	int rc, code = mg_copy_main_tree(copy, &tree, names->err);

	if (code)
		return code;
	git_oid_fromraw(&oid, tree.bytes);
	rc = git_tree_lookup(&main, mg_repo_git(copy->store.repo), &oid);
	if (rc == 0)
		rc = git_tree_entry_bypath(&entry, main, "conflits");
	if (rc == 0)
		rc = git_tree_lookup(&folder, mg_repo_git(copy->store.repo), git_tree_entry_id(entry));
	if (rc < 0 && rc != GIT_ENOTFOUND)
		code = mg_fail_git(names->err, rc, _("cannot read conflits/"));
	for (size_t i = 0, n = folder ? git_tree_entrycount(folder) : 0; !code && i < n; i++)
		code = add_record(copy, names, git_tree_entry_name(git_tree_entry_byindex(folder, i)));
	git_tree_free(folder);
	git_tree_entry_free(entry);
	git_tree_free(main);
	sort_names(names);
	return code;
}

// ---- all of them

struct list {
	struct mg_open_conflict *items;
	size_t n, cap;
};

static int add_conflicts(struct mg_copy *copy, const char *path, const struct mg_index_commit *frontier, size_t n,
			 struct mg_arena *arena, struct list *list, struct mg_error *err)
{
	struct mg_view_input *input = mg_arena_alloc(arena, sizeof *input);
	struct mg_view_result *result = mg_arena_alloc(arena, sizeof *result);
	int code;

	if (!input || !result)
		return mg_fail_memory(err);
	code = mg_snapshot_record(&copy->store, path, frontier, n, NULL, arena, result, input, err);
	if (!code)
		code = mg_view_sides(input, arena, result, err);
	for (size_t i = 0; !code && i < result->n_conflicts; i++) {
		struct mg_open_conflict *grown = mg_arena_grow(arena, list->items, list->n, &list->cap, sizeof *grown);

		if (!grown)
			return mg_fail_memory(err);
		list->items = grown;
		grown[list->n++] = (struct mg_open_conflict){path, &result->conflicts[i], input};
	}
	return code;
}

int mg_copy_conflicts(struct mg_copy *copy, struct mg_arena *arena, struct mg_open_conflict **out, size_t *n,
		      struct mg_error *err)
{
	struct names names = {.arena = arena, .err = err};
	struct mg_index_commit *frontier;
	struct list list = {0};
	size_t n_frontier;
	bool held;
	int code = mg_copy_frontier(copy, arena, &frontier, &n_frontier, err);

	if (!code)
		code = records_in_conflict(copy, &names);
	if (!code)
		code = mg_index_hold(copy->store.index, err);
	held = !code;
	for (size_t i = 0; !code && i < names.n; i++)
		code = add_conflicts(copy, names.paths[i], frontier, n_frontier, arena, &list, err);
	if (held)
		mg_index_release(copy->store.index);
	*out = list.items;
	*n = list.n;
	return code;
}

// ---- deciding one

static const struct mg_open_conflict *find(const struct mg_open_conflict *list, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(list[i].conflict->id, id) == 0)
			return &list[i];
	}
	return NULL;
}

// The record with the place set to what was chosen; data NULL when the record itself goes.
static int chosen_text(struct mg_copy *copy, const struct mg_open_conflict *open, const struct mg_node *value,
		       struct mg_arena *arena, struct mg_buf *out, struct mg_error *err)
{
	struct mg_place place;
	struct mg_doc doc;
	int code = mg_place_parse(open->conflict->at, arena, &place, err);

	if (code)
		return code;
	if (!place.n) {
		if (value)
			mg_yaml_write(value, out);
		return mg_buf_check(out, err);
	}
	mg_doc_init(&doc);
	code = mg_copy_read_doc(copy, open->path, &doc, err);
	if (!code)
		code = mg_yaml_set(&doc, &place, value, out, err);
	mg_doc_clear(&doc);
	return code;
}

// Two contents of a file that is no record (an attachment's or signature's path): chosen by its object.
static int chosen_object(struct mg_copy *copy, const struct mg_node *value, struct mg_buf *out, struct mg_error *err)
{
	char hex[MG_ID_HEX] = "";
	struct mg_id id;

	if (!value)
		return 0;
	if (value->text.len == MG_ID_HEX - 1)
		memcpy(hex, value->text.data, value->text.len);
	if (!mg_id_parse(hex, &id))
		return mg_fail(err, MG_EINVALID, _("the history holds no object name"));
	return mg_repo_read(copy->store.repo, &id, MG_OBJECT_BLOB, MG_MAX_PIECE_BYTES, out, err);
}

static int settle_with(struct mg_copy *copy, const struct mg_open_conflict *open, const struct mg_node *value,
		       const char *reason, struct mg_arena *arena, struct mg_recorded *out, struct mg_error *err)
{
	const char *id = open->conflict->id;
	struct mg_edit edit = {.path = open->path};
	struct mg_buf text = {0};
	struct mg_path parsed;
	int code = mg_path_parse(copy->store.types, open->path, &parsed, err);

	if (!code)
		code = parsed.kind == MG_PATH_RECORD ? chosen_text(copy, open, value, arena, &text, err)
						     : chosen_object(copy, value, &text, err);
	if (!code && text.len)
		edit.bytes = mg_buf_slice(&text);
	if (!code)
		code = mg_copy_record(copy, &edit, 1, &id, 1, reason, arena, out, NULL, err);
	mg_buf_clear(&text);
	return code;
}

static int settle_as_shown(struct mg_copy *copy, const char *id, const char *reason, struct mg_arena *arena,
			   struct mg_recorded *out, struct mg_error *err)
{
	return mg_copy_record(copy, NULL, 0, &id, 1, reason, arena, out, NULL, err);
}

// What was signed stays: taking what was written beside it would only close the conflict.
static int refuse_sealed(const struct mg_open_conflict *open, size_t take, struct mg_error *err)
{
	const struct mg_conflict *c = open->conflict;
	size_t signed_one = 1;

	while (signed_one < c->n_entries && c->entries[signed_one - 1].side != c->shown)
		signed_one++;
	mg_fail(err, MG_EDENIED, _("%s is signed: value %zu cannot take the place of what was signed"), open->path,
		take);
	return mg_error_hint(err,
			     _("--take %zu keeps what was signed and closes the conflict; what value %zu changes goes "
			       "in a new version beside it, which `maillage new` drafts"),
			     signed_one, take);
}

int mg_copy_resolve(struct mg_copy *copy, const char *id, size_t take, const struct mg_node *value, const char *reason,
		    struct mg_arena *arena, struct mg_recorded *out, struct mg_error *err)
{
	const struct mg_open_conflict *open;
	struct mg_open_conflict *list;
	size_t n;
	int code = mg_copy_lock(copy, err);

	*out = (struct mg_recorded){0};
	if (code)
		return code;
	code = mg_copy_conflicts(copy, arena, &list, &n, err);
	open = code ? NULL : find(list, n, id);
	if (!code && !open) {
		mg_fail(err, MG_ENOTFOUND, _("there is no open conflict %s"), id);
		code = mg_error_hint(err, _("`maillage conflicts` lists them"));
	} else if (!code && take > open->conflict->n_entries) {
		code = mg_fail(err, MG_EUSAGE, _("the conflict %s has values 1 to %zu"), id, open->conflict->n_entries);
	} else if (!code && take && open->conflict->entries[take - 1].side == open->conflict->shown) {
		code = settle_as_shown(copy, id, reason, arena, out, err);
	} else if (!code && take && open->conflict->sealed) {
		code = refuse_sealed(open, take, err);
	} else if (!code) {
		code = settle_with(copy, open,
				   take ? open->conflict->sides[open->conflict->entries[take - 1].side] : value, reason,
				   arena, out, err);
	}
	mg_copy_unlock(copy);
	return code;
}
