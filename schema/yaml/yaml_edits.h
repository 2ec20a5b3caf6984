// SPDX-License-Identifier: EUPL-1.2
//
// Changes to the bytes of a document, gathered from its tree and then made at once: the layout of what is not touched
// stays. Nothing here is sure to be right for every layout that YAML allows; the callers read the result again.
#ifndef MG_SCHEMA_YAML_EDITS_H
#define MG_SCHEMA_YAML_EDITS_H

#include "schema/yaml/yaml.h"
#include "schema/yaml/yaml_style.h"
#include "schema/yaml/yaml_text.h"

struct mg_yaml_splice {
	size_t offset, n; // bytes of the document to replace,
	size_t at, len;   // by these of the texts
};

struct mg_yaml_edits {
	const struct mg_doc *doc;
	struct mg_yaml_text text;       // the document's, to look around in
	struct mg_buf texts;            // what the splices put, one after the other
	struct mg_yaml_writer writer;   // into texts
	struct mg_yaml_splice *splices; // owned
	size_t n, cap;
	bool failed; // out of memory
};

// A value and what stands around it.
struct mg_yaml_spot {
	const struct mg_node *node;
	const struct mg_node *parent; // NULL at the top
	size_t index;                 // of the part of parent
	uint32_t col;                 // of the innermost block collection around; 0 at the top
	bool in_flow;                 // between brackets or braces
};

// A part to add: key.data is NULL for an item of a list.
struct mg_yaml_part {
	struct mg_slice key;
	const struct mg_node *value;
};

void mg_yaml_edits_init(struct mg_yaml_edits *edits, const struct mg_doc *doc);
void mg_yaml_edits_clear(struct mg_yaml_edits *edits);

struct mg_yaml_spot mg_yaml_spot_top(const struct mg_doc *doc);
struct mg_yaml_spot mg_yaml_spot_below(const struct mg_yaml_spot *spot, size_t index);

// Replaces the bytes of one value.
void mg_yaml_edit_replace(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const struct mg_node *value);

// Whether parts of this collection can be added and removed one by one: not so with `? key`, nor in [a: b].
bool mg_yaml_has_parts(const struct mg_yaml_edits *edits, const struct mg_node *node);

// Removes the parts told by removed (one flag a part; at least one must stay) and adds others at the end.
void mg_yaml_edit_parts(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const bool *removed,
			const struct mg_yaml_part *added, size_t n);

// The document with all changes made. out is replaced.
void mg_yaml_edits_apply(struct mg_yaml_edits *edits, struct mg_buf *out);

// A whole new text for the document: of the old one, its BOM and its line ends. out is replaced.
void mg_yaml_write_anew(const struct mg_doc *doc, const struct mg_node *node, struct mg_buf *out);

// Whether a text, of at most max_bytes, reads as this tree, with its keys in this order. When it does not, *same is
// false, err says why, and 0 is returned all the same; MG_ENOMEM when it could not be told.
int mg_yaml_reads_as(struct mg_slice text, size_t max_bytes, const struct mg_node *expected, bool *same,
		     struct mg_error *err) MG_CHECKED;

// For those who gather: start a text, write it with edits->writer, and put it in place of n bytes.
size_t mg_yaml_splice_begin(struct mg_yaml_edits *edits);
void mg_yaml_splice_end(struct mg_yaml_edits *edits, size_t begun, size_t offset, size_t n);

// The offset of the next line, or the end of the text.
size_t mg_yaml_next_line(const struct mg_yaml_text *text, size_t offset);

// Whether only blanks stand before an offset on its line.
bool mg_yaml_begins_line(const struct mg_yaml_text *text, size_t offset);

// Where an item's dash is; SIZE_MAX when it cannot be told.
size_t mg_yaml_dash(const struct mg_yaml_edits *edits, const struct mg_node *list, size_t index);

#endif
