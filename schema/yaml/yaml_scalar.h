// SPDX-License-Identifier: EUPL-1.2
//
// What a plain scalar is: the core schema of YAML 1.2 (section 10.3.2).
#ifndef MG_SCHEMA_YAML_SCALAR_H
#define MG_SCHEMA_YAML_SCALAR_H

#include "schema/value/node.h"

// Sets the node's type and value; its text is the caller's.
void mg_scalar_resolve(struct mg_slice text, struct mg_node *node);

// Whether a plain scalar of this text is a string.
bool mg_scalar_is_string(struct mg_slice text);

// Whether a text stands wholly between the quotes that word processors type, as "..." would: somebody meant to quote it.
// A text that only begins with a quotation, or uses the French guillemets, does not.
bool mg_scalar_is_typographic(struct mg_slice text);

#endif
