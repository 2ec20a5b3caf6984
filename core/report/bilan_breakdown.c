// SPDX-License-Identifier: EUPL-1.2
#include "core/report/bilan_total.h"

#include "base/i18n.h"

#include <stdlib.h>

// One key of one item's breakdown.
struct part {
	struct mg_slice key;
	struct mg_fixed value;
};

static int compare_parts(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	return mg_slice_compare(x->key, y->key);
}

static size_t parts_in(const struct mg_node *item, struct part *out)
{
	const struct mg_node *map = mg_node_get(item, "desagregation");
	size_t most = map && map->type == MG_MAP ? map->as.map.n : 0, n = 0;

	for (size_t i = 0; i < most; i++) {
		struct part part = {.key = map->as.map.pairs[i].key};

		if (!mg_fixed_read(map->as.map.pairs[i].value, &part.value))
			continue;
		if (out)
			out[n] = part;
		n++;
	}
	return n;
}

// Parts are by key: the sum of each run of them is one pair.
static int sum_up(const struct part *parts, size_t n, struct mg_arena *arena, struct mg_pair *pairs, size_t *n_pairs,
		  struct mg_error *err)
{
	for (size_t i = 0; i < n;) {
		const struct part *first = &parts[i];
		struct mg_fixed sum = first->value;

		for (i++; i < n && mg_slice_equal(parts[i].key, first->key); i++)
			if (!mg_fixed_add(sum, parts[i].value, &sum))
				return mg_fail(
					err, MG_ELIMIT,
					_("the values are too large, or have too many digits, to be brought together"));
		pairs[(*n_pairs)++] = (struct mg_pair){.key = first->key, .value = mg_fixed_node(arena, sum)};
	}
	return 0;
}

int mg_bilan_breakdown(const struct mg_node *const *items, size_t n, struct mg_arena *arena, const struct mg_node **out,
		       struct mg_error *err)
{
	struct mg_pair *pairs;
	struct part *parts;
	size_t count = 0, filled = 0, n_pairs = 0;

	*out = NULL;
	for (size_t i = 0; i < n; i++)
		count += parts_in(items[i], NULL);
	if (!count)
		return 0;
	parts = mg_arena_array(arena, count, sizeof *parts);
	pairs = mg_arena_array(arena, count, sizeof *pairs);
	if (!parts || !pairs)
		return mg_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		filled += parts_in(items[i], parts + filled);
	qsort(parts, count, sizeof *parts, compare_parts);
	if (sum_up(parts, count, arena, pairs, &n_pairs, err) < 0)
		return MG_ELIMIT;
	*out = mg_node_new_map(arena, pairs, n_pairs);
	return *out ? 0 : mg_fail_memory(err);
}
