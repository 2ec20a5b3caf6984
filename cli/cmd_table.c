// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/copies.h"
#include "cli/json.h"
#include "cli/label.h"
#include "cli/reports.h"
#include "cli/say.h"
#include "core/copy/copy_book.h"
#include "core/paper/paper_table.h"
#include "core/report/tables.h"
#include "schema/value/fixed.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define NAME_COLUMNS 18

enum { TABLE_CSV, TABLE_PUBLIC, TABLE_HTML };

// ---- the list

static void list_json(void)
{
	struct mg_json json = {.out = stdout};

	mg_json_open(&json, '[');
	for (size_t i = 0; i < mg_table_kinds_count; i++) {
		const struct mg_table_kind *kind = mg_table_kinds[i];

		mg_json_open(&json, '{');
		mg_json_pair(&json, "table", kind->name);
		mg_json_pair(&json, "title", mg_label_is_french() ? kind->title : kind->title_en);
		mg_json_pair(&json, "purpose", mg_cli_text(kind->purpose));
		mg_json_key(&json, "period");
		mg_json_bool(&json, kind->takes_period);
		mg_json_close(&json, '{');
	}
	mg_json_close(&json, '[');
	mg_json_end(&json);
}

static void list(void)
{
	for (size_t i = 0; i < mg_table_kinds_count; i++) {
		size_t used = mg_put_text(stdout, mg_table_kinds[i]->name, 0);

		mg_put_blanks(stdout, used < NAME_COLUMNS ? NAME_COLUMNS - used : 1);
		printf("%s\n", mg_cli_text(mg_table_kinds[i]->purpose));
	}
}

// ---- a table

static void put_cell(struct mg_json *json, const struct mg_column *column, struct mg_slice text)
{
	const bool is_number =
		column->kind == MG_COLUMN_NUMBER || column->kind == MG_COLUMN_COUNT || column->kind == MG_COLUMN_TOTAL;
	struct mg_fixed value;
	char digits[MG_FIXED_MAX_CHARS];

	mg_json_key(json, column->key);
	if (!text.len)
		mg_json_text(json, NULL);
	else if (is_number && mg_fixed_parse(text, &value))
		mg_json_canon(json, mg_fixed_format(value, digits));
	else
		mg_json_slice(json, text);
}

static void show_json(const struct mg_table *table)
{
	struct mg_json json = {.out = stdout};

	mg_json_open(&json, '[');
	for (size_t i = 0; i < table->n; i++) {
		mg_json_open(&json, '{');
		for (size_t j = 0; j < table->kind->n_columns; j++)
			put_cell(&json, &table->kind->columns[j], table->rows[i].cells[j]);
		if (table->rows[i].flags & MG_ROW_TOTAL) {
			mg_json_key(&json, "total");
			mg_json_bool(&json, true);
		}
		mg_json_close(&json, '{');
	}
	mg_json_close(&json, '[');
	mg_json_end(&json);
}

// Of a terminal; 0 when nobody looks, and a line is then a row.
static size_t width(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return 0;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

static int show(struct mg_cli *cli, const struct mg_args *args, const struct mg_book *book, struct mg_table *table,
		struct mg_error *err)
{
	const char *file = args->values[TABLE_CSV] ? args->values[TABLE_CSV] : args->values[TABLE_HTML];
	const bool french = file || mg_label_is_french(); // a file is for French spreadsheets and readers
	struct mg_buf out = {0};
	int rc = 0;

	if (cli->json && !file && !args->values[TABLE_PUBLIC]) {
		show_json(table);
		return 0;
	}
	if (!args->values[TABLE_PUBLIC])
		rc = mg_table_say(table, book->types, french, err);
	if (rc < 0)
		return rc;
	if (args->values[TABLE_HTML])
		rc = mg_paper_table(table, book, &out, err);
	else if (args->values[TABLE_PUBLIC])
		mg_table_csv(table, MG_CSV_OPEN, &out);
	else if (file)
		mg_table_csv(table, MG_CSV_FRENCH, &out);
	else
		mg_table_text(table, french, width(), &out);
	if (rc == 0)
		rc = mg_reports_write(file ? file : args->values[TABLE_PUBLIC], &out, err);
	mg_buf_clear(&out);
	return rc;
}

static int make(struct mg_cli *cli, const struct mg_args *args, const struct mg_table_kind *kind, struct mg_error *err)
{
	const struct mg_book_wanted wanted = {.more = kind->more,
					      .types = kind->types,
					      .n_types = kind->n_types,
					      .unread = kind->unread,
					      .n_unread = kind->n_unread};
	struct mg_copies copies = {0};
	struct mg_report report;
	struct mg_table table;
	struct mg_book book = {0};
	int rc;

	mg_table_init(&table, kind);
	rc = mg_reports_open(cli, &wanted, args->n > 1 ? args->words[1] : "", &book, &report, err);
	if (rc == 0 && kind->takes_all)
		rc = mg_copies_open(cli, &book, kind->types, kind->n_types, &copies, err);
	report.sources = copies.items;
	report.n_sources = copies.n;
	if (rc == 0)
		rc = kind->fill(&report, &table, err);
	if (rc == 0 && args->values[TABLE_PUBLIC])
		rc = mg_table_publish(&table, mg_report_threshold(&book), err);
	if (rc == 0)
		rc = show(cli, args, &book, &table, err);
	mg_table_clear(&table);
	mg_copies_close(&copies);
	mg_book_clear(&book);
	return rc;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const struct mg_table_kind *kind;
	int rc = args->n ? mg_table_kind_find(args->words[0], &kind, err) : 0;

	if (rc < 0)
		return rc;
	if (!args->n) {
		cli->json ? list_json() : list();
		return 0;
	}
	if (args->n > 1 && !kind->takes_period)
		return mg_fail(err, MG_EUSAGE, _("the table %s takes no period"), kind->name);
	if (!!args->values[TABLE_CSV] + !!args->values[TABLE_PUBLIC] + !!args->values[TABLE_HTML] > 1)
		return mg_fail(err, MG_EUSAGE, _("--csv, --public and --html make different files"));
	rc = mg_cli_need(cli, MG_NEEDS_COPY, err);
	return rc == 0 ? make(cli, args, kind, err) : rc;
}

static const struct mg_option options[] = {
	[TABLE_CSV] = {0, "csv", N_("FILE"), N_("for a spreadsheet in French; - is the standard output")},
	[TABLE_PUBLIC] = {0, "public", N_("FILE"), N_("to publish: open CSV of what is public, small counts masked")},
	[TABLE_HTML] = {0, "html", N_("FILE"), N_("to print, from a browser, in French")},
	{0},
};

const struct mg_command mg_cmd_table = {
	.name = "table",
	.purpose = N_("prints what is recorded as a table"),
	.synopsis = N_("[NAME [PERIOD]] [--csv FILE | --public FILE | --html FILE]"),
	.details = N_(
		"Without NAME, lists the tables. PERIOD is a quarter such as 2018-T1, or a year. --csv is for Excel\n"
		"and LibreOffice in French: semicolons, decimal commas. --public is for open data: commas, points,\n"
		"only records that say `visibilite: publique`; counts of persons below "
		"parametres.seuil_effectif_public\n"
		"(11 when not said) are \"s\", and so are those from which they could be computed."),
	.example = "maillage table acteurs\n"
		   "  maillage table qui-fait-quoi --csv offre.csv",
	.options = options,
	.max_words = 2,
	.flags = MG_HAS_JSON,
	.run = run,
};
