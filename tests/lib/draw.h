// SPDX-License-Identifier: EUPL-1.2
//
// Seeded randomness of tests: the same everywhere, and nothing to do with security (splitmix64, Steele and others 2014).
#ifndef MG_TESTS_LIB_DRAW_H
#define MG_TESTS_LIB_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline uint64_t draw_bits(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15U;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return z ^ (z >> 31);
}

// From 0 to n - 1.
static inline size_t draw(uint64_t *state, size_t n)
{
	return (size_t)(draw_bits(state) % n);
}

static inline bool draw_percent(uint64_t *state, size_t percent)
{
	return draw(state, 100) < percent;
}

#endif
