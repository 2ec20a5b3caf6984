// SPDX-License-Identifier: EUPL-1.2
//
// A record type explained: who may write it, what each of its fields holds, a record of it.
#ifndef MG_CLI_EXPLAIN_H
#define MG_CLI_EXPLAIN_H

#include "cli/command.h"
#include "cli/json.h"
#include "schema/jsonschema/jsonschema.h"

// To a person, and to a program; both on stdout.
void mg_explain_type(struct mg_cli *cli, const struct mg_type *type);
void mg_explain_type_json(struct mg_cli *cli, const struct mg_type *type);

// A key whose value is the list of the words (docs/format-droits.md) of those who may.
void mg_explain_who_json(struct mg_json *json, const char *key, unsigned who);

// A field as it is met on the way down.
struct mg_explained {
	const struct mg_schema *schema;
	struct mg_slice key;
	const char *place; // "lieux_precis[].nom"
	unsigned depth;
	bool required; // its mapping means nothing without it
};

typedef void mg_explain_visit(void *data, const struct mg_explained *field);

// Each field of a type, those inside of groups and of the items of lists after the one they are in.
void mg_explain_each(struct mg_arena *arena, const struct mg_type *type, mg_explain_visit *visit, void *data);

// The rights that a place has of its own; NULL when they are the record's.
const struct mg_field_rights *mg_explain_rights(const struct mg_type *type, const char *place);

// The example of a type, without its first line, which gives its path, in the arena. Empty when there is none.
struct mg_slice mg_explain_example(const struct mg_type *type, struct mg_arena *arena, const char **path);

#endif
