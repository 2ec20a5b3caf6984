// SPDX-License-Identifier: EUPL-1.2
//
// An arena: many small allocations freed together (a record tree, a request, a view). Not thread-safe: one owner.
#ifndef MG_BASE_ARENA_H
#define MG_BASE_ARENA_H

#include "base/error.h"
#include "base/slice.h"

struct mg_arena_block;

struct mg_arena {
	struct mg_arena_block *blocks; // newest first
	size_t used;                   // bytes handed out
	size_t max;                    // bytes it may hand out; 0 means no limit
	size_t block_bytes;            // asked of the system at once; 0: as much as suits most
};

// max_bytes bounds what a hostile input can make us allocate; 0 for trusted sizes.
void mg_arena_init(struct mg_arena *arena, size_t max_bytes);

// The same for a few small things kept long, of which there are many: it takes little more than they need.
void mg_arena_init_small(struct mg_arena *arena, size_t max_bytes, size_t block_bytes);

// Frees everything handed out. The arena can be used again.
void mg_arena_clear(struct mg_arena *arena);

// Zeroed, aligned for any type. NULL when memory or the arena's maximum is exhausted.
void *mg_arena_alloc(struct mg_arena *arena, size_t size);

// An array of n zeroed elements; NULL also when n * size overflows.
void *mg_arena_array(struct mg_arena *arena, size_t n, size_t size);

// Copies, NUL-terminated beyond len. NULL when memory is exhausted.
char *mg_arena_copy(struct mg_arena *arena, const char *data, size_t len);
char *mg_arena_strdup(struct mg_arena *arena, const char *text);
char *mg_arena_printf(struct mg_arena *arena, const char *format, ...) MG_PRINTF(2, 3);

// Makes room for one more element in an array kept in the arena: returns items, or a copy twice as large when n has
// reached *cap (the old one stays until the arena goes). NULL when memory is exhausted; items is then untouched.
void *mg_arena_grow(struct mg_arena *arena, void *items, size_t n, size_t *cap, size_t size);

#endif
