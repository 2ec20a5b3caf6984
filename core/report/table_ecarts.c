// SPDX-License-Identifier: EUPL-1.2
//
// What a quarter's consolidation would say now: its figures as they were signed beside those of the bilans that are here
// today, and whose make the difference. Empty when there is none.
#include "core/copy/copy_book.h"
#include "core/report/bilan.h"
#include "core/report/bilan_node.h"
#include "core/report/bilan_state.h"
#include "core/report/tables.h"

#include "base/i18n.h"
#include "schema/value/fixed.h"

enum { INDICATEUR, INTITULE, ACTION, UNITE, CONSOLIDE, ACTUEL, ECART, ACTEURS };

static const struct mg_column columns[] = {
	[INDICATEUR] = {"indicateur", "Indicateur", "Indicator", MG_COLUMN_TEXT},
	[INTITULE] = {"intitule", "Intitulé", "Title", MG_COLUMN_TEXT},
	[ACTION] = {"action", "Action", "Action", MG_COLUMN_TEXT},
	[UNITE] = {"unite", "Unité", "Unit", MG_COLUMN_TEXT},
	[CONSOLIDE] = {"valeur_consolidee", "Valeur consolidée", "Consolidated value", MG_COLUMN_NUMBER},
	[ACTUEL] = {"valeur_actuelle", "Valeur actuelle", "Value now", MG_COLUMN_NUMBER},
	[ECART] = {"ecart", "Écart", "Difference", MG_COLUMN_NUMBER},
	[ACTEURS] = {"acteurs", "Acteurs", "Actors", MG_COLUMN_TEXT},
};

// ---- what differs

static bool same_value(const struct mg_node *a, const struct mg_node *b)
{
	struct mg_fixed x, y;
	int order;

	if (!a || !b)
		return a == b;
	return mg_fixed_read(a, &x) && mg_fixed_read(b, &y) && mg_fixed_compare(x, y, &order) && order == 0;
}

static bool same_contribution(const struct mg_node *a, const struct mg_node *b)
{
	static const char *const keys[] = {"valeur", "denominateur"};

	if (!a || !b)
		return false;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!same_value(mg_node_get(a, keys[i]), mg_node_get(b, keys[i])))
			return false;
	return true;
}

// Adds the actors of one list of contributions that are otherwise, or not at all, in the other one. When `missing_only`,
// those that are in both are left to the other way round.
static bool join_actors(struct mg_table *table, const struct mg_node *figure, const struct mg_node *other,
			bool missing_only, struct mg_slice *cell)
{
	const struct mg_node *list = mg_node_get(figure, "contributions"),
			     *others = mg_node_get(other, "contributions"), *each;

	for (size_t i = 0; (each = mg_table_item(list, i)); i++) {
		struct mg_slice id = mg_table_field(each, "id");
		const struct mg_node *beside = mg_bilan_element(others, id);

		if (missing_only ? beside != NULL : same_contribution(each, beside))
			continue;
		if (!mg_table_join(table, cell, ", ", id))
			return false;
	}
	return true;
}

// What is not there counts for nothing.
static bool put_difference(struct mg_table *table, const struct mg_node *before, const struct mg_node *now,
			   struct mg_slice *cell)
{
	struct mg_fixed was = {0}, is = {0};

	if ((before && !mg_fixed_read(before, &was)) || (now && !mg_fixed_read(now, &is)) || (!before && !now))
		return true;
	return mg_table_put_difference(table, was, is, cell);
}

// The row of one indicator; before or now may be NULL.
static bool add_row(struct mg_table *table, const struct mg_node *before, const struct mg_node *now)
{
	const struct mg_node *figure = now ? now : before;
	const struct mg_node *was = mg_node_get(before, "valeur"), *is = mg_node_get(now, "valeur");
	struct mg_slice actors = {0}, *cells;

	if (!join_actors(table, now, before, false, &actors) || !join_actors(table, before, now, true, &actors))
		return false;
	if (!actors.len && same_value(was, is))
		return true;
	cells = mg_table_add(table, MG_ROW_RESERVED);
	if (!cells)
		return false;
	cells[INDICATEUR] = mg_table_field(figure, "id");
	cells[INTITULE] = mg_table_field(figure, "intitule");
	cells[ACTION] = mg_table_field(figure, "action");
	cells[UNITE] = mg_table_field(figure, "unite");
	cells[CONSOLIDE] = mg_table_text_of(was);
	cells[ACTUEL] = mg_table_text_of(is);
	cells[ACTEURS] = actors;
	return put_difference(table, was, is, &cells[ECART]);
}

// ---- the quarter

// The consolidation that counts: the one that closed the quarter, else the latest.
static const struct mg_node *find_consolidated(const struct mg_book *book, const char *periode)
{
	size_t n;
	const struct mg_book_record *all = mg_book_of_period(book, "consolidation", periode, &n);
	const struct mg_book_record *closed = mg_bilan_closed_by(book, periode);

	if (closed)
		return mg_node_get(closed->root, "chiffres");
	return n ? mg_node_get(all[n - 1].root, "chiffres") : NULL;
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	const struct mg_node *before = find_consolidated(report->book, report->period), *now, *figure;
	struct mg_bilan_made made;
	bool ok = true;
	int rc = mg_report_need(report, table->kind, MG_SPAN_QUARTER, err);

	if (rc == 0)
		rc = mg_bilan_consolidate(report->book, report->period, &table->arena, &made, err);
	if (rc < 0)
		return rc;
	now = mg_node_get(made.root, "chiffres");
	for (size_t i = 0; ok && (figure = mg_table_item(now, i)); i++)
		ok = add_row(table, mg_bilan_element(before, mg_table_field(figure, "id")), figure);
	for (size_t i = 0; ok && (figure = mg_table_item(before, i)); i++)
		if (!mg_bilan_element(now, mg_table_field(figure, "id")))
			ok = add_row(table, figure, NULL);
	return ok ? 0 : mg_fail_memory(err);
}

static const char *const types[] = {"acteur",        "action",           "avenant",        "bilan_trimestriel",
				    "consolidation", "convention",       "cooperative",    "indicateur",
				    "mesure",        "mouvement",        "renouvellement", "resiliation",
				    "retour",        "signature_externe"};

const struct mg_table_kind mg_table_ecarts = {
	.name = "ecarts",
	.title = "Écarts avec la consolidation",
	.title_en = "Differences from the consolidation",
	.purpose = N_("what a quarter's consolidation would change with the reports that are here now"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.more = MG_BOOK_SIGNATURES,
	.takes_period = true,
	.fill = fill,
};
