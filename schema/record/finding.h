// SPDX-License-Identifier: EUPL-1.2
//
// What is wrong, or could be better, in a file: every reader and checker of records reports through this one list.
#ifndef MG_SCHEMA_FINDING_H
#define MG_SCHEMA_FINDING_H

#include "schema/value/node.h"

enum mg_level {
	MG_LEVEL_INVALID, // wrong shape: neither recorded nor accepted
	MG_LEVEL_E,       // an obligation of the guide ("doit"): blocks signing, submitting, closing; never saving
	MG_LEVEL_A,       // a recommendation
	MG_LEVEL_I,       // information
};

#define MG_LEVELS 4

struct mg_finding {
	const char *code; // stable, for tools: "yaml-tab", "type", "enum", "X1"
	enum mg_level level;
	const char *path;    // the file, relative to the CA
	const char *field;   // place in the record (schema/value/place.h), "" for the whole
	struct mg_mark mark; // where; line 0 when the finding has no place in the text
	uint32_t length;     // characters to underline, at least 1 when there is a place
	const char *message; // one sentence, translated: what was found, what was expected
	const char *hint;    // the likely fix, or ""
	const char *label;   // the field's title in the schema, or ""
	const char *article; // where the rule comes from ("G:1061"), or ""
};

struct mg_findings {
	struct mg_arena arena; // owns the items and every text in them
	struct mg_finding *items;
	size_t n, cap;
	size_t counts[MG_LEVELS]; // of all that were added, those that were dropped included
	bool brief;               // only the verdict is wanted: what is no mistake of shape is counted and not kept
};

void mg_findings_init(struct mg_findings *list);
void mg_findings_clear(struct mg_findings *list);

// Adds a copy (its texts too); a NULL text counts as "". Beyond MG_MAX_FINDINGS findings of one list, or without
// memory, the finding is only counted: nobody reads that many.
void mg_findings_add(struct mg_findings *list, const struct mg_finding *finding);

// True when a finding of that level would only be counted; then it is, and its words need not be made.
bool mg_findings_pass(struct mg_findings *list, enum mg_level level);

#define MG_MAX_FINDINGS 1000u

// By path, then place in the text; stable.
void mg_findings_sort(struct mg_findings *list);

// How many were added of this level or a graver one.
size_t mg_findings_count(const struct mg_findings *list, enum mg_level level);

// "invalide", "E", "A", "I".
const char *mg_level_name(enum mg_level level);

// For a person: "file:line:col: message", the line of `text` with a caret below it, the hint. text may be empty.
void mg_finding_print(const struct mg_finding *finding, struct mg_slice text, struct mg_buf *out);

#endif
