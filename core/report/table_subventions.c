// SPDX-License-Identifier: EUPL-1.2
//
// Subsidies, in the columns of the French open data schema (SCDL subventions 2.0.0; décret 2017-779, arrêté du 17
// novembre 2017), in its order.
#include "core/report/tables.h"

#include "base/i18n.h"
#include "base/text.h"

#include <stdio.h>

#define MAX_OBJECT 256u // characters

enum {
	NOM_ATTRIBUANT,
	ID_ATTRIBUANT,
	DATE_CONVENTION,
	REFERENCE,
	NOM_BENEFICIAIRE,
	ID_BENEFICIAIRE,
	OBJET,
	MONTANT,
	NATURE,
	CONDITIONS,
	DATES,
	ID_RAE,
	NOTIFICATION,
	POURCENTAGE
};

static const struct mg_column columns[] = {
	[NOM_ATTRIBUANT] = {"nomAttribuant", "Attribuant", "Funder", MG_COLUMN_TEXT},
	[ID_ATTRIBUANT] = {"idAttribuant", "SIRET de l'attribuant", "Funder's SIRET", MG_COLUMN_CODE},
	[DATE_CONVENTION] = {"dateConvention", "Date de l'acte", "Date of the act", MG_COLUMN_DATE},
	[REFERENCE] = {"referenceDecision", "Référence", "Reference", MG_COLUMN_TEXT},
	[NOM_BENEFICIAIRE] = {"nomBeneficiaire", "Bénéficiaire", "Beneficiary", MG_COLUMN_TEXT},
	[ID_BENEFICIAIRE] = {"idBeneficiaire", "SIRET du bénéficiaire", "Beneficiary's SIRET", MG_COLUMN_CODE},
	[OBJET] = {"objet", "Objet", "Purpose", MG_COLUMN_TEXT},
	[MONTANT] = {"montant", "Montant (€)", "Amount (€)", MG_COLUMN_NUMBER},
	[NATURE] = {"nature", "Nature", "Nature", MG_COLUMN_TEXT},
	[CONDITIONS] = {"conditionsVersement", "Versement", "Payment", MG_COLUMN_TEXT},
	[DATES] = {"datesPeriodeVersement", "Dates de versement", "Dates of payment", MG_COLUMN_TEXT},
	[ID_RAE] = {"idRAE", "Numéro RAE", "RAE number", MG_COLUMN_TEXT},
	[NOTIFICATION] = {"notificationUE", "Notifiée à l'UE", "Notified to the EU", MG_COLUMN_TEXT},
	[POURCENTAGE] = {"pourcentageSubvention", "Part", "Share", MG_COLUMN_NUMBER},
};

static const struct mg_node *actor_of(const struct mg_book *book, const struct mg_book_record *record, const char *key)
{
	const struct mg_book_record *actor = mg_book_find(book, "acteur", mg_table_field(record->root, key));

	return actor ? actor->root : NULL;
}

// At most so many characters, at the end of one.
static struct mg_slice cut(struct mg_slice text, size_t max)
{
	size_t at = 0;

	for (size_t i = 0; i < max && at < text.len; i++) {
		size_t n = mg_utf8_next((struct mg_slice){text.data + at, text.len - at}, NULL);

		at += n ? n : 1;
	}
	return (struct mg_slice){text.data, at};
}

// The titles of the actions that it pays for.
static bool put_object(const struct mg_book *book, struct mg_table *table, const struct mg_node *actions,
		       struct mg_slice *cell)
{
	const struct mg_node *each;

	for (size_t i = 0; (each = mg_table_item(actions, i)); i++) {
		const struct mg_book_record *action = mg_book_find(book, "action", mg_table_text_of(each));
		struct mg_slice title = mg_table_field(action ? action->root : NULL, "intitule");

		if (!mg_table_join(table, cell, " ; ", title))
			return false;
	}
	*cell = cut(*cell, MAX_OBJECT);
	return true;
}

// The first and the last day on which something is paid; the whole year while nothing is.
static bool put_dates(struct mg_table *table, const struct mg_book_record *record, struct mg_slice *cells)
{
	const struct mg_node *payments = mg_node_get(record->root, "versements"), *payment;
	struct mg_slice year = mg_table_field(record->root, "annee"), first = {0}, last = {0};
	const char *period;

	for (size_t i = 0; (payment = mg_table_item(payments, i)); i++) {
		struct mg_slice date = mg_table_field(payment, "date");

		if (date.len && (!first.len || mg_slice_compare(date, first) < 0))
			first = date;
		if (date.len && mg_slice_compare(date, last) > 0)
			last = date;
	}
	cells[CONDITIONS] = mg_slice_of(mg_table_item(payments, 1) ? "échelonné" : "unique");
	cells[DATES] = first;
	if (mg_slice_equal(first, last) && (first.len || !year.len))
		return true;
	period = first.len ? mg_arena_printf(&table->arena, "%.*s/%.*s", (int)first.len, first.data, (int)last.len,
					     last.data)
			   : mg_arena_printf(&table->arena, "%.*s-01-01/%.*s-12-31", (int)year.len, year.data,
					     (int)year.len, year.data);
	cells[DATES] = mg_slice_of(period);
	return period != NULL;
}

static bool add(const struct mg_book *book, struct mg_table *table, const struct mg_book_record *record)
{
	const struct mg_node *from = actor_of(book, record, "financeur"), *to = actor_of(book, record, "beneficiaire");
	struct mg_slice *cells = mg_table_add(table, mg_report_is_public(record) ? 0 : MG_ROW_RESERVED);
	const struct mg_node *total = mg_node_get(record->root, "montant_total");

	if (!cells || !put_dates(table, record, cells) ||
	    !put_object(book, table, mg_node_get(record->root, "actions"), &cells[OBJET]))
		return false;
	cells[NOM_ATTRIBUANT] = mg_table_field(from, "nom");
	cells[ID_ATTRIBUANT] = mg_table_field(from, "siret");
	cells[DATE_CONVENTION] = mg_table_field(record->root, "date_acte");
	cells[REFERENCE] = mg_table_field(record->root, "reference_acte");
	cells[NOM_BENEFICIAIRE] = mg_table_field(to, "nom");
	cells[ID_BENEFICIAIRE] = mg_table_field(to, "siret");
	if (!mg_table_cell(table, record->root, total ? "montant_total" : "montant_annuel", &cells[MONTANT]))
		return false;
	cells[NATURE] = mg_slice_of("aide en numéraire");
	cells[NOTIFICATION] = mg_slice_of("non");
	cells[POURCENTAGE] = mg_slice_of("1"); // of what this funder gives: another one has a record of its own
	return true;
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(report->book, "financement", &n);

	for (size_t i = 0; i < n; i++)
		if (!add(report->book, table, &records[i]))
			return mg_fail_memory(err);
	return 0;
}

static const char *const types[] = {"acteur", "action", "financement"};

const struct mg_table_kind mg_table_subventions = {
	.name = "subventions",
	.title = "Subventions",
	.title_en = "Subsidies",
	.purpose = N_("the subsidies, in the columns of the French open data schema (SCDL)"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.fill = fill,
};
