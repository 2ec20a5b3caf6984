// SPDX-License-Identifier: EUPL-1.2
//
// Conflicts that go with what is recorded. A person may settle thousands at once.
#include "core/line/recording.h"

#include "core/view/conflict.h"

int mg_recording_name(struct mg_line_recording *r)
{
	const struct mg_record_request *request = r->request;
	int code = mg_names_init(&r->named, request->n_settle, r->arena, r->err);

	r->is_settled = mg_arena_array(r->arena, request->n_settle + 1, sizeof *r->is_settled);
	if (code || !r->is_settled)
		return code ? code : mg_fail_memory(r->err);
	for (size_t i = 0; i < request->n_settle; i++)
		mg_names_add(&r->named, request->settle[i], i);
	mg_names_sort(&r->named);
	return 0;
}

static const struct mg_name *named(const struct mg_line_recording *r, const char *id)
{
	return mg_names_find(&r->named, mg_slice_of(id));
}

// Where something is decided: the places of the writes, and of the conflicts that are named.
static int decided_places(struct mg_line_recording *r, const struct mg_view_result *result,
			  const struct mg_writes *writes, struct mg_place_set *places)
{
	int code = mg_place_set_init(places, writes->n + result->n_conflicts, r->arena, r->err);

	for (size_t i = 0; !code && i < writes->n; i++)
		mg_place_set_add(places, writes->items[i].place);
	for (size_t i = 0; !code && i < result->n_conflicts; i++) {
		if (named(r, result->conflicts[i].id))
			mg_place_set_add(places, result->conflicts[i].at);
	}
	if (!code)
		mg_place_set_sort(places);
	return code;
}

// Which kind of value stands at a place is settled by writing the place anew, which settles what is below it.
static int renewed_places(struct mg_line_recording *r, const struct mg_view_result *result,
			  const struct mg_place_set *decided, struct mg_place_set *places)
{
	int code = mg_place_set_init(places, result->n_conflicts, r->arena, r->err);

	for (size_t i = 0; !code && i < result->n_conflicts; i++) {
		const struct mg_conflict *c = &result->conflicts[i];

		if (c->kinds && mg_conflict_touched_by(c, decided))
			mg_place_set_add(places, c->at);
	}
	if (!code)
		mg_place_set_sort(places);
	return code;
}

static int settle(struct mg_line_recording *r, const char *path, const struct mg_conflict *c)
{
	struct mg_settled *list =
		mg_arena_grow(r->arena, r->out->settled, r->out->n_settled, &r->settled_cap, sizeof *list);
	const struct mg_name *request = named(r, c->id), *end = r->named.items + r->named.n;
	char *id = mg_arena_strdup(r->arena, c->id);
	char *record = mg_arena_strdup(r->arena, path);

	if (!list || !id || !record)
		return mg_fail_memory(r->err);
	r->out->settled = list;
	list[r->out->n_settled++] = (struct mg_settled){id, record, c->place};
	for (; request && request < end && strcmp(request->text, id) == 0; request++)
		r->is_settled[request->at] = true;
	return 0;
}

int mg_recording_settle(struct mg_line_recording *r, const char *path, const struct mg_writes *writes)
{
	struct mg_place_set decided, renewed;
	struct mg_view_result result;
	struct mg_view_input input;
	int code = mg_snapshot_record(&r->copy->store, path, r->line.frontier, r->line.n_frontier, NULL, r->arena,
				      &result, &input, r->err);

	if (code || !result.n_conflicts)
		return code;
	code = decided_places(r, &result, writes, &decided);
	if (!code)
		code = renewed_places(r, &result, &decided, &renewed);
	for (size_t i = 0; !code && i < result.n_conflicts; i++) {
		const struct mg_conflict *c = &result.conflicts[i];

		if (mg_conflict_touched_by(c, &decided) || mg_place_set_contains(&renewed, c->at))
			code = settle(r, path, c);
	}
	return code;
}

// Each record is looked at once, in the order in which its conflicts were named.
int mg_recording_settle_named(struct mg_line_recording *r)
{
	const struct mg_record_request *request = r->request;
	const char **paths = mg_arena_array(r->arena, request->n_settle + 1, sizeof *paths);
	struct mg_writes none = {.arena = r->arena};
	struct mg_names by_path;
	int code = mg_names_init(&by_path, request->n_settle, r->arena, r->err);

	if (!code && !paths)
		code = mg_fail_memory(r->err);
	for (size_t i = 0; !code && i < request->n_settle; i++) {
		if (r->is_settled[i]) // by an edit
			continue;
		code = mg_index_conflict(r->copy->store.index, request->settle[i], r->arena, &paths[i], r->err);
		if (!code)
			mg_names_add(&by_path, paths[i], i);
	}
	mg_names_sort(&by_path);
	for (size_t i = 0; !code && i < request->n_settle; i++) {
		if (paths[i] && mg_names_find(&by_path, mg_slice_of(paths[i]))->at == i)
			code = mg_recording_settle(r, paths[i], &none);
	}
	return code;
}

// All together: of thousands each has not to be moved for the next.
int mg_recording_remove_settled(struct mg_line_recording *r)
{
	int code = 0;

	r->tree.gathers = true;
	for (size_t i = 0; !code && i < r->out->n_settled; i++) {
		const char *file = mg_conflict_path(r->out->settled[i].id, r->arena);

		code = file ? mg_snapshot_put_blob(&r->tree, file, NULL, r->err) : mg_fail_memory(r->err);
	}
	return code ? code : mg_snapshot_sort(&r->tree, r->err);
}
