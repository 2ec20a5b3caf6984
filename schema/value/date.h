// SPDX-License-Identifier: EUPL-1.2
//
// Civil dates (proleptic Gregorian calendar, years 1 to 9999, no clock and no time zone) and the quarters that bilans
// follow. Month arithmetic keeps the day number, or takes the last day of a shorter month, as notice periods are
// counted in law; mktime and GNU date overflow into the next month instead.
#ifndef MG_SCHEMA_DATE_H
#define MG_SCHEMA_DATE_H

#include "base/slice.h"

#define MG_DATE_CHARS   10 // AAAA-MM-JJ
#define MG_PERIOD_CHARS 7  // AAAA-Tn

struct mg_date {
	int year, month, day; // month and day from 1
};

struct mg_quarter {
	int year, number; // number 1 to 4
};

// False, leaving *date as it was, unless text is exactly AAAA-MM-JJ and that day exists.
bool mg_date_parse(struct mg_slice text, struct mg_date *date);
void mg_date_format(struct mg_date date, char out[MG_DATE_CHARS + 1]);

// Negative, 0 or positive as a is before, the same as or after b.
int mg_date_compare(struct mg_date a, struct mg_date b);

int mg_date_days_in_month(int year, int month);

// The date some months or days later (earlier when negative); held within years 1 to 9999.
struct mg_date mg_date_add_months(struct mg_date date, int months);
struct mg_date mg_date_add_days(struct mg_date date, int days);

// Days from a to b.
int mg_date_days_between(struct mg_date a, struct mg_date b);

// Exactly AAAA-T1 to AAAA-T4.
bool mg_quarter_parse(struct mg_slice text, struct mg_quarter *quarter);
void mg_quarter_format(struct mg_quarter quarter, char out[MG_PERIOD_CHARS + 1]);
struct mg_quarter mg_quarter_of(struct mg_date date);
struct mg_date mg_quarter_first_day(struct mg_quarter quarter);
struct mg_date mg_quarter_last_day(struct mg_quarter quarter);

#endif
