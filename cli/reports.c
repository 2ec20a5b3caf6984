// SPDX-License-Identifier: EUPL-1.2
#include "cli/reports.h"

#include "base/file.h"

#include <stdio.h>

// The types asked for, and the CA's own record with them: it holds the settings that decide what may be published.
static const char *const *with_settings(struct mg_cli *cli, const char *const *types, size_t *n)
{
	const char **all = *n ? mg_arena_array(&cli->arena, *n + 1, sizeof *all) : NULL;

	if (!all)
		return NULL;
	memcpy(all, types, *n * sizeof *all);
	all[(*n)++] = "cooperative";
	return all;
}

int mg_reports_open(struct mg_cli *cli, const struct mg_book_wanted *wanted, const char *period, struct mg_book *book,
		    struct mg_report *report, struct mg_error *err)
{
	const struct mg_clock *clock = mg_cli_clock();
	struct mg_book_wanted all = *wanted;

	*report = (struct mg_report){.book = book,
				     .now_ms = clock->now_ms(clock->context),
				     .period = period ? period : ""};
	mg_book_init(book, cli->types, "");
	all.types = with_settings(cli, wanted->types, &all.n_types);
	if (all.n_types && !all.types)
		return mg_cli_no_memory(err);
	return mg_copy_book_wanted(cli->copy, &all, book, NULL, err);
}

int mg_reports_write(const char *file, const struct mg_buf *bytes, struct mg_error *err)
{
	int rc = mg_buf_check(bytes, err);

	if (rc < 0)
		return rc;
	if (file && strcmp(file, "-") != 0)
		return mg_file_write(file, mg_buf_slice(bytes), 0, err);
	fwrite(mg_buf_text(bytes), 1, bytes->len, stdout);
	return 0;
}
