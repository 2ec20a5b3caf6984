// SPDX-License-Identifier: EUPL-1.2
//
// Answers that were found once, by a digest of the question. Zero it to begin.
#ifndef MG_TESTS_LIB_MEMO_H
#define MG_TESTS_LIB_MEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEMO_NAME_BYTES 32

struct memo {
	struct memo_slot *slots;
	size_t n_slots, n;
};

bool memo_find(const struct memo *memo, const uint8_t name[MEMO_NAME_BYTES], intptr_t *answer);

// One that is not there. Without memory for it, it is not kept.
void memo_add(struct memo *memo, const uint8_t name[MEMO_NAME_BYTES], intptr_t answer);
void memo_clear(struct memo *memo);

#endif
