// SPDX-License-Identifier: EUPL-1.2
//
// Building the records that core/report drafts: mappings with their keys in order, and what is kept of what was there.
// Private to core/report.
#ifndef MG_CORE_BILAN_NODE_H
#define MG_CORE_BILAN_NODE_H

#include "schema/book/book.h"

#define MG_BILAN_MAX_KEYS 32u // of the records and items made here

// A mapping being built; failed is set when memory is exhausted.
struct mg_bilan_map {
	struct mg_arena *arena;
	struct mg_pair pairs[MG_BILAN_MAX_KEYS];
	size_t n;
	bool failed;
};

// NULL is a lack of memory for add, and nothing to add for copy.
void mg_bilan_add(struct mg_bilan_map *map, const char *key, const struct mg_node *value);
void mg_bilan_add_text(struct mg_bilan_map *map, const char *key, struct mg_slice text);
void mg_bilan_copy(struct mg_bilan_map *map, const char *key, const struct mg_node *value);

// NULL when memory was exhausted.
const struct mg_node *mg_bilan_map_node(const struct mg_bilan_map *map);

// The keys of a type in the schema's order: those of made, then what kept has and made has not. kept may be NULL; keys
// in dropped (ended by NULL) are not kept.
const struct mg_node *mg_bilan_merge(struct mg_arena *arena, const struct mg_type *type, const struct mg_node *made,
				     const struct mg_node *kept, const char *const *dropped);

// {fichier, sha256} of the signed record that a correction replaces.
const struct mg_node *mg_bilan_replaced(struct mg_arena *arena, const struct mg_book_record *record);

// The element of a keyed list with that id; NULL.
const struct mg_node *mg_bilan_element(const struct mg_node *list, struct mg_slice id);

#endif
