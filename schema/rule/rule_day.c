// SPDX-License-Identifier: EUPL-1.2
//
// Which rules are in force for a record: rule sets change with the years, and what was right then stays right.
#include "schema/rule/rule_run.h"

#include "schema/jsonschema/jsonschema.h"
#include "schema/value/paris.h"

#include <stdlib.h>

static int64_t first_signed_ms(const struct mg_book_record *record)
{
	int64_t first = 0;

	for (size_t i = 0; i < record->n_signatures; i++) {
		const struct mg_book_signature *each = &record->signatures[i];

		if (each->valid && each->time_ms && (!first || each->time_ms < first))
			first = each->time_ms;
	}
	return first;
}

// The value at "art5_duree.date_effet"; NULL.
static const struct mg_node *value_at(const struct mg_node *node, struct mg_slice place)
{
	while (node && place.len) {
		const char *dot = memchr(place.data, '.', place.len);
		const struct mg_slice key = {place.data, dot ? (size_t)(dot - place.data) : place.len};
		const size_t used = key.len + (dot ? 1 : 0);

		node = mg_node_get_slice(node, key);
		place = (struct mg_slice){place.data + used, place.len - used};
	}
	return node;
}

// A day, or the last one of a year.
static bool read_day(const struct mg_node *value, struct mg_date *day)
{
	if (value && value->type == MG_INT && value->as.integer > 0 && value->as.integer <= 9999) {
		*day = (struct mg_date){(int)value->as.integer, 12, 31};
		return true;
	}
	return mg_date_parse(mg_node_string(value), day);
}

// The day of what a record tells, by the first of its type's x-date that is filled in.
static bool fact_day(const struct mg_book_record *record, struct mg_date *day)
{
	const struct mg_node *places = mg_schema_keyword(record->type->shape, "x-date");

	for (size_t i = 0; places && i < places->as.list.n; i++)
		if (read_day(value_at(record->root, places->as.list.items[i]->text), day))
			return true;
	return false;
}

struct mg_date mg_rule_day(const struct mg_rule_run *run, const struct mg_book_record *record)
{
	const int64_t signed_ms = first_signed_ms(record);
	struct mg_quarter quarter;
	struct mg_date day;

	if (mg_quarter_parse(mg_slice_of(record->parts.periode), &quarter))
		return mg_quarter_last_day(quarter);
	if (*record->parts.annee)
		return (struct mg_date){(int)strtol(record->parts.annee, NULL, 10), 12, 31};
	if (signed_ms)
		return mg_paris_date(signed_ms);
	if (fact_day(record, &day))
		return day;
	return record->made_ms ? mg_paris_date(record->made_ms) : run->today;
}

bool mg_rule_in_force(const struct mg_rule *rule, struct mg_date day)
{
	struct mg_date bound;

	if (rule->since && mg_date_parse(mg_slice_of(rule->since), &bound) && mg_date_compare(day, bound) < 0)
		return false;
	return !rule->until || !mg_date_parse(mg_slice_of(rule->until), &bound) || mg_date_compare(day, bound) <= 0;
}
