// SPDX-License-Identifier: EUPL-1.2
//
// What stands between two scalars or brackets: blanks, comments, indicators. libyaml is laxer there than YAML 1.2.
#ifndef MG_SCHEMA_YAML_GAP_H
#define MG_SCHEMA_YAML_GAP_H

#include "schema/yaml/yaml_text.h"

struct mg_yaml_gap {
	struct mg_mark from; // the end of the token before
	size_t to;           // where the token after begins, or the end of the text
	uint32_t min_col;    // first column of a continuation line inside the enclosing block
	bool in_flow;        // between brackets or braces
	bool after_json;     // the token before is a quoted scalar or a closing bracket
};

// Reports a comment that touches what is before it, tabs used to indent, lines between brackets that are not indented,
// and the `?` and `:` that libyaml takes for indicators though a word follows.
void mg_yaml_check_gap(struct mg_yaml_text *text, const struct mg_yaml_gap *gap);

// The same rule for the lines of one token: each line after the first that is not blank must be indented by spaces to
// min_col. Returns the offset of the first character of the first line that is not, or `to`.
size_t mg_yaml_outdented(const struct mg_yaml_text *text, size_t from, size_t to, uint32_t min_col);

// Where a colon stands between a key and its empty value, just after it, or `from` when there is none.
size_t mg_yaml_after_colon(const struct mg_yaml_text *text, size_t from, size_t to);

#endif
