// SPDX-License-Identifier: EUPL-1.2
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define BLOCK_BYTES 8192u

struct mg_arena_block {
	struct mg_arena_block *next;
	size_t used;
	size_t cap;
	max_align_t data[];
};

void mg_arena_init(struct mg_arena *arena, size_t max_bytes)
{
	*arena = (struct mg_arena){.max = max_bytes};
}

void mg_arena_init_small(struct mg_arena *arena, size_t max_bytes, size_t block_bytes)
{
	*arena = (struct mg_arena){.max = max_bytes, .block_bytes = block_bytes};
}

void mg_arena_clear(struct mg_arena *arena)
{
	struct mg_arena_block *block = arena->blocks;

	while (block) {
		struct mg_arena_block *next = block->next;

		free(block);
		block = next;
	}
	mg_arena_init_small(arena, arena->max, arena->block_bytes);
}

static struct mg_arena_block *block_new(const struct mg_arena *arena, size_t size)
{
	size_t least = arena->block_bytes ? arena->block_bytes : BLOCK_BYTES;
	size_t cap = size > least ? size : least;
	struct mg_arena_block *block = malloc(sizeof *block + cap);

	if (block)
		*block = (struct mg_arena_block){.cap = cap};
	return block;
}

// *need: the bytes it takes there; they hold anything.
static void *take(struct mg_arena *arena, size_t size, size_t *need)
{
	struct mg_arena_block *block = arena->blocks;
	char *data;

	if (size > SIZE_MAX / 2)
		return NULL;
	*need = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
	if (arena->max && *need > arena->max - arena->used)
		return NULL;
	if (!block || block->cap - block->used < *need) {
		block = block_new(arena, *need);
		if (!block)
			return NULL;
		block->next = arena->blocks;
		arena->blocks = block;
	}
	data = (char *)block->data + block->used;
	block->used += *need;
	arena->used += *need;
	return data;
}

void *mg_arena_alloc(struct mg_arena *arena, size_t size)
{
	size_t need;
	void *data = take(arena, size, &need);

	return data ? memset(data, 0, need) : NULL;
}

void *mg_arena_array(struct mg_arena *arena, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		return NULL;
	return mg_arena_alloc(arena, n * size);
}

char *mg_arena_copy(struct mg_arena *arena, const char *data, size_t len)
{
	size_t need;
	char *copy = len < SIZE_MAX ? take(arena, len + 1, &need) : NULL;

	if (!copy)
		return NULL;
	if (len)
		memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

char *mg_arena_strdup(struct mg_arena *arena, const char *text)
{
	return mg_arena_copy(arena, text, strlen(text));
}

char *mg_arena_printf(struct mg_arena *arena, const char *format, ...)
{
	char small[256]; // nearly all are: then they are made once
	va_list ap;
	char *text;
	int len;

	va_start(ap, format);
	len = vsnprintf(small, sizeof small, format, ap);
	va_end(ap);
	if (len < 0)
		return NULL;
	if ((size_t)len < sizeof small)
		return mg_arena_copy(arena, small, (size_t)len);
	text = mg_arena_alloc(arena, (size_t)len + 1);
	if (!text)
		return NULL;
	va_start(ap, format);
	vsnprintf(text, (size_t)len + 1, format, ap);
	va_end(ap);
	return text;
}

void *mg_arena_grow(struct mg_arena *arena, void *items, size_t n, size_t *cap, size_t size)
{
	size_t larger = *cap ? *cap * 2 : 8;
	void *copy;

	if (n < *cap)
		return items;
	copy = mg_arena_array(arena, larger, size);
	if (!copy)
		return NULL;
	if (n)
		memcpy(copy, items, n * size);
	*cap = larger;
	return copy;
}
