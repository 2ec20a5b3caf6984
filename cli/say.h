// SPDX-License-Identifier: EUPL-1.2
//
// Words for people, on stderr, and one-line texts that come from records or partners: nothing in them can drive a
// terminal.
#ifndef MG_CLI_SAY_H
#define MG_CLI_SAY_H

#include "cli/command.h"
#include "schema/value/node.h"

#include <stdio.h>

// A line of news; silent with -q.
void mg_say(const struct mg_cli *cli, const char *format, ...) MG_PRINTF(2, 3);

// A line that -q does not silence.
void mg_warn(const char *format, ...) MG_PRINTF(1, 2);

// The error, then its hint on a line of its own.
void mg_say_error(const struct mg_error *err);

// Prints text on one line, controls and bad UTF-8 replaced, line breaks shown as "↵", cut to max characters with "…"
// (0: not cut). Returns the characters printed.
size_t mg_put_line(FILE *out, struct mg_slice text, size_t max);
size_t mg_put_text(FILE *out, const char *text, size_t max);

// The same for a text of several lines, which stay lines; each but the first begins with indent blanks.
void mg_put_lines(FILE *out, struct mg_slice text, unsigned indent);

void mg_put_blanks(FILE *out, size_t n);

// A value as a person reads it in a table: a bare text or number, else its canonical text.
size_t mg_put_value(FILE *out, const struct mg_node *value, size_t max);

// The same, of a canonical text (schema/value/node.h); NULL is shown as "–".
size_t mg_put_canon(FILE *out, const char *canon, size_t max);

#endif
