// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/idset.h"

#include <stdlib.h>

void mg_idset_clear(struct mg_idset *set)
{
	free(set->items);
	free(set->slots);
	*set = (struct mg_idset){0};
}

// Object names are hashes already.
static uint32_t *slot_of(const struct mg_idset *set, const struct mg_id *id)
{
	size_t at;

	memcpy(&at, id->bytes, sizeof at);
	for (at &= set->n_slots - 1; set->slots[at]; at = (at + 1) & (set->n_slots - 1)) {
		if (mg_id_equal(&set->items[set->slots[at] - 1], id))
			break;
	}
	return &set->slots[at];
}

bool mg_idset_has(const struct mg_idset *set, const struct mg_id *id)
{
	return set->n && *slot_of(set, id);
}

size_t mg_idset_find(const struct mg_idset *set, const struct mg_id *id)
{
	uint32_t slot = set->n ? *slot_of(set, id) : 0;

	return slot ? slot - 1 : SIZE_MAX;
}

static void fill_slots(struct mg_idset *set)
{
	memset(set->slots, 0, set->n_slots * sizeof *set->slots);
	for (size_t i = 0; i < set->n; i++)
		*slot_of(set, &set->items[i]) = (uint32_t)i + 1;
}

static int grow(struct mg_idset *set, struct mg_error *err)
{
	size_t cap = set->cap ? 2 * set->cap : 64;
	struct mg_id *items = realloc(set->items, cap * sizeof *items);
	uint32_t *slots = items ? realloc(set->slots, 2 * cap * sizeof *slots) : NULL;

	if (items)
		set->items = items;
	if (!slots)
		return mg_fail_memory(err);
	set->slots = slots;
	set->cap = cap;
	set->n_slots = 2 * cap;
	fill_slots(set);
	return 0;
}

int mg_idset_add(struct mg_idset *set, const struct mg_id *id, struct mg_error *err)
{
	int code = set->n == set->cap ? grow(set, err) : 0;

	if (code)
		return code;
	set->items[set->n] = *id;
	*slot_of(set, id) = (uint32_t)set->n + 1;
	set->n++;
	return 0;
}

void mg_idset_cut(struct mg_idset *set, size_t n)
{
	set->n = n;
	if (set->n_slots)
		fill_slots(set);
}
