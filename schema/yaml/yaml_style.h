// SPDX-License-Identifier: EUPL-1.2
//
// How new text is written where: the pieces shared by writing a document and editing one.
#ifndef MG_SCHEMA_YAML_STYLE_H
#define MG_SCHEMA_YAML_STYLE_H

#include "schema/value/node.h"

enum mg_yaml_context {
	MG_YAML_BLOCK, // a value after `key: ` or `- `
	MG_YAML_TOP,   // the whole document: nothing before it on its line
	MG_YAML_FLOW,  // between brackets or braces
	MG_YAML_KEY,
	MG_YAML_FLOW_KEY,
};

// Writes into out; `indent` is a number of spaces.
struct mg_yaml_writer {
	struct mg_buf *out;
	const char *line_end; // "\n" or "\r\n"
	bool quote_lines;     // texts of several lines between double quotes, never as literals
};

// A scalar on one line, with the least quoting that reads back the same.
void mg_yaml_put_scalar(const struct mg_yaml_writer *writer, const struct mg_node *node, enum mg_yaml_context context);
void mg_yaml_put_key(const struct mg_yaml_writer *writer, struct mg_slice key, enum mg_yaml_context context);

// Whether a text is best written as a literal, and can be.
bool mg_yaml_is_literal(const struct mg_yaml_writer *writer, const struct mg_node *node);
// Its header, `|` with its indicators, and its lines, each after a line end and `indent` spaces. The last line has no
// end, but for those that the header keeps. indent must be two more than that of the collection around.
void mg_yaml_put_literal_header(const struct mg_yaml_writer *writer, const struct mg_node *node);
void mg_yaml_put_literal_lines(const struct mg_yaml_writer *writer, const struct mg_node *node, size_t indent);

// A value on one line, between brackets or braces when it has parts.
void mg_yaml_put_flow(const struct mg_yaml_writer *writer, const struct mg_node *node);

// Whether a value has lines of its own in block style: a list or a mapping that is not empty.
bool mg_yaml_has_lines(const struct mg_node *node);
// The lines of such a value; the first begins here, at column indent + 1; the last has no end.
void mg_yaml_put_lines(const struct mg_yaml_writer *writer, const struct mg_node *node, size_t indent);

// The whole document, with its last line end.
void mg_yaml_put_document(const struct mg_yaml_writer *writer, const struct mg_node *node);

// `key: value` and `- value`, in lines as above.
void mg_yaml_put_pair(const struct mg_yaml_writer *writer, struct mg_slice key, const struct mg_node *value,
		      size_t indent);
void mg_yaml_put_item(const struct mg_yaml_writer *writer, const struct mg_node *value, size_t indent);

#endif
