// SPDX-License-Identifier: EUPL-1.2
//
// Mistakes: each function weighs or tells one, as the mode of the check says, and returns false so that a check can end
// with it. Private to jsonschema_*.c.
#ifndef MG_SCHEMA_JSONSCHEMA_MISTAKE_H
#define MG_SCHEMA_JSONSCHEMA_MISTAKE_H

#include "schema/jsonschema/jsonschema_check.h"

// types: what would have been right.
bool mg_mistake_type(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at, unsigned types);
bool mg_mistake_value(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at);
bool mg_mistake_forbidden(struct mg_checking *c, const struct mg_at *at);

bool mg_mistake_length(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at, size_t length);
bool mg_mistake_pattern(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at);
bool mg_mistake_format(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at);

bool mg_mistake_too_small(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at);
bool mg_mistake_too_large(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at);
bool mg_mistake_step(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at);

bool mg_mistake_items(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at);
bool mg_mistake_unique(struct mg_checking *c, const struct mg_at *at, size_t first, size_t second);
bool mg_mistake_contains(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at, size_t found);

bool mg_mistake_keys(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at);
bool mg_mistake_required(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at, struct mg_slice key);
// s: the schema of the mapping; at: the value under the key.
bool mg_mistake_unknown_key(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at);

// A value that fits none of several sets of values, one a branch (oneOf of const).
bool mg_mistake_values(struct mg_checking *c, const struct mg_schema_list *branches, const struct mg_at *at);
// oneOf: two branches fit.
bool mg_mistake_several(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at, size_t first,
			size_t second);
bool mg_mistake_not(struct mg_checking *c, const struct mg_schema *s, const struct mg_at *at);

// The bound on work or depth was met.
void mg_mistake_limit(struct mg_checking *c, const struct mg_at *at);

#endif
