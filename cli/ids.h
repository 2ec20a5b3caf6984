// SPDX-License-Identifier: EUPL-1.2
//
// Ids of the elements of keyed lists, which nobody wants to type.
#ifndef MG_CLI_IDS_H
#define MG_CLI_IDS_H

#include "schema/jsonschema/jsonschema.h"

#define MG_ELEMENT_ID_CHARS 4 // of base32: a million, among the few elements of one list

// Fills out with that many characters; context is the caller's. Random, but for tests.
typedef void (*mg_ids_draw)(void *context, char out[MG_ELEMENT_ID_CHARS + 1]);

// The value with an id put first in each element that its schema wants one of and that has none, at any depth. An id that
// names another record (x-ref) is nobody's to make up. NULL when memory is exhausted.
const struct mg_node *mg_ids_fill(struct mg_arena *arena, const struct mg_schema *schema, const struct mg_node *value,
				  mg_ids_draw draw, void *context);

#endif
