// SPDX-License-Identifier: EUPL-1.2
//
// The likely fix of a mistake. Each function writes one sentence, or nothing when it has no good idea. Private to
// jsonschema_mistake*.c.
#ifndef MG_SCHEMA_JSONSCHEMA_HINT_H
#define MG_SCHEMA_JSONSCHEMA_HINT_H

#include "schema/jsonschema/jsonschema_impl.h"

// types: what would have been right.
void mg_hint_type(const struct mg_schema *schema, unsigned types, const struct mg_node *node, struct mg_buf *hint);

// Instead of a record: a sentence, cells pasted from a spreadsheet, a list of records, nothing.
void mg_hint_document(const struct mg_node *found, struct mg_buf *hint);

void mg_hint_value(const struct mg_node *const *values, size_t n, const struct mg_node *node, struct mg_buf *hint);
void mg_hint_format(const struct mg_format *format, struct mg_slice text, struct mg_buf *hint);

// The text in another case, without its spaces or as an id, when that has the form; else an example, else the description.
void mg_hint_pattern(const struct mg_schema *schema, struct mg_matcher *matcher, struct mg_slice text,
		     struct mg_buf *hint);

// The nearest key that the mapping does not have yet.
void mg_hint_key(const struct mg_map_rules *rules, const struct mg_node *map, struct mg_slice key, struct mg_buf *hint);

// Whether that nearest key is this one.
bool mg_hint_means_key(const struct mg_map_rules *rules, const struct mg_node *map, struct mg_slice typed,
		       struct mg_slice key);

// The first of a schema's examples that is a text; empty when there is none.
struct mg_slice mg_hint_first_example(const struct mg_schema *schema);

// "for example: ..." with the first of them, whatever it is.
void mg_hint_example(const struct mg_schema *schema, struct mg_buf *hint);

#endif
