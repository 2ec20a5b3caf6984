// SPDX-License-Identifier: EUPL-1.2
//
// The extent of a block scalar (`|` and `>`), whose end libyaml puts after all the blank lines that follow.
#ifndef MG_SCHEMA_YAML_BLOCK_H
#define MG_SCHEMA_YAML_BLOCK_H

#include "schema/yaml/yaml_text.h"

// The end of the scalar's own bytes, without its last line break: after its last line, or after its header when it has
// none. Blank lines that follow belong to it when it keeps them (`|+`). `to` is libyaml's end; block_col the column of
// the collection around, 0 at the top.
struct mg_mark mg_yaml_block_end(const struct mg_yaml_text *text, struct mg_mark start, size_t to, uint32_t block_col);

// Reports what libyaml lets through: a comment that touches the header, and blank lines indented more than the text they
// precede; then false, as libyaml takes the text for something else. `end` is libyaml's.
bool mg_yaml_check_block(struct mg_yaml_text *text, struct mg_mark start, struct mg_mark end,
			 uint32_t block_col) MG_CHECKED;

// Where the header's indicators end: after `|2-`.
size_t mg_yaml_block_header(const struct mg_yaml_text *text, size_t start);

#endif
