// SPDX-License-Identifier: EUPL-1.2
//
// Times as people read and type them: in the local time zone.
#ifndef MG_CLI_WHEN_H
#define MG_CLI_WHEN_H

#include "base/error.h"

#include <stdint.h>

// "2018-01-15 11:00"; "–" for 0.
#define MG_WHEN_BYTES 24
char *mg_when_format(int64_t ms, char out[MG_WHEN_BYTES]);

// The first millisecond of a day typed AAAA-MM-JJ, `days` later. MG_EUSAGE, with the date that was probably meant.
int mg_when_parse_day(const char *option, const char *typed, int days, int64_t *ms, struct mg_error *err) MG_CHECKED;

#endif
