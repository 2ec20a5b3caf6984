// SPDX-License-Identifier: EUPL-1.2
#include "core/report/dues.h"

#include "base/i18n.h"
#include "core/report/bilan_state.h"
#include "schema/due/deadlines.h"
#include "schema/due/quarters.h"

#include <stdio.h>

#define MAX_FORMULA 200

const char *const mg_dues_types[MG_DUES_TYPES] = {
	"acteur",        "action",     "avenant",           "bilan_annuel_acteur", "bilan_trimestriel",
	"consolidation", "convention", "cooperative",       "financement",         "indicateur",
	"instance",      "mesure",     "mouvement",         "renouvellement",      "resiliation",
	"retour",        "reunion",    "signature_externe",
};

struct quarter {
	const struct mg_book *book;
	struct mg_date today, last_day;
	char name[MG_PERIOD_CHARS + 1];
	struct mg_bilan_states states;
	char formula[MAX_FORMULA];
};

// ---- L4

// A bilan that was returned is owed again; nobody can send one any more when the quarter is closed.
static enum mg_due_state state_of(const struct quarter *quarter, const struct mg_bilan_state *bilan)
{
	if (bilan->step == MG_BILAN_ABSENT || (bilan->sent && bilan->step != MG_BILAN_RETURNED))
		return MG_DUE_DONE;
	return mg_date_compare(quarter->today, quarter->states.deadline) > 0 ? MG_DUE_LATE : MG_DUE_COMING;
}

static int put_bilan(const struct quarter *quarter, const struct mg_bilan_state *bilan, struct mg_dues *dues,
		     struct mg_error *err)
{
	char subject[MG_PERIOD_CHARS + 1 + MG_MAX_ID_CHARS + 1], what[MAX_FORMULA];
	const char *records[] = {"cooperative.yaml", bilan->latest ? bilan->latest->path : NULL};
	struct mg_due due = {.code = "L4", .subject = subject, .what = what, .whom = bilan->acteur};

	snprintf(subject, sizeof subject, "%s.%s", quarter->name, bilan->acteur);
	snprintf(what, sizeof what,
		 bilan->step == MG_BILAN_RETURNED ? _("Correct the bilan of %s, which the DD returned")
						  : _("Sign the bilan of %s and send it to the ARS"),
		 quarter->name);
	due.date = quarter->states.deadline;
	due.state = state_of(quarter, bilan);
	due.phase = mg_bilan_step_name(bilan->step);
	due.article = "G:1066";
	due.formula = quarter->formula;
	due.records = records;
	due.n_records = bilan->latest ? 2 : 1;
	return mg_dues_add(dues, &due, err);
}

static int put_quarter(struct quarter *quarter, struct mg_dues *dues, struct mg_error *err)
{
	char last[MG_DATE_CHARS + 1], deadline[MG_DATE_CHARS + 1];
	struct mg_arena arena;
	int days, rc;

	mg_arena_init(&arena, 0);
	rc = mg_bilan_states(quarter->book, quarter->name, quarter->today, &arena, &quarter->states, err);
	mg_date_format(quarter->last_day, last);
	mg_date_format(quarter->states.deadline, deadline);
	days = mg_date_days_between(quarter->last_day, quarter->states.deadline);
	snprintf(quarter->formula, sizeof quarter->formula,
		 P_("%s ends on %s; + %d day (delai_bilan_jours) = %s",
		    "%s ends on %s; + %d days (delai_bilan_jours) = %s", days),
		 quarter->name, last, days, deadline);
	for (size_t i = 0; rc == 0 && i < quarter->states.n; i++)
		if (quarter->states.items[i].expected)
			rc = put_bilan(quarter, &quarter->states.items[i], dues, err);
	mg_arena_clear(&arena);
	return rc;
}

static int put_bilans(const struct mg_book *book, struct mg_date today, struct mg_dues *dues, struct mg_error *err)
{
	const struct mg_quarters quarters = mg_quarters_of_book(book);
	struct mg_quarter each, last;
	int rc = 0;

	if (!mg_deadline_quarters(book, today, &each, &last))
		return 0;
	last = mg_quarter_next(last);
	for (; rc == 0 && (each.year != last.year || each.number != last.number); each = mg_quarter_next(each)) {
		struct quarter quarter = {.book = book, .today = today};

		mg_quarter_format(each, quarter.name);
		quarter.last_day = mg_quarters_last_day(&quarters, each);
		rc = put_quarter(&quarter, dues, err);
	}
	return rc;
}

int mg_dues_of_book(const struct mg_book *book, struct mg_date today, struct mg_dues *dues, struct mg_error *err)
{
	int rc = mg_deadlines(book, today, dues, err);

	if (rc == 0)
		rc = put_bilans(book, today, dues, err);
	if (rc == 0)
		mg_dues_sort(dues);
	return rc;
}
