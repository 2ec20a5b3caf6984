// SPDX-License-Identifier: EUPL-1.2
//
// Building what a template is filled with: mappings and lists whose size is not known beforehand. Nodes are shared, never
// copied; out of memory shows once, at the end.
#ifndef MG_CORE_DATA_H
#define MG_CORE_DATA_H

#include "schema/value/node.h"

// A mapping being made. Zero but for the arena.
struct mg_data {
	struct mg_arena *arena;
	struct mg_pair *pairs;
	size_t n, cap;
	bool failed;
};

// A key that is there already keeps its value. A NULL value is a lack of memory.
void mg_data_put(struct mg_data *data, struct mg_slice key, const struct mg_node *value);
void mg_data_node(struct mg_data *data, const char *key, const struct mg_node *value);
void mg_data_text(struct mg_data *data, const char *key, struct mg_slice text);
void mg_data_flag(struct mg_data *data, const char *key, bool value);

// A copy of what a buffer holds, which is emptied.
void mg_data_take(struct mg_data *data, const char *key, struct mg_buf *text);

// NULL when memory was exhausted.
const struct mg_node *mg_data_map(const struct mg_data *data);

// A list being made.
struct mg_data_list {
	struct mg_arena *arena;
	const struct mg_node **items;
	size_t n, cap;
	bool failed;
};

void mg_data_add(struct mg_data_list *list, const struct mg_node *item);
const struct mg_node *mg_data_list(const struct mg_data_list *list);

#endif
