// SPDX-License-Identifier: EUPL-1.2
//
// Every conflict there was: between whom, and how it was settled, by whom, why. Found again from the history: a commit
// settled a conflict that its parents' view had when it wrote at, above or below its place.
#include "core/audit/audit_impl.h"

#include "base/i18n.h"
#include "core/index/index_set.h"
#include "core/view/snapshot.h"

#include <stdio.h>

#define SHOWN_BYTES 60 // of a value in the sentence; the answer has it whole

struct looking {
	struct mg_auditing *a;
	const struct mg_index_conflict *conflict;
	const char *at; // its place, without what says it is about kinds
};

// ---- what there was to decide

// The commits that a commit had in front of it: its parents' history, as the commits no other of which has before it.
static int stand_before(struct mg_auditing *a, mg_position position, struct mg_index_commit **frontier, size_t *n)
{
	struct mg_index_set set = {0};
	struct mg_index_commit commit;
	int code = mg_index_commit(a->index, position, &commit, a->err);

	*n = 0;
	if (!code)
		code = mg_index_set_add(a->index, &set, position, a->err);
	if (!code) {
		set.seen[commit.chain]--;
		code = mg_index_set_lasts(a->index, &set, a->arena, frontier, n, a->err);
	}
	mg_index_set_clear(&set);
	if (!code)
		*n = mg_index_maximal(a->index, *frontier, *n);
	return code;
}

// The conflict as the view of some commits lists it; NULL in *found when it does not.
static int find_conflict(struct looking *l, const struct mg_index_commit *frontier, size_t n,
			 struct mg_view_result *result, struct mg_view_input *input, const struct mg_conflict **found)
{
	int code = mg_snapshot_record(l->a->store, l->conflict->path, frontier, n, NULL, l->a->arena, result, input,
				      l->a->err);

	if (!code)
		code = mg_view_sides(input, l->a->arena, result, l->a->err);
	*found = NULL;
	for (size_t i = 0; !code && i < result->n_conflicts; i++) {
		if (strcmp(result->conflicts[i].id, l->conflict->id) == 0)
			*found = &result->conflicts[i];
	}
	return code;
}

// ---- in words

static void put_cut(struct mg_buf *out, const char *text)
{
	size_t len = strlen(text), cut = len;

	while (cut > SHOWN_BYTES || (cut < len && ((unsigned char)text[cut] & 0xc0) == 0x80))
		cut--;
	mg_buf_put(out, text, cut);
	mg_buf_puts(out, cut < len ? "…" : "");
}

static void put_entry(const struct mg_conflict_entry *entry, struct mg_buf *out)
{
	struct mg_buf value = {0};

	if (entry->removed) {
		mg_buf_puts(out, _("removed"));
	} else if (entry->n_below) {
		mg_buf_puts(out, _("changed what is in it"));
	} else {
		mg_node_canon(entry->value, &value);
		put_cut(out, mg_buf_text(&value));
	}
	mg_buf_clear(&value);
}

// "150 (dd-78), 180 (asso-exemple)"
static void put_entries(const struct mg_conflict *c, const struct mg_view_input *input, struct mg_buf *out)
{
	for (size_t i = 0; i < c->n_entries; i++) {
		mg_buf_puts(out, i ? ", " : "");
		put_entry(&c->entries[i], out);
		mg_buf_printf(out, " (%s)", input->commits[c->entries[i].commit].actor);
	}
}

// The values there were to choose from, as one canonical list.
static void put_sides(const struct mg_conflict *c, struct mg_buf *out)
{
	mg_buf_putc(out, '[');
	for (size_t i = 0; i < c->n_entries; i++) {
		mg_buf_puts(out, i ? "," : "");
		if (c->sides[c->entries[i].side])
			mg_node_canon(c->sides[c->entries[i].side], out);
		else
			mg_buf_puts(out, "null");
	}
	mg_buf_putc(out, ']');
}

// What stands at its place in a value; empty when nothing does.
static int put_value(struct looking *l, const struct mg_node *root, struct mg_buf *out)
{
	const struct mg_node *value;
	struct mg_place place;
	int code = mg_place_parse(l->at, l->a->arena, &place, l->a->err);

	value = code || !root ? NULL : mg_place_find(root, &place);
	if (value)
		mg_node_canon(value, out);
	return code;
}

static int add(struct looking *l, struct mg_audit_answer *answer, const struct mg_conflict *c,
	       const struct mg_view_input *input, const char *words)
{
	struct mg_buf why = {0}, old = {0};
	int code;

	mg_buf_puts(&why, words);
	put_entries(c, input, &why);
	put_sides(c, &old);
	code = mg_buf_check(&why, l->a->err);
	if (!code)
		code = mg_buf_check(&old, l->a->err);
	answer->record = l->conflict->path;
	answer->field = l->at;
	answer->old = mg_buf_text(&old);
	answer->why = mg_buf_text(&why);
	if (!code)
		code = mg_audit_add(l->a, answer);
	mg_buf_clear(&why);
	mg_buf_clear(&old);
	return code;
}

// ---- settled, and open

static int tell_settled(struct looking *l, mg_position position)
{
	struct mg_audit_answer answer = {.code = "settled"};
	struct mg_view_result before, after;
	const struct mg_conflict *c = NULL, *still = NULL;
	struct mg_index_commit *frontier, own;
	struct mg_view_input input, unused;
	struct mg_buf value = {0};
	size_t n;
	int code = stand_before(l->a, position, &frontier, &n);

	if (!code)
		code = find_conflict(l, frontier, n, &before, &input, &c);
	if (code || !c)
		return code;
	code = mg_index_commit(l->a->index, position, &own, l->a->err);
	if (!code)
		code = find_conflict(l, &own, 1, &after, &unused, &still);
	if (!code && !still) {
		code = put_value(l, after.value, &value);
		if (!code)
			code = mg_audit_of_commit(l->a, position, &answer);
		answer.new = value.len ? mg_buf_text(&value) : NULL;
		if (!code)
			code = add(l, &answer, c, &input, _("decided between "));
	}
	mg_buf_clear(&value);
	return code;
}

static int tell_open(struct looking *l)
{
	struct mg_audit_answer answer = {.code = "open"};
	struct mg_view_result result;
	struct mg_view_input input;
	const struct mg_conflict *c = NULL;
	struct mg_buf value = {0};
	int code = find_conflict(l, l->a->history->frontier, l->a->history->n_frontier, &result, &input, &c);

	if (code || !c)
		return code;
	for (size_t i = 0; i < c->n_entries; i++) {
		int64_t stamp_ms = input.commits[c->entries[i].commit].stamp_ms;

		answer.time_ms = answer.time_ms < stamp_ms ? stamp_ms : answer.time_ms;
	}
	code = put_value(l, result.value, &value);
	answer.new = value.len ? mg_buf_text(&value) : NULL;
	if (!code)
		code = add(l, &answer, c, &input, _("nobody has decided yet between "));
	mg_buf_clear(&value);
	return code;
}

// ---- who may have settled it

static bool is_about(const struct looking *l, const struct mg_write *write)
{
	return mg_place_contains(l->at, write->place) || mg_place_contains(write->place, l->at);
}

// Of the last writers of a place, none of which has seen another: those that a commit had before it give way to it.
struct lasts {
	mg_position *positions;
	size_t n, cap;
};

static int pass_writer(struct looking *l, struct lasts *lasts, mg_position writer, size_t *met)
{
	mg_position *grown;
	size_t kept = 0;

	for (size_t i = 0; i < lasts->n; i++) {
		if (!mg_index_saw(l->a->index, writer, lasts->positions[i]))
			lasts->positions[kept++] = lasts->positions[i];
	}
	*met = lasts->n - kept;
	lasts->n = kept;
	grown = mg_arena_grow(l->a->arena, lasts->positions, lasts->n, &lasts->cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(l->a->err);
	lasts->positions = grown;
	grown[lasts->n++] = writer;
	return 0;
}

static int look_into(struct looking *l)
{
	struct mg_index_history history;
	struct lasts lasts = {0};
	mg_position last = 0;
	int code = mg_index_history(l->a->index, l->conflict->path, l->a->arena, &history, l->a->err);

	if (!code)
		code = mg_history_restrict(l->a->index, l->a->history, &history, l->a->err);
	for (size_t i = 0; !code && i < history.n_writes; i++) {
		size_t met = 0;

		if (history.written_by[i] == last || !is_about(l, &history.writes[i]))
			continue;
		last = history.written_by[i];
		code = pass_writer(l, &lasts, last, &met);
		if (!code && met > 1)
			code = tell_settled(l, last);
	}
	return code || lasts.n < 2 ? code : tell_open(l);
}

static int take(struct looking *l, const struct mg_index_conflict *conflict)
{
	size_t len = strlen(conflict->place);

	if (len >= 2 && strcmp(conflict->place + len - 2, "{}") == 0)
		len -= 2;
	l->conflict = conflict;
	l->at = mg_arena_copy(l->a->arena, conflict->place, len);
	return l->at ? look_into(l) : mg_fail_memory(l->a->err);
}

int mg_audit_conflicts(struct mg_auditing *a)
{
	struct looking l = {.a = a};
	struct mg_index_conflict *conflicts;
	size_t n;
	int code = mg_index_conflicts(a->index, a->arena, &conflicts, &n, a->err);

	for (size_t i = 0; !code && i < n; i++)
		code = take(&l, &conflicts[i]);
	return code;
}
