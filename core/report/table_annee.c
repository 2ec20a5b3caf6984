// SPDX-License-Identifier: EUPL-1.2
//
// A year as the wider meeting decided it, beside what all its quarters say now: the last one comes in after the decision.
#include "core/copy/copy_book.h"
#include "core/report/bilan_node.h"
#include "core/report/bilan_year.h"
#include "core/report/tables.h"

#include "base/i18n.h"
#include "schema/value/fixed.h"

enum {
	INDICATEUR,
	INTITULE,
	ACTION,
	UNITE,
	CIBLE,
	DECIDE,
	DECIDE_SUR,
	ANNEE,
	ANNEE_SUR,
	ECART,
	ATTEINTE_DECIDEE,
	ATTEINTE
};

static const struct mg_column columns[] = {
	[INDICATEUR] = {"indicateur", "Indicateur", "Indicator", MG_COLUMN_TEXT},
	[INTITULE] = {"intitule", "Intitulé", "Title", MG_COLUMN_TEXT},
	[ACTION] = {"action", "Action", "Action", MG_COLUMN_TEXT},
	[UNITE] = {"unite", "Unité", "Unit", MG_COLUMN_TEXT},
	[CIBLE] = {"cible", "Cible", "Target", MG_COLUMN_TEXT},
	[DECIDE] = {"valeur_decidee", "Valeur à la décision", "Value when decided", MG_COLUMN_NUMBER},
	[DECIDE_SUR] = {"trimestres_decides", "Trimestres", "Quarters", MG_COLUMN_NUMBER},
	[ANNEE] = {"valeur_annee", "Valeur de l'année", "Value of the year", MG_COLUMN_NUMBER},
	[ANNEE_SUR] = {"trimestres_annee", "Trimestres", "Quarters", MG_COLUMN_NUMBER},
	[ECART] = {"ecart", "Écart", "Difference", MG_COLUMN_NUMBER},
	[ATTEINTE_DECIDEE] = {"atteinte_decidee", "Cible à la décision", "Target when decided", MG_COLUMN_TEXT},
	[ATTEINTE] = {"atteinte", "Cible de l'année", "Target in the year", MG_COLUMN_TEXT},
};

// What was decided: the latest version that is signed, else the draft.
static const struct mg_node *find_decided(const struct mg_book *book, const char *annee)
{
	const struct mg_book_record *found = NULL;
	size_t n;
	const struct mg_book_record *all = mg_book_of_period(book, "bilan_annuel", annee, &n);

	for (size_t i = 0; i < n; i++)
		if (!found || mg_book_is_sealed(&all[i]) || !mg_book_is_sealed(found))
			found = &all[i];
	return found ? found->root : NULL;
}

static bool put_quarters(struct mg_table *table, const struct mg_node *result, struct mg_slice *cell)
{
	const struct mg_node *list = mg_node_get(result, "trimestres");

	return !result || mg_table_put_count(table, list && list->type == MG_LIST ? list->as.list.n : 0, cell);
}

static bool put_difference(struct mg_table *table, const struct mg_node *before, const struct mg_node *now,
			   struct mg_slice *cell)
{
	struct mg_fixed was, is;

	return !mg_fixed_read(mg_node_get(before, "valeur"), &was) || !mg_fixed_read(mg_node_get(now, "valeur"), &is) ||
	       mg_table_put_difference(table, was, is, cell);
}

// The row of one indicator; before or now may be NULL.
static bool add_row(struct mg_table *table, const struct mg_node *before, const struct mg_node *now)
{
	const struct mg_node *result = now ? now : before;
	struct mg_slice *cells = mg_table_add(table, MG_ROW_RESERVED);

	if (!cells)
		return false;
	cells[INDICATEUR] = mg_table_field(result, "id");
	cells[INTITULE] = mg_table_field(result, "intitule");
	cells[ACTION] = mg_table_field(result, "action");
	cells[UNITE] = mg_table_field(result, "unite");
	cells[CIBLE] = mg_table_field(result, "cible");
	cells[DECIDE] = mg_table_field(before, "valeur");
	cells[ANNEE] = mg_table_field(now, "valeur");
	cells[ATTEINTE_DECIDEE] = mg_table_field(before, "atteinte");
	cells[ATTEINTE] = mg_table_field(now, "atteinte");
	return put_quarters(table, before, &cells[DECIDE_SUR]) && put_quarters(table, now, &cells[ANNEE_SUR]) &&
	       put_difference(table, before, now, &cells[ECART]);
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	const struct mg_node *before, *each, *now = NULL;
	struct mg_bilan_year year;
	bool ok = true;
	int rc = mg_report_need(report, table->kind, MG_SPAN_YEAR, err);

	if (rc == 0)
		rc = mg_bilan_year_open(&year, report->book, report->period, &table->arena, err);
	if (rc == 0)
		rc = mg_bilan_results(&year, (struct mg_slice){0}, NULL, &now, err);
	if (rc < 0)
		return rc;
	before = mg_node_get(find_decided(report->book, report->period), "indicateurs");
	for (size_t i = 0; ok && (each = mg_table_item(now, i)); i++)
		ok = add_row(table, mg_bilan_element(before, mg_table_field(each, "id")), each);
	for (size_t i = 0; ok && (each = mg_table_item(before, i)); i++)
		if (!mg_bilan_element(now, mg_table_field(each, "id")))
			ok = add_row(table, each, NULL);
	return ok ? 0 : mg_fail_memory(err);
}

static const struct mg_column_words words[] = {
	{.column = ATTEINTE, .type = "bilan_annuel", .field = "indicateurs.atteinte"},
	{.column = ATTEINTE_DECIDEE, .type = "bilan_annuel", .field = "indicateurs.atteinte"},
};

static const char *const types[] = {
	"acteur",      "action",     "avenant",        "bilan_annuel", "bilan_trimestriel", "convention",
	"cooperative", "indicateur", "renouvellement", "resiliation",  "signature_externe"};

const struct mg_table_kind mg_table_annee = {
	.name = "annee",
	.title = "Année : décidée et complète",
	.title_en = "Year: as decided, and in full",
	.purpose = N_("a year's results as the wider meeting decided them, beside those of all its quarters"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.words = words,
	.n_words = sizeof words / sizeof *words,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.more = MG_BOOK_SIGNATURES,
	.takes_period = true,
	.fill = fill,
};
