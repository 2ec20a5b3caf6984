// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/data.h"

void mg_data_put(struct mg_data *data, struct mg_slice key, const struct mg_node *value)
{
	struct mg_pair *pairs;

	for (size_t i = 0; i < data->n; i++)
		if (mg_slice_equal(data->pairs[i].key, key))
			return;
	pairs = mg_arena_grow(data->arena, data->pairs, data->n, &data->cap, sizeof *pairs);
	data->failed |= !pairs || !value;
	if (data->failed)
		return;
	data->pairs = pairs;
	pairs[data->n++] = (struct mg_pair){.key = key, .value = value};
}

void mg_data_node(struct mg_data *data, const char *key, const struct mg_node *value)
{
	mg_data_put(data, mg_slice_of(key), value);
}

void mg_data_text(struct mg_data *data, const char *key, struct mg_slice text)
{
	mg_data_node(data, key, mg_node_new_string(data->arena, text));
}

void mg_data_flag(struct mg_data *data, const char *key, bool value)
{
	mg_data_node(data, key, mg_node_new_bool(data->arena, value));
}

void mg_data_take(struct mg_data *data, const char *key, struct mg_buf *text)
{
	data->failed |= text->failed != 0;
	mg_data_text(data, key, mg_buf_slice(text));
	mg_buf_reset(text);
}

const struct mg_node *mg_data_map(const struct mg_data *data)
{
	return data->failed ? NULL : mg_node_new_map(data->arena, data->pairs, data->n);
}

void mg_data_add(struct mg_data_list *list, const struct mg_node *item)
{
	const struct mg_node **items = mg_arena_grow(list->arena, list->items, list->n, &list->cap, sizeof *items);

	list->failed |= !items || !item;
	if (list->failed)
		return;
	list->items = items;
	items[list->n++] = item;
}

const struct mg_node *mg_data_list(const struct mg_data_list *list)
{
	return list->failed ? NULL : mg_node_new_list(list->arena, list->items, list->n);
}
