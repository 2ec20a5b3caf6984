// SPDX-License-Identifier: EUPL-1.2
//
// Candidates are tried on the schema itself, so that no rule of it needs to be known here.
#include "cli/sample.h"

static bool fits(const struct mg_schema *schema, const struct mg_node *value)
{
	return value && mg_schema_check(schema, value, "", NULL);
}

static const struct mg_node *first_of(const struct mg_schema *schema, const char *keyword)
{
	const struct mg_node *list = mg_schema_keyword(schema, keyword);

	return list && list->type == MG_LIST && list->as.list.n ? list->as.list.items[0] : NULL;
}

static const struct mg_node *empty_value(unsigned types, struct mg_arena *arena)
{
	if (types & MG_TYPE_STRING)
		return mg_node_new_string(arena, mg_slice_of(""));
	if (types & MG_TYPE_ARRAY)
		return mg_node_new_list(arena, NULL, 0);
	return types & MG_TYPE_OBJECT ? mg_node_new_map(arena, NULL, 0) : NULL;
}

const struct mg_node *mg_sample_blank(const struct mg_schema *schema, struct mg_arena *arena)
{
	const struct mg_node *value = mg_schema_keyword(schema, "default");

	if (!fits(schema, value))
		value = empty_value(mg_schema_types(schema), arena);
	return fits(schema, value) ? value : NULL;
}

static const struct mg_node *by_format(const struct mg_schema *schema, struct mg_arena *arena)
{
	static const char *const formats[][2] = {
		{"date", "2018-01-31"},
		{"date-time", "2018-01-31T09:00:00+01:00"},
		{"email", "contact@asso-exemple.fr"},
		{"uri", "https://www.asso-exemple.fr/"},
	};
	struct mg_slice format = mg_node_string(mg_schema_keyword(schema, "format"));

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (mg_slice_is(format, formats[i][0]))
			return mg_node_new_string(arena, mg_slice_of(formats[i][1]));
	return NULL;
}

static const struct mg_node *by_type(const struct mg_schema *schema, struct mg_arena *arena)
{
	const struct mg_schema *item;
	const struct mg_node *value;

	switch (mg_schema_types(schema)) {
	case MG_TYPE_BOOLEAN:
		return mg_node_new_bool(arena, true);
	case MG_TYPE_INTEGER:
	case MG_TYPE_NUMBER:
		value = mg_schema_keyword(schema, "minimum");
		return value ? value : mg_node_new_int(arena, 0);
	case MG_TYPE_ARRAY:
		item = mg_schema_item(schema, 0);
		value = item ? mg_sample_value(item, arena) : NULL;
		return value ? mg_node_new_list(arena, &value, 1) : NULL;
	default:
		return by_format(schema, arena);
	}
}

// "territoire-exemple", where the id of a territory stands.
static const struct mg_node *by_reference(const struct mg_schema *schema, struct mg_arena *arena)
{
	const struct mg_slice type = mg_node_string(mg_schema_keyword(schema, "x-ref"));
	char *id;

	if (!type.len || mg_slice_is(type, "fiche") ||
	    mg_slice_is(type, "acteur")) // whose ids the examples of an id are
		return NULL;
	id = mg_arena_printf(arena, "%.*s-exemple", (int)type.len, type.data);
	for (char *c = id; c && *c; c++)
		*c = *c == '_' ? '-' : *c;
	return id ? mg_node_new_string(arena, mg_slice_of(id)) : NULL;
}

const struct mg_node *mg_sample_value(const struct mg_schema *schema, struct mg_arena *arena)
{
	const struct mg_node *value = mg_sample_blank(schema, arena);

	if (!value)
		value = by_reference(schema, arena);
	if (!fits(schema, value))
		value = first_of(schema, "examples");
	if (!fits(schema, value))
		value = first_of(schema, "enum");
	if (!fits(schema, value))
		value = by_type(schema, arena);
	return fits(schema, value) ? value : NULL;
}
