// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/values.h"

#include <stdlib.h>

#define SETS            256u
#define WAYS            4u // of a set, the one not asked for the longest goes: what a commit wrote over is soon the oldest
#define MAX_VALUE_BYTES 65536u
#define BLOCK_BYTES     1024u // most records take one to three of them

struct slot {
	struct mg_id blob;
	unsigned long used; // when: by the count of uses; 0: empty
	struct mg_arena arena;
	const struct mg_node *value;
};

struct mg_values {
	unsigned long uses;
	unsigned long let_go; // uses until then: what was used since is borrowed, and stays
	struct slot sets[SETS][WAYS];
};

struct mg_values *mg_values_new(void)
{
	return calloc(1, sizeof(struct mg_values));
}

static void clear_slot(struct slot *slot)
{
	mg_arena_clear(&slot->arena);
	slot->used = 0;
	slot->value = NULL;
}

void mg_values_free(struct mg_values *values)
{
	for (size_t i = 0; values && i < SETS; i++)
		for (size_t k = 0; k < WAYS; k++)
			clear_slot(&values->sets[i][k]);
	free(values);
}

// Object names are hashes already.
static struct slot *set_of(struct mg_values *values, const struct mg_id *blob)
{
	return values->sets[((size_t)blob->bytes[0] << 8 | blob->bytes[1]) % SETS];
}

static struct slot *find(struct mg_values *values, const struct mg_id *blob)
{
	struct slot *set = set_of(values, blob);

	for (size_t i = 0; i < WAYS; i++)
		if (set[i].used && mg_id_equal(&set[i].blob, blob)) {
			set[i].used = ++values->uses;
			return &set[i];
		}
	return NULL;
}

// NULL when all of its set are borrowed.
static struct slot *oldest(struct mg_values *values, const struct mg_id *blob)
{
	struct slot *set = set_of(values, blob), *slot = set;

	for (size_t i = 1; i < WAYS; i++)
		if (set[i].used < slot->used)
			slot = &set[i];
	return slot->used > values->let_go ? NULL : slot;
}

const struct mg_node *mg_values_find(struct mg_values *values, const struct mg_id *blob)
{
	const struct slot *slot = values ? find(values, blob) : NULL;

	return slot ? slot->value : NULL;
}

// NULL when there is no room for it.
static const struct mg_node *remember(struct mg_values *values, const struct mg_id *blob, const struct mg_node *value)
{
	struct slot *slot = oldest(values, blob);

	if (!slot)
		return NULL;
	clear_slot(slot);
	mg_arena_init_small(&slot->arena, MAX_VALUE_BYTES, BLOCK_BYTES);
	slot->value = mg_node_copy(&slot->arena, value);
	if (!slot->value) {
		clear_slot(slot);
		return NULL;
	}
	slot->blob = *blob;
	slot->used = ++values->uses;
	return slot->value;
}

const struct mg_node *mg_values_keep(struct mg_values *values, const struct mg_id *blob, const struct mg_node *value,
				     struct mg_arena *arena)
{
	const struct mg_node *kept = mg_values_find(values, blob);

	if (!kept && values)
		kept = remember(values, blob, value);
	return kept ? kept : mg_node_copy(arena, value);
}

void mg_values_let_go(struct mg_values *values)
{
	if (values)
		values->let_go = values->uses;
}
