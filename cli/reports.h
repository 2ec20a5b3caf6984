// SPDX-License-Identifier: EUPL-1.2
//
// What tables and exports have in common: the book they are made from, and where their bytes go.
#ifndef MG_CLI_REPORTS_H
#define MG_CLI_REPORTS_H

#include "cli/command.h"
#include "core/copy/copy_book.h"
#include "core/report/table.h"

// Opens the book of what is recorded and the report made from it: the types wanted, and the CA's own record with them. The
// book is to be cleared, also after a failure.
int mg_reports_open(struct mg_cli *cli, const struct mg_book_wanted *wanted, const char *period, struct mg_book *book,
		    struct mg_report *report, struct mg_error *err) MG_CHECKED;

// Writes bytes into a file; NULL and "-" are the standard output.
int mg_reports_write(const char *file, const struct mg_buf *bytes, struct mg_error *err) MG_CHECKED;

#endif
