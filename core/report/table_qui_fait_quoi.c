// SPDX-License-Identifier: EUPL-1.2
//
// Who does what: the offer by commune and public, a row for each that an action reaches.
#include "core/report/tables.h"

#include "base/i18n.h"
#include "schema/code/commune.h"

#include <stdlib.h>

enum { COMMUNE, NOM, INTERCOMMUNALITE, PUBLIC, ACTION, INTITULE, PROMOTEUR, INTERVENANTS, MODES, STATUT, DEBUT, FIN };

static const struct mg_column columns[] = {
	[COMMUNE] = {"commune", "Commune", "Commune", MG_COLUMN_CODE},
	[NOM] = {"nom_commune", "Nom", "Name", MG_COLUMN_TEXT},
	[INTERCOMMUNALITE] = {"intercommunalite", "EPCI ou EPT", "EPCI or EPT", MG_COLUMN_TEXT},
	[PUBLIC] = {"public_cible", "Public", "Public", MG_COLUMN_TEXT},
	[ACTION] = {"action", "Action", "Action", MG_COLUMN_TEXT},
	[INTITULE] = {"intitule", "Intitulé", "Title", MG_COLUMN_TEXT},
	[PROMOTEUR] = {"promoteur_referent", "Promoteur référent", "Lead actor", MG_COLUMN_TEXT},
	[INTERVENANTS] = {"co_intervenants", "Co-intervenants", "Contributing actors", MG_COLUMN_TEXT},
	[MODES] = {"modes_intervention", "Modes d'intervention", "Ways of intervening", MG_COLUMN_TEXT},
	[STATUT] = {"statut", "Statut", "State", MG_COLUMN_TEXT},
	[DEBUT] = {"debut", "Début", "Start", MG_COLUMN_DATE},
	[FIN] = {"fin", "Fin", "End", MG_COLUMN_DATE},
};

struct filling {
	const struct mg_book *book;
	struct mg_table *table;
};

// An actor as people call it; one that is not there, by the id that names it.
static struct mg_slice actor_name(const struct mg_book *book, struct mg_slice id)
{
	const struct mg_book_record *actor = mg_book_find(book, "acteur", id);
	struct mg_slice name = mg_table_field(actor ? actor->root : NULL, "nom");

	return name.len ? name : id;
}

// A category as it is; a record, which is named by its path, as it calls itself.
static struct mg_slice public_name(const struct mg_book *book, struct mg_slice named)
{
	static const char folder[] = "publics/";
	const size_t len = sizeof folder - 1;
	const struct mg_book_record *record;
	struct mg_slice name;

	if (named.len <= len || memcmp(named.data, folder, len) != 0)
		return named;
	record = mg_book_find(book, "public", (struct mg_slice){named.data + len, named.len - len});
	name = mg_table_field(record ? record->root : NULL, "libelle");
	return name.len ? name : named;
}

static bool add_actors(const struct filling *filling, const struct mg_node *list, struct mg_slice *cell)
{
	const struct mg_node *actor;

	for (size_t i = 0; (actor = mg_table_item(list, i)); i++)
		if (!mg_table_join(filling->table, cell, ", ", actor_name(filling->book, mg_table_text_of(actor))))
			return false;
	return true;
}

static void put_commune(struct mg_slice code, struct mg_slice *cells)
{
	struct mg_commune commune;

	cells[COMMUNE] = code;
	if (!mg_commune_find(code, &commune))
		return;
	cells[NOM] = commune.name;
	cells[INTERCOMMUNALITE] = commune.body.name;
}

static bool add(const struct filling *filling, const struct mg_book_record *action, struct mg_slice commune,
		struct mg_slice public)
{
	static const size_t copied[] = {INTITULE, MODES, STATUT};
	const struct mg_node *calendar = mg_node_get(action->root, "calendrier_previsionnel");
	struct mg_slice *cells = mg_table_add(filling->table, mg_report_is_public(action) ? 0 : MG_ROW_RESERVED);
	bool ok = cells != NULL;

	for (size_t i = 0; ok && i < sizeof copied / sizeof *copied; i++)
		ok = mg_table_cell(filling->table, action->root, columns[copied[i]].key, &cells[copied[i]]);
	if (!ok || !add_actors(filling, mg_node_get(action->root, "co_intervenants"), &cells[INTERVENANTS]))
		return false;
	put_commune(commune, cells);
	cells[PUBLIC] = public_name(filling->book, public);
	cells[ACTION] = mg_slice_of(mg_book_name(action));
	cells[PROMOTEUR] = actor_name(filling->book, mg_table_field(action->root, "promoteur_referent"));
	cells[DEBUT] = mg_table_field(calendar, "debut");
	cells[FIN] = mg_table_field(calendar, "fin");
	return true;
}

static bool add_publics(const struct filling *filling, const struct mg_book_record *action, struct mg_slice commune)
{
	const struct mg_node *publics = mg_node_get(action->root, "public_cible"), *public;

	for (size_t i = 0; (public = mg_table_item(publics, i)); i++)
		if (!add(filling, action, commune, mg_table_text_of(public)))
			return false;
	return mg_table_item(publics, 0) || add(filling, action, commune, (struct mg_slice){0});
}

static struct mg_slice commune_of(const struct mg_node *places, size_t i)
{
	return mg_table_field(mg_table_item(places, i), "commune");
}

// Two places in one commune are one offer there.
static bool is_repeated(const struct mg_node *places, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (mg_slice_equal(commune_of(places, j), commune_of(places, i)))
			return true;
	return false;
}

static bool add_action(const struct filling *filling, const struct mg_book_record *action)
{
	const struct mg_node *places = mg_node_get(action->root, "lieux_precis");

	for (size_t i = 0; mg_table_item(places, i); i++)
		if (!is_repeated(places, i) && !add_publics(filling, action, commune_of(places, i)))
			return false;
	return mg_table_item(places, 0) || add_publics(filling, action, (struct mg_slice){0});
}

// By commune, those without one last; then by public; then by action.
static int compare_rows(const void *a, const void *b)
{
	const struct mg_row *x = a, *y = b;
	const bool none_x = !x->cells[COMMUNE].len, none_y = !y->cells[COMMUNE].len;

	if (none_x != none_y)
		return none_x - none_y;
	for (size_t i = COMMUNE; i <= ACTION; i++) {
		int order = mg_slice_compare(x->cells[i], y->cells[i]);

		if (order)
			return order;
	}
	return 0;
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	const struct filling filling = {report->book, table};
	size_t n;
	const struct mg_book_record *actions = mg_book_of(report->book, "action", &n);

	for (size_t i = 0; i < n; i++)
		if (!add_action(&filling, &actions[i]))
			return mg_fail_memory(err);
	if (table->n)
		qsort(table->rows, table->n, sizeof *table->rows, compare_rows);
	return 0;
}

static const struct mg_column_words words[] = {
	{.column = PUBLIC, .type = "action", .field = "public_cible"},
	{.column = STATUT, .type = "action", .field = "statut"},
};

static const char *const types[] = {"acteur", "action", "public"};

const struct mg_table_kind mg_table_qui_fait_quoi = {
	.name = "qui-fait-quoi",
	.title = "Qui fait quoi",
	.title_en = "Who does what",
	.purpose = N_("the offer: which action reaches which public in which commune, and who answers for it"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.words = words,
	.n_words = sizeof words / sizeof *words,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.fill = fill,
};
