// SPDX-License-Identifier: EUPL-1.2
//
// Times as people read and type them: in the local time zone.
#ifndef MG_CLI_WHEN_H
#define MG_CLI_WHEN_H

#include "base/error.h"
#include "schema/value/date.h"

#include <stdint.h>

// "2018-01-15 11:00"; "–" for 0.
#define MG_WHEN_BYTES 24
char *mg_when_format(int64_t ms, char out[MG_WHEN_BYTES]);

// A day typed AAAA-MM-JJ. MG_EUSAGE for another text, with the date that was probably meant, or why there is no such day.
int mg_when_parse_date(const char *option, const char *typed, struct mg_date *date, struct mg_error *err) MG_CHECKED;

// The first millisecond of such a day, `days` later.
int mg_when_parse_day(const char *option, const char *typed, int days, int64_t *ms, struct mg_error *err) MG_CHECKED;

// --since and --until, each typed or NULL: the first millisecond of the one day, and of the day after the other; 0: no
// bound. MG_EUSAGE also when they are the wrong way round.
int mg_when_parse_span(const char *since, const char *until, int64_t *since_ms, int64_t *until_ms,
		       struct mg_error *err) MG_CHECKED;

#endif
