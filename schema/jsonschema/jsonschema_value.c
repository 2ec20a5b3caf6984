// SPDX-License-Identifier: EUPL-1.2
#include "schema/jsonschema/jsonschema_value.h"

#include "schema/jsonschema/jsonschema.h"

#include <math.h>
#include <stdlib.h>

#define FEW_ITEMS 16 // up to here comparing each with each beats sorting, and needs no memory

unsigned mg_value_types(const struct mg_node *node)
{
	switch (node->type) {
	case MG_NULL:
		return MG_TYPE_NULL;
	case MG_BOOL:
		return MG_TYPE_BOOLEAN;
	case MG_INT:
		return MG_TYPE_INTEGER | MG_TYPE_NUMBER;
	case MG_FLOAT:
		if (!isfinite(node->as.number))
			return 0;
		return node->as.number == trunc(node->as.number) ? MG_TYPE_INTEGER | MG_TYPE_NUMBER : MG_TYPE_NUMBER;
	case MG_STRING:
		return MG_TYPE_STRING;
	case MG_LIST:
		return MG_TYPE_ARRAY;
	case MG_MAP:
		return MG_TYPE_OBJECT;
	}
	return 0;
}

bool mg_value_deeper(const struct mg_node *node, unsigned max)
{
	size_t n = node->type == MG_LIST ? node->as.list.n : node->type == MG_MAP ? node->as.map.n : 0;

	if (max == 0)
		return node->type == MG_LIST || node->type == MG_MAP;
	for (size_t i = 0; i < n; i++)
		if (mg_value_deeper(node->type == MG_LIST ? node->as.list.items[i] : node->as.map.pairs[i].value,
				    max - 1))
			return true;
	return false;
}

// Converting the integer to a double would make neighbours equal above 2^53; the double's whole part always fits.
static int compare_mixed(int64_t a, double b)
{
	double whole = trunc(b);

	if (b >= 0x1p63)
		return -1;
	if (b < -0x1p63)
		return 1;
	if (a != (int64_t)whole)
		return a < (int64_t)whole ? -1 : 1;
	return whole < b ? -1 : whole > b;
}

int mg_value_compare(const struct mg_node *a, const struct mg_node *b)
{
	if (a->type == MG_INT && b->type == MG_INT)
		return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
	if (a->type == MG_INT)
		return compare_mixed(a->as.integer, b->as.number);
	if (b->type == MG_INT)
		return -compare_mixed(b->as.integer, a->as.number);
	return (a->as.number > b->as.number) - (a->as.number < b->as.number);
}

static bool is_number(const struct mg_node *node)
{
	return node->type == MG_INT || (node->type == MG_FLOAT && isfinite(node->as.number));
}

static bool lists_equal(const struct mg_node *a, const struct mg_node *b)
{
	if (a->as.list.n != b->as.list.n)
		return false;
	for (size_t i = 0; i < a->as.list.n; i++)
		if (!mg_value_equal(a->as.list.items[i], b->as.list.items[i]))
			return false;
	return true;
}

static bool maps_equal(const struct mg_node *a, const struct mg_node *b)
{
	if (a->as.map.n != b->as.map.n)
		return false;
	for (size_t i = 0; i < a->as.map.n; i++) {
		const struct mg_pair *pair = &a->as.map.pairs[i], *same = &b->as.map.pairs[i];
		const struct mg_node *other =
			mg_slice_equal(pair->key, same->key) ? same->value : mg_node_get_slice(b, pair->key);

		if (!other || !mg_value_equal(pair->value, other))
			return false;
	}
	return true;
}

bool mg_value_equal(const struct mg_node *a, const struct mg_node *b)
{
	if (is_number(a) && is_number(b))
		return mg_value_compare(a, b) == 0;
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case MG_NULL:
		return true;
	case MG_BOOL:
		return a->as.boolean == b->as.boolean;
	case MG_STRING:
		return mg_slice_equal(a->text, b->text);
	case MG_LIST:
		return lists_equal(a, b);
	case MG_MAP:
		return maps_equal(a, b);
	case MG_INT:
	case MG_FLOAT: // not finite: equal to nothing
		break;
	}
	return false;
}

static uint64_t hash_bytes(uint64_t hash, const void *data, size_t len)
{
	const uint8_t *bytes = data;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3); // FNV-1a
	return hash;
}

static uint64_t hash_value(uint64_t seed, const struct mg_node *node);

// A sum, because the order of keys does not matter.
static uint64_t hash_map(uint64_t seed, const struct mg_node *map)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < map->as.map.n; i++) {
		const struct mg_pair *pair = &map->as.map.pairs[i];

		sum += hash_value(hash_bytes(seed, pair->key.data, pair->key.len), pair->value);
	}
	return sum;
}

// Equal values have equal hashes: so a number is hashed as a double, whatever it is.
static uint64_t hash_value(uint64_t seed, const struct mg_node *node)
{
	uint8_t type = (uint8_t)(is_number(node) ? MG_INT : node->type);
	uint64_t hash = hash_bytes(seed, &type, 1);
	double number;

	switch (node->type) {
	case MG_INT:
	case MG_FLOAT:
		number = node->type == MG_INT ? (double)node->as.integer : node->as.number;
		number = number == 0 ? 0 : number; // -0.0 is 0
		return hash_bytes(hash, &number, sizeof number);
	case MG_BOOL:
		return hash ^ node->as.boolean;
	case MG_STRING:
		return hash_bytes(hash, node->text.data, node->text.len);
	case MG_LIST:
		for (size_t i = 0; i < node->as.list.n; i++)
			hash = hash_value(hash, node->as.list.items[i]);
		return hash;
	case MG_MAP:
		return hash_map(hash, node);
	case MG_NULL:
		break;
	}
	return hash;
}

struct hashed {
	uint64_t hash;
	size_t index;
};

static int by_hash(const void *a, const void *b)
{
	const struct hashed *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

static bool duplicate_among(const struct mg_node *list, const struct hashed *hashed, size_t *first, size_t *second)
{
	const struct mg_node **items = list->as.list.items;
	bool found = false;

	for (size_t i = 0; i < list->as.list.n; i++)
		for (size_t j = i + 1; j < list->as.list.n && hashed[j].hash == hashed[i].hash; j++) {
			if (found && hashed[j].index >= *second)
				break;
			if (!mg_value_equal(items[hashed[i].index], items[hashed[j].index]))
				continue;
			*first = hashed[i].index;
			*second = hashed[j].index;
			found = true;
		}
	return found;
}

static bool duplicate_each(const struct mg_node *list, size_t *first, size_t *second)
{
	for (size_t j = 1; j < list->as.list.n; j++)
		for (size_t i = 0; i < j; i++)
			if (mg_value_equal(list->as.list.items[i], list->as.list.items[j])) {
				*first = i;
				*second = j;
				return true;
			}
	return false;
}

bool mg_value_duplicate(const struct mg_node *list, size_t *first, size_t *second)
{
	size_t n = list->as.list.n;
	struct hashed *hashed;
	bool found;

	if (n <= FEW_ITEMS)
		return duplicate_each(list, first, second);
	hashed = calloc(n, sizeof *hashed);
	if (!hashed) // slower, but the verdict may not depend on memory
		return duplicate_each(list, first, second);
	for (size_t i = 0; i < n; i++)
		hashed[i] = (struct hashed){hash_value(UINT64_C(0xcbf29ce484222325), list->as.list.items[i]), i};
	qsort(hashed, n, sizeof *hashed, by_hash);
	found = duplicate_among(list, hashed, first, second);
	free(hashed);
	return found;
}
