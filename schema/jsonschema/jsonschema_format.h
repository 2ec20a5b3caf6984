// SPDX-License-Identifier: EUPL-1.2
//
// The formats that are asserted (docs/format-schema.md); a format of another name is an annotation. Private to
// jsonschema_*.c.
#ifndef MG_SCHEMA_JSONSCHEMA_FORMAT_H
#define MG_SCHEMA_JSONSCHEMA_FORMAT_H

#include "base/slice.h"

struct mg_format {
	const char *name;
	bool (*matches)(struct mg_slice text);
	const char *what;    // in a message: "a date (year-month-day)"; to be translated
	const char *example; // one that matches
};

// NULL when the name is no asserted format.
const struct mg_format *mg_format_find(struct mg_slice name);

// RFC 3339 full-date, full-time (with offset; a second 60 only where UTC ends a day) and date-time.
bool mg_format_is_date(struct mg_slice text);
bool mg_format_is_time(struct mg_slice text);
bool mg_format_is_date_time(struct mg_slice text);
bool mg_format_is_uuid(struct mg_slice text);

// RFC 5321 Mailbox: ASCII, quoted local parts and address literals included.
bool mg_format_is_email(struct mg_slice text);

#endif
