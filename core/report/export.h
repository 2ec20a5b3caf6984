// SPDX-License-Identifier: EUPL-1.2
//
// The formats in which a CA is given to others, each made from its book.
#ifndef MG_CORE_EXPORT_H
#define MG_CORE_EXPORT_H

#include "core/report/table.h"

struct mg_export_format {
	const char *name;         // what people type
	const char *purpose;      // marked with N_
	const char *const *types; // of record it needs; n_types 0: all
	size_t n_types;
	unsigned more; // enum mg_book_more it needs

	int (*write)(const struct mg_report *report, struct mg_buf *out, struct mg_error *err);
};

extern const struct mg_export_format mg_export_csv, mg_export_scdl, mg_export_ics, mg_export_json;

// In the order they are listed.
extern const struct mg_export_format *const mg_export_formats[];
extern const size_t mg_export_formats_count;

// The format of that name. MG_EUSAGE, with the nearest, when there is none.
int mg_export_format_find(const char *name, const struct mg_export_format **format, struct mg_error *err) MG_CHECKED;

#endif
