// SPDX-License-Identifier: EUPL-1.2
//
// Indicators before the start, actors who leave, accounts of what was funded, the trial of 2017.
#include "schema/due/deadlines_run.h"

#include "base/i18n.h"
#include "schema/value/paris.h"

#include <stdio.h>
#include <stdlib.h>

#define ACCOUNT_MONTHS 6
#define TRIAL_MONTHS   36

static const struct mg_date trial_start = {2017, 10, 1};

// ---- L9

struct indicators {
	size_t n, undated, late;
	const struct mg_book_record *first; // that is not dated, or late; NULL
};

// What counts is both what the record says and when it was first recorded.
static bool is_late(const struct mg_book_record *record, struct mg_date start, struct mg_date defined)
{
	return mg_date_compare(defined, start) > 0 ||
	       (record->made_ms && mg_date_compare(mg_paris_date(record->made_ms), start) > 0);
}

static struct indicators count_indicators(const struct mg_due_run *run, struct mg_date start)
{
	struct indicators count = {0};
	const struct mg_book_record *records = mg_book_of(run->book, "indicateur", &count.n);

	for (size_t i = 0; i < count.n; i++) {
		struct mg_date defined;
		bool dated = mg_due_date_in(records[i].root, "defini_le", &defined);
		bool late = dated && is_late(&records[i], start, defined);

		count.undated += !dated;
		count.late += late;
		if (!count.first && (!dated || late))
			count.first = &records[i];
	}
	return count;
}

static void put_indicators(struct mg_due_run *run)
{
	struct mg_due due = {.code = "L9", .subject = "indicateurs", .article = "G:1061"};
	const char *records[] = {"cooperative.yaml", NULL};
	struct indicators count;

	if (!mg_due_date_in(run->cooperative, "date_demarrage_programme", &due.date))
		return;
	count = count_indicators(run, due.date);
	due.what = _("Last day to define the indicators: the programme starts");
	due.state = mg_due_state_on(run, due.date, count.n && !count.undated);
	due.phase = due.state != MG_DUE_DONE ? "a_definir" : count.late ? "hors_delai" : "tenu";
	due.formula =
		mg_due_text(run, _("start of the programme = %s; indicators: %zu, not dated: %zu, defined later: %zu"),
			    mg_due_day(run, due.date), count.n, count.undated, count.late);
	records[1] = count.first ? count.first->path : NULL;
	due.records = records;
	due.n_records = count.first ? 2 : 1;
	mg_due_put(run, &due);
}

// ---- L10

static void put_exit(struct mg_due_run *run, const struct mg_book_record *record)
{
	const struct mg_node *talk = mg_node_get(record->root, "concertation_dd");
	struct mg_due due = {.code = "L10", .subject = record->parts.id, .article = "G:535-536", .n_records = 1};
	struct mg_date effect, held;
	bool done;

	if (!mg_slice_is(mg_node_string(mg_node_get(record->root, "sens")), "sortie") ||
	    !mg_due_date_in(record->root, "date_effet", &effect))
		return;
	done = mg_due_date_in(talk, "date", &held) && mg_date_compare(held, effect) < 0;
	due.date = mg_date_add_days(effect, -1);
	due.whom = mg_due_word(run, mg_node_string(mg_node_get(record->root, "acteur")));
	due.what = mg_due_text(run, _("Last day to consult the DD: %s leaves at the annual term"), due.whom);
	due.state = mg_due_state_on(run, due.date, done);
	due.phase = due.state == MG_DUE_DONE ? "tenue" : due.state == MG_DUE_LATE ? "en_retard" : "a_planifier";
	due.formula = mg_due_text(run, _("leaves on %s; the consultation comes before: - 1 day = %s"),
				  mg_due_day(run, effect), mg_due_day(run, due.date));
	due.records = &record->path;
	mg_due_put(run, &due);
}

// ---- L11

static bool year_of(const struct mg_node *node, int *year)
{
	struct mg_slice text =
		node && (node->type == MG_INT || node->type == MG_STRING) ? node->text : (struct mg_slice){0};
	struct mg_date first;
	char day[MG_DATE_CHARS + 1];

	if (text.len < 4)
		return false;
	snprintf(day, sizeof day, "%.4s-01-01", text.data);
	if (!mg_date_parse(mg_slice_of(day), &first))
		return false;
	*year = first.year;
	return true;
}

static void put_account(struct mg_due_run *run, const struct mg_book_record *record)
{
	const struct mg_node *account = mg_node_get(record->root, "compte_rendu_financier");
	struct mg_due due = {.code = "L11", .subject = record->parts.id, .article = "loi 2000-321, art. 10"};
	struct mg_date received, end = {.month = 12, .day = 31};

	if (mg_due_date_in(account, "du_le", &due.date)) {
		due.formula = mg_due_text(run, _("the day that the act sets = %s"), mg_due_day(run, due.date));
	} else if (year_of(mg_node_get(record->root, "annee"), &end.year)) {
		due.date = mg_date_add_months(end, ACCOUNT_MONTHS);
		due.formula = mg_due_text(run, _("end of the exercise %s + %d months = %s"), mg_due_day(run, end),
					  ACCOUNT_MONTHS, mg_due_day(run, due.date));
	} else {
		return;
	}
	due.whom = mg_due_word(run, mg_node_string(mg_node_get(record->root, "beneficiaire")));
	due.what = _("Financial report of what was funded");
	due.state = mg_due_state_on(run, due.date, mg_due_date_in(account, "recu_le", &received));
	due.phase = due.state == MG_DUE_DONE ? "recu" : due.state == MG_DUE_LATE ? "en_retard" : "attendu";
	due.records = &record->path;
	due.n_records = 1;
	mg_due_put(run, &due);
}

// ---- L12

static void put_trial(struct mg_due_run *run)
{
	static const char *const records[] = {"cooperative.yaml"};
	const struct mg_node *trial = mg_node_get(run->cooperative, "phase_experimentale");
	struct mg_due due = {.code = "L12", .subject = "experimentation", .article = "G:9", .records = records};

	if (!trial || trial->type != MG_BOOL || !trial->as.boolean)
		return;
	due.n_records = 1;
	due.date = mg_date_add_months(trial_start, TRIAL_MONTHS);
	due.state = mg_due_state_on(run, due.date, mg_date_compare(run->today, due.date) >= 0);
	due.phase = due.state == MG_DUE_DONE ? "terminee" : "en_cours";
	due.what = _("The trial of coopératives ends");
	due.formula = mg_due_text(run, _("October 2017 + %d months = %s"), TRIAL_MONTHS, mg_due_day(run, due.date));
	mg_due_put(run, &due);
}

static void put_each(struct mg_due_run *run, const char *type,
		     void (*put)(struct mg_due_run *run, const struct mg_book_record *record))
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(run->book, type, &n);

	for (size_t i = 0; i < n; i++)
		put(run, &records[i]);
}

void mg_due_programme(struct mg_due_run *run)
{
	put_indicators(run);
	put_each(run, "mouvement", put_exit);
	put_each(run, "financement", put_account);
	put_trial(run);
}
