// SPDX-License-Identifier: EUPL-1.2
//
// The follow-up of the actions by the actors in a quarter, from the last version of each bilan: one line an action. The guide
// names this table, but its columns are lost with the image that held them (G:1281-1283): these are a proposal.
#include "core/report/tables.h"

#include "base/i18n.h"

enum {
	ACTION,
	ACTEUR,
	PERIODE,
	REALISE,
	LIEUX,
	PROCESSUS,
	ACTIVITE,
	RESULTAT,
	BENEFICIAIRES,
	ETP,
	ECARTS,
	FREINS,
	LEVIERS,
	AJUSTEMENTS,
	PIECES,
};

static const struct mg_column columns[] = {
	[ACTION] = {"action", "Action", "Action", MG_COLUMN_TEXT},
	[ACTEUR] = {"acteur", "Acteur", "Actor", MG_COLUMN_TEXT},
	[PERIODE] = {"periode", "Période", "Period", MG_COLUMN_TEXT},
	[REALISE] = {"realise", "Réalisé", "Done", MG_COLUMN_TEXT},
	[LIEUX] = {"lieux_dates", "Lieux / dates", "Places / dates", MG_COLUMN_TEXT},
	[PROCESSUS] = {"processus", "Indicateurs de processus", "Process indicators", MG_COLUMN_TEXT},
	[ACTIVITE] = {"activite", "Indicateurs d'activité", "Activity indicators", MG_COLUMN_TEXT},
	[RESULTAT] = {"resultat", "Indicateurs de résultat", "Result indicators", MG_COLUMN_TEXT},
	[BENEFICIAIRES] = {"beneficiaires", "Bénéficiaires", "Beneficiaries", MG_COLUMN_TEXT},
	[ETP] = {"etp_reels", "ETP réels de l'acteur", "Actual staff of the actor (FTE)", MG_COLUMN_NUMBER},
	[ECARTS] = {"ecarts_au_plan", "Écart au prévu", "Departures from the plan", MG_COLUMN_TEXT},
	[FREINS] = {"freins", "Freins", "Brakes", MG_COLUMN_TEXT},
	[LEVIERS] = {"leviers", "Leviers", "Levers", MG_COLUMN_TEXT},
	[AJUSTEMENTS] = {"ajustements_proposes", "Ajustement proposé", "Proposed adjustment", MG_COLUMN_TEXT},
	[PIECES] = {"pieces", "Pièces", "Attachments", MG_COLUMN_TEXT},
};

// ---- cells

// "Gare ; Marché, 2018-01-15 à 2018-12-31"
static bool put_places(struct mg_table *table, struct mg_slice *cell, const struct mg_node *action)
{
	const struct mg_node *places = mg_node_get(action, "lieux_precis"), *place;
	const struct mg_node *calendar = mg_node_get(action, "calendrier_previsionnel");

	for (size_t i = 0; (place = mg_table_item(places, i)); i++)
		if (!mg_table_join(table, cell, " ; ", mg_table_field(place, "nom")))
			return false;
	return mg_table_join(table, cell, ", ", mg_table_field(calendar, "debut")) &&
	       (!mg_table_field(calendar, "fin").len ||
		mg_table_join(table, cell, " à ", mg_table_field(calendar, "fin")));
}

// "Rencontres : 42 personnes (cible 200)", in the column of its kind.
static bool put_figure(const struct mg_report *report, struct mg_table *table, const struct mg_node *figure,
		       struct mg_slice *cells)
{
	struct mg_slice id = mg_table_field(figure, "id"), title = mg_table_field(figure, "intitule"),
			value = mg_table_field(figure, "valeur");
	const struct mg_book_record *record = mg_book_find(report->book, "indicateur", id);
	const struct mg_node *indicator = record ? record->root : NULL;
	struct mg_slice type = mg_table_field(indicator, "type_indicateur"),
			target = mg_table_field(indicator, "cible");
	struct mg_slice *cell = &cells[mg_slice_is(type, "processus")  ? PROCESSUS
				       : mg_slice_is(type, "resultat") ? RESULTAT
								       : ACTIVITE];

	return mg_table_join(table, cell, " ; ", title.len ? title : id) &&
	       mg_table_join(table, cell, " : ", value.len ? value : mg_slice_of("–")) &&
	       mg_table_join(table, cell, " ", mg_table_field(figure, "unite")) &&
	       (!target.len ||
		(mg_table_join(table, cell, " (cible ", target) && mg_table_join(table, cell, "", mg_slice_of(")"))));
}

// What was attached to the measures of the quarter.
static bool put_pieces(const struct mg_report *report, struct mg_table *table, const struct mg_book_record *bilan,
		       struct mg_slice indicator, struct mg_slice *cell)
{
	size_t n;
	const struct mg_book_record *measures = mg_book_of_period(report->book, "mesure", bilan->parts.periode, &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *pieces = mg_node_get(measures[i].root, "pieces"), *piece;

		if (strcmp(measures[i].parts.acteur, bilan->parts.acteur) != 0 ||
		    !mg_slice_is(indicator, measures[i].parts.indicateur))
			continue;
		for (size_t k = 0; (piece = mg_table_item(pieces, k)); k++)
			if (!mg_table_join(table, cell, " ; ", piece->text))
				return false;
	}
	return true;
}

// ---- lines

static bool put_told(struct mg_table *table, const struct mg_node *told, struct mg_slice *cells)
{
	cells[ECARTS] = mg_table_field(told, "ecarts_au_plan");
	cells[FREINS] = mg_table_field(told, "freins");
	cells[LEVIERS] = mg_table_field(told, "leviers");
	cells[AJUSTEMENTS] = mg_table_field(told, "ajustements_proposes");
	return mg_table_join(table, &cells[REALISE], "", mg_table_field(told, "avancement")) &&
	       mg_table_join(table, &cells[REALISE], " ; ", mg_table_field(told, "realisations"));
}

// An action of a bilan, with what its actor tells of it (NULL: nothing) and its figures.
static bool add_line(const struct mg_report *report, struct mg_table *table, const struct mg_book_record *bilan,
		     struct mg_slice id, const struct mg_node *told)
{
	const struct mg_book_record *record = mg_book_find(report->book, "action", id);
	const struct mg_node *action = record ? record->root : NULL, *figures = mg_node_get(bilan->root, "chiffres");
	struct mg_slice *cells = mg_table_add(table, MG_ROW_RESERVED), title = mg_table_field(action, "intitule");
	const struct mg_node *figure;

	if (!cells)
		return false;
	cells[ACTION] = title.len ? title : id;
	cells[ACTEUR] = mg_slice_of(bilan->parts.acteur);
	cells[PERIODE] = mg_slice_of(bilan->parts.periode);
	cells[BENEFICIAIRES] = mg_table_field(action, "nb_typologie_beneficiaires");
	cells[ETP] = mg_table_field(bilan->root, "moyens_mobilises_etp");
	if (!put_told(table, told, cells) || !put_places(table, &cells[LIEUX], action))
		return false;
	for (size_t i = 0; (figure = mg_table_item(figures, i)); i++)
		if (mg_slice_equal(mg_table_field(figure, "action"), id) &&
		    !(put_figure(report, table, figure, cells) &&
		      put_pieces(report, table, bilan, mg_table_field(figure, "id"), &cells[PIECES])))
			return false;
	return true;
}

static bool is_told(const struct mg_node *actions, struct mg_slice id)
{
	const struct mg_node *action;

	for (size_t i = 0; (action = mg_table_item(actions, i)); i++)
		if (mg_slice_equal(mg_table_field(action, "id"), id))
			return true;
	return false;
}

// Whether a figure before the i-th is of the same action.
static bool is_repeated(const struct mg_node *figures, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (mg_slice_equal(mg_table_field(mg_table_item(figures, j), "action"),
				   mg_table_field(mg_table_item(figures, i), "action")))
			return true;
	return false;
}

static bool add_bilan(const struct mg_report *report, struct mg_table *table, const struct mg_book_record *bilan)
{
	const struct mg_node *actions = mg_node_get(bilan->root, "actions"), *one;
	const struct mg_node *figures = mg_node_get(bilan->root, "chiffres");

	for (size_t i = 0; (one = mg_table_item(actions, i)); i++)
		if (!add_line(report, table, bilan, mg_table_field(one, "id"), one))
			return false;
	for (size_t i = 0; (one = mg_table_item(figures, i)); i++)
		if (!is_told(actions, mg_table_field(one, "action")) && !is_repeated(figures, i) &&
		    !add_line(report, table, bilan, mg_table_field(one, "action"), NULL))
			return false;
	return true;
}

// Of the quarter or the year asked for, or else of the last quarter that has bilans. The last version of each counts.
static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	size_t n;
	const struct mg_book_record *bilans = mg_book_of(report->book, "bilan_trimestriel", &n);
	const char *period = *report->period ? report->period : n ? bilans[n - 1].parts.periode : "";
	enum mg_report_span span;

	if (mg_report_span(report, &span, err) < 0)
		return err->code;
	for (size_t i = 0; i < n; i++) {
		const struct mg_book_parts *parts = &bilans[i].parts, *next = i + 1 < n ? &bilans[i + 1].parts : NULL;
		const bool superseded =
			next && strcmp(parts->periode, next->periode) == 0 && strcmp(parts->acteur, next->acteur) == 0;

		if (!superseded && strncmp(parts->periode, period, strlen(period)) == 0 &&
		    !add_bilan(report, table, &bilans[i]))
			return mg_fail_memory(err);
	}
	return 0;
}

static const char *const types[] = {"action", "bilan_trimestriel", "indicateur", "mesure"};

const struct mg_table_kind mg_table_suivi = {
	.name = "suivi",
	.title = "Suivi des actions par les acteurs",
	.title_en = "Follow-up of the actions by the actors",
	.purpose = N_(
		"of each action in a quarter: what its actor did, its figures beside their targets, brakes and levers"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.takes_period = true,
	.fill = fill,
};
