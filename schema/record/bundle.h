// SPDX-License-Identifier: EUPL-1.2
//
// The schema of a type as one document, for programs that read JSON Schema and know nothing of ours.
#ifndef MG_SCHEMA_BUNDLE_H
#define MG_SCHEMA_BUNDLE_H

#include "schema/record/type.h"

// The type's schema with every document it refers to below its $defs, under that document's name, and every $ref changed
// to a place inside: "commun#/$defs/date" is "#/$defs/commun/$defs/date". JSON Schema 2020-12 could keep the references
// and give each document its $id, but editors' language servers do not follow those. The nodes live in the arena and,
// where nothing changed, in types. MG_EINVALID when a definition of the type has a document's name; MG_ENOMEM.
int mg_type_bundle(const struct mg_types *types, const struct mg_type *type, struct mg_arena *arena,
		   const struct mg_node **bundle, struct mg_error *err) MG_CHECKED;

#endif
