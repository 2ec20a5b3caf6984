// SPDX-License-Identifier: EUPL-1.2
//
// Records that core/report/bilan.h drafts from others: what they are drafted from, and how they are recorded.
#ifndef MG_CLI_BILANS_H
#define MG_CLI_BILANS_H

#include "cli/command.h"
#include "schema/record/record.h"

// Makes or brings up to date the caller's bilan, or the consolidation, of a period; sets these fields in it (n may be 0),
// records it and gives its path. Comments and order of what is there stay.
int mg_bilans_draft(struct mg_cli *cli, const char *periode, const struct mg_writer *writer,
		    const struct mg_record_field *fields, size_t n, const char *reason, struct mg_path *path,
		    struct mg_error *err) MG_CHECKED;
int mg_bilans_consolidate(struct mg_cli *cli, const char *periode, const struct mg_record_field *fields, size_t n,
			  const char *reason, struct mg_path *path, struct mg_error *err) MG_CHECKED;

// A quarter as typed, 2018-t1 included. MG_EUSAGE.
int mg_bilans_period(const char *typed, char out[MG_PERIOD_CHARS + 1], struct mg_error *err) MG_CHECKED;

#endif
