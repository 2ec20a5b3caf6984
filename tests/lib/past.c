// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/past.h"

#include "core/view/conflict.h"
#include "schema/yaml/yaml.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>

#define ORDERS 6 // in which each view is computed

static void must(int code, const struct mg_error *err)
{
	if (code)
		fail_msg("%s (code %d, %s:%d)", err->message, code, err->file, err->line);
}

void past_init(struct past *past)
{
	*past = (struct past){.random = 88172645463325252U};
	mg_arena_init(&past->arena, 0);
}

void past_clear(struct past *past)
{
	mg_arena_clear(&past->arena);
}

static size_t draw(struct past *past, size_t n)
{
	past->random ^= past->random << 13; // xorshift64
	past->random ^= past->random >> 7;
	past->random ^= past->random << 17;
	return (size_t)(past->random % n);
}

static const struct mg_node *read_text(struct past *past, const char *text)
{
	const struct mg_node *node = NULL;
	struct mg_findings findings;
	struct mg_doc doc;

	if (!text)
		return NULL;
	mg_findings_init(&findings);
	mg_doc_init(&doc);
	if (mg_yaml_read(&doc, "", mg_slice_of(text), &findings))
		fail_msg("%s: %s", text, findings.items[0].message);
	node = mg_node_copy(&past->arena, doc.root);
	assert_non_null(node);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	return node;
}

// ---- sets of commits

static uint64_t bit(size_t commit)
{
	return (uint64_t)1 << (commit - 1);
}

static uint64_t history_of(const struct past *past, const size_t *tips)
{
	uint64_t set = 0;

	for (; *tips; tips++)
		set |= bit(*tips) | past->ancestors[*tips - 1];
	return set;
}

static bool saw(void *context, uint32_t later, uint32_t earlier)
{
	const struct past *past = context;

	return past->ancestors[later - 1] & bit(earlier);
}

// ---- views

static void shuffle(struct past *past, struct mg_view_write *writes, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = draw(past, i);
		struct mg_view_write write = writes[j];

		writes[j] = writes[i - 1];
		writes[i - 1] = write;
	}
}

static void view_of(struct past *past, uint64_t set, bool shuffled, struct mg_view_input *input,
		    struct mg_view_result *result)
{
	struct mg_view_write *writes = mg_arena_array(&past->arena, past->n_writes + 1, sizeof *writes);
	struct mg_error err;
	size_t n = 0;

	assert_non_null(writes);
	for (size_t i = 0; i < past->n_writes; i++) {
		if (set & bit(past->writes[i].commit + 1))
			writes[n++] = past->writes[i];
	}
	if (shuffled)
		shuffle(past, writes, n);
	*input = (struct mg_view_input){.path = "actions/a.yaml",
					.commits = past->commits,
					.n_commits = past->n,
					.writes = writes,
					.n_writes = n,
					.saw = saw,
					.context = past};
	must(mg_view_record(input, &past->arena, result, &err), &err);
}

static void render_below(const struct mg_conflict_entry *entry, struct mg_buf *out)
{
	for (size_t i = 0; i < entry->n_below; i++) {
		const struct mg_write *w = &entry->below[i];
		bool removes = w->op == MG_DROP || w->op == MG_OUT;

		mg_buf_printf(out, "%s%s=%s", i ? " " : "{", w->place[0] ? w->place : ".",
			      removes                   ? "-"
			      : w->op == MG_IN          ? "in"
			      : w->op == MG_EXISTS_MAP  ? "map"
			      : w->op == MG_EXISTS_LIST ? "list"
			      : w->op == MG_KEEP        ? "keep"
							: w->value);
	}
	mg_buf_puts(out, "}");
}

static void render_conflict(const struct mg_conflict *c, struct mg_buf *out)
{
	mg_buf_printf(out, "\n%s: ", c->place[0] ? c->place : ".");
	for (size_t i = 0; i < c->n_entries; i++) {
		const struct mg_conflict_entry *entry = &c->entries[i];

		mg_buf_printf(out, "%s%u=", i ? ", " : "", entry->commit + 1);
		if (entry->below)
			render_below(entry, out);
		else if (entry->removed)
			mg_buf_puts(out, "-");
		else
			mg_node_canon(entry->value, out);
		mg_buf_puts(out, entry->side == c->shown ? "*" : "");
	}
}

static const char *render(struct past *past, const struct mg_view_result *result)
{
	struct mg_buf text = {0};
	const char *copy;

	if (result->value)
		mg_node_canon(result->value, &text);
	else
		mg_buf_puts(&text, "-");
	for (size_t i = 0; i < result->n_conflicts; i++)
		render_conflict(&result->conflicts[i], &text);
	copy = mg_arena_strdup(&past->arena, mg_buf_text(&text));
	mg_buf_clear(&text);
	assert_non_null(copy);
	return copy;
}

// The conflict files, which must not depend on the order either.
static const char *render_files(struct past *past, const struct mg_view_input *input,
				const struct mg_view_result *result)
{
	struct mg_buf all = {0}, file = {0};
	struct mg_error err;
	const char *copy;

	for (size_t i = 0; i < result->n_conflicts; i++) {
		must(mg_conflict_format(&result->conflicts[i], input, &file, &err), &err);
		mg_buf_put_slice(&all, mg_buf_slice(&file));
	}
	copy = mg_arena_strdup(&past->arena, mg_buf_text(&all));
	mg_buf_clear(&all);
	mg_buf_clear(&file);
	assert_non_null(copy);
	return copy;
}

const char *past_view(struct past *past, const size_t *tips)
{
	const char *text = NULL, *files = NULL;

	for (size_t i = 0; i < ORDERS; i++) {
		struct mg_view_result result;
		struct mg_view_input input;

		view_of(past, history_of(past, tips), i > 0, &input, &result);
		if (i) {
			assert_string_equal(render(past, &result), text);
			assert_string_equal(render_files(past, &input, &result), files);
		} else {
			text = render(past, &result);
			files = render_files(past, &input, &result);
		}
	}
	return text;
}

bool past_shows(struct past *past, const size_t *tips, const char *text)
{
	struct mg_writes writes = {.arena = &past->arena};
	struct mg_view_result result;
	struct mg_view_input input;
	struct mg_error err;

	view_of(past, history_of(past, tips), false, &input, &result);
	must(mg_diff(result.value, read_text(past, text), &writes, &err), &err);
	return !writes.n;
}

// ---- what becomes of a put

static bool is_ended(const struct past *past, const struct mg_view_input *input, const struct mg_view_write *put)
{
	char hex[MG_ID_HEX];

	mg_id_format(&past->commits[put->commit].id, hex);
	for (size_t i = 0; i < input->n_writes; i++) {
		const struct mg_view_write *w = &input->writes[i];
		bool ends = w->op == MG_PUT || w->op == MG_DROP || w->op == MG_IN || w->op == MG_OUT;

		if (ends && mg_place_contains(w->place, put->place) &&
		    past->ancestors[w->commit] & bit(put->commit + 1))
			return true;
		if (w->op == MG_KEEP && strcmp(w->place, put->place) == 0 && strstr(w->value, hex))
			return true;
	}
	return false;
}

static bool is_shown(struct past *past, const struct mg_view_result *result, const struct mg_view_write *put)
{
	const struct mg_node *node;
	struct mg_place place;
	struct mg_error err;
	struct mg_buf canon = {0};
	bool shown;

	must(mg_place_parse(put->place, &past->arena, &place, &err), &err);
	node = result->value ? mg_place_find(result->value, &place) : NULL;
	if (node)
		mg_node_canon(node, &canon);
	shown = node && (put->op == MG_IN || strcmp(mg_buf_text(&canon), put->value) == 0);
	mg_buf_clear(&canon);
	return shown;
}

static bool is_listed(const struct mg_view_result *result, const struct mg_view_write *put)
{
	for (size_t i = 0; i < result->n_conflicts; i++) {
		const struct mg_conflict *c = &result->conflicts[i];

		for (size_t k = 0; k < c->n_entries; k++) {
			if (c->entries[k].commit == put->commit && mg_place_contains(c->at, put->place))
				return true;
		}
	}
	return false;
}

size_t past_lost(struct past *past, const size_t *tips)
{
	struct mg_view_result result;
	struct mg_view_input input;
	size_t lost = 0;

	view_of(past, history_of(past, tips), false, &input, &result);
	for (size_t i = 0; i < input.n_writes; i++) {
		const struct mg_view_write *w = &input.writes[i];

		lost += (w->op == MG_PUT || w->op == MG_IN) && !is_shown(past, &result, w) && !is_listed(&result, w) &&
			!is_ended(past, &input, w);
	}
	return lost;
}

// ---- commits

static void add_writes(struct past *past, const struct mg_writes *writes)
{
	for (size_t i = 0; i < writes->n; i++) {
		past->writes =
			mg_arena_grow(&past->arena, past->writes, past->n_writes, &past->cap, sizeof *past->writes);
		assert_non_null(past->writes);
		past->writes[past->n_writes++] = (struct mg_view_write){.commit = (uint32_t)past->n,
									.op = writes->items[i].op,
									.place = writes->items[i].place,
									.value = writes->items[i].value};
	}
}

static bool touched(const struct mg_conflict *c, const struct mg_writes *writes)
{
	for (size_t i = 0; i < writes->n; i++) {
		if (mg_conflict_touched(c, writes->items[i].place))
			return true;
	}
	return false;
}

static bool overwritten(const struct mg_conflict *c, const struct mg_writes *writes)
{
	for (size_t i = 0; i < writes->n; i++) {
		enum mg_op op = writes->items[i].op;

		if ((op == MG_PUT || op == MG_DROP || op == MG_IN || op == MG_OUT) &&
		    mg_place_contains(writes->items[i].place, c->at))
			return true;
	}
	return false;
}

static const struct mg_conflict *find_conflict(const struct mg_view_result *result, const char *place)
{
	for (size_t i = 0; i < result->n_conflicts; i++) {
		if (strcmp(result->conflicts[i].place, place) == 0)
			return &result->conflicts[i];
	}
	fail_msg("there is no conflict at %s", place);
	return NULL;
}

static size_t add_commit(struct past *past, const size_t *tips, const struct mg_view_input *input,
			 const struct mg_view_result *before, const struct mg_node *after, const char *place)
{
	const struct mg_conflict *named = place ? find_conflict(before, place) : NULL;
	struct mg_view_commit *commit = &past->commits[past->n];
	struct mg_writes writes = {.arena = &past->arena};
	struct mg_writes own;
	struct mg_error err;

	assert_in_range(past->n, 0, PAST_MAX - 1);
	must(mg_diff(before->value, after, &writes, &err), &err);
	own = writes;
	for (size_t i = 0; i < before->n_conflicts; i++) {
		const struct mg_conflict *c = &before->conflicts[i];

		if ((touched(c, &own) || (named && mg_conflict_touched(c, named->at))) && !overwritten(c, &own))
			must(mg_conflict_settle(c, input, after, &writes, &err), &err);
	}
	add_writes(past, &writes);
	past->ancestors[past->n] = history_of(past, tips);
	*commit = (struct mg_view_commit){.stamp_ms = 1500000000000 + (int64_t)past->n * 1000,
					  .position = (uint32_t)past->n + 1,
					  .actor = "asso-1",
					  .key = "aaaaaaaaaaaaaaaa"};
	commit->id.bytes[0] = (uint8_t)(0x80 - past->n); // not in the order of the stamps
	return ++past->n;
}

size_t past_settle(struct past *past, const size_t *tips, const char *text, const char *place)
{
	struct mg_view_result before;
	struct mg_view_input input;

	view_of(past, history_of(past, tips), false, &input, &before);
	return add_commit(past, tips, &input, &before, read_text(past, text), place);
}

size_t past_keep(struct past *past, const size_t *tips, const char *place)
{
	struct mg_view_result before;
	struct mg_view_input input;

	view_of(past, history_of(past, tips), false, &input, &before);
	return add_commit(past, tips, &input, &before, before.value, place);
}

size_t past_commit(struct past *past, const size_t *tips, const char *text)
{
	return past_settle(past, tips, text, NULL);
}

void past_set_stamp(struct past *past, size_t commit, int64_t stamp_ms)
{
	past->commits[commit - 1].stamp_ms = stamp_ms;
}
