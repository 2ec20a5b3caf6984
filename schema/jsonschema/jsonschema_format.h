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

#endif
