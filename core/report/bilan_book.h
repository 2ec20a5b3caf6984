// SPDX-License-Identifier: EUPL-1.2
//
// The records of a view that a quarter's bilans need, sorted by what they are found by. Private to core/bilan*.c.
#ifndef MG_CORE_BILAN_BOOK_H
#define MG_CORE_BILAN_BOOK_H

#include "core/report/bilan.h"

struct mg_bilan_item {
	const char *id; // of an action, indicator or actor; the actor of a measure or bilan; "" of a consolidation
	const char *indicateur; // of a measure; else ""
	unsigned revision;      // of a bilan or consolidation
	const struct mg_bilan_record *record;
};

struct mg_bilan_list {
	struct mg_bilan_item *items; // by id, then indicateur, then revision
	size_t n, cap;
};

struct mg_bilan_book {
	struct mg_arena *arena;
	const struct mg_bilan_view *view;
	const char *periode;
	struct mg_date first, last; // days of the quarter
	struct mg_bilan_list actions, indicateurs, acteurs;
	struct mg_bilan_list mesures, bilans, consolidations; // of the quarter
};

int mg_bilan_book_open(struct mg_bilan_book *book, const struct mg_bilan_view *view, const char *periode,
		       struct mg_arena *arena, struct mg_error *err) MG_CHECKED;

// The last item of that id, which of a bilan is its latest version; NULL when there is none.
const struct mg_bilan_item *mg_bilan_find(const struct mg_bilan_list *list, struct mg_slice id);

// An actor's measures of the quarter, *n of them side by side in order of their indicators.
const struct mg_bilan_item *mg_bilan_mesures_of(const struct mg_bilan_book *book, struct mg_slice acteur, size_t *n);

// True when the dates under those keys let something be in force on some day of the quarter; a date that is absent
// leaves that side open.
bool mg_bilan_in_quarter(const struct mg_bilan_book *book, const struct mg_node *dates, const char *from,
			 const char *until);

// True when an action runs in the quarter: begun or to begin, and neither only proposed nor set aside.
bool mg_bilan_is_active(const struct mg_bilan_book *book, const struct mg_node *action);

// The action of an indicator: the one it names, else the first that lists it; empty when there is none.
struct mg_slice mg_bilan_action_of(const struct mg_bilan_book *book, struct mg_slice indicateur);

// True when an actor reports on an action: it is his and active, or he measured something of it in the quarter.
bool mg_bilan_concerns(const struct mg_bilan_book *book, const struct mg_bilan_item *action, struct mg_slice acteur);

bool mg_bilan_is_signed_by(const struct mg_bilan_record *record, struct mg_slice acteur);

// The revision of what is made where `before` (or nothing) stands: the next one when it is a correction.
unsigned mg_bilan_revision(const struct mg_bilan_item *before, bool correction);

// ---- building the result

#define MG_BILAN_MAX_KEYS 32u // of the records and items made here

// A mapping being built; failed is set when memory is exhausted.
struct mg_bilan_map {
	struct mg_arena *arena;
	struct mg_pair pairs[MG_BILAN_MAX_KEYS];
	size_t n;
	bool failed;
};

// NULL is a lack of memory for add, and nothing to add for copy.
void mg_bilan_add(struct mg_bilan_map *map, const char *key, const struct mg_node *value);
void mg_bilan_add_text(struct mg_bilan_map *map, const char *key, struct mg_slice text);
void mg_bilan_copy(struct mg_bilan_map *map, const char *key, const struct mg_node *value);

// NULL when memory was exhausted.
const struct mg_node *mg_bilan_map_node(const struct mg_bilan_map *map);

// The keys of a type in the schema's order: those of made, then what kept has and made has not. kept may be NULL; keys
// in dropped (ended by NULL) are not kept.
const struct mg_node *mg_bilan_merge(struct mg_arena *arena, const struct mg_type *type, const struct mg_node *made,
				     const struct mg_node *kept, const char *const *dropped);

// {fichier, sha256} of the signed record that a correction replaces.
const struct mg_node *mg_bilan_replaced(struct mg_arena *arena, const struct mg_bilan_record *record);

#endif
