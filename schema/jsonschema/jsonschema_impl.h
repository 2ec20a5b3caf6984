// SPDX-License-Identifier: EUPL-1.2
//
// A compiled schema, as schema/jsonschema/jsonschema_*.c share it. Each subschema is one struct: what does not apply is
// NULL or 0. The rules of one type of value hang together, so that a check touches those of the value's own type only.
#ifndef MG_SCHEMA_JSONSCHEMA_IMPL_H
#define MG_SCHEMA_JSONSCHEMA_IMPL_H

#include "schema/jsonschema/jsonschema.h"
#include "schema/jsonschema/jsonschema_format.h"
#include "schema/jsonschema/jsonschema_pattern.h"
#include "schema/jsonschema/jsonschema_value.h"

// Subschemas in a row for one value (a $ref to a $ref, an allOf in an allOf...). A loop of them would never end; a
// longer chain than this is a mistake too, which with MG_MAX_DEPTH bounds the checker's stack.
#define MG_SCHEMA_MAX_CHAIN 32

#define MG_SCHEMA_NO_MAX SIZE_MAX

// Where a subschema stands in its document: a chain up to the document, whose token is its name.
struct mg_where {
	const struct mg_where *up; // NULL: the document
	struct mg_slice token;     // of a JSON pointer, not escaped
};

struct mg_schema_list {
	struct mg_schema **items;
	size_t n;
};

struct mg_property {
	struct mg_slice key;
	struct mg_schema *schema;
};

struct mg_pattern_property {
	struct mg_pattern *pattern;
	struct mg_schema *schema;
};

struct mg_dependency {
	struct mg_slice key;
	const struct mg_node *required; // list of strings; or NULL and:
	struct mg_schema *schema;
};

struct mg_count {
	size_t min, max; // max: MG_SCHEMA_NO_MAX when there is none
};

struct mg_string_rules {
	struct mg_count length; // characters
	struct mg_pattern *pattern;
	const struct mg_format *format; // asserted formats only
};

struct mg_number_rules {
	const struct mg_node *minimum, *maximum;
	const struct mg_node *above, *below; // exclusiveMinimum, exclusiveMaximum
	const struct mg_node *step;          // multipleOf
	struct mg_decimal divisor;
};

struct mg_list_rules {
	struct mg_count count;
	struct mg_schema_list prefix;
	struct mg_schema *items; // of the items after the prefix
	struct mg_schema *contains;
	struct mg_count contained;
	bool unique;
};

// The order of mg_map_rules.sorted.
static inline int mg_schema_compare_keys(struct mg_slice a, struct mg_slice b)
{
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return a.len ? memcmp(a.data, b.data, a.len) : 0;
}

struct mg_map_rules {
	struct mg_count count;
	struct mg_property *properties; // in the order of the schema
	struct mg_property **sorted;    // by length, then by bytes: most keys are told apart by their length
	size_t n;
	struct mg_pattern_property *patterns;
	size_t patterns_n;
	struct mg_schema *additional;
	struct mg_schema *names;
	const struct mg_node *required; // list of strings
	struct mg_dependency *dependencies;
	size_t dependencies_n;
};

struct mg_schema {
	const struct mg_node *node;
	const struct mg_where *where;
	const char *base;  // URI without fragment that its references start from
	const char *title; // its own, or NULL
	struct mg_schema_asked asked;
	bool is_asked;  // asked is known
	bool never;     // the schema `false`
	bool in_place;  // some of the applicators from ref to otherwise are there
	uint8_t chain;  // length of the longest chain of in-place applicators; see jsonschema_ref.c
	unsigned types; // mask; 0: any
	const struct mg_node *constant, *values; // const; enum, a list
	struct mg_schema *ref;
	struct mg_schema_list all, any, one;
	struct mg_schema *not_, *if_, *then, *otherwise;
	struct mg_string_rules *string;
	struct mg_number_rules *number;
	struct mg_list_rules *list;
	struct mg_map_rules *map;
};

struct mg_document {
	const char *name;
	const struct mg_node *root;
	struct mg_schema *schema;
};

// What a URI without fragment, or with an $anchor as its fragment, names.
struct mg_schema_name {
	const char *uri;
	struct mg_schema *schema;
};

struct mg_unresolved {
	struct mg_schema *from;
	struct mg_slice ref;
};

struct mg_schema_set {
	struct mg_arena arena; // owns everything but the PCRE2 codes and the nodes
	struct mg_document *documents;
	size_t documents_n, documents_cap, documents_compiled;
	struct mg_schema **schemas; // every subschema; once compiled, by the address of its node
	size_t schemas_n, schemas_cap;
	struct mg_schema_name *names;
	size_t names_n, names_cap;
	struct mg_unresolved *refs;
	size_t refs_n, refs_cap, refs_resolved;
	struct mg_pattern **patterns; // to be freed with the set
	size_t patterns_n, patterns_cap;
	bool compiled, failed;
};

// jsonschema_compile.c: the subschemas of a document; references are not resolved yet.
int mg_schema_compile_document(struct mg_schema_set *set, struct mg_document *document,
			       struct mg_error *err) MG_CHECKED;

// jsonschema_ref.c
int mg_schema_name_add(struct mg_schema_set *set, const char *uri, struct mg_schema *schema,
		       struct mg_error *err) MG_CHECKED;
int mg_schema_resolve_all(struct mg_schema_set *set, struct mg_error *err) MG_CHECKED;

// What a reference seen from base leads to; NULL when it leads nowhere.
struct mg_schema *mg_schema_resolve(const struct mg_schema_set *set, const char *base, struct mg_slice reference);

// jsonschema_ask.c: fills in what is asked, of schemas that are resolved and have not been here before.
void mg_schema_ask(struct mg_schema *const *schemas, size_t n);

// jsonschema_set.c
// The document of that name, an ending .yaml or .json not counting; NULL when there is none.
const struct mg_document *mg_schema_document(const struct mg_schema_set *set, struct mg_slice name);

// Puts "schema action, at /properties/cible: " before what mg_fail said; returns its code.
int mg_schema_blame(const struct mg_where *where, struct mg_error *err);

// The property of that key, or NULL.
const struct mg_property *mg_map_rules_find(const struct mg_map_rules *rules, struct mg_slice key);

#endif
