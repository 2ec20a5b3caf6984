// SPDX-License-Identifier: EUPL-1.2
//
// What the reader checks of keys and scalars that libyaml does not: what the subset leaves out, what is surely a slip.
#ifndef MG_SCHEMA_YAML_CHECK_H
#define MG_SCHEMA_YAML_CHECK_H

#include "schema/yaml/yaml_text.h"

// Reports every key written more than once, in n log n: a hostile file has a hundred thousand keys. False when memory is
// exhausted.
bool mg_yaml_check_duplicates(struct mg_yaml_text *text, const struct mg_pair *pairs, size_t n) MG_CHECKED;

// Merge keys, and keys too long to be written back.
void mg_yaml_check_key(struct mg_yaml_text *text, struct mg_slice key, enum mg_style style, struct mg_mark start);

void mg_yaml_report_long_key(struct mg_yaml_text *text, struct mg_mark start);

// Anchors and tags; either may be NULL.
void mg_yaml_check_properties(struct mg_yaml_text *text, const char *anchor, const char *tag, struct mg_mark mark);

// A plain scalar that was meant to be quoted, or that only libyaml takes for one.
void mg_yaml_check_plain(struct mg_yaml_text *text, struct mg_slice value, struct mg_mark start, struct mg_mark end,
			 bool in_flow);

// The lines of a quoted or plain scalar, which libyaml lets begin anywhere in quotes and between brackets; YAML does
// not, and so an unclosed quote is found where it is and not at the next one, pages below. False then: what libyaml
// makes of the rest is not worth telling.
bool mg_yaml_check_lines(struct mg_yaml_text *text, struct mg_mark start, struct mg_mark end, enum mg_style style,
			 uint32_t min_col) MG_CHECKED;

#endif
