// SPDX-License-Identifier: EUPL-1.2
//
// Findings, shown to people and programs.
#ifndef MG_CLI_FINDINGS_H
#define MG_CLI_FINDINGS_H

#include "cli/json.h"
#include "core/copy/copy.h"
#include "schema/book/book.h"
#include "schema/record/finding.h"

// Where the lines that findings point to are: in a book's records, in the files of a copy's folder, or in one text.
struct mg_sources {
	const struct mg_book *book;
	struct mg_copy *copy;
	struct mg_slice text;
};

// Each with its line, a caret and the hint, sorted; those graver than or equal to `least` only.
void mg_findings_show(FILE *out, struct mg_findings *list, enum mg_level least, const struct mg_sources *sources);

// {path, line, col, field, code, level, message, hint} of each of these, sorted, in a list that the caller has opened.
void mg_findings_json(struct mg_json *json, struct mg_findings *list, enum mg_level least);

#endif
