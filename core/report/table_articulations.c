// SPDX-License-Identifier: EUPL-1.2
//
// The local arrangements around the coopérative, and how it is linked to each.
#include "core/report/tables.h"

#include "base/i18n.h"

enum { ARTICULATION, DISPOSITIF, NOM, TERRITOIRE, COORDINATEUR, LIEN, PLUS_VALUE, REDONDANCE, CROISEE, DU, AU };

static const struct mg_column columns[] = {
	[ARTICULATION] = {"articulation", "Articulation", "Articulation", MG_COLUMN_TEXT},
	[DISPOSITIF] = {"dispositif", "Dispositif", "Arrangement", MG_COLUMN_TEXT},
	[NOM] = {"nom", "Nom", "Name", MG_COLUMN_TEXT},
	[TERRITOIRE] = {"territoire", "Territoire", "Territory", MG_COLUMN_TEXT},
	[COORDINATEUR] = {"coordinateur", "Coordinateur", "Coordinator", MG_COLUMN_TEXT},
	[LIEN] = {"nature_lien", "Lien", "Link", MG_COLUMN_TEXT},
	[PLUS_VALUE] = {"plus_value", "Plus-value de la CA", "What the CA adds", MG_COLUMN_TEXT},
	[REDONDANCE] = {"risque_redondance", "Risque de redondance", "Risk of redundancy", MG_COLUMN_TEXT},
	[CROISEE] = {"representation_croisee", "Représentation croisée", "Cross representation", MG_COLUMN_TEXT},
	[DU] = {"valide_du", "Du", "From", MG_COLUMN_DATE},
	[AU] = {"valide_au", "Au", "Until", MG_COLUMN_DATE},
};

// What a record that is named calls itself; the id that names it when it is not there.
static struct mg_slice name_of(const struct mg_book *book, const char *type, struct mg_slice id)
{
	const struct mg_book_record *record = mg_book_find(book, type, id);
	struct mg_slice name = mg_table_field(record ? record->root : NULL, "nom");

	return name.len ? name : id;
}

static bool add(const struct mg_book *book, struct mg_table *table, const struct mg_book_record *record)
{
	struct mg_slice *cells = mg_table_add(table, mg_report_is_public(record) ? 0 : MG_ROW_RESERVED);
	bool ok = cells != NULL;

	for (size_t i = DISPOSITIF; ok && i < sizeof columns / sizeof *columns; i++)
		ok = mg_table_cell(table, record->root, columns[i].key, &cells[i]);
	if (!ok)
		return false;
	cells[ARTICULATION] = mg_slice_of(mg_book_name(record));
	cells[TERRITOIRE] = name_of(book, "territoire", cells[TERRITOIRE]);
	cells[COORDINATEUR] = name_of(book, "personne", cells[COORDINATEUR]);
	return true;
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(report->book, "articulation", &n);

	for (size_t i = 0; i < n; i++)
		if (!add(report->book, table, &records[i]))
			return mg_fail_memory(err);
	return 0;
}

static const struct mg_word yes_no[] = {{"true", "oui", "yes"}, {"false", "non", "no"}, {0}};

static const struct mg_column_words words[] = {
	{.column = DISPOSITIF, .type = "articulation", .field = "dispositif"},
	{.column = LIEN, .type = "articulation", .field = "nature_lien"},
	{.column = CROISEE, .own = yes_no},
};

static const char *const types[] = {"articulation", "personne", "territoire"};

const struct mg_table_kind mg_table_articulations = {
	.name = "articulations",
	.title = "Dispositifs autour de la coopérative",
	.title_en = "Arrangements around the cooperative",
	.purpose = N_("the local arrangements around the coopérative (CLS, CPTS, contrat de ville…), and the links "
		      "with them"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.words = words,
	.n_words = sizeof words / sizeof *words,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.fill = fill,
};
