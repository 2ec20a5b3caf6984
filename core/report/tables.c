// SPDX-License-Identifier: EUPL-1.2
#include "core/report/tables.h"

#include "base/i18n.h"
#include "base/text.h"

#define THRESHOLD  11u // of the French statistical service for files of persons
#define MAX_TABLES 64u

// One a line, however many.
// clang-format off
const struct mg_table_kind *const mg_table_kinds[] = {
	&mg_table_acteurs,
	&mg_table_annee,
	&mg_table_bilans,
	&mg_table_chiffres,
	&mg_table_conventions,
	&mg_table_ecarts,
	&mg_table_qui_fait_quoi,
	&mg_table_articulations,
	&mg_table_signatures,
	&mg_table_subventions,
	&mg_table_fractionnement,
	&mg_table_indicateurs,
	&mg_table_suivi,
	&mg_table_etapes,
};
// clang-format on
const size_t mg_table_kinds_count = sizeof mg_table_kinds / sizeof *mg_table_kinds;

int mg_table_kind_find(const char *name, const struct mg_table_kind **kind, struct mg_error *err)
{
	const char *names[MAX_TABLES], *nearest;
	size_t n = 0;

	for (size_t i = 0; i < mg_table_kinds_count; i++) {
		*kind = mg_table_kinds[i];
		if (strcmp((*kind)->name, name) == 0)
			return 0;
		if (n < MAX_TABLES)
			names[n++] = (*kind)->name;
	}
	*kind = NULL;
	nearest = mg_nearest(name, names, n);
	(void)mg_fail(err, MG_EUSAGE, _("there is no table \"%s\""), name);
	return nearest ? mg_error_hint(err, _("did you mean %s?"), nearest)
		       : mg_error_hint(err, _("`maillage table` lists them"));
}

bool mg_report_is_public(const struct mg_book_record *record)
{
	return mg_slice_is(mg_node_string(mg_node_get(record->root, "visibilite")), "publique");
}

int mg_report_span(const struct mg_report *report, enum mg_report_span *span, struct mg_error *err)
{
	const char *typed = report->period;
	struct mg_quarter quarter;

	*span = !*typed ? MG_SPAN_ALL : mg_quarter_parse(mg_slice_of(typed), &quarter) ? MG_SPAN_QUARTER : MG_SPAN_YEAR;
	if (*span != MG_SPAN_YEAR || (strlen(typed) == 4 && strspn(typed, "0123456789") == 4))
		return 0;
	(void)mg_fail(err, MG_EUSAGE, _("\"%s\" is neither a quarter nor a year"), typed);
	return mg_error_hint(err, _("write a quarter such as 2018-T1, or a year"));
}

int mg_report_need(const struct mg_report *report, const struct mg_table_kind *kind, enum mg_report_span needed,
		   struct mg_error *err)
{
	enum mg_report_span span;
	int rc = mg_report_span(report, &span, err);

	if (rc < 0 || span == needed)
		return rc;
	if (needed == MG_SPAN_YEAR) {
		(void)mg_fail(err, MG_EUSAGE, _("the table %s needs a year, such as 2018"), kind->name);
		return span == MG_SPAN_ALL ? MG_EUSAGE
					   : mg_error_hint(err, _("for instance: maillage table %s %.4s"), kind->name,
							   report->period);
	}
	(void)mg_fail(err, MG_EUSAGE, _("the table %s needs a quarter, such as 2018-T1"), kind->name);
	return span == MG_SPAN_ALL
		       ? MG_EUSAGE
		       : mg_error_hint(err, _("those of %s are %s-T1, %s-T2, %s-T3 and %s-T4"), report->period,
				       report->period, report->period, report->period, report->period);
}

unsigned mg_report_threshold(const struct mg_book *book)
{
	const struct mg_book_record *cooperative = mg_book_cooperative(book);
	const struct mg_node *settings = cooperative ? mg_node_get(cooperative->root, "parametres") : NULL;
	const struct mg_node *threshold = mg_node_get(settings, "seuil_effectif_public");

	if (!threshold || threshold->type != MG_INT || threshold->as.integer < 0 || threshold->as.integer > 1000000)
		return THRESHOLD;
	return (unsigned)threshold->as.integer;
}
