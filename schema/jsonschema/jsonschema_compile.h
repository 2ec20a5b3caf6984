// SPDX-License-Identifier: EUPL-1.2
//
// What the readers of keywords share. Private to jsonschema_compile.c and jsonschema_keyword*.c.
#ifndef MG_SCHEMA_JSONSCHEMA_COMPILE_H
#define MG_SCHEMA_JSONSCHEMA_COMPILE_H

#include "schema/jsonschema/jsonschema_impl.h"

struct mg_compiler {
	struct mg_schema_set *set;
	struct mg_document *document;
	struct mg_error *err;
};

enum mg_rule_target { MG_RULES_ANY, MG_RULES_STRING, MG_RULES_NUMBER, MG_RULES_LIST, MG_RULES_MAP };

struct mg_keyword;

// One keyword being read into a schema.
struct mg_reading {
	struct mg_compiler *c;
	struct mg_schema *schema;
	const struct mg_keyword *keyword;
	const struct mg_where *where; // the keyword's place
	const struct mg_node *value;
};

struct mg_keyword {
	const char *name;
	int (*read)(const struct mg_reading *r);
	enum mg_rule_target group; // the struct that holds what is read
	size_t offset;             // and where in it
};

// NULL when there is no such keyword.
const struct mg_keyword *mg_keyword_find(struct mg_slice name);

// The name of a keyword that was likely meant, or NULL.
const char *mg_keyword_nearest(const char *typed);

// Where what the keyword says is kept; NULL without memory.
void *mg_compile_slot(const struct mg_reading *r);

// The place of a key or an item below another; NULL without memory.
const struct mg_where *mg_compile_key(struct mg_compiler *c, const struct mg_where *up, struct mg_slice key);
const struct mg_where *mg_compile_item(struct mg_compiler *c, const struct mg_where *up, size_t i);

// One subschema, everything in it included.
int mg_compile_schema(struct mg_compiler *c, const struct mg_schema *parent, const struct mg_where *where,
		      const struct mg_node *node, struct mg_schema **out) MG_CHECKED;

// A regular expression, freed with the set.
int mg_compile_pattern(const struct mg_reading *r, struct mg_slice source, struct mg_pattern **out) MG_CHECKED;

// 0 when the value is a list of distinct strings.
int mg_compile_names(const struct mg_reading *r) MG_CHECKED;

// jsonschema_keyword_map.c
int mg_read_defs(const struct mg_reading *r) MG_CHECKED;
int mg_read_properties(const struct mg_reading *r) MG_CHECKED;
int mg_read_pattern_properties(const struct mg_reading *r) MG_CHECKED;
int mg_read_dependencies(const struct mg_reading *r) MG_CHECKED;

// MG_EINVALID, at that place; MG_ENOMEM.
int mg_compile_fail(struct mg_compiler *c, const struct mg_where *where, const char *format, ...) MG_PRINTF(3, 4);
int mg_compile_no_memory(struct mg_compiler *c);

#endif
