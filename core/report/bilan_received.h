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
int mg_bilan_receive(const struct mg_bilan_quarter *quarter, struct mg_bilan_received *received,
		     struct mg_error *err) MG_CHECKED;

// An actor's, or NULL.
const struct mg_book_record *mg_bilan_received_of(const struct mg_bilan_received *received, struct mg_slice acteur);

// True when somebody's signature of a record counts.
bool mg_bilan_is_signed(const struct mg_book_record *record);

// `chiffres` of the consolidation: one an indicator, by id, each with what every bilan brings to it.
int mg_bilan_figures(const struct mg_bilan_received *received, struct mg_arena *arena, const struct mg_node **out,
		     struct mg_error *err) MG_CHECKED;

#endif
