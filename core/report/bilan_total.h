// SPDX-License-Identifier: EUPL-1.2
//
// Bringing several values of one indicator together, as its aggregation says. Private to core/report/bilan*.c.
#ifndef MG_CORE_BILAN_TOTAL_H
#define MG_CORE_BILAN_TOTAL_H

#include "schema/value/fixed.h"

// A value and what it weighs: an observation of a measure, or one bilan's figure in a consolidation.
struct mg_bilan_point {
	bool has_value, has_weight;
	struct mg_fixed value, weight;
	struct mg_slice date; // AAAA-MM-JJ, or empty
};

struct mg_bilan_total {
	bool has_value, has_weight;
	struct mg_fixed value, weight;
	struct mg_slice date; // of the value that was kept; empty but for "dernier"
	const char *note;     // in French: it becomes part of the record; NULL when there is nothing to say
};

// The observation, or item of `chiffres` or `contributions`, as a point: valeur, denominateur, date.
struct mg_bilan_point mg_bilan_point_of(const struct mg_node *item);

// Whether an aggregation makes one number of several; of others the values are told one by one.
bool mg_bilan_comes_together(struct mg_slice agregation);

// An aggregation that is unknown or absent is non_agregeable: nothing is added up that nobody said can be. Points
// without a value count for nothing. MG_ELIMIT when the result is out of range.
int mg_bilan_total(struct mg_slice agregation, const struct mg_bilan_point *points, size_t n,
		   struct mg_bilan_total *total, struct mg_error *err) MG_CHECKED;

// How the total comes about, for a person who wants to compute it again: "39.1 + 5.2". Only for one that has a value; of
// many points their number stands for them. An empty text when memory is exhausted.
struct mg_slice mg_bilan_formula(struct mg_slice agregation, const struct mg_bilan_point *points, size_t n,
				 const struct mg_bilan_total *total, struct mg_arena *arena);

// What a list that several bilans give comes to, for a person: the distinct texts and values of their observations, by
// bytes, within what a note may hold; more are told by their number. NULL without memory.
const char *mg_bilan_listed(const struct mg_node *const *items, size_t n, struct mg_arena *arena);

// Values of several quarters and actors that nobody may add up, for a person: "2018-T1 asso 12, mairie 30 ; 2018-T2 …",
// within what a note may hold. NULL without memory.
struct mg_bilan_value {
	const char *quarter, *acteur; // quarter "": all are of one
	const struct mg_node *figure; // an item of `chiffres`
};
const char *mg_bilan_apart(const struct mg_bilan_value *values, size_t n, struct mg_arena *arena);

// The sum, key by key, of the `desagregation` of items; *out NULL when none has one. For "somme" only: of anything else
// the parts do not come together as the whole does.
int mg_bilan_breakdown(const struct mg_node *const *items, size_t n, struct mg_arena *arena, const struct mg_node **out,
		       struct mg_error *err) MG_CHECKED;

#endif
