// SPDX-License-Identifier: EUPL-1.2
//
// The parts of a mapping, set or keyed list in byte order of their names, whatever order the author gave them.
#ifndef MG_SCHEMA_ORDER_H
#define MG_SCHEMA_ORDER_H

#include "schema/value/node.h"

struct mg_entry {
	// The key; of a list's item the canonical text of its id, or the item itself when it is a string.
	struct mg_slice name;
	const struct mg_node *node; // the value; the item
	size_t index;               // its position in the node
};

struct mg_order {
	struct mg_entry few[16]; // most mappings need no allocation
	struct mg_entry *entries;
	size_t n;
	struct mg_buf names; // owns the names that stand in no node
};

// The node must be a mapping, or a list of strings or of mappings with an `id` (equal names then stand side by side).
// NULL has no parts. False when memory is exhausted; clear is then not needed.
bool mg_order_init(struct mg_order *order, const struct mg_node *node) MG_CHECKED;
void mg_order_clear(struct mg_order *order);

// The next name of either order, a merge step: *a and *b receive the entries that bear it (NULL where one has none) and
// i and j move past them. False at the end of both.
bool mg_order_next(const struct mg_order *left, size_t *i, const struct mg_order *right, size_t *j,
		   const struct mg_entry **a, const struct mg_entry **b);

#endif
