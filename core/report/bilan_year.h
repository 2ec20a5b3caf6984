// SPDX-License-Identifier: EUPL-1.2
//
// A year's results from its quarters' signed bilans: of one actor, or of all. Private to core/report/bilan*.c and tables.
#ifndef MG_CORE_BILAN_YEAR_H
#define MG_CORE_BILAN_YEAR_H

#include "core/report/bilan_quarter.h"
#include "core/report/bilan_received.h"

#define MG_BILAN_QUARTERS 4

struct mg_bilan_year {
	const struct mg_book *book;
	struct mg_arena *arena;
	const char *annee;
	struct mg_bilan_quarter quarters[MG_BILAN_QUARTERS];
	struct mg_bilan_received received[MG_BILAN_QUARTERS];
	char names[MG_BILAN_QUARTERS][MG_PERIOD_CHARS + 1];
};

// MG_EINVALID for what is no year.
int mg_bilan_year_open(struct mg_bilan_year *year, const struct mg_book *book, const char *annee,
		       struct mg_arena *arena, struct mg_error *err) MG_CHECKED;

// How many quarters have a bilan that counts.
size_t mg_bilan_year_present(const struct mg_bilan_year *year);

// `indicateurs` of a year (resultats in commun.yaml): one an indicator, by id, from the bilans of an actor, or of all when
// acteur is empty. Comments in `kept` (may be NULL) stay.
int mg_bilan_results(const struct mg_bilan_year *year, struct mg_slice acteur, const struct mg_node *kept,
		     const struct mg_node **out, struct mg_error *err) MG_CHECKED;

// The same with the indicators of article 4.2 that no bilan tells of, by id. NULL without memory.
const struct mg_node *mg_bilan_with_promised(const struct mg_bilan_year *year, const struct mg_node *results,
					     const struct mg_node *kept);

// Whether an action runs in one of the quarters; and, with an actor, whether it concerns him there.
bool mg_bilan_year_has(const struct mg_bilan_year *year, const struct mg_book_record *action, struct mg_slice acteur);

// `reconductions`: one for each action that ran in the year, to be decided. What was decided in `written` (may be NULL)
// stays. NULL without memory.
const struct mg_node *mg_bilan_renewals(const struct mg_bilan_year *year, const struct mg_node *written);

// `sorties_acteurs`: who leaves at the term of the year, from the `mouvement`s, with the day of the concertation. What
// was written of them, and of others, stays. NULL without memory.
const struct mg_node *mg_bilan_exits(const struct mg_bilan_year *year, struct mg_date today,
				     const struct mg_node *written);

#endif
