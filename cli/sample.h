// SPDX-License-Identifier: EUPL-1.2
//
// A value that a field may have, to be replaced by the right one: what forms and explanations show.
#ifndef MG_CLI_SAMPLE_H
#define MG_CLI_SAMPLE_H

#include "schema/jsonschema/jsonschema.h"

// Its default, else an empty value where the schema admits one, else its first example or allowed value. NULL when the
// schema says too little to find any, and without memory. In the arena, or in the schema.
const struct mg_node *mg_sample_value(const struct mg_schema *schema, struct mg_arena *arena);

// The same, when it says nothing: a default, or what counts as empty. NULL when there is none.
const struct mg_node *mg_sample_blank(const struct mg_schema *schema, struct mg_arena *arena);

#endif
