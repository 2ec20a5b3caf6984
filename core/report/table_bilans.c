// SPDX-License-Identifier: EUPL-1.2
//
// Where the bilans of a quarter stand, or of all quarters that have some: one line an actor, and how many were in time.
#include "core/copy/copy_book.h"
#include "core/report/bilan_state.h"
#include "core/report/tables.h"

#include "base/i18n.h"
#include "schema/value/fixed.h"
#include "schema/value/paris.h"

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

struct filling {
	struct mg_table *table;
	const char *periode;
	const struct mg_bilan_states *states;
	bool failed;
};

static struct mg_slice text(struct filling *f, const char *value)
{
	const char *copy = mg_arena_strdup(&f->table->arena, value);

	f->failed |= !copy;
	return copy ? mg_slice_of(copy) : (struct mg_slice){0};
}

static struct mg_slice number(struct filling *f, size_t value)
{
	const char *digits = mg_arena_printf(&f->table->arena, "%zu", value);

	f->failed |= !digits;
	return digits ? mg_slice_of(digits) : (struct mg_slice){0};
}

static struct mg_slice day(struct filling *f, struct mg_date date)
{
	char out[MG_DATE_CHARS + 1];

	if (!date.day)
		return (struct mg_slice){0};
	mg_date_format(date, out);
	return text(f, out);
}

// In percent, with one digit after the point; nothing of nothing.
static struct mg_slice rate(struct filling *f, size_t part, size_t whole)
{
	struct mg_fixed percent;
	char out[MG_FIXED_MAX_CHARS];

	if (!mg_fixed_divide((struct mg_fixed){(mg_fixed_units)part * 100, 0},
			     (struct mg_fixed){(mg_fixed_units)whole, 0}, 1, &percent))
		return (struct mg_slice){0};
	return text(f, mg_fixed_format(percent, out));
}

static void add_state(struct filling *f, const struct mg_bilan_state *state)
{
	struct mg_slice *cells = mg_table_add(f->table, MG_ROW_RESERVED);

	f->failed |= !cells;
	if (!cells)
		return;
	cells[PERIODE] = text(f, f->periode);
	cells[ACTEUR] = text(f, state->acteur);
	cells[NOM] = mg_node_string(mg_node_get(state->record, "nom"));
	cells[ETAT] = mg_slice_of(mg_bilan_step_name(state->step));
	if (state->latest)
		cells[VERSION] = number(f, state->latest->parts.revision ? state->latest->parts.revision : 1);
	cells[TRANSMIS] = day(f, state->sent_on);
	cells[ACCUSE] = day(f, state->acknowledged_on);
	cells[ECHEANCE] = day(f, f->states->deadline);
	cells[RETARD] = state->days_late ? number(f, (size_t)state->days_late) : (struct mg_slice){0};
	cells[MODIFICATIONS] = state->sent ? number(f, state->changes) : (struct mg_slice){0};
	cells[APRES_CLOTURE] = mg_slice_of(state->after_closure ? "oui" : "");
	cells[RETOUR] = mg_node_string(mg_node_get(state->returned, "motif"));
	cells[ATTENDUS] = number(f, state->expected);
	cells[A_TEMPS] = number(f, state->expected && state->in_time);
}

static void add_total(struct filling *f)
{
	struct mg_slice *cells = mg_table_add(f->table, MG_ROW_TOTAL);

	f->failed |= !cells;
	if (!cells)
		return;
	cells[PERIODE] = text(f, f->periode);
	cells[ECHEANCE] = day(f, f->states->deadline);
	cells[ATTENDUS] = number(f, f->states->n_expected);
	cells[A_TEMPS] = number(f, f->states->n_in_time);
	cells[TAUX] = rate(f, f->states->n_in_time, f->states->n_expected);
}

static int add_quarter(const struct mg_report *report, const char *periode, struct mg_table *table,
		       struct mg_error *err)
{
	struct filling f = {.table = table, .periode = periode};
	struct mg_bilan_states states;
	int rc = mg_bilan_states(report->book, periode, mg_paris_date(report->now_ms), &table->arena, &states, err);

	if (rc < 0)
		return rc;
	f.states = &states;
	for (size_t i = 0; i < states.n; i++)
		add_state(&f, &states.items[i]);
	if (states.n)
		add_total(&f);
	return f.failed ? mg_fail_memory(err) : 0;
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

static int fill(const struct mg_report *report, struct mg_table *table, struct mg_error *err)
{
	if (*report->period)
		return add_quarter(report, report->period, table, err);
	return add_quarters(report, table, err);
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
	.more = MG_BOOK_SIGNATURES,
	.unread = unread,
	.n_unread = sizeof unread / sizeof *unread,
	.takes_period = true,
	.fill = fill,
};
