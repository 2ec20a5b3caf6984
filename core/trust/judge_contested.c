// SPDX-License-Identifier: EUPL-1.2
//
// Which records of a commit have conflicts in its parents' view: of those the view is computed anew (judge_view.c).
#include "core/trust/judge_contested.h"

#include "base/names.h"
#include "core/view/conflict.h"

#include <string.h>

// The conflicts just computed with the base, which are not in the index yet: there may be thousands, as of all else here.
struct computed {
	const struct mg_snapshot_conflict *items;
	struct mg_names by_id, by_path;
};

static int name_computed(struct mg_judging *j, struct computed *of)
{
	size_t n = j->out->base.n_conflicts;
	int code = mg_names_init(&of->by_id, n, j->arena, j->err);

	if (!code)
		code = mg_names_init(&of->by_path, n, j->arena, j->err);
	if (code)
		return code;
	of->items = j->out->base.conflicts;
	for (size_t i = 0; i < n; i++) {
		mg_names_add(&of->by_id, of->items[i].id, i);
		mg_names_add(&of->by_path, of->items[i].path, i);
	}
	mg_names_sort(&of->by_id);
	mg_names_sort(&of->by_path);
	return 0;
}

// The conflicts of a record that were just computed.
static size_t take_computed(struct mg_contested *r, const struct computed *computed)
{
	const struct mg_name *first = mg_names_find(&computed->by_path, mg_slice_of(r->path)), *c = first;
	const struct mg_name *end = computed->by_path.items + computed->by_path.n;

	for (; c && c < end && strcmp(c->text, r->path) == 0; c++) {
		if (r->ids)
			r->ids[r->n_ids++] = computed->items[c->at].id;
	}
	return (size_t)(c - first);
}

// The conflicts of a record in the parents' view.
static int open_conflicts(struct mg_judging *j, const struct computed *computed, struct mg_contested *r)
{
	const char **ids;
	size_t n;
	int code = mg_index_conflicts_of(j->store->index, r->path, j->arena, &ids, &n, j->err);

	if (code)
		return code;
	r->ids = mg_arena_array(j->arena, n + take_computed(r, computed) + 1, sizeof *r->ids);
	if (!r->ids)
		return mg_fail_memory(j->err);
	take_computed(r, computed);
	for (size_t i = 0; !code && i < n; i++) {
		const char *path = mg_conflict_path(ids[i], j->arena);
		struct mg_id blob;

		if (mg_names_find(&computed->by_id, mg_slice_of(ids[i])))
			continue;
		code = path ? mg_snapshot_find(j->store, &j->out->base, path, &blob, j->err) : mg_fail_memory(j->err);
		if (code == 0)
			r->ids[r->n_ids++] = ids[i];
		code = code == MG_ENOTFOUND ? 0 : code;
	}
	return code;
}

// Which record a conflict's file is about: the index knows, or the base just computed it.
static int record_of(struct mg_judging *j, const struct computed *computed, const struct mg_change *c,
		     const char **path)
{
	const struct mg_name *found = mg_names_find(&computed->by_id, mg_slice_of(c->path.parts.id));

	if (found) {
		*path = computed->items[found->at].path;
		return 0;
	}
	return mg_index_conflict(j->store->index, c->path.parts.id, j->arena, path, j->err);
}

// The record that each change is about, and all of them by path.
struct concerned {
	const char **paths;
	struct mg_names by_path;
};

static int name_concerned(struct mg_judging *j, const struct computed *computed, struct concerned *of)
{
	size_t n = j->out->n_changes;
	int code = mg_names_init(&of->by_path, n, j->arena, j->err);

	of->paths = mg_arena_array(j->arena, n + 1, sizeof *of->paths);
	if (code || !of->paths)
		return code ? code : mg_fail_memory(j->err);
	for (size_t i = 0; !code && i < n; i++) {
		const struct mg_change *c = &j->out->changes[i];

		of->paths[i] = c->path.text;
		if (c->path.kind == MG_PATH_CONFLICT)
			code = record_of(j, computed, c, &of->paths[i]);
		mg_names_add(&of->by_path, of->paths[i], i);
	}
	if (!code)
		mg_names_sort(&of->by_path);
	return code;
}

// Room for one more change a conflict's file, so that pointers into the array stay good.
static int make_room(struct mg_judging *j)
{
	struct mg_judged *out = j->out;
	struct mg_change *changes = mg_arena_array(j->arena, 2 * out->n_changes + 1, sizeof *changes);

	if (!changes)
		return mg_fail_memory(j->err);
	if (out->n_changes)
		memcpy(changes, out->changes, out->n_changes * sizeof *changes);
	out->changes = changes;
	return 0;
}

static int add_contested(struct mg_judging *j, const struct computed *computed, struct mg_contested_list *list,
			 const char *path)
{
	struct mg_contested *r = &list->items[list->n];
	int code;

	*r = (struct mg_contested){.path = path, .change = mg_judge_change_at(j, path)};
	code = open_conflicts(j, computed, r);
	list->n += r->n_ids > 0;
	return code;
}

int mg_judge_contested(struct mg_judging *j, struct mg_contested_list *list)
{
	struct concerned concerned;
	struct computed computed;
	int code = make_room(j);

	if (!code)
		code = name_computed(j, &computed);
	if (!code)
		code = name_concerned(j, &computed, &concerned);
	if (code)
		return code;
	list->items = mg_arena_array(j->arena, j->out->n_changes + 1, sizeof *list->items);
	if (!list->items)
		return mg_fail_memory(j->err);
	for (size_t i = 0, n = j->out->n_changes; !code && i < n; i++) {
		const char *path = concerned.paths[i];

		if (mg_names_find(&concerned.by_path, mg_slice_of(path))->at == i) // met for the first time
			code = add_contested(j, &computed, list, path);
	}
	return code;
}
