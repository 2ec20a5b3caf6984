// SPDX-License-Identifier: EUPL-1.2
//
// Reading YAML that is expected to be right (accepted before, or made here): the first mistake becomes an error.
#ifndef MG_CORE_PARSE_H
#define MG_CORE_PARSE_H

#include "core/repo/values.h"
#include "schema/yaml/yaml.h"

// As mg_yaml_read, with the first finding as MG_EINVALID and up to MG_MAX_VIEW_BYTES: two people's texts merged may be longer
// than what one may write. name is only told.
int mg_parse_doc(const char *name, struct mg_slice text, struct mg_doc *doc, struct mg_error *err) MG_CHECKED;

// The value of a document alone, in an arena.
int mg_parse_value(const char *name, struct mg_slice text, struct mg_arena *arena, const struct mg_node **value,
		   struct mg_error *err) MG_CHECKED;

// The same of an object, remembered if there is room: borrowed then (core/repo/values.h).
int mg_parse_known(const char *name, struct mg_slice text, struct mg_values *values, const struct mg_id *blob,
		   struct mg_arena *arena, const struct mg_node **value, struct mg_error *err) MG_CHECKED;

// A value from its canonical text (schema/value/node.h).
int mg_parse_canon(const char *name, const char *canon, struct mg_arena *arena, const struct mg_node **value,
		   struct mg_error *err) MG_CHECKED;

#endif
