// SPDX-License-Identifier: EUPL-1.2
//
// Where each actor's bilan of a quarter stands: owed, drafted, sent, received, returned, corrected, late. Pure: a function
// of a book with its signatures, and of the day. What counts is when the DD acknowledged a bilan; until then, when it was
// signed, by the clock of who signed.
#ifndef MG_CORE_BILAN_STATE_H
#define MG_CORE_BILAN_STATE_H

#include "schema/book/book.h"

enum mg_bilan_step {
	MG_BILAN_EXPECTED,     // owed, and nothing is there yet
	MG_BILAN_DRAFT,        // written, not signed
	MG_BILAN_SENT,         // signed by its actor
	MG_BILAN_ACKNOWLEDGED, // and by the DD, who has it
	MG_BILAN_RETURNED,     // the DD asked for a correction of what was sent
	MG_BILAN_CORRECTED,    // a correction was sent, and is not acknowledged yet
	MG_BILAN_LATE,         // its day is over, or its quarter is closed without it
	MG_BILAN_ABSENT,       // the quarter was closed, and nothing was sent
};

// "attendu", "brouillon", "transmis", "accusé", "à corriger", "rectifié", "en retard", "absent".
const char *mg_bilan_step_name(enum mg_bilan_step step);

struct mg_bilan_state {
	const char *acteur;
	const struct mg_node *record; // acteurs/<id>.yaml; NULL when there is none
	bool expected;                // he owes one (rule B1)
	enum mg_bilan_step step;
	const struct mg_book_record *latest;     // in its latest version, signed or not; NULL
	const struct mg_book_record *sent;       // the latest that is signed; NULL
	struct mg_date sent_on, acknowledged_on; // of sent; day 0: not
	const struct mg_node *returned;          // what the DD says of sent; NULL
	unsigned changes;                        // corrections sent after the first version
	int days_late;                           // of the first version, or of what is not there; 0: in time
	bool in_time;                            // the first version was received by the deadline
	bool after_closure;                      // sent is not among the bilans that the closed consolidation rests on
};

struct mg_bilan_states {
	struct mg_bilan_state *items; // who owes one or has one, by actor
	size_t n;
	struct mg_date deadline;
	const struct mg_book_record *consolidation; // the one that closed the quarter; NULL while it is open
	size_t n_expected, n_in_time;
};

// Results borrow from the book and the arena. MG_EINVALID for a quarter that is none; MG_ENOMEM.
int mg_bilan_states(const struct mg_book *book, const char *periode, struct mg_date today, struct mg_arena *arena,
		    struct mg_bilan_states *out, struct mg_error *err) MG_CHECKED;

// The consolidation that closed a quarter, NULL while it is open: of those that say how it stands the latest decides.
const struct mg_book_record *mg_bilan_closed_by(const struct mg_book *book, const char *periode);

// Whether a consolidation names this version of a bilan, by its bytes.
bool mg_bilan_rests_on(const struct mg_book_record *consolidation, const struct mg_book_record *bilan);

// The DD's signature of an actor's bilan: any valid one that is not the actor's. NULL.
const struct mg_book_signature *mg_bilan_receipt(const struct mg_book_record *bilan);

// What the DD returned of a version of a bilan, an element of retours/; NULL.
const struct mg_node *mg_bilan_returned(const struct mg_book *book, const struct mg_book_record *bilan);

#endif
