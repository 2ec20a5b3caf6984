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

bool mg_table_cell(struct mg_table *table, const struct mg_node *root, const char *key, struct mg_slice *cell)
{
	const struct mg_node *value = mg_node_get(root, key);

	*cell = (struct mg_slice){0};
	if (!value || value->type == MG_MAP)
		return true;
	if (value->type != MG_LIST) {
		*cell = value->text;
		return true;
	}
	for (size_t i = 0; i < value->as.list.n; i++)
		if (!mg_table_join(table, cell, ", ", value->as.list.items[i]->text))
			return false;
	return true;
}

struct mg_slice mg_table_field(const struct mg_node *root, const char *key)
{
	const struct mg_node *value = mg_node_get(root, key);

	return value && value->type != MG_LIST && value->type != MG_MAP ? value->text : (struct mg_slice){0};
}

const struct mg_node *mg_table_item(const struct mg_node *list, size_t i)
{
	return list && list->type == MG_LIST && i < list->as.list.n ? list->as.list.items[i] : NULL;
}

bool mg_report_is_public(const struct mg_book_record *record)
{
	return mg_slice_is(mg_node_string(mg_node_get(record->root, "visibilite")), "publique");
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
