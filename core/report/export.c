// SPDX-License-Identifier: EUPL-1.2
#include "core/report/export.h"

#include "base/i18n.h"
#include "base/text.h"

#define MAX_FORMATS 32u

// One a line, however many.
// clang-format off
const struct mg_export_format *const mg_export_formats[] = {
	&mg_export_csv,
	&mg_export_scdl,
	&mg_export_ics,
	&mg_export_json,
};
// clang-format on
const size_t mg_export_formats_count = sizeof mg_export_formats / sizeof *mg_export_formats;

int mg_export_format_find(const char *name, const struct mg_export_format **format, struct mg_error *err)
{
	const char *names[MAX_FORMATS], *nearest;
	size_t n = 0;

	for (size_t i = 0; i < mg_export_formats_count; i++) {
		*format = mg_export_formats[i];
		if (strcmp((*format)->name, name) == 0)
			return 0;
		if (n < MAX_FORMATS)
			names[n++] = (*format)->name;
	}
	*format = NULL;
	nearest = mg_nearest(name, names, n);
	(void)mg_fail(err, MG_EUSAGE, _("there is no export format \"%s\""), name);
	return nearest ? mg_error_hint(err, _("did you mean %s?"), nearest)
		       : mg_error_hint(err, _("`maillage export` lists them"));
}
