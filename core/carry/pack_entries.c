// SPDX-License-Identifier: EUPL-1.2
#include "core/carry/pack_entries.h"

#include <stdlib.h>

int mg_pack_entry_add(struct mg_pack_entries *entries, const struct mg_pack_entry *entry, struct mg_error *err)
{
	if (entries->n == entries->cap) {
		size_t cap = entries->cap ? 2 * entries->cap : 1024;
		struct mg_pack_entry *grown = realloc(entries->items, cap * sizeof *grown);

		if (!grown)
			return mg_fail_memory(err);
		entries->items = grown;
		entries->cap = cap;
	}
	entries->items[entries->n++] = *entry;
	return 0;
}

const struct mg_pack_entry *mg_pack_entry_at(const struct mg_pack_entries *entries, uint64_t offset)
{
	size_t low = 0, high = entries->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (entries->items[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low < entries->n && entries->items[low].offset == offset ? &entries->items[low] : NULL;
}
