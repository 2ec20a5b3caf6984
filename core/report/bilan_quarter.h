// SPDX-License-Identifier: EUPL-1.2
//
// What a quarter's bilans are made from: the records of a book that count in it, found by what asks for them. Private to
// core/report/bilan*.c.
#ifndef MG_CORE_BILAN_QUARTER_H
#define MG_CORE_BILAN_QUARTER_H

#include "core/report/bilan.h"

// Records of one type side by side in the book.
struct mg_bilan_range {
	const struct mg_book_record *items;
	size_t n;
};

struct mg_bilan_mesure {
	const char *acteur, *indicateur;
	const struct mg_book_record *record;
};

// An action that lists an indicator.
struct mg_bilan_link {
	struct mg_slice indicateur;
	const struct mg_book_record *action;
};

struct mg_bilan_quarter {
	const struct mg_book *book;
	struct mg_arena *arena;
	const char *periode;
	struct mg_date first, last; // days of the quarter
	struct mg_bilan_range actions, indicateurs, acteurs;
	struct mg_bilan_range bilans, consolidations; // of the quarter
	struct mg_bilan_mesure *mesures;              // of the quarter, by actor, then indicator
	size_t n_mesures;
	struct mg_bilan_link *links; // by indicator, then action
	size_t n_links;
};

int mg_bilan_quarter_open(struct mg_bilan_quarter *quarter, const struct mg_book *book, const char *periode,
			  struct mg_arena *arena, struct mg_error *err) MG_CHECKED;

// An actor's measures of the quarter, *n of them side by side in order of their indicators.
const struct mg_bilan_mesure *mg_bilan_mesures_of(const struct mg_bilan_quarter *quarter, struct mg_slice acteur,
						  size_t *n);

// The latest version of an actor's bilan, and of the quarter's consolidation; NULL when there is none.
const struct mg_book_record *mg_bilan_latest(const struct mg_bilan_quarter *quarter, struct mg_slice acteur);
const struct mg_book_record *mg_bilan_latest_consolidation(const struct mg_bilan_quarter *quarter);

// True when the dates under those keys let something be in force on some day of the quarter; a date that is absent
// leaves that side open.
bool mg_bilan_in_quarter(const struct mg_bilan_quarter *quarter, const struct mg_node *dates, const char *from,
			 const char *until);

// True when an action runs in the quarter: begun or to begin, and neither only proposed nor set aside.
bool mg_bilan_is_active(const struct mg_bilan_quarter *quarter, const struct mg_node *action);

// The action of an indicator: the one it names, else the first that lists it; empty when there is none.
struct mg_slice mg_bilan_action_of(const struct mg_bilan_quarter *quarter, struct mg_slice indicateur);

// True when an actor reports on an action: it is his and active, or he measured something of it in the quarter.
bool mg_bilan_concerns(const struct mg_bilan_quarter *quarter, const struct mg_book_record *action,
		       struct mg_slice acteur);

// Who owes a bilan (rule B1): actors who are party to the CA and have an action to report on. One flag for each of
// quarter->acteurs, in the arena; NULL without memory.
bool *mg_bilan_expected(const struct mg_bilan_quarter *quarter);

// The revision of what is made where `before` (or nothing) stands: the next one when it is a correction.
unsigned mg_bilan_revision(const struct mg_book_record *before, bool correction);

#endif
