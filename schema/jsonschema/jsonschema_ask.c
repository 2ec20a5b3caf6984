// SPDX-License-Identifier: EUPL-1.2
//
// What is asked of every field of every record, looked up once.
#include "schema/jsonschema/jsonschema_impl.h"

static struct mg_schema_asked look_up(const struct mg_schema *schema)
{
	struct mg_slice level = mg_node_string(mg_schema_keyword(schema, "x-niveau"));
	const struct mg_node *when = mg_schema_keyword(schema, "x-si");

	return (struct mg_schema_asked){
		.level = level.len == 1 && strchr("EAI", *level.data) ? *level.data : '\0',
		.when = when && when->type == MG_MAP ? when : NULL,
		.refers = mg_node_string(mg_schema_keyword(schema, "x-ref")),
		.code = mg_node_string(mg_schema_keyword(schema, "x-code")),
	};
}

static bool any_has_codes(struct mg_schema *const *items, size_t n)
{
	bool found = false;

	for (size_t i = 0; !found && i < n; i++)
		found = items[i] && items[i]->asked.has_codes;
	return found;
}

// So far as it is known of what it leads to.
static bool has_codes(const struct mg_schema *schema)
{
	const struct mg_list_rules *list = schema->list;
	const struct mg_map_rules *map = schema->map;
	bool found = schema->asked.code.len || any_has_codes(&schema->ref, 1) ||
		     any_has_codes(schema->all.items, schema->all.n);

	if (!found && list)
		found = any_has_codes(&list->items, 1) || any_has_codes(list->prefix.items, list->prefix.n);
	for (size_t i = 0; !found && map && i < map->n; i++)
		found = map->properties[i].schema->asked.has_codes;
	return found;
}

// Schemas may lead to one another in a circle: what is known goes up until no more is learned.
static void find_codes(struct mg_schema *const *schemas, size_t n)
{
	bool learned = true;

	while (learned) {
		learned = false;
		for (size_t i = 0; i < n; i++) {
			if (schemas[i]->is_asked || schemas[i]->asked.has_codes || !has_codes(schemas[i]))
				continue;
			schemas[i]->asked.has_codes = true;
			learned = true;
		}
	}
}

void mg_schema_ask(struct mg_schema *const *schemas, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!schemas[i]->is_asked)
			schemas[i]->asked = look_up(schemas[i]);
	find_codes(schemas, n);
	for (size_t i = 0; i < n; i++)
		schemas[i]->is_asked = true;
}
