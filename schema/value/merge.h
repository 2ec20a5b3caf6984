// SPDX-License-Identifier: EUPL-1.2
//
// The tree of a record that takes the values of one version and keeps the order of another (docs/format-history.md,
// "Bytes").
#ifndef MG_SCHEMA_MERGE_H
#define MG_SCHEMA_MERGE_H

#include "schema/value/place.h"

// What is new stands as in a new record: keys, elements and members in byte order (lists that are one value keep theirs).
// NULL when memory is exhausted.
const struct mg_node *mg_node_sorted(struct mg_arena *arena, const struct mg_node *node);

// Whether the parts of one become those of the other one by one: two mappings, two sets, two keyed lists; a list without
// items is either.
bool mg_node_merges(const struct mg_node *base, const struct mg_node *target);

// The values of target. Keys, elements and members that base has too keep base's order; new ones follow, in byte order.
const struct mg_node *mg_node_merge(struct mg_arena *arena, const struct mg_node *base, const struct mg_node *target);

// What becomes of the parts of base, in its order, and what is new, in byte order. Arrays live in the arena.
struct mg_merge {
	const struct mg_node **kept; // one a part of base: its counterpart in target, or NULL
	size_t n;
	struct mg_pair *added; // sorted values; of a list's items the key is {NULL, 0}
	size_t n_added;
};

// base and target must merge. False when memory is exhausted.
bool mg_merge_init(struct mg_merge *merge, struct mg_arena *arena, const struct mg_node *base,
		   const struct mg_node *target) MG_CHECKED;

#endif
