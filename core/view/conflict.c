// SPDX-License-Identifier: EUPL-1.2
#include "core/view/conflict.h"
#include "core/repo/parse.h"

#include "base/limits.h"
#include "core/key/key.h"
#include "schema/yaml/yaml.h"

#include <stdio.h>
#include <time.h>

const char *mg_conflict_path(const char *id, struct mg_arena *arena)
{
	return mg_arena_printf(arena, MG_CONFLICT_FOLDER "%s.yaml", id);
}

void mg_time_format(int64_t stamp_ms, char out[MG_TIME_CHARS + 1])
{
	time_t seconds = (time_t)(stamp_ms / 1000);
	struct tm tm = {0};

	if (!gmtime_r(&seconds, &tm) || !strftime(out, MG_TIME_CHARS + 1, "%Y-%m-%dT%H:%M:%SZ", &tm))
		snprintf(out, MG_TIME_CHARS + 1, "?");
}

// ---- writing the file

struct fields {
	struct mg_arena *arena;
	struct mg_pair *pairs;
	size_t n;
};

static void add(struct fields *fields, const char *key, const struct mg_node *value)
{
	fields->pairs[fields->n++] = (struct mg_pair){.key = mg_slice_of(key), .value = value};
}

static void add_text(struct fields *fields, const char *key, const char *text)
{
	add(fields, key, mg_node_new_string(fields->arena, mg_slice_of(text)));
}

static const struct mg_node *map_of(const struct fields *fields)
{
	return mg_node_new_map(fields->arena, fields->pairs, fields->n);
}

static const struct mg_node *read_value(const char *canon, struct mg_arena *arena)
{
	const struct mg_node *value;

	return mg_parse_value("", mg_slice_of(canon), arena, &value, NULL) ? NULL : value;
}

// The value, or the SHA-256 of its canonical text when that is too long to list.
static void add_value(struct fields *fields, const struct mg_node *value)
{
	struct mg_buf canon = {0};
	char hex[MG_SHA256_HEX];

	mg_node_canon(value, &canon);
	if (canon.len > MG_CONFLICT_VALUE_BYTES) {
		mg_sha256_hex(mg_buf_slice(&canon), hex);
		add_text(fields, "valeur_sha256", hex);
	} else {
		add(fields, "valeur", value);
	}
	mg_buf_clear(&canon);
}

static bool is_removal(const struct mg_write *w)
{
	return w->op == MG_DROP || w->op == MG_OUT;
}

// What a write below the place puts there, as a node short enough to list.
static const struct mg_node *below_value(const struct mg_write *w, struct mg_arena *arena)
{
	char hex[MG_SHA256_HEX];

	switch (w->op) {
	case MG_PUT:
		if (strlen(w->value) <= MG_CONFLICT_VALUE_BYTES)
			return read_value(w->value, arena);
		mg_sha256_hex(mg_slice_of(w->value), hex);
		return mg_node_new_string(arena, mg_slice_of(hex));
	case MG_EXISTS_LIST:
		return mg_node_new_list(arena, NULL, 0);
	case MG_EXISTS_MAP:
		return mg_node_new_map(arena, NULL, 0);
	case MG_IN:
		return mg_node_new_bool(arena, true);
	case MG_DROP:
	case MG_OUT:
	case MG_KEEP:
		break;
	}
	return mg_node_new_null(arena);
}

// A place that was kept by a decision, and in which the same commit made something stand: that is what it writes there.
static bool is_said(const struct mg_conflict_entry *entry, const struct mg_write *kept)
{
	for (size_t i = 0; i < entry->n_below; i++) {
		const struct mg_write *w = &entry->below[i];

		if (w->op != MG_KEEP && !is_removal(w) && strcmp(w->place, kept->place) == 0)
			return true;
	}
	return false;
}

static int add_below(struct fields *fields, const struct mg_conflict_entry *entry, struct mg_error *err)
{
	struct fields written = {fields->arena, mg_arena_array(fields->arena, entry->n_below, sizeof(struct mg_pair)),
				 0};
	const struct mg_node **removed = mg_arena_array(fields->arena, entry->n_below, sizeof *removed);
	size_t n_removed = 0;

	if (!written.pairs || !removed)
		return mg_fail_memory(err);
	for (size_t i = 0; i < entry->n_below; i++) {
		const struct mg_write *w = &entry->below[i];

		if (is_removal(w))
			removed[n_removed++] = mg_node_new_string(fields->arena, mg_slice_of(w->place));
		else if (w->op != MG_KEEP || !is_said(entry, w))
			add(&written, w->place, below_value(w, fields->arena));
	}
	if (written.n)
		add(fields, "ecrits", map_of(&written));
	if (n_removed)
		add(fields, "retraits", mg_node_new_list(fields->arena, removed, n_removed));
	return 0;
}

static const struct mg_node *entry_node(const struct mg_conflict_entry *entry, int64_t n,
					const struct mg_view_input *input, struct mg_arena *arena, struct mg_error *err)
{
	const struct mg_view_commit *by = &input->commits[entry->commit];
	struct mg_pair pairs[8];
	struct fields fields = {arena, pairs, 0};
	char hex[MG_ID_HEX], date[MG_TIME_CHARS + 1];

	add(&fields, "n", mg_node_new_int(arena, n));
	if (entry->removed)
		add(&fields, "retrait", mg_node_new_bool(arena, true));
	else if (entry->value)
		add_value(&fields, entry->value);
	else if (add_below(&fields, entry, err))
		return NULL;
	add_text(&fields, "acteur", by->actor);
	add_text(&fields, "cle", by->key);
	add_text(&fields, "commit", mg_id_format(&by->id, hex));
	mg_time_format(by->stamp_ms, date);
	add_text(&fields, "date", date);
	return map_of(&fields);
}

// A record is named without its .yaml, as everywhere in what people read.
static struct mg_slice record_name(const char *path)
{
	struct mg_slice name = mg_slice_of(path);

	if (name.len > 5 && strcmp(path + name.len - 5, ".yaml") == 0)
		name.len -= 5;
	return name;
}

int mg_conflict_format(const struct mg_conflict *conflict, const struct mg_view_input *input, struct mg_buf *out,
		       struct mg_error *err)
{
	struct mg_arena arena;
	struct mg_pair pairs[3];
	struct fields fields = {&arena, pairs, 0};
	const struct mg_node **entries, *node;
	int code;

	mg_arena_init(&arena, 0);
	mg_buf_reset(out);
	entries = mg_arena_array(&arena, conflict->n_entries, sizeof *entries);
	for (size_t i = 0; entries && i < conflict->n_entries; i++)
		entries[i] = entry_node(&conflict->entries[i], (int64_t)i + 1, input, &arena, err);
	add(&fields, "fiche", mg_node_new_string(&arena, record_name(input->path)));
	add_text(&fields, "champ", conflict->place);
	add(&fields, "valeurs", entries ? mg_node_new_list(&arena, entries, conflict->n_entries) : NULL);
	node = map_of(&fields);
	if (node)
		mg_yaml_write(node, out);
	code = node ? mg_buf_check(out, err) : mg_fail_memory(err);
	mg_arena_clear(&arena);
	return code;
}

// ---- settling

bool mg_conflict_touched(const struct mg_conflict *conflict, const char *place)
{
	return mg_place_contains(conflict->at, place) || mg_place_contains(place, conflict->at) ||
	       mg_place_excludes(conflict->at, place);
}

bool mg_conflict_touched_by(const struct mg_conflict *conflict, const struct mg_place_set *places)
{
	return mg_place_set_is_within(places, conflict->at) || mg_place_set_contains(places, conflict->at) ||
	       mg_place_set_excludes(places, conflict->at);
}

int mg_conflict_ended(const struct mg_writes *writes, struct mg_arena *arena, struct mg_place_set *places,
		      struct mg_error *err)
{
	int code = mg_place_set_init(places, writes->n, arena, err);

	for (size_t i = 0; !code && i < writes->n; i++) {
		enum mg_op op = writes->items[i].op;

		if (op == MG_PUT || op == MG_DROP || op == MG_IN || op == MG_OUT)
			mg_place_set_add(places, writes->items[i].place);
	}
	if (!code)
		mg_place_set_sort(places);
	return code;
}

static int append(struct mg_writes *writes, struct mg_write write, struct mg_error *err)
{
	struct mg_write *items = mg_arena_grow(writes->arena, writes->items, writes->n, &writes->cap, sizeof *items);

	if (!items)
		return mg_fail_memory(err);
	writes->items = items;
	writes->items[writes->n++] = write;
	return 0;
}

// The commits whose puts and drops at the place count as never made.
static const char *superseded(const struct mg_conflict *conflict, const struct mg_view_input *input,
			      struct mg_arena *arena)
{
	struct mg_buf list = {0};
	char hex[MG_ID_HEX], *text;

	for (size_t i = 0; i < conflict->n_undone; i++) {
		mg_buf_puts(&list, list.len ? " " : "");
		mg_buf_puts(&list, mg_id_format(&input->commits[conflict->undone[i]].id, hex));
	}
	text = list.failed ? NULL : mg_arena_strdup(arena, mg_buf_text(&list));
	mg_buf_clear(&list);
	return text;
}

// The place anew: a drop, then everything the tree holds there, as if it had just appeared.
static int write_anew(const char *place, const struct mg_node *value, struct mg_writes *writes, struct mg_error *err)
{
	struct mg_writes created = {.arena = writes->arena};
	int code = append(writes, (struct mg_write){.op = MG_DROP, .place = place}, err);

	if (!code)
		code = mg_diff(NULL, value, &created, err);
	for (size_t i = 0; !code && i < created.n; i++) {
		struct mg_write write = created.items[i];
		bool joined = write.place[0] && write.place[0] != '[' && place[0];

		write.place = mg_arena_printf(writes->arena, "%s%s%s", place, joined ? "." : "", write.place);
		code = write.place ? append(writes, write, err) : mg_fail_memory(err);
	}
	return code;
}

static bool is_leaf(const struct mg_node *value)
{
	return value->type != MG_MAP && (value->type != MG_LIST || mg_list_kind(value) == MG_LIST_VALUE);
}

static bool is_member(const struct mg_place *place)
{
	return place->n && place->steps[place->n - 1].kind == MG_STEP_MEMBER;
}

static const char *canon_of(const struct mg_node *value, struct mg_arena *arena)
{
	struct mg_buf canon = {0};
	char *text;

	mg_node_canon(value, &canon);
	text = canon.failed ? NULL : mg_arena_strdup(arena, mg_buf_text(&canon));
	mg_buf_clear(&canon);
	return text;
}

int mg_conflict_settle(const struct mg_conflict *conflict, const struct mg_view_input *input,
		       const struct mg_node *kept, struct mg_writes *writes, struct mg_error *err)
{
	struct mg_write write = {.op = MG_KEEP, .place = conflict->at};
	const struct mg_node *value;
	struct mg_place place;
	int code = mg_place_parse(conflict->at, writes->arena, &place, err);

	if (code)
		return code;
	value = kept ? mg_place_find(kept, &place) : NULL;
	if (conflict->kinds && value)
		return write_anew(conflict->at, value, writes, err);
	if (is_member(&place)) {
		write.op = value ? MG_IN : MG_OUT;
	} else if (!value) {
		write.op = MG_DROP;
	} else if (is_leaf(value)) {
		write.op = MG_PUT;
		write.value = canon_of(value, writes->arena);
	} else {
		write.value = superseded(conflict, input, writes->arena);
	}
	if ((write.op == MG_PUT || write.op == MG_KEEP) && !write.value)
		return mg_fail_memory(err);
	return append(writes, write, err);
}
