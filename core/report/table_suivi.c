// SPDX-License-Identifier: EUPL-1.2
//
// The follow-up of each actor in a quarter, from the last version of each bilan: where each figure stands beside its
// target, and how the action goes. The guide asks for such a table and leaves its columns open: these are a proposal.
#include "core/report/tables.h"

#include "base/i18n.h"

enum { ACTEUR, ACTION, INDICATEUR, VALEUR, UNITE, CIBLE, OBSERVE, AVANCEMENT, ECARTS, AJUSTEMENTS };

static const struct mg_column columns[] = {
	[ACTEUR] = {"acteur", "Acteur", "Actor", MG_COLUMN_TEXT},
	[ACTION] = {"action", "Action", "Action", MG_COLUMN_TEXT},
	[INDICATEUR] = {"indicateur", "Indicateur", "Indicator", MG_COLUMN_TEXT},
	[VALEUR] = {"valeur", "Valeur", "Value", MG_COLUMN_NUMBER},
	[UNITE] = {"unite", "Unité", "Unit", MG_COLUMN_TEXT},
	[CIBLE] = {"cible", "Cible", "Target", MG_COLUMN_TEXT},
	[OBSERVE] = {"date", "Observé le", "Observed on", MG_COLUMN_DATE},
	[AVANCEMENT] = {"avancement", "Avancement", "Progress", MG_COLUMN_TEXT},
	[ECARTS] = {"ecarts_au_plan", "Écarts au plan", "Departures from the plan", MG_COLUMN_TEXT},
	[AJUSTEMENTS] = {"ajustements_proposes", "Ajustements proposés", "Proposed adjustments", MG_COLUMN_TEXT},
};

static struct mg_slice field(const struct mg_node *node, const char *key)
{
	const struct mg_node *value = mg_node_get(node, key);

	return value && value->type != MG_LIST && value->type != MG_MAP ? value->text : (struct mg_slice){0};
}

static const struct mg_node *item(const struct mg_node *list, size_t i)
{
	return list && list->type == MG_LIST && i < list->as.list.n ? list->as.list.items[i] : NULL;
}

// What a record calls itself; its id when it is not there.
static struct mg_slice title_of(const struct mg_book *book, const char *type, struct mg_slice id)
{
	const struct mg_book_record *record = mg_book_find(book, type, id);
	struct mg_slice title = record ? field(record->root, "intitule") : (struct mg_slice){0};

	return title.len ? title : id;
}

static struct mg_slice *add_action(const struct mg_book *book, struct mg_table *table,
				   const struct mg_book_record *bilan, struct mg_slice id, const struct mg_node *told)
{
	struct mg_slice *cells = mg_table_add(table, MG_ROW_RESERVED);

	if (!cells)
		return NULL;
	cells[ACTEUR] = mg_slice_of(bilan->parts.acteur);
	cells[ACTION] = title_of(book, "action", id);
	cells[AVANCEMENT] = field(told, "avancement");
	cells[ECARTS] = field(told, "ecarts_au_plan");
	cells[AJUSTEMENTS] = field(told, "ajustements_proposes");
	return cells;
}

static void put_figure(const struct mg_book *book, const struct mg_node *figure, struct mg_slice *cells)
{
	struct mg_slice id = field(figure, "id"), title = field(figure, "intitule");
	const struct mg_book_record *indicator = mg_book_find(book, "indicateur", id);

	cells[INDICATEUR] = title.len ? title : id;
	cells[VALEUR] = field(figure, "valeur");
	cells[UNITE] = field(figure, "unite");
	cells[CIBLE] = field(indicator ? indicator->root : NULL, "cible");
	cells[OBSERVE] = field(figure, "date");
}

// The figures of an action, or, where it has none, the action alone; without an action those that name none of `told`.
static bool add_lines(const struct mg_book *book, struct mg_table *table, const struct mg_book_record *bilan,
		      struct mg_slice id, const struct mg_node *told)
{
	const struct mg_node *figures = mg_node_get(bilan->root, "chiffres"), *figure;
	size_t lines = 0;

	for (size_t i = 0; (figure = item(figures, i)); i++) {
		struct mg_slice *cells;

		if (!mg_slice_equal(field(figure, "action"), id))
			continue;
		cells = add_action(book, table, bilan, id, told);
		if (!cells)
			return false;
		put_figure(book, figure, cells);
		lines++;
	}
	return lines || !told || add_action(book, table, bilan, id, told);
}

static bool is_told(const struct mg_node *actions, struct mg_slice id)
{
	const struct mg_node *action;

	for (size_t i = 0; (action = item(actions, i)); i++)
		if (mg_slice_equal(field(action, "id"), id))
			return true;
	return false;
}

// Whether a figure before the i-th is of the same action.
static bool is_repeated(const struct mg_node *figures, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (mg_slice_equal(field(item(figures, j), "action"), field(item(figures, i), "action")))
			return true;
	return false;
}

static bool add_bilan(const struct mg_book *book, struct mg_table *table, const struct mg_book_record *bilan)
{
	const struct mg_node *actions = mg_node_get(bilan->root, "actions"), *one;
	const struct mg_node *figures = mg_node_get(bilan->root, "chiffres");

	for (size_t i = 0; (one = item(actions, i)); i++)
		if (!add_lines(book, table, bilan, field(one, "id"), one))
			return false;
	for (size_t i = 0; (one = item(figures, i)); i++)
		if (!is_told(actions, field(one, "action")) && !is_repeated(figures, i) &&
		    !add_lines(book, table, bilan, field(one, "action"), NULL))
			return false;
	return true;
}

// Of the quarter asked for, or else the last that has bilans. The last version of each counts.
static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	size_t n;
	const struct mg_book_record *bilans = mg_book_of(report->book, "bilan_trimestriel", &n);
	const char *period = *report->period ? report->period : n ? bilans[n - 1].parts.periode : "";

	bilans = mg_book_of_period(report->book, "bilan_trimestriel", period, &n);
	for (size_t i = 0; i < n; i++) {
		const bool superseded = i + 1 < n && strcmp(bilans[i].parts.acteur, bilans[i + 1].parts.acteur) == 0;

		if (!superseded && !add_bilan(report->book, table, &bilans[i]))
			return mg_fail_memory(err);
	}
	return 0;
}

static const char *const types[] = {"action", "bilan_trimestriel", "indicateur"};

const struct mg_table_kind mg_table_suivi = {
	.name = "suivi",
	.title = "Suivi par acteur",
	.title_en = "Follow-up by actor",
	.purpose = N_("of each actor in a quarter: its figures beside their targets, and how its actions go"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.takes_period = true,
	.fill = fill,
};
