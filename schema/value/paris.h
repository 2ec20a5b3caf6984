// SPDX-License-Identifier: EUPL-1.2
//
// The day it is in Paris. Every deadline is a civil date there, whatever the time zone of the machine that computes it, so
// neither TZ nor a time zone database is asked: summer time is the European Union's rule (directive 2000/84/EC), from the
// last Sunday of March to the last Sunday of October, at 01:00 UTC. Before 1996 France ended it in September; no record is
// that old.
#ifndef MG_SCHEMA_PARIS_H
#define MG_SCHEMA_PARIS_H

#include "schema/value/date.h"

#include <stdint.h>

// The civil date of an instant, in milliseconds since 1970; held within years 1 to 9999.
struct mg_date mg_paris_date(int64_t ms);

// The first millisecond of a day.
int64_t mg_paris_midnight_ms(struct mg_date date);

#endif
