// SPDX-License-Identifier: EUPL-1.2
//
// The programme's follow-up at a glance: of each action its indicators of process, activity and result, what is expected,
// and where the values come from.
#include "core/report/tables.h"

#include "base/i18n.h"

enum { ACTION, INTITULE, PROCESSUS, ACTIVITE, RESULTAT, ATTENDUS, SOURCES };

static const struct mg_column columns[] = {
	[ACTION] = {"action", "Action", "Action", MG_COLUMN_TEXT},
	[INTITULE] = {"intitule", "Intitulé", "Title", MG_COLUMN_TEXT},
	[PROCESSUS] = {"processus", "Indicateurs de processus", "Process indicators", MG_COLUMN_TEXT},
	[ACTIVITE] = {"activite", "Indicateurs d'activité", "Activity indicators", MG_COLUMN_TEXT},
	[RESULTAT] = {"resultat", "Indicateurs de résultat", "Result indicators", MG_COLUMN_TEXT},
	[ATTENDUS] = {"resultats_attendus", "Résultats attendus", "Expected results", MG_COLUMN_TEXT},
	[SOURCES] = {"sources_methodes", "Sources et méthodes", "Sources and methods", MG_COLUMN_TEXT},
};

// The target of an indicator, with its unit: "Rencontres : 200 personnes".
static bool add_target(struct mg_table *table, struct mg_slice *cell, const struct mg_book_record *indicator)
{
	struct mg_slice target = mg_table_field(indicator->root, "cible");

	return !target.len || (mg_table_join(table, cell, " ; ", mg_table_field(indicator->root, "intitule")) &&
			       mg_table_join(table, cell, " : ", target) &&
			       mg_table_join(table, cell, " ", mg_table_field(indicator->root, "unite")));
}

static bool add_indicator(struct mg_table *table, struct mg_slice *cells, const struct mg_book_record *indicator)
{
	struct mg_slice type = mg_table_field(indicator->root, "type_indicateur");
	unsigned column = mg_slice_is(type, "processus")  ? PROCESSUS
			  : mg_slice_is(type, "resultat") ? RESULTAT
							  : ACTIVITE;

	return mg_table_join(table, &cells[column], " ; ", mg_table_field(indicator->root, "intitule")) &&
	       add_target(table, &cells[ATTENDUS], indicator) &&
	       mg_table_join(table, &cells[SOURCES], " ; ", mg_table_field(indicator->root, "sources")) &&
	       mg_table_join(table, &cells[SOURCES], " ; ", mg_table_field(indicator->root, "methodes"));
}

// A line of the indicators of an action; of those without one when it is NULL, and only if there are any.
static bool add_line(const struct mg_book *book, struct mg_table *table, const struct mg_book_record *action)
{
	const char *id = action ? mg_book_name(action) : "";
	struct mg_slice *cells = NULL;
	size_t n;
	const struct mg_book_record *indicators = mg_book_of(book, "indicateur", &n);

	for (size_t i = 0; i <= n; i++) {
		const bool is_its = i < n && mg_slice_is(mg_table_field(indicators[i].root, "action"), id);

		if (!cells && (action || is_its)) {
			cells = mg_table_add(table, action && mg_report_is_public(action) ? 0 : MG_ROW_RESERVED);
			if (!cells)
				return false;
			cells[ACTION] = mg_slice_of(id);
			cells[INTITULE] =
				action ? mg_table_field(action->root, "intitule") : mg_slice_of("Sans action");
		}
		if (is_its && !add_indicator(table, cells, &indicators[i]))
			return false;
	}
	return true;
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	size_t n;
	const struct mg_book_record *actions = mg_book_of(report->book, "action", &n);

	for (size_t i = 0; i < n; i++)
		if (!add_line(report->book, table, &actions[i]))
			return mg_fail_memory(err);
	return add_line(report->book, table, NULL) ? 0 : mg_fail_memory(err);
}

static const char *const types[] = {"action", "indicateur"};

const struct mg_table_kind mg_table_indicateurs = {
	.name = "indicateurs",
	.title = "Suivi général : indicateurs des actions",
	.title_en = "General follow-up: indicators of the actions",
	.purpose = N_(
		"of each action its indicators of process, activity and result, what is expected, sources and methods"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.fill = fill,
};
