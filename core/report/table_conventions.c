// SPDX-License-Identifier: EUPL-1.2
//
// The versions of the convention: where each stands today, from when to when it is in force, who still has to sign.
#include "core/report/tables.h"

#include "base/i18n.h"
#include "core/copy/copy_book.h"
#include "schema/convention/convention_version.h"
#include "schema/value/paris.h"

enum { TEXTE, INTITULE, ETAT, EFFET, DERNIER_JOUR, PARTIES, SIGNATURES, MANQUE };

static const struct mg_column columns[] = {
	[TEXTE] = {"texte", "Texte", "Text", MG_COLUMN_TEXT},
	[INTITULE] = {"intitule", "Intitulé", "Title", MG_COLUMN_TEXT},
	[ETAT] = {"etat", "État", "State", MG_COLUMN_TEXT},
	[EFFET] = {"date_effet", "Effet", "Effective", MG_COLUMN_DATE},
	[DERNIER_JOUR] = {"dernier_jour", "Dernier jour", "Last day", MG_COLUMN_DATE},
	[PARTIES] = {"parties", "Parties", "Parties", MG_COLUMN_NUMBER},
	[SIGNATURES] = {"signatures", "Signatures", "Signatures", MG_COLUMN_NUMBER},
	[MANQUE] = {"manque", "Manque", "Missing", MG_COLUMN_TEXT},
};

// All who have not signed yet.
static bool put_missing(struct mg_table *table, const struct mg_book *book, const struct mg_book_record *record,
			struct mg_slice *cell)
{
	const struct mg_node *parties = mg_node_get(record->root, "parties");
	struct mg_slice actor;
	struct mg_date day;

	for (size_t i = 0; (actor = mg_signing_party(parties, i)).len; i++)
		if (!mg_signing_by(book, record, actor, &day) && !mg_table_join(table, cell, ", ", actor))
			return false;
	return true;
}

static bool add(struct mg_table *table, const struct mg_book *book, const struct mg_book_record *record,
		struct mg_date today)
{
	const struct mg_convention_version version = mg_convention_version(book, record, today);
	struct mg_slice *cells = mg_table_add(table, mg_report_is_public(record) ? 0 : MG_ROW_RESERVED);

	if (!cells)
		return false;
	cells[TEXTE] = (struct mg_slice){record->path, strlen(record->path) - strlen(".yaml")};
	cells[INTITULE] = mg_table_field(record->root, "intitule");
	cells[ETAT] = mg_slice_of(version.state);
	if (version.has_effect && (!mg_table_put_day(table, version.effect, &cells[EFFET]) ||
				   !mg_table_put_day(table, mg_date_add_days(version.end, -1), &cells[DERNIER_JOUR])))
		return false;
	return put_missing(table, book, record, &cells[MANQUE]) &&
	       mg_table_put_count(table, version.signing.n_parties, &cells[PARTIES]) &&
	       mg_table_put_count(table, version.signing.n_signed, &cells[SIGNATURES]);
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	const struct mg_date today = mg_paris_date(report->now_ms);
	size_t n;
	const struct mg_book_record *records = mg_book_of(report->book, "convention", &n);

	for (size_t i = 0; i < n; i++)
		if (!add(table, report->book, &records[i], today))
			return mg_fail_memory(err);
	return 0;
}

static const struct mg_word states[] = {
	{"projet", "projet", "draft"},
	{"en_signature", "en signature", "being signed"},
	{"signee", "signée, pas encore en vigueur", "signed, not in force yet"},
	{"en_vigueur", "en vigueur", "in force"},
	{"renouvelee", "renouvelée", "renewed"},
	{"expiree", "expirée", "expired"},
	{"resiliee", "résiliée", "terminated"},
	{"remplacee", "remplacée", "replaced"},
	{0},
};

static const struct mg_column_words words[] = {{.column = ETAT, .own = states}};

static const char *const types[] = {"convention", "renouvellement", "resiliation", "signature_externe"};

const struct mg_table_kind mg_table_conventions = {
	.name = "conventions",
	.title = "Versions de la convention",
	.title_en = "Versions of the convention",
	.purpose = N_("where each version of the convention stands, and until when it is in force"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.words = words,
	.n_words = sizeof words / sizeof *words,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.more = MG_BOOK_SIGNATURES | MG_BOOK_UNLOADED,
	.fill = fill,
};
