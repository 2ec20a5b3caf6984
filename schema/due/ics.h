// SPDX-License-Identifier: EUPL-1.2
//
// Deadlines as a calendar (RFC 5545) that mail programs subscribe to: an event of a whole day for each that is not done.
// A deadline keeps its UID when its date moves, so that a subscriber sees it move; one that is done is left out, so that it
// goes. The same deadlines give the same bytes.
#ifndef MG_SCHEMA_ICS_H
#define MG_SCHEMA_ICS_H

#include "schema/due/due.h"

struct mg_ics {
	const char *cooperative; // the CA's id: makes a UID unique in the world
	const char *title;       // the CA's, which names the calendar
	int64_t stamp_ms;        // when the records last changed, which is when the events were last revised
};

void mg_ics_write(const struct mg_dues *dues, const struct mg_ics *calendar, struct mg_buf *out);

#endif
