// SPDX-License-Identifier: EUPL-1.2
#include "core/view/sealed.h"
#include "core/repo/parse.h"

#include "base/limits.h"
#include "schema/yaml/yaml.h"

#include <stdio.h>

// ---- what is signed

// One content that was signed, and by which commits.
struct content {
	struct mg_id blob;
	mg_position *by;
	size_t n_by, by_cap;
	const char **actors; // each once: somebody may sign on two devices
	size_t n_actors;
	struct mg_index_commit first; // of smallest (stamp, id)
};

struct finding {
	struct mg_store *store;
	const struct mg_path *record;
	const mg_position *frontier;
	size_t n;
	struct mg_arena *arena;
	struct content *contents;
	size_t n_contents, cap;
	size_t max_signers;
	struct mg_error *err;
};

static bool is_earlier(const struct mg_index_commit *a, const struct mg_index_commit *b)
{
	return a->stamp_ms != b->stamp_ms ? a->stamp_ms < b->stamp_ms : mg_id_compare(&a->id, &b->id) < 0;
}

static struct content *content_of(struct finding *f, const struct mg_id *blob)
{
	struct content *grown;

	for (size_t i = 0; i < f->n_contents; i++) {
		if (mg_id_equal(&f->contents[i].blob, blob))
			return &f->contents[i];
	}
	grown = mg_arena_grow(f->arena, f->contents, f->n_contents, &f->cap, sizeof *grown);
	if (!grown)
		return NULL;
	f->contents = grown;
	grown[f->n_contents] =
		(struct content){.blob = *blob, .actors = mg_arena_array(f->arena, f->max_signers, sizeof(char *))};
	return grown[f->n_contents].actors ? &grown[f->n_contents++] : NULL;
}

static bool has_actor(const struct content *content, const char *actor)
{
	for (size_t i = 0; i < content->n_actors; i++) {
		if (strcmp(content->actors[i], actor) == 0)
			return true;
	}
	return false;
}

// A signature was accepted over the record as its commit's tree holds it.
static int add_signature(struct finding *f, mg_position by, const char *actor)
{
	struct mg_index_commit commit;
	struct content *content;
	mg_position *grown;
	struct mg_id blob;
	int code = mg_index_commit(f->store->index, by, &commit, f->err);

	if (!code)
		code = mg_repo_find(f->store->repo, &commit.tree, f->record->text, &blob, f->err);
	if (code)
		return code;
	content = content_of(f, &blob);
	grown = content ? mg_arena_grow(f->arena, content->by, content->n_by, &content->by_cap, sizeof *grown) : NULL;
	if (!grown)
		return mg_fail_memory(f->err);
	if (!content->n_by || is_earlier(&commit, &content->first))
		content->first = commit;
	content->by = grown;
	grown[content->n_by++] = by;
	if (!has_actor(content, actor))
		content->actors[content->n_actors++] = actor;
	return 0;
}

static int add_signatures(struct finding *f, const char *path)
{
	struct mg_index_history history;
	struct mg_path parsed;
	const char *actor;
	int code;

	if (mg_path_parse(f->store->types, path, &parsed, NULL) || parsed.kind != MG_PATH_SIGNATURE ||
	    strcmp(parsed.record, f->record->text) != 0)
		return 0;
	actor = mg_arena_strdup(f->arena, parsed.signer);
	code = actor ? mg_index_history(f->store->index, path, f->arena, &history, f->err) : mg_fail_memory(f->err);
	for (size_t i = 0; !code && i < history.n_touches; i++) {
		const struct mg_index_touch *touch = &history.touches[i];

		if (!mg_id_is_zero(&touch->blob) &&
		    mg_index_within(f->store->index, f->frontier, f->n, touch->position))
			code = add_signature(f, touch->position, actor);
	}
	return code;
}

int mg_sealed_find(struct mg_store *store, const struct mg_path *record, const mg_position *frontier, size_t n,
		   struct mg_arena *arena, struct mg_sealed *out, struct mg_error *err)
{
	struct finding f = {.store = store, .record = record, .frontier = frontier, .n = n, .arena = arena, .err = err};
	char prefix[MG_MAX_PATH_BYTES + 2];
	const struct content *best = NULL;
	const char **paths;
	size_t n_paths;
	int code;

	*out = (struct mg_sealed){0};
	if (record->kind != MG_PATH_RECORD || !record->type->opener)
		return 0;
	mg_path_print(record->text, prefix);
	snprintf(prefix + strlen(prefix), sizeof prefix - strlen(prefix), ".");
	code = mg_index_paths(store->index, prefix, arena, &paths, &n_paths, err);
	f.max_signers = n_paths + 1;
	for (size_t i = 0; !code && i < n_paths; i++)
		code = add_signatures(&f, paths[i]);
	for (size_t i = 0; !code && i < f.n_contents; i++) {
		const struct content *c = &f.contents[i];

		if (!best || c->n_actors > best->n_actors ||
		    (c->n_actors == best->n_actors && is_earlier(&c->first, &best->first)))
			best = c;
	}
	if (!code && best)
		*out = (struct mg_sealed){true, best->blob, best->first.position, best->by, best->n_by};
	return code;
}

// The signature was made over these bytes.
static int is_over(struct mg_store *store, const struct mg_path *signature, const struct mg_index_commit *by,
		   const struct mg_id *blob, bool *is, struct mg_error *err)
{
	struct mg_id signed_blob;
	int code = mg_repo_find(store->repo, &by->tree, signature->record, &signed_blob, err);

	*is = !code && mg_id_equal(&signed_blob, blob);
	return code;
}

int mg_sealed_signature(struct mg_store *store, const struct mg_path *signature, const struct mg_sealed *sealed,
			const struct mg_index_history *history, const struct mg_index_touch **out, struct mg_error *err)
{
	struct mg_index_commit best = {0}, commit;
	int code = 0;
	bool is;

	*out = NULL;
	for (size_t i = 0; !code && i < history->n_touches; i++) {
		if (mg_id_is_zero(&history->touches[i].blob))
			continue;
		code = mg_index_commit(store->index, history->touches[i].position, &commit, err);
		if (!code)
			code = is_over(store, signature, &commit, &sealed->blob, &is, err);
		if (!code && is && (!*out || is_earlier(&best, &commit))) {
			*out = &history->touches[i];
			best = commit;
		}
	}
	return code;
}

// ---- what was written beside it

struct beside {
	struct mg_store *store;
	const struct mg_sealed *sealed;
	const struct mg_index_history *history;
	const struct mg_pending *pending;
	struct mg_arena *arena;
	struct mg_view_commit *commits;
	struct mg_conflict *conflict;
	struct mg_error *err;
};

// The signers had this commit in front of them, or made it.
static bool was_seen(const struct beside *b, mg_position position)
{
	return mg_index_within(b->store->index, b->sealed->signers, b->sealed->n_signers, position);
}

static bool keeps(const struct mg_write *w, const char *hex)
{
	return w->op == MG_KEEP && !w->place[0] && w->value && strstr(w->value, hex);
}

// Somebody has decided since that the seal stands.
static bool is_settled(const struct beside *b, const struct mg_id *commit)
{
	char hex[MG_ID_HEX];

	mg_id_format(commit, hex);
	for (size_t i = 0; i < b->history->n_writes; i++) {
		if (keeps(&b->history->writes[i], hex))
			return true;
	}
	for (size_t i = 0; b->pending && i < b->pending->n_writes; i++) {
		if (keeps(&b->pending->writes[i], hex))
			return true;
	}
	return false;
}

static int add_entry(struct beside *b, mg_position position, struct mg_conflict_entry entry)
{
	struct mg_conflict *c = b->conflict;
	struct mg_index_commit commit;
	int code = mg_index_commit(b->store->index, position, &commit, b->err);

	if (code)
		return code;
	entry.commit = (uint32_t)c->n_entries;
	b->commits[c->n_entries] = (struct mg_view_commit){.id = commit.id,
							   .stamp_ms = commit.stamp_ms,
							   .position = position,
							   .actor = mg_arena_strdup(b->arena, commit.actor),
							   .key = mg_arena_strdup(b->arena, commit.key)};
	if (!b->commits[c->n_entries].actor || !b->commits[c->n_entries].key)
		return mg_fail_memory(b->err);
	c->entries[c->n_entries++] = entry;
	return 0;
}

// The writes of one commit that its author made without seeing the seal.
static int add_beside(struct beside *b, const struct mg_index_touch *touch)
{
	struct mg_conflict_entry entry = {.side = 1};
	struct mg_index_commit commit;
	int code = mg_index_commit(b->store->index, touch->position, &commit, b->err);

	if (code || is_settled(b, &commit.id) || mg_id_equal(&touch->blob, &b->sealed->blob))
		return code;
	entry.below = mg_arena_array(b->arena, b->history->n_writes + 1, sizeof *entry.below);
	if (!entry.below)
		return mg_fail_memory(b->err);
	for (size_t i = 0; i < b->history->n_writes; i++) {
		if (b->history->written_by[i] == touch->position)
			entry.below[entry.n_below++] = b->history->writes[i];
	}
	entry.removed = mg_id_is_zero(&touch->blob);
	if (entry.removed)
		entry.below = NULL;
	return add_entry(b, touch->position, entry);
}

// By rising (stamp, id), as in every conflict; the commits go along.
static void sort_entries(struct beside *b)
{
	struct mg_conflict *c = b->conflict;

	for (size_t i = 1; i < c->n_entries; i++) {
		for (size_t j = i; j > 0; j--) {
			struct mg_view_commit *x = &b->commits[j - 1], *y = &b->commits[j], commit = *x;
			struct mg_conflict_entry entry = c->entries[j - 1];

			if (x->stamp_ms != y->stamp_ms ? x->stamp_ms < y->stamp_ms : mg_id_compare(&x->id, &y->id) < 0)
				break;
			*x = *y;
			*y = commit;
			c->entries[j - 1] = c->entries[j];
			c->entries[j] = entry;
			c->entries[j - 1].commit = (uint32_t)j - 1;
			c->entries[j].commit = (uint32_t)j;
		}
	}
}

static int read_value(struct beside *b, const char *path, const struct mg_node **value)
{
	struct mg_buf text = {0};
	int code = mg_repo_read(b->store->repo, &b->sealed->blob, MG_OBJECT_BLOB, MG_MAX_RECORD_BYTES, &text, b->err);

	if (!code)
		code = mg_parse_value(path, mg_buf_slice(&text), b->arena, value, b->err);
	mg_buf_clear(&text);
	return code;
}

static int list_beside(struct beside *b, const char *path, const struct mg_node *value)
{
	size_t max = b->history->n_touches + 1;
	struct mg_conflict *c = b->conflict;
	int code;

	b->commits = mg_arena_array(b->arena, max, sizeof *b->commits);
	c->entries = mg_arena_array(b->arena, max, sizeof *c->entries);
	c->sides = mg_arena_array(b->arena, 2, sizeof *c->sides);
	c->undone = mg_arena_array(b->arena, max, sizeof *c->undone);
	if (!b->commits || !c->entries || !c->sides || !c->undone)
		return mg_fail_memory(b->err);
	c->place = c->at = "";
	c->sealed = true;
	c->sides[0] = c->sides[1] = value; // nothing else can stand: a correction is a new record
	c->n_sides = 2;
	mg_conflict_id(path, "", c->id);
	code = add_entry(b, b->sealed->first, (struct mg_conflict_entry){.value = value});
	for (size_t i = 0; !code && i < b->history->n_touches; i++) {
		if (!was_seen(b, b->history->touches[i].position))
			code = add_beside(b, &b->history->touches[i]);
	}
	sort_entries(b);
	for (; c->n_undone < c->n_entries; c->n_undone++)
		c->undone[c->n_undone] = (uint32_t)c->n_undone;
	return code;
}

int mg_sealed_view(struct mg_store *store, const struct mg_path *record, const struct mg_sealed *sealed,
		   const struct mg_index_history *history, const struct mg_pending *pending, struct mg_arena *arena,
		   struct mg_view_result *result, struct mg_view_input *input, struct mg_error *err)
{
	struct mg_conflict *conflict = mg_arena_alloc(arena, sizeof *conflict);
	struct beside b = {.store = store,
			   .sealed = sealed,
			   .history = history,
			   .pending = pending,
			   .arena = arena,
			   .conflict = conflict,
			   .err = err};
	int code = conflict ? read_value(&b, record->text, &result->value) : mg_fail_memory(err);

	if (!code)
		code = list_beside(&b, record->text, result->value);
	if (code)
		return code;
	result->conflicts = conflict;
	result->n_conflicts = conflict->n_entries > 1;
	input->commits = b.commits;
	input->n_commits = conflict->n_entries;
	input->path = mg_arena_strdup(arena, record->text);
	return input->path ? 0 : mg_fail_memory(err);
}
