// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/merge.h"

#include "schema/value/order.h"

static const struct mg_node *sorted(struct mg_arena *arena, const struct mg_node *node, bool opaque);

static const struct mg_node *sorted_parts(struct mg_arena *arena, const struct mg_node *node, bool opaque)
{
	const struct mg_node *result = NULL, **items;
	struct mg_order order;
	struct mg_pair *pairs;

	if (!mg_order_init(&order, node))
		return NULL;
	pairs = mg_arena_array(arena, order.n, sizeof *pairs);
	items = mg_arena_array(arena, order.n, sizeof *items);
	if (pairs && items) {
		for (size_t i = 0; i < order.n; i++) {
			items[i] = sorted(arena, order.entries[i].node, opaque);
			pairs[i] = (struct mg_pair){.key = order.entries[i].name, .value = items[i]};
		}
		result = node->type == MG_MAP ? mg_node_new_map(arena, pairs, order.n)
					      : mg_node_new_list(arena, items, order.n);
	}
	mg_order_clear(&order);
	return result;
}

// A list that is one value is only itself in its own order, and so are the lists in it.
static const struct mg_node *sorted_items(struct mg_arena *arena, const struct mg_node *list)
{
	const struct mg_node **items = mg_arena_array(arena, list->as.list.n, sizeof *items);

	if (!items)
		return NULL;
	for (size_t i = 0; i < list->as.list.n; i++)
		items[i] = sorted(arena, list->as.list.items[i], true);
	return mg_node_new_list(arena, items, list->as.list.n);
}

static const struct mg_node *sorted(struct mg_arena *arena, const struct mg_node *node, bool opaque)
{
	if (node->type == MG_MAP)
		return sorted_parts(arena, node, opaque);
	if (node->type != MG_LIST)
		return mg_node_copy(arena, node);
	if (opaque || mg_list_kind(node) == MG_LIST_VALUE)
		return sorted_items(arena, node);
	return sorted_parts(arena, node, opaque);
}

const struct mg_node *mg_node_sorted(struct mg_arena *arena, const struct mg_node *node)
{
	return sorted(arena, node, false);
}

bool mg_node_merges(const struct mg_node *base, const struct mg_node *target)
{
	enum mg_list_kind a, b;

	if (base->type != target->type || (base->type != MG_MAP && base->type != MG_LIST))
		return false;
	if (base->type == MG_MAP)
		return true;
	a = mg_list_kind(base);
	b = mg_list_kind(target);
	return a != MG_LIST_VALUE && b != MG_LIST_VALUE && (a == b || a == MG_LIST_EMPTY || b == MG_LIST_EMPTY);
}

static bool fill(struct mg_merge *merge, struct mg_arena *arena, const struct mg_order *left,
		 const struct mg_order *right, bool is_map)
{
	const struct mg_entry *a, *b;
	size_t i = 0, j = 0;

	while (mg_order_next(left, &i, right, &j, &a, &b)) {
		struct mg_pair *pair = &merge->added[merge->n_added];

		if (a) {
			merge->kept[a->index] = b ? b->node : NULL;
			continue;
		}
		pair->key = is_map ? b->name : (struct mg_slice){0};
		pair->value = mg_node_sorted(arena, b->node);
		if (!pair->value)
			return false;
		merge->n_added++;
	}
	return true;
}

bool mg_merge_init(struct mg_merge *merge, struct mg_arena *arena, const struct mg_node *base,
		   const struct mg_node *target)
{
	struct mg_order left, right;
	bool done = false;

	if (!mg_order_init(&left, base))
		return false;
	if (mg_order_init(&right, target)) {
		merge->n = left.n;
		merge->n_added = 0;
		merge->kept = mg_arena_array(arena, left.n, sizeof *merge->kept);
		merge->added = mg_arena_array(arena, right.n, sizeof *merge->added);
		done = merge->kept && merge->added && fill(merge, arena, &left, &right, target->type == MG_MAP);
		mg_order_clear(&right);
	}
	mg_order_clear(&left);
	return done;
}

static const struct mg_node *part_of(const struct mg_node *node, size_t index)
{
	return node->type == MG_MAP ? node->as.map.pairs[index].value : node->as.list.items[index];
}

static const struct mg_node *build(struct mg_arena *arena, const struct mg_merge *merge, const struct mg_node *base)
{
	size_t n = 0, max = merge->n + merge->n_added;
	struct mg_pair *pairs = mg_arena_array(arena, max, sizeof *pairs);
	const struct mg_node **items = mg_arena_array(arena, max, sizeof *items);

	if (!pairs || !items)
		return NULL;
	for (size_t i = 0; i < max; i++) {
		if (i >= merge->n) {
			pairs[n] = merge->added[i - merge->n];
		} else if (merge->kept[i]) {
			if (base->type == MG_MAP)
				pairs[n].key = base->as.map.pairs[i].key;
			pairs[n].value = mg_node_merge(arena, part_of(base, i), merge->kept[i]);
		} else {
			continue;
		}
		items[n] = pairs[n].value;
		n++;
	}
	return base->type == MG_MAP ? mg_node_new_map(arena, pairs, n) : mg_node_new_list(arena, items, n);
}

const struct mg_node *mg_node_merge(struct mg_arena *arena, const struct mg_node *base, const struct mg_node *target)
{
	struct mg_merge merge;

	if (mg_node_equal(base, target))
		return mg_node_copy(arena, base);
	if (!mg_node_merges(base, target))
		return mg_node_sorted(arena, target);
	return mg_merge_init(&merge, arena, base, target) ? build(arena, &merge, base) : NULL;
}
