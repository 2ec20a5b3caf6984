// SPDX-License-Identifier: EUPL-1.2
#include "cli/ids.h"

struct filling {
	struct mg_arena *arena;
	mg_ids_draw draw;
	void *context;
};

static const struct mg_node *fill(const struct filling *filling, const struct mg_schema *schema,
				  const struct mg_node *value);

static bool lacks_id(const struct mg_schema *item, const struct mg_node *value)
{
	const struct mg_schema *id = mg_schema_property(item, mg_slice_of("id"));

	return id && !mg_schema_keyword(id, "x-ref") && value->type == MG_MAP && !mg_node_get(value, "id");
}

static const struct mg_node *with_id(const struct filling *filling, const struct mg_node *map)
{
	struct mg_pair *pairs = mg_arena_array(filling->arena, map->as.map.n + 1, sizeof *pairs);
	char id[MG_ELEMENT_ID_CHARS + 1];

	if (!pairs)
		return NULL;
	filling->draw(filling->context, id);
	pairs[0] = (struct mg_pair){.key = mg_slice_of("id"),
				    .value = mg_node_new_string(filling->arena, mg_slice_of(id))};
	if (map->as.map.n)
		memcpy(pairs + 1, map->as.map.pairs, map->as.map.n * sizeof *pairs);
	return mg_node_new_map(filling->arena, pairs, map->as.map.n + 1);
}

static const struct mg_node *fill_list(const struct filling *filling, const struct mg_schema *schema,
				       const struct mg_node *list)
{
	const struct mg_node **items = mg_arena_array(filling->arena, list->as.list.n, sizeof *items);

	for (size_t i = 0; items && i < list->as.list.n; i++) {
		const struct mg_schema *item = mg_schema_item(schema, i);

		items[i] = fill(filling, item, list->as.list.items[i]);
		if (items[i] && item && lacks_id(item, items[i]))
			items[i] = with_id(filling, items[i]);
	}
	return items ? mg_node_new_list(filling->arena, items, list->as.list.n) : NULL;
}

static const struct mg_node *fill_map(const struct filling *filling, const struct mg_schema *schema,
				      const struct mg_node *map)
{
	struct mg_pair *pairs = mg_arena_array(filling->arena, map->as.map.n, sizeof *pairs);

	for (size_t i = 0; pairs && i < map->as.map.n; i++) {
		pairs[i] = map->as.map.pairs[i];
		pairs[i].value = fill(filling, mg_schema_property(schema, pairs[i].key), pairs[i].value);
	}
	return pairs ? mg_node_new_map(filling->arena, pairs, map->as.map.n) : NULL;
}

static const struct mg_node *fill(const struct filling *filling, const struct mg_schema *schema,
				  const struct mg_node *value)
{
	if (schema && value->type == MG_LIST)
		return fill_list(filling, schema, value);
	if (schema && value->type == MG_MAP)
		return fill_map(filling, schema, value);
	return value;
}

const struct mg_node *mg_ids_fill(struct mg_arena *arena, const struct mg_schema *schema, const struct mg_node *value,
				  mg_ids_draw draw, void *context)
{
	const struct filling filling = {arena, draw, context};

	return fill(&filling, schema, value);
}
