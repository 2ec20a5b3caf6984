// SPDX-License-Identifier: EUPL-1.2
//
// All deadlines of a CA: those of schema/due/deadlines.h, and L4, that of each bilan somebody owes.
#ifndef MG_CORE_DUES_H
#define MG_CORE_DUES_H

#include "schema/due/due.h"

// The types of record they are computed from, and what of the book (enum mg_book_more).
#define MG_DUES_TYPES 18
extern const char *const mg_dues_types[MG_DUES_TYPES];
#define MG_DUES_MORE (MG_BOOK_SIGNATURES | MG_BOOK_TIMES)

// Adds them, sorted. The book is sorted. MG_ENOMEM.
int mg_dues_of_book(const struct mg_book *book, struct mg_date today, struct mg_dues *dues,
		    struct mg_error *err) MG_CHECKED;

#endif
