// SPDX-License-Identifier: EUPL-1.2
//
// The record types: what schema/types/*.yaml say. Adding a type is adding a file there; nothing here or in its callers
// names one. A short-lived program needs few of them: opening reads the annotations at their top, and the rest of a
// schema is read and compiled when its type is first needed. Several threads may use one handle.
#ifndef MG_SCHEMA_TYPE_H
#define MG_SCHEMA_TYPE_H

#include "schema/record/embedded.h"
#include "schema/value/node.h"

struct mg_types;
struct mg_rights;
struct mg_schema;
struct mg_schema_set;

// Texts are NUL-terminated and belong to the handle.
struct mg_type {
	const char *name;     // "bilan_trimestriel": the schema's file name
	const char *title;    // "Bilan trimestriel"
	const char *title_en; // "Quarterly report"
	const char *pattern;  // "bilans/<periode>/<acteur>.yaml" (schema/record/path.h)
	const char *ns;       // x-signature.espace, "bilan@maillage"; NULL when the type is not signed
	const char *opener;   // x-signature.ouvre, who signs first: "acteur" or "dd"; NULL: signing seals nothing
	const char *receipt;  // x-signature.accuse: of others than the path's actor, "accuse@maillage"; or NULL
	const char *owner;    // x-proprietaire: the field, or part of the path, that names the owner; or NULL
	// NULL until the type is loaded: by mg_types_load, or by what gave the type (mg_path_parse, mg_types_find)
	const struct mg_node *schema;   // the whole schema document
	const struct mg_schema *shape;  // the same, compiled (schema/jsonschema/jsonschema.h)
	const struct mg_rights *rights; // x-droits, read (schema/record/rights.h)
};

// Opens the embedded types. MG_EINVALID, here or when a type is loaded, telling the schema and the line, when one of them
// is wrong: a mistake of ours that the tests catch.
int mg_types_open(struct mg_types **types, struct mg_error *err) MG_CHECKED;

// The same from other schemas, all loaded at once: how the tests add a type, and how a later format will choose its own.
int mg_types_open_from(struct mg_types **types, const struct mg_embedded *items, size_t n,
		       struct mg_error *err) MG_CHECKED;

void mg_types_close(struct mg_types *types);

// Reads and compiles the schema of a type, and those it refers to, when that is not done yet.
int mg_types_load(const struct mg_types *types, const struct mg_type *type, struct mg_error *err) MG_CHECKED;

// Reads one annotation from the top of a type's schema ("x-droits") into doc, initialised, whose root is then a mapping of
// it, or empty: a hundredth of the work of loading the type.
struct mg_doc;
int mg_types_annotation(const struct mg_types *types, const struct mg_type *type, const char *key, struct mg_doc *doc,
			struct mg_error *err) MG_CHECKED;

// All types, in byte order of their names; not loaded.
size_t mg_types_count(const struct mg_types *types);
const struct mg_type *mg_types_at(const struct mg_types *types, size_t i);

// The type of that name, loaded. NULL when there is none, or no memory for it.
const struct mg_type *mg_types_find(const struct mg_types *types, const char *name);

// The same for a name somebody typed: MG_EUSAGE, with the nearest name as hint, when there is none.
int mg_types_require(const struct mg_types *types, const char *name, const struct mg_type **type,
		     struct mg_error *err) MG_CHECKED;

// The schemas loaded so far, each under its type's name, and those that types share (x-commun) under theirs. Not while
// another thread may load a type.
const struct mg_schema_set *mg_types_schemas(const struct mg_types *types);

#endif
