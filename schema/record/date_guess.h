// SPDX-License-Identifier: EUPL-1.2
//
// The date a person meant by what he wrote, for hints: 3/4/2026, 03-04-26, 2026.4.3, 20260403, 1er avril 2026. The day
// comes first, as in French, unless that gives no date.
#ifndef MG_SCHEMA_DATE_GUESS_H
#define MG_SCHEMA_DATE_GUESS_H

#include "base/buf.h"
#include "schema/value/date.h"

bool mg_date_guess(struct mg_slice text, struct mg_date *date);

// The last day of the month of a date that is well written and beyond it: 2026-02-30, 31/04/2026. False for all others.
bool mg_date_guess_month_end(struct mg_slice text, struct mg_date *last);

// Adds to hint the one sentence that these two give: the date meant, or how long its month is. False when they give none.
bool mg_date_hint(struct mg_slice text, struct mg_buf *hint);

#endif
