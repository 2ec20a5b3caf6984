// SPDX-License-Identifier: EUPL-1.2
//
// Fields that a convention lays down, changed without an avenant (the guide's article 5: any change asks for one). Of one
// that has ended, as the records stood at its end: what was changed since asks for none, and hides none.
#include "core/audit/audit_impl.h"

#include "base/i18n.h"
#include "schema/convention/convention_text.h"
#include "schema/due/convention_term.h"

#include <stdio.h>

#define ELEMENT_STEPS 2u // art2_actions, [the action]

struct drift {
	struct mg_auditing *a;
	const struct mg_convention_text *text;
	struct mg_date end;     // from which it binds nobody any more
	struct mg_book actions; // as they stood then
};

// Who wrote to a field.
struct writers {
	mg_position last; // before the convention's end; 0: nobody
	bool is_written_since;
};

static int put_canon(const struct mg_node *value, struct mg_arena *arena, const char **out, struct mg_error *err)
{
	struct mg_buf text = {0};

	*out = NULL;
	if (value) {
		mg_node_canon(value, &text);
		*out = text.failed ? NULL : mg_arena_strdup(arena, mg_buf_text(&text));
	}
	mg_buf_clear(&text);
	return value && !*out ? mg_fail_memory(err) : 0;
}

// Which action an amendment of article 2 is about, and which of its fields.
static int find_field(struct drift *d, const char *place, const char **path, const char **field)
{
	struct mg_arena *arena = d->a->arena;
	struct mg_place whole, rest;
	struct mg_buf text = {0};
	struct mg_slice id;
	int code = mg_place_parse(place, arena, &whole, d->a->err);

	*path = NULL;
	if (code || whole.n < ELEMENT_STEPS || whole.steps[1].kind != MG_STEP_ELEMENT || whole.steps[1].name.len < 2)
		return code;
	id = (struct mg_slice){whole.steps[1].name.data + 1, whole.steps[1].name.len - 2}; // a JSON string
	rest = (struct mg_place){whole.steps + ELEMENT_STEPS, whole.n - ELEMENT_STEPS};
	mg_place_format(&rest, &text);
	*path = mg_arena_printf(arena, "actions/%.*s.yaml", (int)id.len, id.data);
	*field = text.failed ? NULL : mg_arena_strdup(arena, mg_buf_text(&text));
	mg_buf_clear(&text);
	return *path && *field ? 0 : mg_fail_memory(d->a->err);
}

// A commit that wrote to the field: the last while the convention bound is to be told.
static int take_writer(struct drift *d, mg_position position, struct writers *writers)
{
	struct mg_index_commit commit = {0};
	int code = d->end.day ? mg_index_commit(d->a->index, position, &commit, d->a->err) : 0;

	if (!code && (!d->end.day || mg_audit_is_before(commit.stamp_ms, d->end)))
		writers->last = position;
	else
		writers->is_written_since |= !code;
	return code;
}

static int find_writers(struct drift *d, const char *path, const char *field, struct writers *writers)
{
	struct mg_auditing *a = d->a;
	struct mg_index_history history;
	int code = mg_index_history(a->index, path, a->arena, &history, a->err);

	*writers = (struct writers){0};
	if (!code)
		code = mg_history_restrict(a->index, a->history, &history, a->err);
	for (size_t i = 0; !code && i < history.n_writes; i++) {
		const char *place = history.writes[i].place;

		if (mg_place_contains(place, field) || mg_place_contains(field, place))
			code = take_writer(d, history.written_by[i], writers);
	}
	return code;
}

static int tell_amendment(struct drift *d, const struct mg_amendment *amendment)
{
	struct mg_audit_answer answer = {.code = "changed"};
	char why[MG_ERROR_MESSAGE_MAX], convention[MG_MAX_PATH_BYTES + 1];
	struct writers writers;
	int code = find_field(d, amendment->place, &answer.record, &answer.field);

	if (code || !answer.record)
		return code;
	code = find_writers(d, answer.record, answer.field, &writers);
	if (!code && !writers.last && writers.is_written_since)
		return 0; // it was not there yet
	if (!code && writers.last)
		code = mg_audit_of_commit(d->a, writers.last, &answer);
	if (!code)
		code = put_canon(amendment->old, d->a->arena, &answer.old, d->a->err);
	if (!code)
		code = put_canon(amendment->new, d->a->arena, &answer.new, d->a->err);
	mg_path_print(d->text->base->path, convention);
	snprintf(why, sizeof why, _("%s, as it was signed, says otherwise, and no avenant was signed"), convention);
	answer.why = why;
	return code ? code : mg_audit_add(d->a, &answer);
}

// ---- the actions at the end of the convention

static int put_action(struct drift *d, struct mg_slice id)
{
	const struct mg_book_record *now = mg_book_find(d->a->book, "action", id);
	const char *path = mg_arena_printf(d->a->arena, "actions/%.*s.yaml", (int)id.len, id.len ? id.data : "");
	struct mg_book_record *record;
	const struct mg_node *root;
	struct mg_path parsed;
	int code = path ? 0 : mg_fail_memory(d->a->err);

	if (code || mg_path_parse(d->a->store->types, path, &parsed, NULL))
		return code; // no record is called that
	code = mg_audit_before(d->a, now, path, d->end, &root);
	if (code || !root || root->type != MG_MAP)
		return code;
	code = mg_book_add_unread(&d->actions, &parsed, &record, d->a->err);
	if (!code)
		record->root = root;
	return code;
}

static int drift_at_end(struct drift *d, struct mg_amendments *out)
{
	const struct mg_node *list = mg_node_get(d->text->root, "art2_actions");
	int code = 0;

	for (size_t i = 0; !code && list && list->type == MG_LIST && i < list->as.list.n; i++)
		code = put_action(d, mg_node_string(mg_node_get(list->as.list.items[i], "id")));
	if (!code)
		code = mg_book_sort(&d->actions, d->a->err);
	if (!code)
		code = mg_convention_drift(&d->actions, d->text, d->a->arena, out, d->a->err);
	return code;
}

// ---- asking

static int ask_convention(struct mg_auditing *a, const char *id)
{
	struct mg_amendments amendments = {0};
	struct mg_convention_text text;
	struct mg_convention_term term;
	struct drift d = {.a = a, .text = &text};
	int code = mg_convention_text(a->book, id, NULL, a->arena, &text, a->err);

	if (code)
		return code == MG_ENOTFOUND ? 0 : code; // not signed by all
	mg_book_init(&d.actions, a->store->types, "");
	if (mg_convention_term(a->book, id, &term))
		d.end = term.end;
	code = d.end.day ? drift_at_end(&d, &amendments)
			 : mg_convention_drift(a->book, &text, a->arena, &amendments, a->err);
	for (size_t i = 0; !code && i < amendments.n; i++)
		code = tell_amendment(&d, &amendments.items[i]);
	mg_book_clear(&d.actions);
	return code;
}

int mg_audit_without_amendment(struct mg_auditing *a)
{
	const struct mg_book_record *versions;
	const char *last = "";
	size_t n;
	int code = 0;

	versions = mg_book_of(a->book, "convention", &n);
	for (size_t i = 0; !code && i < n; i++) {
		if (strcmp(versions[i].parts.id, last) == 0)
			continue; // another version of the same
		last = versions[i].parts.id;
		code = ask_convention(a, last);
	}
	return code;
}
