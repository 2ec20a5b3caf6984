// SPDX-License-Identifier: EUPL-1.2
#include "cli/dues.h"

#include "base/i18n.h"
#include "cli/say.h"
#include "core/copy/copy_book.h"
#include "core/report/dues.h"

#include <stdio.h>

#define CODE_COLUMNS 5

int mg_dues_read(struct mg_cli *cli, struct mg_dues *dues, struct mg_error *err)
{
	struct mg_book book = {0};
	int rc;

	mg_dues_init(dues);
	rc = mg_copy_book(cli->copy, MG_BOOK_RECORDED, MG_DUES_MORE, mg_dues_types, MG_DUES_TYPES, &book, NULL, err);
	if (rc == 0)
		rc = mg_dues_of_book(&book, mg_cli_today(), dues, err);
	mg_book_clear(&book);
	return rc;
}

// "in 5 days", "12 days late".
static void put_distance(const struct mg_due *due, int days)
{
	if (due->state == MG_DUE_DONE)
		fputs(_("done"), stdout);
	else if (due->state == MG_DUE_LATE && days < 0)
		printf(P_("%d day late", "%d days late", (unsigned)-days), -days);
	else if (days == 0)
		fputs(due->state == MG_DUE_LATE ? _("late") : _("today"), stdout);
	else
		printf(P_("in %d day", "in %d days", (unsigned)days), days);
}

void mg_dues_put(const struct mg_due *due, struct mg_date today)
{
	char date[MG_DATE_CHARS + 1];
	size_t used;

	mg_date_format(due->date, date);
	printf("%s  ", date);
	used = mg_put_text(stdout, due->code, 0);
	mg_put_blanks(stdout, used < CODE_COLUMNS ? CODE_COLUMNS - used : 1);
	if (*due->whom) {
		mg_put_text(stdout, due->whom, 0);
		fputs(_(": "), stdout);
	}
	mg_put_text(stdout, due->what, 0);
	fputs(" (", stdout);
	put_distance(due, mg_date_days_between(today, due->date));
	fputs(")\n", stdout);
}

void mg_dues_json(struct mg_json *json, const struct mg_due *due, struct mg_date today)
{
	char date[MG_DATE_CHARS + 1];

	mg_date_format(due->date, date);
	mg_json_open(json, '{');
	mg_json_pair(json, "code", due->code);
	mg_json_pair(json, "subject", due->subject);
	mg_json_pair(json, "what", due->what);
	mg_json_pair(json, "whom", *due->whom ? due->whom : NULL);
	mg_json_pair(json, "date", date);
	mg_json_pair_int(json, "days", mg_date_days_between(today, due->date));
	mg_json_pair(json, "state", mg_due_state_name(due->state));
	mg_json_pair(json, "phase", *due->phase ? due->phase : NULL);
	mg_json_pair(json, "article", due->article);
	mg_json_pair(json, "formula", due->formula);
	mg_json_key(json, "records");
	mg_json_open(json, '[');
	for (size_t i = 0; i < due->n_records; i++)
		mg_json_text(json, due->records[i]);
	mg_json_close(json, '[');
	mg_json_close(json, '{');
}

// ---- in short

// Late ones come first, then those that are coming, the next one first.
static const struct mg_due *next_of(const struct mg_dues *dues)
{
	const size_t late = mg_dues_count(dues, MG_DUE_LATE);

	return late < dues->n && dues->items[late].state == MG_DUE_COMING ? &dues->items[late] : NULL;
}

// Somebody ends the convention: told however much comes before, as nobody else may know of it.
static bool is_notice(const struct mg_due *due)
{
	return strcmp(due->code, "L6") == 0 && due->state != MG_DUE_DONE;
}

void mg_dues_summary(const struct mg_dues *dues)
{
	const size_t late = mg_dues_count(dues, MG_DUE_LATE);
	const struct mg_due *next = next_of(dues);

	if (!late && !next)
		return;
	printf(P_("\nDeadlines (`maillage due`): %zu late\n", "\nDeadlines (`maillage due`): %zu late\n", late), late);
	if (next)
		mg_dues_put(next, mg_cli_today());
	for (size_t i = 0; i < dues->n; i++)
		if (&dues->items[i] != next && is_notice(&dues->items[i]))
			mg_dues_put(&dues->items[i], mg_cli_today());
}

void mg_dues_summary_json(struct mg_json *json, const struct mg_dues *dues)
{
	const struct mg_due *next = next_of(dues);

	mg_json_key(json, "due");
	mg_json_open(json, '{');
	mg_json_pair_int(json, "late", (int64_t)mg_dues_count(dues, MG_DUE_LATE));
	mg_json_pair_int(json, "coming", (int64_t)mg_dues_count(dues, MG_DUE_COMING));
	mg_json_key(json, "next");
	if (next)
		mg_dues_json(json, next, mg_cli_today());
	else
		mg_json_text(json, NULL);
	mg_json_key(json, "notices");
	mg_json_open(json, '[');
	for (size_t i = 0; i < dues->n; i++)
		if (is_notice(&dues->items[i]))
			mg_dues_json(json, &dues->items[i], mg_cli_today());
	mg_json_close(json, '[');
	mg_json_close(json, '{');
}
