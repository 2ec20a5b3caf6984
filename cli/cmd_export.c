// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/reports.h"
#include "cli/say.h"
#include "core/report/export.h"

#include <stdio.h>

#define NAME_COLUMNS 10

enum { EXPORT_OUTPUT };

static void list(void)
{
	for (size_t i = 0; i < mg_export_formats_count; i++) {
		size_t used = mg_put_text(stdout, mg_export_formats[i]->name, 0);

		mg_put_blanks(stdout, used < NAME_COLUMNS ? NAME_COLUMNS - used : 1);
		printf("%s\n", mg_cli_text(mg_export_formats[i]->purpose));
	}
}

static int make(struct mg_cli *cli, const struct mg_args *args, const struct mg_export_format *format,
		struct mg_error *err)
{
	const struct mg_book_wanted wanted = {.more = format->more, .types = format->types, .n_types = format->n_types};
	struct mg_report report;
	struct mg_book book = {0};
	struct mg_buf out = {0};
	int rc = mg_reports_open(cli, &wanted, "", &book, &report, err);

	if (rc == 0)
		rc = format->write(&report, &out, err);
	if (rc == 0)
		rc = mg_reports_write(args->values[EXPORT_OUTPUT], &out, err);
	mg_buf_clear(&out);
	mg_book_clear(&book);
	return rc;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const struct mg_export_format *format;
	int rc = args->n ? mg_export_format_find(args->words[0], &format, err) : 0;

	if (rc < 0)
		return rc;
	if (!args->n) {
		list();
		return 0;
	}
	rc = mg_cli_need(cli, MG_NEEDS_COPY, err);
	return rc == 0 ? make(cli, args, format, err) : rc;
}

static const struct mg_option options[] = {
	[EXPORT_OUTPUT] = {'o', "output", N_("FILE"), N_("write there; else on the standard output")},
	{0},
};

const struct mg_command mg_cmd_export = {
	.name = "export",
	.purpose = N_("gives what is recorded in a format that others read"),
	.synopsis = N_("[FORMAT] [-o FILE]"),
	.details = N_("Without FORMAT, lists the formats."),
	.example = "maillage export json -o cooperative.json",
	.options = options,
	.max_words = 1,
	.run = run,
};
