// SPDX-License-Identifier: EUPL-1.2
//
// The signed bilans of a quarter, and what they come to. Private to core/report/bilan*.c.
#ifndef MG_CORE_BILAN_RECEIVED_H
#define MG_CORE_BILAN_RECEIVED_H

#include "core/report/bilan_quarter.h"

struct mg_bilan_received {
	const struct mg_book_record **items; // one an actor, by actor
	size_t n;
};

// The latest version that each actor has signed; a correction that is not signed yet does not hide the bilan it corrects.
int mg_bilan_receive(const struct mg_book *book, const char *periode, struct mg_arena *arena,
		     struct mg_bilan_received *received, struct mg_error *err) MG_CHECKED;

// One line of a signed bilan's `chiffres`.
struct mg_bilan_figure {
	struct mg_slice id; // of the indicator
	const char *acteur;
	const struct mg_node *node;
};

// Every line of every signed bilan, by indicator, then actor.
int mg_bilan_gather(const struct mg_bilan_received *received, struct mg_arena *arena, struct mg_bilan_figure **figures,
		    size_t *n, struct mg_error *err) MG_CHECKED;

// `chiffres` of the consolidation: one an indicator, by id, each with what every bilan brings to it. Of more than a
// thousand contributions a record would be too large: they are then in the bilans alone, which it names.
int mg_bilan_figures(const struct mg_bilan_figure *figures, size_t n, struct mg_arena *arena,
		     const struct mg_node **out, struct mg_error *err) MG_CHECKED;

// `contradictions` of the consolidation, computed from these figures, their totals in `chiffres` and those of the quarter
// before; what the DD explained in `kept` (may be NULL) stays. An indicator where nothing is wrong has none.
int mg_bilan_contradictions(const struct mg_bilan_quarter *quarter, const struct mg_bilan_figure *figures, size_t n,
			    const struct mg_node *chiffres, const struct mg_node *kept, const struct mg_node **out,
			    struct mg_error *err) MG_CHECKED;

#endif
