// SPDX-License-Identifier: EUPL-1.2
//
// Dates that say when something was done, against the commits that recorded them. Which fields are such dates is the
// schemas' to say: `x-fait: <days>` on a date, within how many days it is normally recorded.
#include "core/audit/audit_impl.h"

#include "base/i18n.h"
#include "schema/record/path.h"
#include "schema/value/paris.h"

#include <stdio.h>

#define MAX_DEPTH 8u // of a schema; ours are four deep

// A field of a type that holds such a date: its place without the names of elements, "observations[].date".
struct dated {
	const char *place;
	int days;
};

struct dating {
	struct mg_auditing *a;
	const struct mg_type *type;
	struct dated *items;
	size_t n, cap;
};

// ---- which fields

static int add_dated(struct dating *d, const char *place, int days)
{
	struct dated *grown = mg_arena_grow(d->a->arena, d->items, d->n, &d->cap, sizeof *grown);

	if (!grown)
		return mg_fail_memory(d->a->err);
	d->items = grown;
	grown[d->n++] = (struct dated){place, days};
	return 0;
}

static int find_dated(struct dating *d, const struct mg_node *schema, const char *place, unsigned depth)
{
	const struct mg_node *properties = mg_node_get(schema, "properties"), *items = mg_node_get(schema, "items");
	const struct mg_node *days = mg_node_get(schema, "x-fait");
	int code = 0;

	if (days && days->type == MG_INT)
		code = add_dated(d, place, (int)days->as.integer);
	if (!code && items && depth < MAX_DEPTH) {
		const char *below = mg_arena_printf(d->a->arena, "%s[]", place);

		code = below ? find_dated(d, items, below, depth + 1) : mg_fail_memory(d->a->err);
	}
	for (size_t i = 0; !code && properties && depth < MAX_DEPTH && i < properties->as.map.n; i++) {
		const struct mg_pair *pair = &properties->as.map.pairs[i];
		const char *below = mg_arena_printf(d->a->arena, "%s%s%.*s", place, *place ? "." : "",
						    (int)pair->key.len, pair->key.data);

		code = below ? find_dated(d, pair->value, below, depth + 1) : mg_fail_memory(d->a->err);
	}
	return code;
}

// "observations[o1].date" is of "observations[].date".
static bool is_of(const char *place, const char *pattern)
{
	while (*place && *pattern) {
		if (*place != *pattern++)
			return false;
		if (*place++ == '[')
			place += strcspn(place, "]");
	}
	return !*place && !*pattern;
}

// ---- which dates

static bool read_date(const char *canon, struct mg_date *date)
{
	return canon && strlen(canon) == MG_DATE_CHARS + 2 && canon[0] == '"' &&
	       mg_date_parse((struct mg_slice){canon + 1, MG_DATE_CHARS}, date);
}

static int tell_dated(struct mg_auditing *a, const struct mg_index_change *change, const struct dated *dated)
{
	struct mg_date said;
	char why[MG_ERROR_MESSAGE_MAX];
	int days;

	if (!read_date(mg_audit_new(&change->write), &said))
		return 0;
	days = mg_date_days_between(said, mg_paris_date(change->stamp_ms));
	if (days >= 0 && days <= dated->days)
		return 0;
	if (days < 0)
		snprintf(why, sizeof why,
			 P_("recorded %d day before that date", "recorded %d days before that date", -days), -days);
	else
		snprintf(why, sizeof why,
			 P_("recorded %d day after that date", "recorded %d days after that date", days), days);
	return mg_audit_add_change(a, change, days < 0 ? "ahead" : "late", why);
}

static int visit_dated(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	struct dating *d = context;
	struct mg_path path;

	for (size_t i = 0; i < d->n; i++) {
		if (!is_of(change->write.place, d->items[i].place))
			continue;
		if (mg_path_parse(d->a->store->types, change->path, &path, NULL) || path.type != d->type)
			return 0;
		return tell_dated(d->a, change, &d->items[i]);
	}
	(void)err;
	return 0;
}

// Where the records of a type are: what its path begins with.
static int ask_type(struct mg_auditing *a, const struct mg_type *type)
{
	struct dating d = {.a = a, .type = type};
	struct mg_index_query query = {.since_ms = a->since_ms, .until_ms = a->until_ms};
	int code = mg_types_load(a->store->types, type, a->err);

	if (!code)
		code = find_dated(&d, type->schema, "", 0);
	if (code || !d.n)
		return code;
	query.prefix = mg_arena_copy(a->arena, type->pattern, strcspn(type->pattern, "<"));
	return query.prefix ? mg_audit_log(a, &query, visit_dated, &d) : mg_fail_memory(a->err);
}

int mg_audit_backdated(struct mg_auditing *a)
{
	int code = 0;

	for (size_t i = 0; !code && i < mg_types_count(a->store->types); i++)
		code = ask_type(a, mg_types_at(a->store->types, i));
	return code;
}
