// SPDX-License-Identifier: EUPL-1.2
//
// The YAML subset of records: reading, writing new text, editing text in place (docs/format-record.md). Pure functions
// over bytes; no recursion on the depth of the input beyond MG_MAX_DEPTH.
#ifndef MG_SCHEMA_YAML_H
#define MG_SCHEMA_YAML_H

#include "schema/record/finding.h"
#include "schema/value/place.h"

// A document: its bytes and the tree read from them.
struct mg_doc {
	struct mg_arena arena;
	struct mg_slice text;       // a copy, in the arena
	const struct mg_node *root; // NULL until mg_yaml_read has succeeded
	bool crlf;                  // its line ends are \r\n
	bool verbatim;              // every line of every value stands in the text: none is escaped or folded
};

void mg_doc_init(struct mg_doc *doc);
void mg_doc_clear(struct mg_doc *doc);

// Reads a document of the subset, whatever its top-level value. path is only told in findings. On MG_EINVALID findings
// holds every mistake that could be found (at least one, level INVALID) and doc->root is NULL. doc must be initialised
// and empty. An empty text is the null value.
int mg_yaml_read(struct mg_doc *doc, const char *path, struct mg_slice text, struct mg_findings *findings) MG_CHECKED;

// Writes a node as a new document: block style, two spaces, the least quoting that reads back the same, a final
// newline.
void mg_yaml_write(const struct mg_node *node, struct mg_buf *out);

// Sets the value at a place (NULL removes it; removing what is not there changes nothing) and puts the new text in out.
// Replaces the bytes of that node only: comments, order and quoting of everything else stay. A missing key is added at
// the end of its mapping (missing mappings above it too; null and [] give way); a missing element of a keyed list or set
// at the end of the list. An element gets the id of its place; a member of a set is its place, whatever value is given.
// MG_EINVALID when the place runs through another kind of value, or when the result could not be a record. out is
// replaced.
int mg_yaml_set(const struct mg_doc *doc, const struct mg_place *place, const struct mg_node *value, struct mg_buf *out,
		struct mg_error *err) MG_CHECKED;

// The text changed as little as can be so that it reads as target: docs/format-history.md, "Bytes". Keys and elements
// that both have keep their place and bytes; new keys go to the end of their mapping and new elements to the end of
// their list, each in byte order, written as in a new record. Depends on its arguments only: every copy gets the same
// bytes. The result may be longer than a record may be (mg_yaml_read then refuses it): two authors wrote it.
int mg_yaml_patch(const struct mg_doc *doc, const struct mg_node *target, struct mg_buf *out,
		  struct mg_error *err) MG_CHECKED;

#endif
