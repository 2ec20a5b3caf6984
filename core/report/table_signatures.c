// SPDX-License-Identifier: EUPL-1.2
//
// The signing rounds: of each text that parties sign, who has signed, when, with which key or how, and who is missing.
#include "core/report/tables.h"

#include "base/i18n.h"
#include "core/copy/copy_book.h"
#include "schema/book/signing.h"
#include "schema/value/paris.h"

enum { TEXTE, PARTIE, NOM, REPRESENTANT, ETAT, DATE, MODE, CLE, TITULAIRE };

static const struct mg_column columns[] = {
	[TEXTE] = {"texte", "Texte", "Text", MG_COLUMN_TEXT},
	[PARTIE] = {"partie", "Partie", "Party", MG_COLUMN_TEXT},
	[NOM] = {"nom", "Structure", "Organisation", MG_COLUMN_TEXT},
	[REPRESENTANT] = {"representant", "Représentant", "Representative", MG_COLUMN_TEXT},
	[ETAT] = {"etat", "État", "State", MG_COLUMN_TEXT},
	[DATE] = {"date", "Date", "Date", MG_COLUMN_DATE},
	[MODE] = {"mode", "Mode", "Kind", MG_COLUMN_TEXT},
	[CLE] = {"cle", "Clé", "Key", MG_COLUMN_CODE},
	[TITULAIRE] = {"titulaire", "Titulaire de la clé", "Holder of the key", MG_COLUMN_TEXT},
};

static const char *const texts[] = {"convention", "avenant", "renouvellement"};

// Why a signature is not there: the round is not opened, its actor left, or it is awaited.
static const char *missing_state(const struct mg_book_record *record, const struct mg_node *actor)
{
	struct mg_slice status = mg_table_field(actor, "statut_membre");

	if (mg_slice_is(status, "retire") || mg_slice_is(status, "refus"))
		return "partie_sortie";
	for (size_t i = 0; i < record->n_signatures; i++)
		if (record->signatures[i].valid)
			return "attendue";
	return "a_ouvrir";
}

// A scan that is named, and that nobody attached, proves nothing: `maillage check` tells what to do.
static bool lacks_scan(const struct mg_book *book, const struct mg_node *paper)
{
	const struct mg_slice digest = mg_table_field(paper, "empreinte");

	return book->knows_pieces && digest.len && !mg_book_has_piece(book, digest);
}

static bool put_signature(struct mg_table *table, const struct mg_book *book, const struct mg_book_record *record,
			  const struct mg_node *actor, struct mg_slice id, struct mg_slice *cells)
{
	const struct mg_book_signature *here = mg_book_signed_by(record, id);
	struct mg_date day = {0};
	const struct mg_node *paper = here ? NULL : mg_signing_elsewhere(book, record, id, &day);

	if (here) {
		cells[ETAT] = mg_slice_of("signee");
		cells[MODE] = mg_slice_of("electronique_simple");
		cells[CLE] = mg_slice_of(here->key);
		cells[TITULAIRE] = mg_slice_of(here->holder);
		day = here->time_ms ? mg_paris_date(here->time_ms) : day;
	} else if (paper) {
		cells[ETAT] = mg_slice_of(lacks_scan(book, paper) ? "sans_scan" : "signee");
		cells[MODE] = mg_table_field(paper, "mode");
		cells[TITULAIRE] = mg_table_field(paper, "personne");
	} else {
		cells[ETAT] = mg_slice_of(missing_state(record, actor));
	}
	return mg_table_put_day(table, day, &cells[DATE]);
}

static bool add_party(struct mg_table *table, const struct mg_book *book, const struct mg_book_record *record,
		      const struct mg_node *party)
{
	struct mg_slice id = mg_table_field(party, "acteur");
	const struct mg_book_record *actor = mg_book_find(book, "acteur", id);
	struct mg_slice *cells = mg_table_add(table, mg_report_is_public(record) ? 0 : MG_ROW_RESERVED);

	if (!cells)
		return false;
	cells[TEXTE] = (struct mg_slice){record->path, strlen(record->path) - strlen(".yaml")};
	cells[PARTIE] = id;
	cells[NOM] = mg_table_field(actor ? actor->root : NULL, "nom");
	cells[REPRESENTANT] = mg_table_field(party, "representant");
	return put_signature(table, book, record, actor ? actor->root : NULL, id, cells);
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
		size_t n;
		const struct mg_book_record *records = mg_book_of(report->book, texts[t], &n);

		for (size_t i = 0; i < n; i++) {
			const struct mg_node *parties = mg_node_get(records[i].root, "parties"), *party;

			if (*report->period && strcmp(records[i].parts.id, report->period) != 0)
				continue;
			for (size_t k = 0; (party = mg_table_item(parties, k)); k++)
				if (!add_party(table, report->book, &records[i], party))
					return mg_fail_memory(err);
		}
	}
	return 0;
}

static const struct mg_word states[] = {
	{"signee", "signée", "signed"},
	{"sans_scan", "signée, scan introuvable", "signed, scan not here"},
	{"attendue", "attendue", "expected"},
	{"a_ouvrir", "à ouvrir", "to be opened"},
	{"partie_sortie", "partie sortie", "party that left"},
	{0},
};

static const struct mg_column_words words[] = {
	{.column = ETAT, .own = states},
	{.column = MODE, .type = "convention", .field = "signatures.mode"},
};

static const char *const types[] = {"acteur", "avenant", "convention", "renouvellement", "signature_externe"};

const struct mg_table_kind mg_table_signatures = {
	.name = "signatures",
	.title = "Signatures de la convention et de ce qui la change",
	.title_en = "Signatures of the convention and of what changes it",
	.purpose = N_("who has signed the convention and its avenants, and who is missing"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.words = words,
	.n_words = sizeof words / sizeof *words,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.more = MG_BOOK_SIGNATURES | MG_BOOK_PIECES | MG_BOOK_UNLOADED,
	.takes_period = true,
	.fill = fill,
};
