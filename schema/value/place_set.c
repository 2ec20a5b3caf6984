// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/place_set.h"

#include <stdlib.h>

int mg_place_set_init(struct mg_place_set *set, size_t max, struct mg_arena *arena, struct mg_error *err)
{
	*set = (struct mg_place_set){.items = mg_arena_array(arena, max + 1, sizeof *set->items)};
	return set->items ? 0 : mg_fail_memory(err);
}

void mg_place_set_add(struct mg_place_set *set, const char *place)
{
	set->items[set->n++] = place;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void mg_place_set_sort(struct mg_place_set *set)
{
	if (set->n)
		qsort(set->items, set->n, sizeof *set->items, compare);
}

// Where a place stands to those that begin with `start` and go on with the character `next` (0: with whatever comes, or
// not at all).
static int compare_start(const char *place, struct mg_slice start, char next)
{
	int order = strncmp(place, start.data, start.len);

	return order || !next ? order : (unsigned char)place[start.len] - (unsigned char)next;
}

// The first of the set that does not stand before those that begin so; NULL.
static const char *first_from(const struct mg_place_set *set, struct mg_slice start, char next)
{
	size_t low = 0, high = set->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_start(set->items[middle], start, next) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < set->n ? set->items[low] : NULL;
}

static bool has_start(const struct mg_place_set *set, struct mg_slice start, char next)
{
	const char *first = first_from(set, start, next);

	return first && compare_start(first, start, next) == 0;
}

static bool has(const struct mg_place_set *set, struct mg_slice place)
{
	const char *first = first_from(set, place, '\0');

	return first && strncmp(first, place.data, place.len) == 0 && !first[place.len];
}

bool mg_place_set_contains(const struct mg_place_set *set, const char *place)
{
	size_t len = 0;

	if (has(set, (struct mg_slice){place, 0}))
		return true;
	while (place[len]) {
		len += 1 + strcspn(place + len + 1, ".[");
		if (has(set, (struct mg_slice){place, len}))
			return true;
	}
	return false;
}

bool mg_place_set_is_within(const struct mg_place_set *set, const char *place)
{
	struct mg_slice start = mg_slice_of(place);

	return start.len ? has(set, start) || has_start(set, start, '.') || has_start(set, start, '[') : set->n > 0;
}

// Elements of the other kind than one that goes on with `next` after the bracket.
static bool has_other_kind(const struct mg_place_set *set, struct mg_slice list, char next)
{
	const char *first;

	if (next != '=')
		return has_start(set, list, '=');
	first = first_from(set, list, '\0'); // before the members, or after them
	if (first && strncmp(first, list.data, list.len) == 0 && first[list.len] != '=')
		return true;
	first = first_from(set, list, '=' + 1);
	return first && strncmp(first, list.data, list.len) == 0;
}

bool mg_place_set_excludes(const struct mg_place_set *set, const char *place)
{
	bool quoted = false;

	for (const char *at = place; *at; at++) {
		if (quoted && *at == '\\' && at[1])
			at++;
		else if (*at == '"')
			quoted = !quoted;
		else if (!quoted && *at == '[' &&
			 has_other_kind(set, (struct mg_slice){place, (size_t)(at + 1 - place)}, at[1]))
			return true;
	}
	return false;
}
