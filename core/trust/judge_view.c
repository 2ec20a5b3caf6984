// SPDX-License-Identifier: EUPL-1.2
//
// Acceptance, "view": the tree of a commit is the view of its own history, itself included. What a record holds is its
// author's doing whatever it is; what this checks is conflits/: the conflicts that the commit's writes and decisions
// leave open are listed, byte for byte, and no others.
#include "core/trust/judge_contested.h"

#include "base/i18n.h"
#include "base/names.h"
#include "core/view/conflict.h"

#include <stdlib.h>
#include <string.h>

static bool goes(struct mg_judging *j, const char *id)
{
	const char *path = mg_conflict_path(id, j->arena);
	const struct mg_change *c = path ? mg_judge_change_at(j, path) : NULL;

	return c && mg_id_is_zero(&c->after);
}

static int name_conflicts(struct mg_judging *j, const struct mg_view_result *result, struct mg_names *by_id)
{
	int code = mg_names_init(by_id, result->n_conflicts, j->arena, j->err);

	if (code)
		return code;
	for (size_t i = 0; i < result->n_conflicts; i++)
		mg_names_add(by_id, result->conflicts[i].id, i);
	mg_names_sort(by_id);
	return 0;
}

static const struct mg_conflict *conflict_of(const struct mg_view_result *result, const struct mg_names *by_id,
					     const char *id)
{
	const struct mg_name *found = mg_names_find(by_id, mg_slice_of(id));

	return found ? &result->conflicts[found->at] : NULL;
}

// What the record holds in the commit's tree.
static int value_after(struct mg_judging *j, const struct mg_contested *r, const struct mg_node **value)
{
	int code;

	*value = NULL;
	if (r->change || strncmp(r->path + strlen(r->path) - 5, ".yaml", 5) != 0) {
		*value = r->change ? r->change->new : NULL;
		return 0;
	}
	code = mg_judge_value(j, r->path, value);
	return code == MG_ENOTFOUND ? 0 : code;
}

// In order of what is written, then of when.
static int compare_writes(const void *a, const void *b)
{
	const struct mg_write *const *x = a, *const *y = b;
	int order = strcmp((*x)->place, (*y)->place);

	if (!order)
		order = ((*x)->op > (*y)->op) - ((*x)->op < (*y)->op);
	if (!order)
		order = strcmp((*x)->value ? (*x)->value : "", (*y)->value ? (*y)->value : "");
	return order ? order : (*x > *y) - (*x < *y);
}

static bool writes_the_same(const struct mg_write *a, const struct mg_write *b)
{
	return a->op == b->op && strcmp(a->place, b->place) == 0 &&
	       strcmp(a->value ? a->value : "", b->value ? b->value : "") == 0;
}

// Leaves out what is written a second time: settling the kind of a list writes all that is in it, and a value in it may
// have had a conflict of its own that goes too.
static int leave_out_twins(struct mg_judging *j, struct mg_writes *writes)
{
	const struct mg_write **sorted = mg_arena_array(j->arena, writes->n, sizeof(struct mg_write *));
	bool *twin = mg_arena_array(j->arena, writes->n, sizeof *twin);
	size_t n = 0;

	if (!sorted || !twin)
		return mg_fail_memory(j->err);
	for (size_t i = 0; i < writes->n; i++)
		sorted[i] = &writes->items[i];
	if (writes->n)
		qsort(sorted, writes->n, sizeof(struct mg_write *), compare_writes);
	for (size_t i = 1; i < writes->n; i++)
		twin[sorted[i] - writes->items] = writes_the_same(sorted[i - 1], sorted[i]);
	for (size_t i = 0; i < writes->n; i++)
		if (!twin[i])
			writes->items[n++] = writes->items[i];
	writes->n = n;
	return 0;
}

// Adds to the record's writes those by which the conflicts that go are settled.
static int settle(struct mg_judging *j, struct mg_contested *r, const struct mg_node *after)
{
	struct mg_view_result before;
	struct mg_view_input input;
	struct mg_writes writes = {.arena = j->arena};
	struct mg_place_set ended;
	struct mg_names by_id = {0};
	size_t own = r->change ? r->change->n_writes : 0;
	int code = mg_snapshot_record(j->store, r->path, j->frontier, j->n_frontier, NULL, j->arena, &before, &input,
				      j->err);

	writes.items = mg_arena_array(j->arena, own + 1, sizeof *writes.items);
	if (!code)
		code = name_conflicts(j, &before, &by_id);
	if (code || !writes.items)
		return code ? code : mg_fail_memory(j->err);
	if (own)
		memcpy(writes.items, r->change->writes, own * sizeof *writes.items);
	writes.n = own;
	writes.cap = own + 1;
	code = mg_conflict_ended(&writes, j->arena, &ended, j->err);
	for (size_t i = 0; !code && i < r->n_ids; i++) {
		const struct mg_conflict *c = conflict_of(&before, &by_id, r->ids[i]);

		if (!goes(j, r->ids[i]) || !c || mg_place_set_contains(&ended, c->at))
			continue;
		code = mg_conflict_settle(c, &input, after, &writes, j->err);
	}
	if (!code && writes.n > own)
		code = leave_out_twins(j, &writes);
	r->change->writes = writes.items;
	r->change->n_writes = writes.n;
	return code;
}

// A record of which only conflicts are settled has no change yet: it gets one, with no bytes changed. There is room:
// see mg_judge_contested.
static int need_change(struct mg_judging *j, struct mg_contested *r)
{
	int code;

	if (r->change)
		return 0;
	r->change = &j->out->changes[j->out->n_changes];
	code = mg_path_parse(j->store->types, r->path, &r->change->path, j->err);
	if (!code)
		code = mg_snapshot_find(j->store, &j->out->base, r->path, &r->change->before, j->err);
	if (code && code != MG_ENOTFOUND)
		return code;
	r->change->after = r->change->before;
	j->out->n_changes++;
	return 0;
}

// The conflicts left are exactly the files left, with the bytes they had.
static int compare(struct mg_judging *j, const struct mg_contested *r, const struct mg_view_result *result,
		   const struct mg_view_input *input)
{
	struct mg_buf text = {0};
	struct mg_names by_id;
	size_t staying = 0;
	int code = name_conflicts(j, result, &by_id);

	for (size_t i = 0; !code && i < r->n_ids; i++) {
		const struct mg_conflict *c = conflict_of(result, &by_id, r->ids[i]);
		const char *path = mg_conflict_path(r->ids[i], j->arena);
		struct mg_id had, has;

		if (goes(j, r->ids[i])) {
			if (c)
				code = mg_judge_refuse(j, MG_CHECK_VIEW, path,
						       _("it removes a conflict that is not settled"));
			continue;
		}
		staying++;
		if (!c) {
			code = mg_judge_refuse(j, MG_CHECK_VIEW, path, _("it writes %s without settling its conflict"),
					       r->path);
			continue;
		}
		code = mg_conflict_format(c, input, &text, j->err);
		if (!code)
			code = mg_repo_hash(MG_OBJECT_BLOB, mg_buf_slice(&text), &has, j->err);
		if (!code)
			code = mg_snapshot_find(j->store, &j->out->base, path, &had, j->err);
		if (!code && !mg_id_equal(&had, &has))
			code = mg_judge_refuse(j, MG_CHECK_VIEW, path, _("it leaves a conflict that it changes"));
	}
	mg_buf_clear(&text);
	if (!code && result->n_conflicts != staying)
		code = mg_judge_refuse(j, MG_CHECK_VIEW, r->path,
				       _("its tree does not list the conflicts of its history"));
	return code;
}

// As history sees it: the order of a set or of a keyed list is layout.
static int check_value(struct mg_judging *j, const struct mg_contested *r, const struct mg_node *view,
		       const struct mg_node *after)
{
	struct mg_writes writes = {.arena = j->arena};
	int code = r->change->path.kind == MG_PATH_RECORD ? mg_diff(view, after, &writes, j->err) : 0;

	return code || !writes.n ? code
				 : mg_judge_refuse(j, MG_CHECK_VIEW, r->path,
						   _("%s is not what its history amounts to"), r->path);
}

static int check_contested(struct mg_judging *j, struct mg_contested *r)
{
	const struct mg_node *after;
	struct mg_view_result result;
	struct mg_view_input input;
	int code = value_after(j, r, &after);

	if (!code)
		code = need_change(j, r);
	if (!code)
		code = settle(j, r, after);
	if (!code) {
		struct mg_pending pending = {j->commit, r->change->writes, r->change->n_writes};

		code = mg_snapshot_record(j->store, r->path, j->frontier, j->n_frontier, &pending, j->arena, &result,
					  &input, j->err);
	}
	if (!code)
		code = check_value(j, r, result.value, after);
	return code ? code : compare(j, r, &result, &input);
}

// Most views have no conflict at all.
static bool has_conflicts(const struct mg_judging *j)
{
	return j->out->base.n_conflicts || mg_repo_has_folder(j->store->repo, &j->out->base.tree, "conflits");
}

static int check_nobody_wrote(struct mg_judging *j)
{
	for (size_t i = 0; i < j->out->n_changes; i++) {
		const struct mg_change *c = &j->out->changes[i];

		if (c->path.kind == MG_PATH_CONFLICT && !mg_id_is_zero(&c->after))
			return mg_judge_refuse(j, MG_CHECK_VIEW, c->path.text,
					       _("conflits/ is computed: nobody writes in it"));
	}
	return 0;
}

int mg_judge_view(struct mg_judging *j)
{
	struct mg_contested_list list = {0};
	int code = check_nobody_wrote(j);

	if (code || !has_conflicts(j))
		return code;
	code = mg_judge_contested(j, &list);
	for (size_t i = 0; !code && i < list.n; i++)
		code = check_contested(j, &list.items[i]);
	return code;
}
