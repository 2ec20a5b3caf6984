// SPDX-License-Identifier: EUPL-1.2
//
// Deadlines: what must be done by when, why, and whether it is done. A pure function of a book and a day
// (docs/echeances.md); the same records on the same day give the same deadlines on every copy.
#ifndef MG_SCHEMA_DUE_H
#define MG_SCHEMA_DUE_H

#include "schema/book/book.h"

enum mg_due_state {
	MG_DUE_LATE,   // its day is over and it is not done
	MG_DUE_COMING, // its day is today or later
	MG_DUE_DONE,   // or nothing can be done any more
};

struct mg_due {
	const char *code;    // of docs/echeances.md: "L1"
	const char *subject; // what it is of, distinct among those of a code, whatever the date: "2018-T1.asso-1"
	const char *what;    // a sentence, translated
	const char *whom;    // an actor's id, or "" for all
	struct mg_date date;
	enum mg_due_state state;
	const char *phase;   // where it stands, a word of its code's in docs/echeances.md: "planifiee"; "" for none
	const char *article; // where the guide says so
	const char *formula; // how the date comes about, with its numbers, translated
	const char *const *records; // paths of the records it was computed from
	size_t n_records;
};

struct mg_dues {
	struct mg_arena arena; // owns the items and every text in them
	struct mg_due *items;
	size_t n, cap;
};

void mg_dues_init(struct mg_dues *dues);
void mg_dues_clear(struct mg_dues *dues);

// Adds a copy, its texts too. MG_ENOMEM.
int mg_dues_add(struct mg_dues *dues, const struct mg_due *due, struct mg_error *err) MG_CHECKED;

// Late ones first, then coming ones, then those that are done; by date, code and subject in each.
void mg_dues_sort(struct mg_dues *dues);

size_t mg_dues_count(const struct mg_dues *dues, enum mg_due_state state);

// "late", "coming", "done": for programs.
const char *mg_due_state_name(enum mg_due_state state);

#endif
