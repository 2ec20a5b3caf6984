// SPDX-License-Identifier: EUPL-1.2
//
// What the deadlines are computed with. For schema/due/ only.
#ifndef MG_SCHEMA_DEADLINES_RUN_H
#define MG_SCHEMA_DEADLINES_RUN_H

#include "schema/due/convention_term.h"
#include "schema/due/deadlines.h"

struct mg_due_run {
	const struct mg_book *book;
	const struct mg_node *cooperative; // its record; NULL
	struct mg_date today;
	struct mg_dues *dues;
	struct mg_error *err;
	struct mg_arena arena; // of texts, until they are added
	int rc;                // of the first failure: what follows does nothing

	bool has_convention; // one that all parties signed
	struct mg_convention_term term;
};

// A text of the arena; "" without memory, which is then told.
const char *mg_due_text(struct mg_due_run *run, const char *format, ...) MG_PRINTF(2, 3);
const char *mg_due_day(struct mg_due_run *run, struct mg_date date);
const char *mg_due_word(struct mg_due_run *run, struct mg_slice word);

// What is done is done, and what is not is late once its day is over.
enum mg_due_state mg_due_state_on(const struct mg_due_run *run, struct mg_date date, bool done);

void mg_due_put(struct mg_due_run *run, const struct mg_due *due);

// A date of a record; false when it is not there or no date.
bool mg_due_date_in(const struct mg_node *node, const char *key, struct mg_date *date);

// L1, L2, L5, L6: schema/due/deadlines_convention.c
void mg_due_convention(struct mg_due_run *run);
// L3: schema/due/deadlines_quarters.c
void mg_due_quarters(struct mg_due_run *run);
// L7, L8, L13: schema/due/deadlines_meetings.c
void mg_due_meetings(struct mg_due_run *run);
// L9 to L12: schema/due/deadlines_programme.c
void mg_due_programme(struct mg_due_run *run);

#endif
