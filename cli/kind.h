// SPDX-License-Identifier: EUPL-1.2
//
// What a field holds, in a person's words: "text", "list of dates", "id of a record \"acteur\"".
#ifndef MG_CLI_KIND_H
#define MG_CLI_KIND_H

#include "base/arena.h"
#include "schema/jsonschema/jsonschema.h"

// In the arena, or a constant.
const char *mg_kind_words(const struct mg_schema *schema, struct mg_arena *arena);

// The values that a field, or each item of a list, may have; NULL when its schema names none.
const struct mg_node *mg_kind_values(const struct mg_schema *schema);

// The record type that a field, or each item of a list, is an id or a path of, "fiche" for any; empty when it is none.
struct mg_slice mg_kind_reference(const struct mg_schema *schema);

// The items of a list; NULL for what is no list.
const struct mg_schema *mg_kind_item(const struct mg_schema *schema);

// Whether a mapping means nothing without this key.
bool mg_kind_requires(const struct mg_schema *map, struct mg_slice key);

#endif
