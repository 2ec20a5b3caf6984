// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/values.h"

#include <stdlib.h>

#define SLOTS           1024u // a few megabytes at most, with records of 1 KB
#define MAX_VALUE_BYTES 65536u

struct slot {
	struct mg_id blob; // zero: empty
	struct mg_arena arena;
	const struct mg_node *value;
};

struct mg_values {
	struct slot slots[SLOTS];
};

struct mg_values *mg_values_new(void)
{
	struct mg_values *values = calloc(1, sizeof *values);

	for (size_t i = 0; values && i < SLOTS; i++)
		mg_arena_init(&values->slots[i].arena, MAX_VALUE_BYTES);
	return values;
}

static void clear_slot(struct slot *slot)
{
	mg_arena_clear(&slot->arena);
	slot->blob = (struct mg_id){{0}};
	slot->value = NULL;
}

void mg_values_free(struct mg_values *values)
{
	for (size_t i = 0; values && i < SLOTS; i++)
		clear_slot(&values->slots[i]);
	free(values);
}

// Object names are hashes already.
static size_t slot_of(const struct mg_id *blob)
{
	return ((size_t)blob->bytes[0] << 8 | blob->bytes[1]) % SLOTS;
}

const struct mg_node *mg_values_find(const struct mg_values *values, const struct mg_id *blob, struct mg_arena *arena)
{
	const struct slot *slot = values ? &values->slots[slot_of(blob)] : NULL;

	return slot && slot->value && mg_id_equal(&slot->blob, blob) ? mg_node_copy(arena, slot->value) : NULL;
}

void mg_values_add(struct mg_values *values, const struct mg_id *blob, const struct mg_node *value)
{
	struct slot *slot = values ? &values->slots[slot_of(blob)] : NULL;

	if (!slot || !value || mg_id_equal(&slot->blob, blob))
		return;
	clear_slot(slot);
	slot->value = mg_node_copy(&slot->arena, value);
	if (slot->value)
		slot->blob = *blob;
	else
		clear_slot(slot);
}
