// SPDX-License-Identifier: EUPL-1.2
#include "base/names.h"

#include <stdlib.h>
#include <string.h>

int mg_names_init(struct mg_names *names, size_t max, struct mg_arena *arena, struct mg_error *err)
{
	*names = (struct mg_names){.items = mg_arena_array(arena, max + 1, sizeof *names->items)};
	return names->items ? 0 : mg_fail_memory(err);
}

void mg_names_add(struct mg_names *names, const char *text, size_t at)
{
	names->items[names->n++] = (struct mg_name){text, at};
}

static int compare(const void *a, const void *b)
{
	const struct mg_name *x = a, *y = b;
	int order = strcmp(x->text, y->text);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

void mg_names_sort(struct mg_names *names)
{
	if (names->n)
		qsort(names->items, names->n, sizeof *names->items, compare);
}

const struct mg_name *mg_names_find(const struct mg_names *names, struct mg_slice text)
{
	size_t low = 0, high = names->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (mg_slice_compare(mg_slice_of(names->items[middle].text), text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < names->n && mg_slice_is(text, names->items[low].text) ? &names->items[low] : NULL;
}
