// SPDX-License-Identifier: EUPL-1.2
//
// The path of a new record, from what was typed after its type: the parts that the type's pattern names, in any order.
#ifndef MG_CLI_IDENTITY_H
#define MG_CLI_IDENTITY_H

#include "schema/record/path.h"

struct mg_identity {
	const char *const *words; // what was typed
	size_t n;
	struct mg_slice title; // stands in for a slug that was not typed; may be empty
	const char *actor;     // the caller
	const char *suffix;    // random characters, for ids that are not natural keys
};

// A quarter is the period (2018-t1 will do), four digits are the year, the actor is the caller; what is left is the slug,
// or the id of the record meant: indicateurs/file-active-7k2m.yaml will do. MG_EUSAGE tells what is missing or too much.
int mg_identity_path(const struct mg_type *type, const struct mg_identity *identity, struct mg_path *path,
		     struct mg_error *err) MG_CHECKED;

#endif
