// SPDX-License-Identifier: EUPL-1.2
//
// From when to when a convention is in force. Let S be the day it takes effect: the one it states, else that of the last
// required signature. The term is T = S + 12 months, the first day on which it is no longer in force; each renewal that all
// parties signed before the term moves it by twelve months, counted from S. There is no tacit renewal. A party that
// terminates writes to each of the others, and the convention ends one month after the last of them received its letter.
#ifndef MG_SCHEMA_CONVENTION_TERM_H
#define MG_SCHEMA_CONVENTION_TERM_H

#include "schema/book/signing.h"

#define MG_CONVENTION_MONTHS 12

// A termination: who has received the letter, and when it takes effect.
struct mg_notice {
	const struct mg_book_record *record;
	size_t n_expected, n_received; // the other parties
	struct mg_slice missing;       // the first that has not received it, as far as we know; or empty
	struct mg_date first, last;    // days of receipt, when n_received
	bool complete;                 // every other party has it
	struct mg_date effect;         // last + 1 month, when n_received; that of the convention's end, when complete
};

struct mg_convention_term {
	const char *id;
	const struct mg_book_record *text;    // the version that all parties signed last, else the last
	struct mg_signing signing;            // of that version
	bool has_effect;                      // signed by all, and S is known
	bool stated;                          // S stands in the text
	struct mg_date effect;                // S
	int months;                           // of the first year: twelve, unless the text says otherwise
	size_t n_renewals;                    // signed by all in time, one after the other
	const struct mg_book_record *renewal; // the last of them; NULL
	struct mg_date term;                  // T
	const struct mg_node *parties;        // of the last text that all signed: who is bound, and gets letters
	struct mg_notice notice; // the termination that takes effect first, else one that waits; record NULL: none
	struct mg_date end;      // the first day on which it is no longer in force: T, or the termination's
};

enum mg_convention_state {
	MG_CONVENTION_DRAFT,    // nobody has signed
	MG_CONVENTION_SIGNING,  // somebody has
	MG_CONVENTION_IN_FORCE, // or will be from its effective day
	MG_CONVENTION_RENEWED,  // in force, by a renewal
	MG_CONVENTION_EXPIRED,
	MG_CONVENTION_TERMINATED,
};

// The convention of that id; false when there is none.
bool mg_convention_term(const struct mg_book *book, const char *id, struct mg_convention_term *out);

// The one by which the CA lives: of those in force or expired the one that took effect last, else the last that is not
// signed; false when there is no convention.
bool mg_convention_current(const struct mg_book *book, struct mg_convention_term *out);

enum mg_convention_state mg_convention_state(const struct mg_convention_term *term, struct mg_date today);

// "projet", "en_signature", "en_vigueur", "renouvelee", "expiree", "resiliee".
const char *mg_convention_state_name(enum mg_convention_state state);

// The anniversary on which the year of the convention that holds a day ends; beyond the term, the term.
struct mg_date mg_convention_year_end(const struct mg_convention_term *term, struct mg_date day);

struct mg_notice mg_notice_of(const struct mg_book_record *record, const struct mg_node *parties);

#endif
