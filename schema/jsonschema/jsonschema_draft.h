// SPDX-License-Identifier: EUPL-1.2
//
// A finding being written: its place, its subject and its mark, which are the same for every kind of mistake. Private
// to jsonschema_*.c.
#ifndef MG_SCHEMA_JSONSCHEMA_DRAFT_H
#define MG_SCHEMA_JSONSCHEMA_DRAFT_H

#include "schema/jsonschema/jsonschema_check.h"

// How much a mistake says that the branch was not the one meant; see jsonschema_draft.c.
enum mg_weight { MG_WEIGHT_TYPE, MG_WEIGHT_VALUE, MG_WEIGHT_KEY, MG_WEIGHT_OTHER };

struct mg_draft {
	struct mg_checking *c;
	const struct mg_at *at;
	const char *code;
	struct mg_mark start, end;
	struct mg_buf field;   // as a person types it
	struct mg_buf subject; // "`calendrier.debut`", "item 2 of `lieux`", "the key `a b`"
	struct mg_buf found;   // "the text \"deux cents\""
	struct mg_buf message; // to be written
	struct mg_buf hint;    // may be written
};

// False when the mistake only counts: nothing is to be written then, and d is not used.
bool mg_draft_begin(struct mg_draft *d, struct mg_checking *c, const struct mg_at *at, const char *code,
		    enum mg_weight weight);

// Whether it is worth looking for the word that was meant, which takes a fraction of a millisecond: people mend the first
// mistakes and check again; only a hostile document has thousands.
#define MG_MAX_GUESSES 50u
bool mg_draft_may_guess(const struct mg_draft *d);

// The same of a list of many thousands, which takes a hundred times as long.
#define MG_MAX_LOOK_UPS 5u
bool mg_draft_may_look_up(const struct mg_draft *d);

// The mistake is in what a mapping or list has or lacks: points at its key rather than at its first line.
void mg_draft_mark_key(struct mg_draft *d, const struct mg_at *at);

// Adds the finding and frees the draft. Always false: what mg_mistake_... return.
bool mg_draft_add(struct mg_draft *d);

// Frees the draft without a finding: another one tells the same. Always false.
bool mg_draft_drop(struct mg_draft *d);

// What a message calls the value at a place.
void mg_draft_subject(const struct mg_at *at, struct mg_buf *out);

// A value as one would write it, cut when long.
void mg_draft_value(const struct mg_node *node, struct mg_buf *out);

#endif
