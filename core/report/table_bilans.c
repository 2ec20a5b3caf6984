// SPDX-License-Identifier: EUPL-1.2
//
// Where the bilans of a quarter stand, or of all quarters that have some: one line an actor, and how many were in time.
#include "core/copy/copy_book.h"
#include "core/report/bilan_state.h"
#include "core/report/tables.h"

#include "base/i18n.h"
#include "schema/due/quarters.h"
#include "schema/value/paris.h"

#include <stdlib.h>

enum {
	PERIODE,
	ACTEUR,
	NOM,
	ETAT,
	VERSION,
	TRANSMIS,
	ACCUSE,
	ECHEANCE,
	RETARD,
	MODIFICATIONS,
	APRES_CLOTURE,
	RETOUR,
	ATTENDUS,
	A_TEMPS,
	TAUX
};

static const struct mg_column columns[] = {
	[PERIODE] = {"periode", "Trimestre", "Quarter", MG_COLUMN_TEXT},
	[ACTEUR] = {"acteur", "Acteur", "Actor", MG_COLUMN_TEXT},
	[NOM] = {"nom", "Structure", "Organisation", MG_COLUMN_TEXT},
	[ETAT] = {"etat", "État", "State", MG_COLUMN_TEXT},
	[VERSION] = {"version", "Version", "Version", MG_COLUMN_NUMBER},
	[TRANSMIS] = {"transmis_le", "Transmis le", "Sent on", MG_COLUMN_DATE},
	[ACCUSE] = {"accuse_le", "Accusé le", "Acknowledged on", MG_COLUMN_DATE},
	[ECHEANCE] = {"echeance", "Échéance", "Deadline", MG_COLUMN_DATE},
	[RETARD] = {"jours_de_retard", "Jours de retard", "Days late", MG_COLUMN_NUMBER},
	[MODIFICATIONS] = {"modifications", "Modifications depuis", "Changes since", MG_COLUMN_NUMBER},
	[APRES_CLOTURE] = {"apres_cloture", "Après clôture", "After closure", MG_COLUMN_TEXT},
	[RETOUR] = {"a_corriger", "À corriger", "To correct", MG_COLUMN_TEXT},
	[ATTENDUS] = {"attendus", "Attendus", "Expected", MG_COLUMN_NUMBER},
	[A_TEMPS] = {"a_temps", "À temps", "In time", MG_COLUMN_NUMBER},
	[TAUX] = {"taux", "Taux (%)", "Rate (%)", MG_COLUMN_NUMBER},
};

// A quarter that is being told.
struct filling {
	struct mg_table *table;
	struct mg_slice periode;
	const struct mg_bilan_states *states;
};

// In percent, with one digit after the point; nothing of nothing.
static bool put_rate(struct mg_table *table, size_t part, size_t whole, struct mg_slice *cell)
{
	struct mg_fixed percent;
	char digits[MG_FIXED_MAX_CHARS];

	return !mg_fixed_divide((struct mg_fixed){(mg_fixed_units)part * 100, 0},
				(struct mg_fixed){(mg_fixed_units)whole, 0}, 1, &percent) ||
	       mg_table_join(table, cell, "", mg_slice_of(mg_fixed_format(percent, digits)));
}

static bool put_days(const struct filling *f, const struct mg_bilan_state *state, struct mg_slice *cells)
{
	return mg_table_put_day(f->table, state->sent_on, &cells[TRANSMIS]) &&
	       mg_table_put_day(f->table, state->acknowledged_on, &cells[ACCUSE]) &&
	       mg_table_put_day(f->table, f->states->deadline, &cells[ECHEANCE]) &&
	       (!state->days_late || mg_table_put_count(f->table, (size_t)state->days_late, &cells[RETARD]));
}

static bool put_counts(const struct filling *f, const struct mg_bilan_state *state, struct mg_slice *cells)
{
	const unsigned revision = state->latest ? state->latest->parts.revision : 0;

	return (!state->latest || mg_table_put_count(f->table, revision ? revision : 1, &cells[VERSION])) &&
	       (!state->sent || mg_table_put_count(f->table, state->changes, &cells[MODIFICATIONS])) &&
	       mg_table_put_count(f->table, state->expected, &cells[ATTENDUS]) &&
	       mg_table_put_count(f->table, state->expected && state->in_time, &cells[A_TEMPS]);
}

static bool add_state(const struct filling *f, const struct mg_bilan_state *state)
{
	struct mg_slice *cells = mg_table_add(f->table, MG_ROW_RESERVED);

	if (!cells)
		return false;
	cells[PERIODE] = f->periode;
	cells[ACTEUR] = mg_slice_of(state->acteur);
	cells[NOM] = mg_table_field(state->record, "nom");
	cells[ETAT] = mg_slice_of(mg_bilan_step_name(state->step));
	cells[APRES_CLOTURE] = mg_slice_of(state->after_closure ? "oui" : "");
	cells[RETOUR] = mg_table_field(state->returned, "motif");
	return put_days(f, state, cells) && put_counts(f, state, cells);
}

static bool add_total(const struct filling *f)
{
	struct mg_slice *cells = mg_table_add(f->table, MG_ROW_TOTAL);

	if (!cells)
		return false;
	cells[PERIODE] = f->periode;
	return mg_table_put_day(f->table, f->states->deadline, &cells[ECHEANCE]) &&
	       mg_table_put_count(f->table, f->states->n_expected, &cells[ATTENDUS]) &&
	       mg_table_put_count(f->table, f->states->n_in_time, &cells[A_TEMPS]) &&
	       put_rate(f->table, f->states->n_in_time, f->states->n_expected, &cells[TAUX]);
}

static int add_quarter(const struct mg_report *report, const char *periode, struct mg_table *table,
		       struct mg_error *err)
{
	const char *name = mg_arena_strdup(&table->arena, periode);
	struct mg_bilan_states states;
	const struct filling f = {table, mg_slice_of(name ? name : ""), &states};
	int rc = name ? mg_bilan_states(report->book, periode, mg_paris_date(report->now_ms), &table->arena, &states,
					err)
		      : mg_fail_memory(err);
	bool ok = true;

	for (size_t i = 0; rc == 0 && ok && i < states.n; i++)
		ok = add_state(&f, &states.items[i]);
	if (rc == 0 && ok && states.n)
		ok = add_total(&f);
	return ok ? rc : mg_fail_memory(err);
}

// The quarters that have a bilan, which are side by side in the book.
static int add_quarters(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	size_t n;
	const struct mg_book_record *bilans = mg_book_of(report->book, "bilan_trimestriel", &n);
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++)
		if (!i || strcmp(bilans[i].parts.periode, bilans[i - 1].parts.periode) != 0)
			rc = add_quarter(report, bilans[i].parts.periode, table, err);
	return rc;
}

// Those of a year that have begun: nobody asks yet where the bilans of the others stand.
static int add_year(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	const struct mg_quarters quarters = mg_quarters_of_book(report->book);
	const struct mg_date today = mg_paris_date(report->now_ms);
	struct mg_quarter each = {.year = (int)strtol(report->period, NULL, 10)};
	int rc = 0;

	for (each.number = 1; rc == 0 && each.number <= 4; each.number++) {
		char periode[MG_PERIOD_CHARS + 1];

		mg_quarter_format(each, periode);
		if (mg_date_compare(mg_quarters_first_day(&quarters, each), today) <= 0)
			rc = add_quarter(report, periode, table, err);
	}
	return rc;
}

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	enum mg_report_span span;
	int rc = mg_report_span(report, &span, err);

	if (rc < 0)
		return rc;
	return span == MG_SPAN_ALL    ? add_quarters(report, table, err)
	       : span == MG_SPAN_YEAR ? add_year(report, table, err)
				      : add_quarter(report, report->period, table, err);
}

static const struct mg_word states[] = {
	{"attendu", "attendu", "expected"},
	{"brouillon", "brouillon", "draft"},
	{"transmis", "transmis", "sent"},
	{"accusé", "accusé", "acknowledged"},
	{"à corriger", "à corriger", "to correct"},
	{"rectifié", "rectifié", "corrected"},
	{"en retard", "en retard", "late"},
	{"absent", "absent", "absent"},
	{0},
};

static const struct mg_word answers[] = {{"oui", "oui", "yes"}, {0}};

static const struct mg_column_words words[] = {
	{.column = ETAT, .own = states},
	{.column = APRES_CLOTURE, .own = answers},
};

static const char *const types[] = {"acteur",         "action",      "avenant",    "consolidation",
				    "convention",     "cooperative", "indicateur", "mouvement",
				    "renouvellement", "resiliation", "retour",     "signature_externe"};
static const char *const unread[] = {"bilan_trimestriel", "mesure"};

const struct mg_table_kind mg_table_bilans = {
	.name = "bilans",
	.title = "Bilans trimestriels",
	.title_en = "Quarterly reports",
	.purpose = N_("where each partner's report of a quarter stands, and how many were in time"),
	.columns = columns,
	.n_columns = sizeof columns / sizeof *columns,
	.words = words,
	.n_words = sizeof words / sizeof *words,
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.more = MG_BOOK_SIGNATURES | MG_BOOK_UNLOADED,
	.unread = unread,
	.n_unread = sizeof unread / sizeof *unread,
	.takes_period = true,
	.fill = fill,
};
