// SPDX-License-Identifier: EUPL-1.2
//
// The quarters of a CA's bilans: those of the calendar, or those counted from the day its convention takes effect
// (parametres.base_trimestre). Then AAAA-Tn is the n-th quarter of the convention's year that began in AAAA: effective on
// 15 February 2018, 2018-T4 runs from 15 November 2018 to 14 February 2019. Each boundary is counted from the first day,
// never from the boundary before, so that a short month does not shift those that follow.
#ifndef MG_SCHEMA_QUARTERS_H
#define MG_SCHEMA_QUARTERS_H

#include "schema/book/book.h"

struct mg_quarters {
	bool of_convention;    // false: the calendar's, and effect is not used
	struct mg_date effect; // the first day of the convention's first year
};

struct mg_date mg_quarters_first_day(const struct mg_quarters *quarters, struct mg_quarter quarter);
struct mg_date mg_quarters_last_day(const struct mg_quarters *quarters, struct mg_quarter quarter);

// The quarter a day is in; before the convention too, counted backwards.
struct mg_quarter mg_quarters_of(const struct mg_quarters *quarters, struct mg_date date);

// How a CA counts its quarters: by its convention when it says so and the convention has taken effect.
struct mg_quarters mg_quarters_of_book(const struct mg_book *book);

// The quarter after this one.
struct mg_quarter mg_quarter_next(struct mg_quarter quarter);

#endif
