// SPDX-License-Identifier: EUPL-1.2
//
// Subsidies that are each below the threshold of a convention and reach it together: several decisions for one
// beneficiary in one year, in whatever coopératives (rule F4 looks at one CA alone). Pure: a function of the books.
#ifndef MG_CORE_SPLITTING_H
#define MG_CORE_SPLITTING_H

#include "schema/book/book.h"

// From 23 000,00 euros a year the guide wants a convention (G:1107-1110); the law says above: the guide is stricter.
#define MG_SPLITTING_THRESHOLD_CENTIMES INT64_C(2300000)

// A CA's book, with its records of the types acteur and financement, and what people call it.
struct mg_splitting_source {
	const char *name;
	const struct mg_book *book;
};

struct mg_splitting_item {
	size_t source; // among those given
	const struct mg_book_record *record;
	int64_t centimes; // of the year
};

// What one funder decided to give one beneficiary in one year.
struct mg_splitting_group {
	const struct mg_node *beneficiary, *funder; // an acteur of one of the books; NULL when none has it
	struct mg_slice beneficiary_id, funder_id;  // in the book of the first item
	int64_t year;
	const struct mg_splitting_item *items; // two at least, by source, then path
	size_t n;
	int64_t centimes; // together
	bool reaches;     // the threshold
};

// The groups of two or more decisions, of one year (0: of all), by year, then beneficiary. The same body is known in
// several books by its SIREN (what a SIRET begins with) or its RNA; without either, by its id within one book alone. All
// actors of the ARS are one funder. What a convention gives, or is itself at the threshold, is no part of it; of a
// subsidy over several years only the amount of the year counts. In the arena. MG_ENOMEM.
int mg_splitting(const struct mg_splitting_source *sources, size_t n, int64_t year, struct mg_arena *arena,
		 struct mg_splitting_group **groups, size_t *n_groups, struct mg_error *err) MG_CHECKED;

// "22999.99"; in the arena, NULL without memory.
const char *mg_splitting_amount(int64_t centimes, struct mg_arena *arena);

#endif
