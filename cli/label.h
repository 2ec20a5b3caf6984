// SPDX-License-Identifier: EUPL-1.2
//
// Titles of types and fields in the language of the messages: the schemas have them in French and in English.
#ifndef MG_CLI_LABEL_H
#define MG_CLI_LABEL_H

#include "schema/jsonschema/jsonschema.h"
#include "schema/record/type.h"

// Whether messages are in French.
bool mg_label_is_french(void);

const char *mg_label_type(const struct mg_type *type);

// Of a field: keyword is "title" or "description". Empty when the schema has none, or is NULL.
struct mg_slice mg_label_field(const struct mg_schema *schema, const char *keyword);

// What a code stands for, where its field holds codes (x-code): a commune's or a body's name; empty when it is none.
struct mg_slice mg_label_code(const struct mg_schema *schema, struct mg_slice text);

#endif
