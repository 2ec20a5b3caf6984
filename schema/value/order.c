// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/order.h"

#include <stdlib.h>

static int compare_entries(const void *a, const void *b)
{
	const struct mg_entry *x = a, *y = b;

	return mg_slice_compare(x->name, y->name);
}

// Insertion sort is linear on what is in order already, as most mappings that were written by Maillage are.
static void sort_few(struct mg_entry *entries, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct mg_entry entry = entries[i];
		size_t j = i;

		for (; j && mg_slice_compare(entries[j - 1].name, entry.name) > 0; j--)
			entries[j] = entries[j - 1];
		entries[j] = entry;
	}
}

static void take_pairs(struct mg_order *order, const struct mg_node *map)
{
	for (size_t i = 0; i < order->n; i++)
		order->entries[i] = (struct mg_entry){map->as.map.pairs[i].key, map->as.map.pairs[i].value, i};
}

static bool take_items(struct mg_order *order, const struct mg_node *list)
{
	size_t offset = 0;

	for (size_t i = 0; i < order->n; i++) {
		const struct mg_node *item = list->as.list.items[i];
		size_t start = order->names.len;

		mg_node_canon(item->type == MG_MAP ? mg_node_get(item, "id") : item, &order->names);
		order->entries[i] = (struct mg_entry){{NULL, order->names.len - start}, item, i};
	}
	// Only now do the names stay where they are.
	for (size_t i = 0; i < order->n; i++) {
		order->entries[i].name.data = mg_buf_text(&order->names) + offset;
		offset += order->entries[i].name.len;
	}
	return !order->names.failed;
}

bool mg_order_init(struct mg_order *order, const struct mg_node *node)
{
	order->n = !node ? 0 : node->type == MG_MAP ? node->as.map.n : node->as.list.n;
	order->names = (struct mg_buf){0};
	order->entries = order->few;
	if (order->n > sizeof order->few / sizeof *order->few)
		order->entries = calloc(order->n, sizeof *order->entries);
	if (!order->entries)
		return false;
	if (node && node->type == MG_MAP)
		take_pairs(order, node);
	else if (node && !take_items(order, node)) {
		mg_order_clear(order);
		return false;
	}
	if (order->entries == order->few)
		sort_few(order->entries, order->n);
	else
		qsort(order->entries, order->n, sizeof *order->entries, compare_entries);
	return true;
}

void mg_order_clear(struct mg_order *order)
{
	if (order->entries != order->few)
		free(order->entries);
	mg_buf_clear(&order->names);
	order->entries = NULL;
	order->n = 0;
}

bool mg_order_next(const struct mg_order *left, size_t *i, const struct mg_order *right, size_t *j,
		   const struct mg_entry **a, const struct mg_entry **b)
{
	int sign;

	*a = *i < left->n ? &left->entries[*i] : NULL;
	*b = *j < right->n ? &right->entries[*j] : NULL;
	if (!*a && !*b)
		return false;
	sign = !*a ? 1 : !*b ? -1 : mg_slice_compare((*a)->name, (*b)->name);
	if (sign > 0)
		*a = NULL;
	else
		(*i)++;
	if (sign < 0)
		*b = NULL;
	else
		(*j)++;
	return true;
}
