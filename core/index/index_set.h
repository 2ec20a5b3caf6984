// SPDX-License-Identifier: EUPL-1.2
//
// A set of commits that holds the ancestors of each: of every chain, how many of its first commits. So adding a commit
// with its whole history is one pass over the chains, and "is it in" one comparison.
#ifndef MG_CORE_INDEX_SET_H
#define MG_CORE_INDEX_SET_H

#include "core/index/index.h"

// All zero is the empty set.
struct mg_index_set {
	uint32_t *seen; // seen[chain]
	uint32_t n;
};

void mg_index_set_clear(struct mg_index_set *set);

// Adds a commit and its ancestors.
int mg_index_set_add(struct mg_index *index, struct mg_index_set *set, mg_position position,
		     struct mg_error *err) MG_CHECKED;

bool mg_index_set_has(struct mg_index *index, const struct mg_index_set *set, mg_position position);
bool mg_index_set_holds(const struct mg_index_set *set, const struct mg_index_commit *commit);

// The last commit that the set has of each chain, by chain. In the arena.
int mg_index_set_lasts(struct mg_index *index, const struct mg_index_set *set, struct mg_arena *arena,
		       struct mg_index_commit **lasts, size_t *n, struct mg_error *err) MG_CHECKED;

#endif
