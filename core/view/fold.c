// SPDX-License-Identifier: EUPL-1.2
//
// Computing the view of a frontier of several commits. Only files that recent commits touched or wrote can differ between
// the tips' trees (core/index/index_recent.h). What one of them amounts to alone is taken as it is; the others (with their
// conflicts and signatures) are folded from their own history.
#include "core/view/snapshot.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "core/view/conflict.h"
#include "core/index/index_documents.h"
#include "core/index/index_recent.h"
#include "core/index/index_set.h"
#include "core/view/layout.h"
#include "core/view/sealed.h"
#include "schema/record/path.h"
#include "schema/yaml/yaml.h"

struct fold {
	struct mg_store *store;
	const struct mg_index_commit *frontier;
	size_t n;
	mg_position *positions; // of the frontier
	struct mg_arena *arena;
	struct mg_snapshot *out;
	size_t conflicts_cap;
	struct mg_layouts layouts;
	struct mg_error *err;
};

// ---- the history of one file, as the view needs it

static const mg_position pending_position = UINT32_MAX;

struct ancestry {
	struct mg_index *index;
};

static bool saw(void *context, uint32_t later, uint32_t earlier)
{
	const struct ancestry *ancestry = context;

	if (later == pending_position || earlier == pending_position)
		return later == pending_position && earlier != pending_position;
	return mg_index_saw(ancestry->index, later, earlier);
}

static int positions_of(const struct mg_index_commit *frontier, size_t n, struct mg_arena *arena, mg_position **out,
			struct mg_error *err)
{
	mg_position *positions = mg_arena_array(arena, n + 1, sizeof *positions);

	if (!positions)
		return mg_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		positions[i] = frontier[i].position;
	*out = positions;
	return 0;
}

static void keep_within(struct mg_index *index, const struct mg_index_set *all, struct mg_index_history *h)
{
	size_t kept = 0;

	for (size_t i = 0; i < h->n_touches; i++) {
		if (mg_index_set_has(index, all, h->touches[i].position))
			h->touches[kept++] = h->touches[i];
	}
	h->n_touches = kept;
	kept = 0;
	for (size_t i = 0; i < h->n_writes; i++) {
		if (!mg_index_set_has(index, all, h->written_by[i]))
			continue;
		h->writes[kept] = h->writes[i];
		h->written_by[kept++] = h->written_by[i];
	}
	h->n_writes = kept;
}

// Keeps of a record's history what lies in the history of the frontier. Of 200 tips, not each is asked about each write.
static int restrict_to(struct mg_index *index, const mg_position *frontier, size_t n, struct mg_index_history *h,
		       struct mg_error *err)
{
	struct mg_index_set all = {0};
	int code = 0;

	for (size_t i = 0; !code && i < n; i++)
		code = mg_index_set_add(index, &all, frontier[i], err);
	if (!code)
		keep_within(index, &all, h);
	mg_index_set_clear(&all);
	return code;
}

static int describe(struct mg_index *index, mg_position position, struct mg_arena *arena, struct mg_view_commit *out,
		    struct mg_error *err)
{
	struct mg_index_commit commit;
	int code = mg_index_commit(index, position, &commit, err);

	if (code)
		return code;
	*out = (struct mg_view_commit){.id = commit.id,
				       .stamp_ms = commit.stamp_ms,
				       .position = position,
				       .actor = mg_arena_strdup(arena, commit.actor),
				       .key = mg_arena_strdup(arena, commit.key)};
	return out->actor && out->key ? 0 : mg_fail_memory(err);
}

struct input {
	struct mg_view_commit *commits;
	size_t n_commits;
	struct mg_view_write *writes;
	size_t n_writes;
};

static int add_history(struct mg_index *index, const struct mg_index_history *h, struct mg_arena *arena,
		       struct input *in, struct mg_error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < h->n_writes; i++) {
		if (i == 0 || h->written_by[i] != h->written_by[i - 1])
			code = describe(index, h->written_by[i], arena, &in->commits[in->n_commits++], err);
		in->writes[in->n_writes++] = (struct mg_view_write){.commit = (uint32_t)in->n_commits - 1,
								    .op = h->writes[i].op,
								    .place = h->writes[i].place,
								    .value = h->writes[i].value};
	}
	return code;
}

static void add_pending(const struct mg_pending *pending, struct input *in)
{
	in->commits[in->n_commits++] = (struct mg_view_commit){.id = pending->commit->id,
							       .stamp_ms = pending->commit->stamp_ms,
							       .position = pending_position,
							       .actor = pending->commit->actor,
							       .key = pending->commit->key};
	for (size_t i = 0; i < pending->n_writes; i++)
		in->writes[in->n_writes++] = (struct mg_view_write){.commit = (uint32_t)in->n_commits - 1,
								    .op = pending->writes[i].op,
								    .place = pending->writes[i].place,
								    .value = pending->writes[i].value};
}

static int view_of(struct mg_store *store, const char *path, const struct mg_index_history *h,
		   const struct mg_pending *pending, struct mg_arena *arena, struct mg_view_result *result,
		   struct mg_view_input *input, struct mg_error *err)
{
	size_t n = h->n_writes + (pending ? pending->n_writes : 0);
	struct ancestry *ancestry = mg_arena_alloc(arena, sizeof *ancestry);
	struct input in = {.commits = mg_arena_array(arena, n + 1, sizeof *in.commits),
			   .writes = mg_arena_array(arena, n + 1, sizeof *in.writes)};
	int code;

	if (!ancestry || !in.commits || !in.writes)
		return mg_fail_memory(err);
	ancestry->index = store->index;
	code = add_history(store->index, h, arena, &in, err);
	if (code)
		return code;
	if (pending)
		add_pending(pending, &in);
	*input = (struct mg_view_input){.path = mg_arena_strdup(arena, path),
					.commits = in.commits,
					.n_commits = in.n_commits,
					.writes = in.writes,
					.n_writes = in.n_writes,
					.saw = saw,
					.context = ancestry};
	return input->path ? mg_view_record(input, arena, result, err) : mg_fail_memory(err);
}

// The view of a record of whatever kind, sealed or not; *sealed tells.
static int record_view(struct mg_store *store, const struct mg_path *path, const mg_position *frontier, size_t n,
		       const struct mg_index_history *h, const struct mg_pending *pending, struct mg_arena *arena,
		       struct mg_sealed *sealed, struct mg_view_result *result, struct mg_view_input *input,
		       struct mg_error *err)
{
	int code = mg_sealed_find(store, path, frontier, n, arena, sealed, err);

	if (!code && sealed->is_sealed)
		return mg_sealed_view(store, path, sealed, h, pending, arena, result, input, err);
	return code ? code : view_of(store, path->text, h, pending, arena, result, input, err);
}

int mg_snapshot_record(struct mg_store *store, const char *path, const struct mg_index_commit *frontier, size_t n,
		       const struct mg_pending *pending, struct mg_arena *arena, struct mg_view_result *result,
		       struct mg_view_input *input, struct mg_error *err)
{
	struct mg_index_history h;
	struct mg_sealed sealed;
	struct mg_path parsed;
	mg_position *positions = NULL;
	int code = mg_path_parse(store->types, path, &parsed, err);

	if (!code)
		code = positions_of(frontier, n, arena, &positions, err);
	if (!code)
		code = mg_index_history(store->index, path, arena, &h, err);
	if (!code)
		code = restrict_to(store->index, positions, n, &h, err);
	if (code)
		return code;
	return record_view(store, &parsed, positions, n, &h, pending, arena, &sealed, result, input, err);
}

// ---- bytes

// Moves to the front the touches that no other has among its ancestors; returns how many.
static size_t maximal_touches(struct mg_index *index, struct mg_index_touch *touches, size_t n)
{
	size_t first = n; // the maximal ones found so far stand from here on: ancestors come before descendants

	for (size_t i = n; i-- > 0;) {
		bool seen = false;

		for (size_t j = first; !seen && j < n; j++)
			seen = mg_index_saw(index, touches[j].position, touches[i].position);
		if (!seen)
			touches[--first] = touches[i];
	}
	if (n > first)
		memmove(touches, touches + first, (n - first) * sizeof *touches);
	return n - first;
}

// The latest of them that holds the file; NULL when none does.
static int latest_holder(struct fold *f, const struct mg_index_touch *touches, size_t n,
			 const struct mg_index_touch **out)
{
	struct mg_index_commit best = {0};

	*out = NULL;
	for (size_t i = 0; i < n; i++) {
		struct mg_index_commit commit;
		int code = mg_index_commit(f->store->index, touches[i].position, &commit, f->err);

		if (code)
			return code;
		if (mg_id_is_zero(&touches[i].blob))
			continue;
		if (!*out || commit.stamp_ms > best.stamp_ms ||
		    (commit.stamp_ms == best.stamp_ms && mg_id_compare(&commit.id, &best.id) > 0)) {
			best = commit;
			*out = &touches[i];
		}
	}
	return 0;
}

// A conflict settled as it was shown changes no bytes: that is a write without a touch, and its value may win over the
// last toucher's.
static bool saw_every_write(struct mg_index *index, const struct mg_index_history *h,
			    const struct mg_index_touch *touch)
{
	for (size_t i = 0; i < h->n_writes; i++) {
		if (h->written_by[i] != touch->position && !mg_index_saw(index, touch->position, h->written_by[i]))
			return false;
	}
	return true;
}

static int put_record(struct fold *f, const char *path, struct mg_index_history *h, const struct mg_node *value)
{
	size_t n = maximal_touches(f->store->index, h->touches, h->n_touches);
	const struct mg_index_touch *base;
	struct mg_buf text = {0};
	int code;

	if (!value)
		return mg_snapshot_put_blob(f->out, path, NULL, f->err);
	if (n == 1 && !mg_id_is_zero(&h->touches[0].blob) && saw_every_write(f->store->index, h, &h->touches[0]))
		return mg_snapshot_put_blob(f->out, path, &h->touches[0].blob, f->err);
	code = latest_holder(f, h->touches, n, &base);
	if (code)
		return code;
	if (base)
		return mg_layouts_add(&f->layouts, f->store, f->out, path, &base->blob, value, f->err);
	mg_yaml_write(value, &text);
	code = mg_buf_check(&text, f->err);
	if (!code)
		code = mg_snapshot_put(f->out, path, mg_buf_slice(&text), f->err);
	mg_buf_clear(&text);
	return code;
}

// ---- conflicts

static int put_conflict(struct fold *f, const struct mg_conflict *c, const struct mg_view_input *input)
{
	struct mg_snapshot_conflict *names =
		mg_arena_grow(f->arena, f->out->conflicts, f->out->n_conflicts, &f->conflicts_cap, sizeof *names);
	struct mg_buf text = {0};
	const char *path = mg_conflict_path(c->id, f->arena);
	int code = names && path ? mg_conflict_format(c, input, &text, f->err) : mg_fail_memory(f->err);

	if (!code)
		code = mg_snapshot_put(f->out, path, mg_buf_slice(&text), f->err);
	mg_buf_clear(&text);
	if (code)
		return code;
	f->out->conflicts = names;
	names[f->out->n_conflicts++] =
		(struct mg_snapshot_conflict){mg_arena_strdup(f->arena, c->id), input->path, c->place};
	return names[f->out->n_conflicts - 1].id ? 0 : mg_fail_memory(f->err);
}

// Every conflict file a record may have had goes; those of this view come.
static int put_conflicts(struct fold *f, const struct mg_view_input *input, const struct mg_view_result *result)
{
	const char **old;
	size_t n;
	int code = mg_index_conflicts_of(f->store->index, input->path, f->arena, &old, &n, f->err);

	for (size_t i = 0; !code && i < n; i++) {
		const char *path = mg_conflict_path(old[i], f->arena);

		code = path ? mg_snapshot_put_blob(f->out, path, NULL, f->err) : mg_fail_memory(f->err);
	}
	for (size_t i = 0; !code && i < result->n_conflicts; i++)
		code = put_conflict(f, &result->conflicts[i], input);
	return code;
}

// ---- files that differ

static int put_opaque(struct fold *f, const char *path, const struct mg_node *value)
{
	char hex[MG_ID_HEX] = "";
	struct mg_id blob;

	if (!value)
		return mg_snapshot_put_blob(f->out, path, NULL, f->err);
	if (value->text.len == sizeof hex - 1)
		memcpy(hex, value->text.data, value->text.len);
	if (!mg_id_parse(hex, &blob))
		return mg_fail(f->err, MG_EINVALID, _("the history of %s holds no object name"), path);
	return mg_snapshot_put_blob(f->out, path, &blob, f->err);
}

// Somebody who signed two contents on two devices: beside the one that is shown stands the signature over it.
static int put_signature(struct fold *f, const struct mg_path *path, const struct mg_index_history *h,
			 const struct mg_node *latest)
{
	const struct mg_index_touch *over = NULL;
	struct mg_sealed sealed;
	struct mg_path record;
	int code = 0;

	if (h->n_touches > 1) {
		code = mg_path_parse(f->store->types, path->record, &record, f->err);
		if (!code)
			code = mg_sealed_find(f->store, &record, f->positions, f->n, f->arena, &sealed, f->err);
		if (!code && sealed.is_sealed)
			code = mg_sealed_signature(f->store, path, &sealed, h, &over, f->err);
	}
	if (code)
		return code;
	return over ? mg_snapshot_put_blob(f->out, path->text, &over->blob, f->err) : put_opaque(f, path->text, latest);
}

static int fold_file(struct fold *f, const char *path)
{
	struct mg_view_result result = {0};
	struct mg_view_input input = {0};
	struct mg_index_history h;
	struct mg_sealed sealed;
	struct mg_path parsed;
	int code = mg_path_parse(f->store->types, path, &parsed, f->err);

	if (!code)
		code = mg_index_history(f->store->index, path, f->arena, &h, f->err);
	if (!code)
		code = restrict_to(f->store->index, f->positions, f->n, &h, f->err);
	if (code)
		return code;
	code = record_view(f->store, &parsed, f->positions, f->n, &h, NULL, f->arena, &sealed, &result, &input, f->err);
	if (!code)
		code = put_conflicts(f, &input, &result);
	if (code)
		return code;
	if (sealed.is_sealed)
		return mg_snapshot_put_blob(f->out, path, &sealed.blob, f->err);
	if (parsed.kind == MG_PATH_SIGNATURE)
		return put_signature(f, &parsed, &h, result.value);
	return parsed.kind == MG_PATH_RECORD ? put_record(f, path, &h, result.value)
					     : put_opaque(f, path, result.value);
}

// The one commit by which a file is what it is: it had all other recent ones in front of it. Then its tree holds the file
// as the view does, conflicts and all, and no other can have arisen. Not for what may be signed: a seal has rules of its own.
static int sole_toucher(struct fold *f, const struct mg_path *path, const struct mg_recent_file *recent,
			const struct mg_index_touch **out)
{
	const struct mg_index_touch *last = recent->n_touches ? &recent->touches[recent->n_touches - 1] : NULL;
	bool sole = last && !mg_id_is_zero(&last->blob) && !(path->kind == MG_PATH_RECORD && path->type->ns);
	const char **conflicts;
	size_t n = 0;
	int code;

	*out = NULL;
	for (size_t i = 0; sole && i + 1 < recent->n_touches; i++)
		sole = mg_index_saw(f->store->index, last->position, recent->touches[i].position);
	for (size_t i = 0; sole && i < recent->n_writers; i++)
		sole = recent->writers[i] == last->position ||
		       mg_index_saw(f->store->index, last->position, recent->writers[i]);
	if (!sole)
		return 0;
	code = mg_index_conflicts_of(f->store->index, path->text, f->arena, &conflicts, &n, f->err);
	if (!code && !n)
		*out = last;
	return code;
}

static int fold_recent(struct fold *f, const struct mg_recent_file *recent)
{
	const struct mg_index_touch *sole;
	struct mg_path path;
	int code = mg_path_parse(f->store->types, recent->path, &path, f->err);

	if (!code)
		code = sole_toucher(f, &path, recent, &sole);
	if (!code)
		code = sole ? mg_snapshot_put_blob(f->out, path.text, &sole->blob, f->err) : fold_file(f, path.text);
	return code || path.kind != MG_PATH_SIGNATURE ? code : fold_file(f, path.record);
}

static int fold_all(struct fold *f)
{
	struct mg_recent_file *recent = NULL;
	size_t n = 0;
	int code = mg_index_recent(f->store->index, f->frontier, f->n, f->arena, &recent, &n, f->err);

	f->out->gathers = true;
	for (size_t i = 0; !code && i < n; i++)
		code = fold_recent(f, &recent[i]);
	if (!code)
		code = mg_layouts_put(&f->layouts, f->out, f->err);
	mg_layouts_clear(&f->layouts);
	return code ? code : mg_snapshot_sort(f->out, f->err);
}

int mg_snapshot_of(struct mg_store *store, const struct mg_index_commit *frontier, size_t n, struct mg_arena *arena,
		   struct mg_snapshot *out, struct mg_error *err)
{
	struct fold f = {.store = store, .frontier = frontier, .n = n, .arena = arena, .out = out, .err = err};
	int code;

	*out = (struct mg_snapshot){.arena = arena};
	if (n)
		out->tree = frontier[0].tree;
	if (n < 2)
		return 0;
	code = positions_of(frontier, n, arena, &f.positions, err);
	if (!code)
		code = mg_index_hold(store->index, err);
	if (code)
		return code;
	code = fold_all(&f);
	mg_index_release(store->index);
	return code;
}
