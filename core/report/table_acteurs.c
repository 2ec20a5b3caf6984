// SPDX-License-Identifier: EUPL-1.2
//
// The directory: each partner, then its contacts.
#include "core/report/tables.h"

#include "base/i18n.h"
#include "schema/value/paris.h"

#include <stdlib.h>

enum { ACTEUR, NOM, TYPE, STATUT, ROLE, SECTEURS, CONTRIBUTION, FONCTION, CONTACT, ROLES, COURRIEL, TELEPHONE };

static const struct mg_column columns[] = {
	[ACTEUR] = {"acteur", "Acteur", "Actor", MG_COLUMN_TEXT},
	[NOM] = {"nom", "Structure", "Organisation", MG_COLUMN_TEXT},
	[TYPE] = {"type_structure", "Type", "Type", MG_COLUMN_TEXT},
	[STATUT] = {"statut_membre", "Statut", "Membership", MG_COLUMN_TEXT},
	[ROLE] = {"role", "Rôle", "Role", MG_COLUMN_TEXT},
	[SECTEURS] = {"secteurs", "Secteurs", "Sectors", MG_COLUMN_TEXT},
	[CONTRIBUTION] = {"contribution_propre", "Contribution propre", "Own contribution", MG_COLUMN_TEXT},
	[FONCTION] = {"fonction", "Fonction", "Function", MG_COLUMN_TEXT},
	[CONTACT] = {"contact", "Contact", "Contact", MG_COLUMN_TEXT},
	[ROLES] = {"roles", "Dans la CA", "In the CA", MG_COLUMN_TEXT},
	[COURRIEL] = {"courriel_pro", "Courriel", "E-mail", MG_COLUMN_TEXT},
	[TELEPHONE] = {"telephone_pro", "Téléphone", "Telephone", MG_COLUMN_TEXT},
};

static unsigned flags_of(const struct mg_book_record *record)
{
	return mg_report_is_public(record) ? 0 : MG_ROW_RESERVED;
}

// A row that begins with the actor; NULL without memory.
static struct mg_slice *add(struct mg_table *table, const struct mg_book_record *actor, unsigned flags)
{
	struct mg_slice *cells = mg_table_add(table, flags);

	if (cells) {
		cells[ACTEUR] = mg_slice_of(mg_book_name(actor));
		cells[NOM] = mg_table_field(actor->root, "nom");
	}
	return cells;
}

static bool add_actor(struct mg_table *table, const struct mg_book_record *actor)
{
	struct mg_slice *cells = add(table, actor, flags_of(actor));
	bool ok = cells != NULL;

	for (size_t i = TYPE; ok && i <= CONTRIBUTION; i++)
		ok = mg_table_cell(table, actor->root, columns[i].key, &cells[i]);
	return ok;
}

static bool add_contact(struct mg_table *table, const struct mg_book_record *actor, const struct mg_book_record *person)
{
	struct mg_slice *cells = add(table, actor, flags_of(actor) | flags_of(person));
	bool ok = cells != NULL;

	for (size_t i = FONCTION; ok && i <= TELEPHONE; i++)
		ok = mg_table_cell(table, person->root, i == CONTACT ? "nom" : columns[i].key, &cells[i]);
	return ok;
}

// Who has left is no contact.
static bool is_active(const struct mg_book_record *person, struct mg_date today)
{
	struct mg_date until;

	return !mg_date_parse(mg_table_field(person->root, "actif_au"), &until) || mg_date_compare(until, today) >= 0;
}

static int compare_contacts(const void *a, const void *b)
{
	const struct mg_row *x = a, *y = b;
	int order = mg_slice_compare(x->cells[FONCTION], y->cells[FONCTION]);

	return order ? order : mg_slice_compare(x->cells[CONTACT], y->cells[CONTACT]);
}

static int add_contacts(const struct mg_report *report, struct mg_table *table, const struct mg_book_record *actor,
			struct mg_error *err)
{
	const struct mg_date today = mg_paris_date(report->now_ms);
	const size_t first = table->n;
	size_t n;
	const struct mg_book_record *persons = mg_book_of(report->book, "personne", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_slice_is(mg_table_field(persons[i].root, "acteur"), mg_book_name(actor)) &&
		    is_active(&persons[i], today) && !add_contact(table, actor, &persons[i]))
			return mg_fail_memory(err);
	if (table->n > first)
		qsort(table->rows + first, table->n - first, sizeof *table->rows, compare_contacts);
	return 0;
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	size_t n;
	const struct mg_book_record *actors = mg_book_of(report->book, "acteur", &n);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = add_actor(table, &actors[i]) ? add_contacts(report, table, &actors[i], err) : mg_fail_memory(err);
	return rc;
}

static const struct mg_column_words words[] = {
	{.column = TYPE, .type = "acteur", .field = "type_structure"},
	{.column = STATUT, .type = "acteur", .field = "statut_membre"},
	{.column = ROLE, .type = "acteur", .field = "role"},
	{.column = SECTEURS, .type = "acteur", .field = "secteurs"},
	{.column = ROLES, .type = "personne", .field = "roles"},
};

static const char *const types[] = {"acteur", "personne"};

const struct mg_table_kind mg_table_acteurs = {
	.name = "acteurs",
	.title = "Annuaire des partenaires",
	.title_en = "Directory of the partners",
	.purpose = N_("the partners, and their contacts by function"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.words = words,
	.n_words = sizeof words / sizeof *words,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.fill = fill,
};
