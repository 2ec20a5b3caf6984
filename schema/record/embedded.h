// SPDX-License-Identifier: EUPL-1.2
//
// The record types of schema/types, embedded at build by tools/embed, in byte order of their names.
#ifndef MG_SCHEMA_EMBEDDED_H
#define MG_SCHEMA_EMBEDDED_H

#include <stddef.h>

struct mg_embedded {
	const char *name;          // "action": the file's name without .yaml, and the type's
	const unsigned char *text; // the schema's YAML, followed by a NUL
	size_t len;                // bytes, without the NUL
};

extern const struct mg_embedded mg_embedded_types[];
extern const unsigned mg_embedded_types_count;

// A record of each type (tests/vectors/records), which the tests hold right; its first line is a comment with its path.
extern const struct mg_embedded mg_embedded_examples[];
extern const unsigned mg_embedded_examples_count;

#endif
