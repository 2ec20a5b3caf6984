// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/memo.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 1024u

struct memo_slot {
	uint8_t name[MEMO_NAME_BYTES];
	bool is_taken;
	intptr_t answer;
};

// Where a name is, or would be put: names are hashes already.
static struct memo_slot *slot_of(struct memo_slot *slots, size_t n_slots, const uint8_t name[MEMO_NAME_BYTES])
{
	size_t i;

	memcpy(&i, name, sizeof i);
	for (i &= n_slots - 1; slots[i].is_taken && memcmp(slots[i].name, name, MEMO_NAME_BYTES) != 0;)
		i = (i + 1) & (n_slots - 1);
	return &slots[i];
}

static void grow(struct memo *memo)
{
	size_t n_slots = memo->n_slots ? 2 * memo->n_slots : FIRST_SLOTS;
	struct memo_slot *slots = calloc(n_slots, sizeof *slots);

	if (!slots)
		return;
	for (size_t i = 0; i < memo->n_slots; i++) {
		if (memo->slots[i].is_taken)
			*slot_of(slots, n_slots, memo->slots[i].name) = memo->slots[i];
	}
	free(memo->slots);
	memo->slots = slots;
	memo->n_slots = n_slots;
}

bool memo_find(const struct memo *memo, const uint8_t name[MEMO_NAME_BYTES], intptr_t *answer)
{
	const struct memo_slot *slot = memo->n_slots ? slot_of(memo->slots, memo->n_slots, name) : NULL;

	if (!slot || !slot->is_taken)
		return false;
	*answer = slot->answer;
	return true;
}

void memo_add(struct memo *memo, const uint8_t name[MEMO_NAME_BYTES], intptr_t answer)
{
	struct memo_slot *slot;

	if (2 * memo->n >= memo->n_slots)
		grow(memo);
	if (2 * memo->n >= memo->n_slots)
		return;
	slot = slot_of(memo->slots, memo->n_slots, name);
	memo->n += !slot->is_taken;
	memcpy(slot->name, name, MEMO_NAME_BYTES);
	slot->is_taken = true;
	slot->answer = answer;
}

void memo_clear(struct memo *memo)
{
	free(memo->slots);
	*memo = (struct memo){0};
}
