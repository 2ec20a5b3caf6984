// SPDX-License-Identifier: EUPL-1.2
//
// Where a walk over a record stands: a chain of steps up to the record, written out only when something is found there.
// Private to schema/.
#ifndef MG_SCHEMA_RECORD_AT_H
#define MG_SCHEMA_RECORD_AT_H

#include "schema/jsonschema/jsonschema.h"
#include "schema/record/path.h"
#include "schema/yaml/yaml.h"

struct mg_record_at {
	const struct mg_record_at *up; // NULL for the record itself
	struct mg_slice key;           // of a mapping
	const struct mg_node *id;      // of an element of a keyed list; key is then unused
};

// Adds a finding about the value there; schema (may be NULL) gives its label, and its article when the finding has none
// of its own. Texts are copied.
void mg_record_report(struct mg_findings *findings, const struct mg_path *path, const struct mg_record_at *at,
		      const struct mg_schema *schema, const struct mg_finding *finding);

// The text of a keyword of a schema in buf, cut at its size; "" when there is none.
const char *mg_record_keyword(const struct mg_schema *schema, const char *keyword, char *buf, size_t size);

// Calls visit for every key of the record, with the place of its mapping, and for every scalar that is not empty. A list
// without ids has no places of its own.
typedef void mg_record_visit(void *data, const struct mg_record_at *at, struct mg_slice text, struct mg_mark start);
void mg_record_walk(const struct mg_node *root, mg_record_visit *visit, void *data);

// What the schema says of a place; NULL where it says nothing.
const struct mg_schema *mg_record_schema_at(const struct mg_path *path, const struct mg_record_at *at);

// Where a part of a value that starts at a mark stands in the source; that start when they are not written alike.
struct mg_mark mg_record_mark_in(struct mg_slice source, struct mg_mark start, struct mg_slice value,
				 struct mg_slice found);

// The shape's rule on lists that JSON Schema cannot say: ids distinct. True when they are.
bool mg_record_check_ids(const struct mg_path *path, const struct mg_schema *schema, const struct mg_node *root,
			 struct mg_findings *findings);

// The nir rule, over values, keys and comments.
bool mg_record_check_nir(const struct mg_path *path, const struct mg_doc *doc, struct mg_findings *findings);

#endif
