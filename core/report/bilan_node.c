// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_node.h"

#include "schema/jsonschema/jsonschema.h"

#include <assert.h>

void mg_bilan_add(struct mg_bilan_map *map, const char *key, const struct mg_node *value)
{
	assert(map->n < MG_BILAN_MAX_KEYS);
	map->failed |= !value;
	map->pairs[map->n++] = (struct mg_pair){.key = mg_slice_of(key), .value = value};
}

void mg_bilan_add_text(struct mg_bilan_map *map, const char *key, struct mg_slice text)
{
	mg_bilan_add(map, key, mg_node_new_string(map->arena, text));
}

void mg_bilan_copy(struct mg_bilan_map *map, const char *key, const struct mg_node *value)
{
	if (value)
		mg_bilan_add(map, key, value);
}

const struct mg_node *mg_bilan_map_node(const struct mg_bilan_map *map)
{
	return map->failed ? NULL : mg_node_new_map(map->arena, map->pairs, map->n);
}

static bool is_dropped(struct mg_slice key, const char *const *dropped)
{
	for (; *dropped; dropped++)
		if (mg_slice_is(key, *dropped))
			return true;
	return false;
}

const struct mg_node *mg_bilan_merge(struct mg_arena *arena, const struct mg_type *type, const struct mg_node *made,
				     const struct mg_node *kept, const char *const *dropped)
{
	size_t n = 0, most = made->as.map.n + (kept && kept->type == MG_MAP ? kept->as.map.n : 0);
	struct mg_pair *pairs = mg_arena_array(arena, most, sizeof *pairs);
	const struct mg_schema *property;
	struct mg_slice key;

	if (!pairs)
		return NULL;
	for (size_t i = 0; mg_schema_key(type->shape, i, &key, &property); i++) {
		const struct mg_node *value = mg_node_get_slice(made, key);

		if (!value && !is_dropped(key, dropped))
			value = mg_node_get_slice(kept, key);
		if (value)
			pairs[n++] = (struct mg_pair){.key = key, .value = value};
	}
	return mg_node_new_map(arena, pairs, n);
}

const struct mg_node *mg_bilan_replaced(struct mg_arena *arena, const struct mg_book_record *record)
{
	struct mg_bilan_map map = {.arena = arena};

	mg_bilan_add_text(&map, "fichier", mg_slice_of(record->path));
	mg_bilan_add_text(&map, "sha256", mg_slice_of(record->sha256));
	return mg_bilan_map_node(&map);
}

const struct mg_node *mg_bilan_element(const struct mg_node *list, struct mg_slice id)
{
	for (size_t i = 0; list && list->type == MG_LIST && i < list->as.list.n; i++)
		if (mg_slice_equal(mg_node_string(mg_node_get(list->as.list.items[i], "id")), id))
			return list->as.list.items[i];
	return NULL;
}
