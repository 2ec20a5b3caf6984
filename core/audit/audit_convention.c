// SPDX-License-Identifier: EUPL-1.2
//
// Fields that a convention lays down, changed without an avenant (the guide's article 5: any change asks for one).
#include "core/audit/audit_impl.h"

#include "base/i18n.h"
#include "schema/convention/convention_text.h"
#include "schema/due/convention_term.h"
#include "schema/value/paris.h"

#include <stdio.h>

#define ELEMENT_STEPS 2u // art2_actions, [the action]

struct drift {
	struct mg_auditing *a;
	const struct mg_convention_text *text;
	struct mg_date end; // from which it binds nobody any more
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

// The commit that last wrote to a field; 0 when none that counts did.
static int last_writer(struct mg_auditing *a, const char *path, const char *field, mg_position *last)
{
	struct mg_index_history history;
	int code = mg_index_history(a->index, path, a->arena, &history, a->err);

	*last = 0;
	if (!code)
		code = mg_history_restrict(a->index, a->history, &history, a->err);
	for (size_t i = 0; !code && i < history.n_writes; i++) {
		const char *place = history.writes[i].place;

		if (mg_place_contains(place, field) || mg_place_contains(field, place))
			*last = history.written_by[i];
	}
	return code;
}

// What was changed once the convention had ended asks for no avenant.
static bool is_after(const struct drift *d, int64_t time_ms)
{
	return time_ms && d->end.day && mg_date_compare(mg_paris_date(time_ms), d->end) >= 0;
}

static int tell_amendment(struct drift *d, const struct mg_amendment *amendment)
{
	struct mg_audit_answer answer = {.code = "changed"};
	char why[MG_ERROR_MESSAGE_MAX], convention[MG_MAX_PATH_BYTES + 1];
	mg_position last;
	int code = find_field(d, amendment->place, &answer.record, &answer.field);

	if (code || !answer.record)
		return code;
	code = last_writer(d->a, answer.record, answer.field, &last);
	if (!code && last)
		code = mg_audit_of_commit(d->a, last, &answer);
	if (!code && is_after(d, answer.time_ms))
		return 0;
	if (!code)
		code = put_canon(amendment->old, d->a->arena, &answer.old, d->a->err);
	if (!code)
		code = put_canon(amendment->new, d->a->arena, &answer.new, d->a->err);
	mg_path_print(d->text->base->path, convention);
	snprintf(why, sizeof why, _("%s, as it was signed, says otherwise, and no avenant was signed"), convention);
	answer.why = why;
	return code ? code : mg_audit_add(d->a, &answer);
}

static int ask_convention(struct mg_auditing *a, const char *id)
{
	struct mg_amendments amendments = {0};
	struct mg_convention_text text;
	struct mg_convention_term term;
	struct drift d = {a, &text, {0}};
	int code = mg_convention_text(a->book, id, NULL, a->arena, &text, a->err);

	if (!code && mg_convention_term(a->book, id, &term))
		d.end = term.end;
	if (!code)
		code = mg_convention_drift(a->book, &text, a->arena, &amendments, a->err);
	for (size_t i = 0; !code && i < amendments.n; i++)
		code = tell_amendment(&d, &amendments.items[i]);
	return code == MG_ENOTFOUND ? 0 : code; // not signed by all
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
