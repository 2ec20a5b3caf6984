// SPDX-License-Identifier: EUPL-1.2
//
// What the parts of the YAML reader share: the bytes, where findings go, and positions in them.
#ifndef MG_SCHEMA_YAML_TEXT_H
#define MG_SCHEMA_YAML_TEXT_H

#include "schema/record/finding.h"

struct mg_yaml_text {
	struct mg_slice bytes;
	const char *path;
	struct mg_findings *findings;
	size_t max_bytes;
	size_t start; // 3 after a BOM, else 0
	bool ascii;   // then characters are bytes
	bool crlf;
	bool unended;    // the last line has no end: the byte after the text is then one, which YAML takes for granted
	size_t reported; // findings, those the list had no room for included
};

// Reports a text that is too long. False then: it is not worth a copy.
bool mg_yaml_check_size(struct mg_yaml_text *text, size_t len) MG_CHECKED;

// Looks at every byte once, before libyaml does: UTF-8, characters a text has no use for or that libyaml takes for
// line ends. False when something was reported: libyaml could then not be trusted with positions.
bool mg_yaml_scan(struct mg_yaml_text *text) MG_CHECKED;

// The position of the first character.
struct mg_mark mg_yaml_start(const struct mg_yaml_text *text);

// The position `offset` bytes from the start, counted from a known one before it.
struct mg_mark mg_yaml_forward(const struct mg_yaml_text *text, struct mg_mark from, size_t offset);

// The byte at an offset; NUL beyond the end.
static inline char mg_yaml_byte(const struct mg_yaml_text *text, size_t offset)
{
	return offset < text->bytes.len ? text->bytes.data[offset] : '\0';
}

static inline bool mg_yaml_is_break(char c)
{
	return c == '\n' || c == '\r' || c == '\0';
}

static inline bool mg_yaml_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

// Offsets of the line around an offset, without its line end.
size_t mg_yaml_line_start(const struct mg_yaml_text *text, size_t offset);
size_t mg_yaml_line_end(const struct mg_yaml_text *text, size_t offset);

// Adds a finding of level INVALID. length is in characters.
void mg_yaml_report(struct mg_yaml_text *text, const char *code, struct mg_mark mark, size_t length, const char *hint,
		    const char *format, ...) MG_PRINTF(6, 7);

#endif
