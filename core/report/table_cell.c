// SPDX-License-Identifier: EUPL-1.2
//
// What a table's rows are made of: fields of records, days, counts, differences.
#include "core/report/tables.h"

#include "schema/value/fixed.h"

struct mg_slice mg_table_field(const struct mg_node *root, const char *key)
{
	return mg_table_text_of(mg_node_get(root, key));
}

struct mg_slice mg_table_text_of(const struct mg_node *value)
{
	const bool is_plain = value && value->type != MG_LIST && value->type != MG_MAP && value->type != MG_NULL;

	return is_plain ? value->text : (struct mg_slice){0};
}

const struct mg_node *mg_table_item(const struct mg_node *list, size_t i)
{
	return list && list->type == MG_LIST && i < list->as.list.n ? list->as.list.items[i] : NULL;
}

bool mg_table_cell(struct mg_table *table, const struct mg_node *root, const char *key, struct mg_slice *cell)
{
	const struct mg_node *value = mg_node_get(root, key), *item;

	*cell = mg_table_text_of(value);
	for (size_t i = 0; (item = mg_table_item(value, i)); i++)
		if (!mg_table_join(table, cell, ", ", mg_table_text_of(item)))
			return false;
	return true;
}

static bool put(struct mg_table *table, const char *text, struct mg_slice *cell)
{
	const char *copy = mg_arena_strdup(&table->arena, text);

	*cell = copy ? mg_slice_of(copy) : (struct mg_slice){0};
	return copy != NULL;
}

bool mg_table_put_day(struct mg_table *table, struct mg_date date, struct mg_slice *cell)
{
	char text[MG_DATE_CHARS + 1];

	if (!date.day)
		return true;
	mg_date_format(date, text);
	return put(table, text, cell);
}

bool mg_table_put_count(struct mg_table *table, size_t count, struct mg_slice *cell)
{
	char digits[MG_FIXED_MAX_CHARS];

	return put(table, mg_fixed_format((struct mg_fixed){(mg_fixed_units)count, 0}, digits), cell);
}

bool mg_table_put_difference(struct mg_table *table, struct mg_fixed before, struct mg_fixed now, struct mg_slice *cell)
{
	char digits[MG_FIXED_MAX_CHARS];

	if (!mg_fixed_multiply(before, (struct mg_fixed){-1, 0}, &before) || !mg_fixed_add(now, before, &now))
		return true;
	return put(table, mg_fixed_format(now, digits), cell);
}
