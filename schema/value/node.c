// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/node.h"

#include "schema/value/order.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

const struct mg_node *mg_node_get_slice(const struct mg_node *node, struct mg_slice key)
{
	if (!node || node->type != MG_MAP)
		return NULL;
	for (size_t i = 0; i < node->as.map.n; i++) {
		const struct mg_pair *pair = &node->as.map.pairs[i];

		// The first letter tells nearly all keys of one length apart, without a call.
		if (pair->key.len == key.len && (!key.len || *pair->key.data == *key.data) &&
		    mg_slice_equal(pair->key, key))
			return pair->value;
	}
	return NULL;
}

const struct mg_node *mg_node_get(const struct mg_node *node, const char *key)
{
	return mg_node_get_slice(node, mg_slice_of(key));
}

struct mg_slice mg_node_string(const struct mg_node *node)
{
	return node && node->type == MG_STRING ? node->text : (struct mg_slice){"", 0};
}

bool mg_node_has_string(const struct mg_node *list, struct mg_slice text)
{
	for (size_t i = 0; list && list->type == MG_LIST && i < list->as.list.n; i++)
		if (list->as.list.items[i]->type == MG_STRING && mg_slice_equal(list->as.list.items[i]->text, text))
			return true;
	return false;
}

static struct mg_node *new_node(struct mg_arena *arena, enum mg_node_type type, const char *text, size_t len)
{
	struct mg_node *node = mg_arena_alloc(arena, sizeof *node);
	const char *copy = node ? mg_arena_copy(arena, text, len) : NULL;

	if (!copy)
		return NULL;
	node->type = type;
	node->text = (struct mg_slice){copy, len};
	return node;
}

const struct mg_node *mg_node_new_string(struct mg_arena *arena, struct mg_slice text)
{
	return new_node(arena, MG_STRING, text.data, text.len);
}

const struct mg_node *mg_node_new_int(struct mg_arena *arena, int64_t value)
{
	char text[32];
	int len = snprintf(text, sizeof text, "%" PRId64, value);
	struct mg_node *node = new_node(arena, MG_INT, text, (size_t)len);

	if (node)
		node->as.integer = value;
	return node;
}

const struct mg_node *mg_node_new_bool(struct mg_arena *arena, bool value)
{
	struct mg_node *node = new_node(arena, MG_BOOL, value ? "true" : "false", value ? 4 : 5);

	if (node)
		node->as.boolean = value;
	return node;
}

const struct mg_node *mg_node_new_null(struct mg_arena *arena)
{
	return new_node(arena, MG_NULL, "null", 4);
}

const struct mg_node *mg_node_new_list(struct mg_arena *arena, const struct mg_node *const *items, size_t n)
{
	struct mg_node *node = mg_arena_alloc(arena, sizeof *node);
	const struct mg_node **copy = node ? mg_arena_array(arena, n, sizeof *copy) : NULL;

	if (!copy)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (!items[i])
			return NULL;
		copy[i] = items[i];
	}
	node->type = MG_LIST;
	node->style = MG_BLOCK;
	node->as.list.items = copy;
	node->as.list.n = n;
	return node;
}

const struct mg_node *mg_node_new_map(struct mg_arena *arena, const struct mg_pair *pairs, size_t n)
{
	struct mg_node *node = mg_arena_alloc(arena, sizeof *node);
	struct mg_pair *copy = node ? mg_arena_array(arena, n, sizeof *copy) : NULL;

	if (!copy)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		const char *key = mg_arena_copy(arena, pairs[i].key.data, pairs[i].key.len);

		if (!key || !pairs[i].value)
			return NULL;
		copy[i] = (struct mg_pair){.key = {key, pairs[i].key.len}, .value = pairs[i].value};
	}
	node->type = MG_MAP;
	node->style = MG_BLOCK;
	node->as.map.pairs = copy;
	node->as.map.n = n;
	return node;
}

static const struct mg_node *copy_list(struct mg_arena *arena, const struct mg_node *node)
{
	size_t n = node->as.list.n;
	const struct mg_node **items = mg_arena_array(arena, n, sizeof *items);

	if (!items)
		return NULL;
	for (size_t i = 0; i < n; i++)
		items[i] = mg_node_copy(arena, node->as.list.items[i]);
	return mg_node_new_list(arena, items, n);
}

static const struct mg_node *copy_map(struct mg_arena *arena, const struct mg_node *node)
{
	size_t n = node->as.map.n;
	struct mg_pair *pairs = mg_arena_array(arena, n, sizeof *pairs);

	if (!pairs)
		return NULL;
	for (size_t i = 0; i < n; i++)
		pairs[i] = (struct mg_pair){.key = node->as.map.pairs[i].key,
					    .value = mg_node_copy(arena, node->as.map.pairs[i].value)};
	return mg_node_new_map(arena, pairs, n);
}

const struct mg_node *mg_node_copy(struct mg_arena *arena, const struct mg_node *node)
{
	struct mg_node *copy;

	if (!node)
		return NULL;
	if (node->type == MG_LIST)
		return copy_list(arena, node);
	if (node->type == MG_MAP)
		return copy_map(arena, node);
	copy = new_node(arena, node->type, node->text.data, node->text.len);
	if (copy)
		copy->as = node->as;
	return copy;
}

static bool equal_lists(const struct mg_node *a, const struct mg_node *b)
{
	if (a->as.list.n != b->as.list.n)
		return false;
	for (size_t i = 0; i < a->as.list.n; i++)
		if (!mg_node_equal(a->as.list.items[i], b->as.list.items[i]))
			return false;
	return true;
}

static bool equal_sorted(const struct mg_order *left, const struct mg_order *right)
{
	for (size_t i = 0; i < left->n; i++)
		if (!mg_slice_equal(left->entries[i].name, right->entries[i].name) ||
		    !mg_node_equal(left->entries[i].node, right->entries[i].node))
			return false;
	return true;
}

// Needs no memory, but is quadratic.
static bool equal_by_lookup(const struct mg_node *a, const struct mg_node *b)
{
	for (size_t i = 0; i < a->as.map.n; i++)
		if (!mg_node_equal(a->as.map.pairs[i].value, mg_node_get_slice(b, a->as.map.pairs[i].key)))
			return false;
	return true;
}

static bool equal_maps(const struct mg_node *a, const struct mg_node *b)
{
	struct mg_order left, right;
	bool equal;

	if (a->as.map.n != b->as.map.n)
		return false;
	if (!mg_order_init(&left, a))
		return equal_by_lookup(a, b);
	if (mg_order_init(&right, b)) {
		equal = equal_sorted(&left, &right);
		mg_order_clear(&right);
	} else {
		equal = equal_by_lookup(a, b);
	}
	mg_order_clear(&left);
	return equal;
}

bool mg_node_equal(const struct mg_node *a, const struct mg_node *b)
{
	if (a == b)
		return true;
	if (!a || !b || a->type != b->type)
		return false;
	switch (a->type) {
	case MG_NULL:
		return true;
	case MG_BOOL:
		return a->as.boolean == b->as.boolean;
	case MG_INT:
		return a->as.integer == b->as.integer;
	case MG_FLOAT:
		return a->as.number == b->as.number || (isnan(a->as.number) && isnan(b->as.number));
	case MG_STRING:
		return mg_slice_equal(a->text, b->text);
	case MG_LIST:
		return equal_lists(a, b);
	case MG_MAP:
		return equal_maps(a, b);
	}
	return false;
}
