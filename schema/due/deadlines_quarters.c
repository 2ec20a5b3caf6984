// SPDX-License-Identifier: EUPL-1.2
//
// The quarters of bilans: which there are, and until when each runs.
#include "schema/due/deadlines_run.h"
#include "schema/due/quarters.h"

#include "base/i18n.h"

#define MAX_QUARTERS 60 // fifteen years: a date written wrong does not make thousands

static int count_from(struct mg_quarter first, struct mg_quarter last)
{
	return (last.year - first.year) * 4 + last.number - first.number;
}

static bool begin_of(const struct mg_book *book, const struct mg_convention_term *term, struct mg_date *begin)
{
	const struct mg_book_record *ca = mg_book_cooperative(book);

	if (term->has_effect)
		*begin = term->effect;
	return term->has_effect || mg_due_date_in(ca ? ca->root : NULL, "date_demarrage_programme", begin);
}

bool mg_deadline_quarters(const struct mg_book *book, struct mg_date today, struct mg_quarter *first,
			  struct mg_quarter *last)
{
	const struct mg_quarters quarters = mg_quarters_of_book(book);
	struct mg_convention_term term = {0};
	struct mg_date begin, end = today;

	(void)mg_convention_current(book, &term);
	if (!begin_of(book, &term, &begin) || mg_date_compare(begin, today) > 0)
		return false;
	if (term.has_effect && mg_date_compare(term.end, end) <= 0)
		end = mg_date_add_days(term.end, -1);
	*first = mg_quarters_of(&quarters, begin);
	*last = mg_quarters_of(&quarters, end);
	if (count_from(*first, *last) >= MAX_QUARTERS)
		*first = (struct mg_quarter){last->year - MAX_QUARTERS / 4, last->number};
	return count_from(*first, *last) >= 0;
}

static struct mg_date later(struct mg_date a, struct mg_date b)
{
	return mg_date_compare(a, b) > 0 ? a : b;
}

static const char *formula(struct mg_due_run *run, const struct mg_quarters *quarters, struct mg_quarter quarter)
{
	const struct mg_date begin = mg_quarters_first_day(quarters, quarter);
	const char *last = mg_due_day(run, mg_quarters_last_day(quarters, quarter));
	int months = (quarter.year - run->term.effect.year) * 12 + quarter.number * 3;

	if (quarters->of_convention)
		return mg_due_text(run, _("S = %s; S + %d months - 1 day = %s"), mg_due_day(run, run->term.effect),
				   months, last);
	if (run->has_convention && mg_date_compare(begin, run->term.effect) < 0)
		return mg_due_text(run, _("quarter of the calendar, from S = %s to %s"),
				   mg_due_day(run, later(begin, run->term.effect)), last);
	return mg_due_text(run, _("quarter of the calendar, from %s to %s"), mg_due_day(run, begin), last);
}

static void put_quarter(struct mg_due_run *run, const struct mg_quarters *quarters, struct mg_quarter quarter)
{
	const char *records[] = {"cooperative.yaml", run->has_convention ? run->term.text->path : NULL};
	struct mg_due due = {.code = "L3", .article = "G:1066", .records = records};
	char name[MG_PERIOD_CHARS + 1];

	mg_quarter_format(quarter, name);
	due.subject = name;
	due.date = mg_quarters_last_day(quarters, quarter);
	due.state = mg_date_compare(run->today, due.date) > 0 ? MG_DUE_DONE : MG_DUE_COMING;
	due.phase = due.state == MG_DUE_DONE ? "echue" : "ouverte";
	due.what = mg_due_text(run, _("Quarter %s ends"), name);
	due.formula = formula(run, quarters, quarter);
	due.n_records = run->has_convention ? 2 : 1;
	mg_due_put(run, &due);
}

void mg_due_quarters(struct mg_due_run *run)
{
	const struct mg_quarters quarters = mg_quarters_of_book(run->book);
	struct mg_quarter each, last;

	if (!mg_deadline_quarters(run->book, run->today, &each, &last))
		return;
	for (; count_from(each, last) >= 0; each = mg_quarter_next(each))
		put_quarter(run, &quarters, each);
}
