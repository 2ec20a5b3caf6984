// SPDX-License-Identifier: EUPL-1.2
//
// JSON Schema 2020-12 over parsed nodes: what shape a record has (docs/format-schema.md lists the keywords). Schemas
// are gathered in a set, compiled once, then used from any thread; checking neither changes nor locks anything. More can
// be added to a set later and compiled in their turn: those there already stay as they are.
//
//	struct mg_schema_set *set = mg_schema_set_new();
//
//	mg_schema_set_add(set, "action", action.root, err);     // as many as there are
//	mg_schema_set_add(set, "commun", commun.root, err);
//	mg_schema_set_compile(set, err);                        // "schema action, at /properties/cible: ..."
//	mg_schema_check(mg_schema_find(set, "action"), record.root, "actions/maraudes-7k2m.yaml", &findings);
//	mg_schema_set_free(set);
#ifndef MG_SCHEMA_JSONSCHEMA_H
#define MG_SCHEMA_JSONSCHEMA_H

#include "schema/record/finding.h"
#include "schema/value/place.h"

struct mg_schema_set;
struct mg_schema; // a compiled schema or subschema; lives as long as its set

// NULL when memory is exhausted.
struct mg_schema_set *mg_schema_set_new(void);
void mg_schema_set_free(struct mg_schema_set *set);

// Adds a document. Its name is what others call it in `$ref` and in mg_schema_find when it has no `$id` ("action"; an
// ending .yaml or .json does not count), and what errors call it. The nodes are borrowed and must outlive the set; the
// name is copied. MG_EEXISTS when the set has a document of that name.
int mg_schema_set_add(struct mg_schema_set *set, const char *name, const struct mg_node *root,
		      struct mg_error *err) MG_CHECKED;

// Compiles every document that is not yet, and resolves its references; nothing is fetched: what is referred to must be
// in the set. Not while another thread looks a schema up by its name.
// MG_EINVALID with the first mistake: the document, the place in it (a JSON pointer), what is wrong, and the likely
// fix. A set that failed can only be freed.
int mg_schema_set_compile(struct mg_schema_set *set, struct mg_error *err) MG_CHECKED;

// The schema with this name or URI, with or without a fragment ("action", "commun#/$defs/periode"); NULL when there is
// none, or when it is not compiled yet.
const struct mg_schema *mg_schema_find(const struct mg_schema_set *set, const char *name_or_uri);

// True when a document has the shape its schema says. Otherwise out (when not NULL) gets one finding a mistake, all of
// MG_LEVEL_INVALID: a stable code ("type", "required", "unknown-key"..., docs/format-schema.md), the place, the mark,
// what was found and expected, the likely fix, the field's title. Of a choice (anyOf, oneOf) only the branch that came
// nearest is told. path is only repeated in the findings.
//
// A valid document allocates nothing (but for uniqueItems over more than 16 items, and patterns that backtrack a lot).
// The work is bounded, whatever the schema: beyond the bound the document is refused with the code "limit".
bool mg_schema_check(const struct mg_schema *schema, const struct mg_node *root, const char *path,
		     struct mg_findings *out);

// The subschema that describes a place of a record; schema itself for "". NULL when nothing describes it, as below a
// free-form mapping. It is the one that stands there: what it refers to is seen through by the functions below.
const struct mg_schema *mg_schema_at(const struct mg_schema *schema, const struct mg_place *place);

// The value of a keyword ("title", "x-ref", "default"...), looked for in the subschema, then in what it refers to
// ($ref), then in its allOf; NULL when there is none.
const struct mg_node *mg_schema_keyword(const struct mg_schema *schema, const char *keyword);

// What mg_schema_keyword gives of x-niveau, x-si, x-ref and x-code, looked up once: every field of every record is asked for
// them.
struct mg_schema_asked {
	char level;                 // 'E', 'A' or 'I'; NUL when nothing is asked
	const struct mg_node *when; // a mapping; NULL: always
	struct mg_slice refers;     // the type of the records it names; empty: none, or a choice says
	struct mg_slice code;       // the kind of code it holds; empty: none
	bool has_codes;             // it has one, or what mg_schema_key and mg_schema_item lead to has
};
const struct mg_schema_asked *mg_schema_asked(const struct mg_schema *schema);

// The type of the record that a value names: x-ref, of a choice (then, else, anyOf, oneOf) that of the first branch that
// the value fits. Empty: it names none.
struct mg_slice mg_schema_refers(const struct mg_schema *schema, const struct mg_node *value);

// The subschema as written; a boolean node for `true` and `false`.
const struct mg_node *mg_schema_node(const struct mg_schema *schema);

// What a value there may be: a mask of enum mg_schema_type, from `type`, else from the values of const and enum, looked
// for as above, and in every branch of a choice. 0 when nothing says.
enum mg_schema_type {
	MG_TYPE_NULL = 1 << 0,
	MG_TYPE_BOOLEAN = 1 << 1,
	MG_TYPE_INTEGER = 1 << 2,
	MG_TYPE_NUMBER = 1 << 3, // any number: a schema that says so does not set MG_TYPE_INTEGER
	MG_TYPE_STRING = 1 << 4,
	MG_TYPE_ARRAY = 1 << 5,
	MG_TYPE_OBJECT = 1 << 6,
};
unsigned mg_schema_types(const struct mg_schema *schema);

// "null", "boolean", "integer"...: JSON Schema's name of one type; NULL for a mask of several or none.
const char *mg_schema_type_name(unsigned type);

// The subschema of the items of a list, of the i-th item when items differ; of a key of a mapping. NULL when there is
// none. They see through references as mg_schema_keyword does.
const struct mg_schema *mg_schema_item(const struct mg_schema *schema, size_t i);
const struct mg_schema *mg_schema_property(const struct mg_schema *schema, struct mg_slice key);

// The i-th schema (from 0) that applies to some values only: `then`, `else`, the branches of `anyOf` and `oneOf`; those of
// the subschema itself, else of what it refers to. NULL after the last one.
const struct mg_schema *mg_schema_branch(const struct mg_schema *schema, size_t i);

// The i-th key (from 0) that `properties` names, in the order of the schema: those of the subschema itself, then of
// what it refers to, then of its allOf. False after the last one.
bool mg_schema_key(const struct mg_schema *schema, size_t i, struct mg_slice *key, const struct mg_schema **property);

#endif
