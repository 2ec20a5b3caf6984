// SPDX-License-Identifier: EUPL-1.2
#include "cli/dues.h"

#include "base/i18n.h"
#include "cli/label.h"
#include "cli/say.h"
#include "core/copy/copy_book.h"
#include "core/report/awaited.h"
#include "core/report/dues.h"

#include <stdio.h>

#define CODE_COLUMNS 5

// Nothing waits for who only reads.
static int read_to_sign(struct mg_cli *cli, const struct mg_book *book, struct mg_to_signs *out, struct mg_error *err)
{
	struct mg_awaited *awaited;
	struct mg_writer writer;
	struct mg_error reader;
	int rc;

	*out = (struct mg_to_signs){0};
	if (mg_copy_writer(cli->copy, &writer, &reader) < 0)
		return 0;
	rc = mg_awaited_from(book, mg_slice_of(writer.actor), mg_cli_today(), &cli->arena, &awaited, &out->n, err);
	out->items = mg_arena_array(&cli->arena, out->n, sizeof *out->items);
	if (rc == 0 && !out->items)
		rc = mg_cli_no_memory(err);
	for (size_t i = 0; rc == 0 && i < out->n; i++) {
		const struct mg_signing *signing = &awaited[i].signing;

		out->items[i] = (struct mg_to_sign){mg_arena_strdup(&cli->arena, awaited[i].record->path),
						    awaited[i].record->type, signing->n_parties, signing->n_signed};
		rc = out->items[i].path ? 0 : mg_cli_no_memory(err);
	}
	return rc;
}

int mg_dues_read(struct mg_cli *cli, struct mg_dues *dues, struct mg_to_signs *to_sign, struct mg_error *err)
{
	struct mg_book book = {0};
	int rc;

	mg_dues_init(dues);
	rc = mg_copy_book(cli->copy, MG_BOOK_RECORDED, MG_DUES_MORE, mg_dues_types, MG_DUES_TYPES, &book, NULL, err);
	if (rc == 0)
		rc = mg_dues_of_book(&book, mg_cli_today(), dues, err);
	if (rc == 0)
		rc = read_to_sign(cli, &book, to_sign, err);
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

// ---- what waits for a signature

void mg_to_signs_put(const struct mg_to_signs *to_sign, bool apart)
{
	if (to_sign->n)
		printf("%s%s", apart ? "\n" : "",
		       _("To be signed by you (`maillage print` shows the text, `maillage sign` signs it):\n"));
	for (size_t i = 0; i < to_sign->n; i++) {
		const struct mg_to_sign *each = &to_sign->items[i];
		char printed[MG_MAX_PATH_BYTES + 1];

		mg_path_print(each->path, printed);
		fputs("  ", stdout);
		mg_put_text(stdout, printed, 0);
		printf("  %s, ", mg_label_type(each->type));
		printf(_("signed by %zu of %zu\n"), each->n_signed, each->n_parties);
	}
}

void mg_to_signs_json(struct mg_json *json, const struct mg_to_signs *to_sign)
{
	mg_json_key(json, "to_sign");
	mg_json_open(json, '[');
	for (size_t i = 0; i < to_sign->n; i++) {
		mg_json_open(json, '{');
		mg_json_pair_record(json, "record", to_sign->items[i].path);
		mg_json_pair_int(json, "parties", (int64_t)to_sign->items[i].n_parties);
		mg_json_pair_int(json, "signed", (int64_t)to_sign->items[i].n_signed);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
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

// The next that the writer himself has to do, when the next of all is somebody else's.
static const struct mg_due *own_next(const struct mg_dues *dues, const struct mg_due *next, const char *actor)
{
	if (!next || !*next->whom || !*actor || strcmp(next->whom, actor) == 0)
		return NULL;
	for (size_t i = (size_t)(next - dues->items); i < dues->n && dues->items[i].state == MG_DUE_COMING; i++)
		if (strcmp(dues->items[i].whom, actor) == 0)
			return &dues->items[i];
	return NULL;
}

void mg_dues_summary(const struct mg_dues *dues, const char *actor)
{
	const size_t late = mg_dues_count(dues, MG_DUE_LATE);
	const struct mg_due *next = next_of(dues), *own = own_next(dues, next, actor);

	if (!late && !next)
		return;
	printf(P_("\nDeadlines (`maillage due`): %zu late\n", "\nDeadlines (`maillage due`): %zu late\n", late), late);
	if (next)
		mg_dues_put(next, mg_cli_today());
	if (own)
		mg_dues_put(own, mg_cli_today());
	for (size_t i = 0; i < dues->n; i++)
		if (&dues->items[i] != next && &dues->items[i] != own && is_notice(&dues->items[i]))
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
