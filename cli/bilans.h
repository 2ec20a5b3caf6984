// SPDX-License-Identifier: EUPL-1.2
//
// Records that core/report drafts from others: what they are drafted from, and how they are recorded.
#ifndef MG_CLI_BILANS_H
#define MG_CLI_BILANS_H

#include "cli/command.h"
#include "core/report/bilan.h"
#include "schema/record/record.h"

// Whether records of a type are drafted from others: bilans of a quarter or a year, and what brings them together.
bool mg_bilans_are_drafted(const char *type);

// Makes or brings up to date such a record of a period: the caller's, or the DD's. Sets these fields in it (n may be 0),
// records it and gives its path. Comments that are there stay. The reason is also that of a correction.
int mg_bilans_draft(struct mg_cli *cli, const char *type, const char *period, const struct mg_record_field *fields,
		    size_t n, const char *reason, struct mg_path *path, struct mg_error *err) MG_CHECKED;

// Records one that was made (core/report/bilan.h). MG_EXIT_FAILED when it has not the right shape, which is shown.
int mg_bilans_record(struct mg_cli *cli, const struct mg_bilan_made *made, const char *reason,
		     struct mg_error *err) MG_CHECKED;

// The same with these fields set in it.
int mg_bilans_record_with(struct mg_cli *cli, const struct mg_bilan_made *made, const struct mg_record_field *fields,
			  size_t n, const char *reason, struct mg_error *err) MG_CHECKED;

// The recorded book of all that bilans are about, with its signatures. To be cleared, also after a failure.
int mg_bilans_book(struct mg_cli *cli, struct mg_book *book, struct mg_error *err) MG_CHECKED;

// MG_EDENIED unless the actor is a DD: whom `dd_animatrice` names, or whose role is dd.
int mg_bilans_require_dd(const struct mg_book *book, const char *actor, struct mg_error *err) MG_CHECKED;

// A quarter as typed, 2018-t1 included. MG_EUSAGE.
int mg_bilans_period(const char *typed, char out[MG_PERIOD_CHARS + 1], struct mg_error *err) MG_CHECKED;

// The period that a drafted type is of, as typed: a quarter, or a year such as 2018. MG_EUSAGE.
int mg_bilans_period_of(const char *type, const char *typed, char out[MG_PERIOD_CHARS + 1],
			struct mg_error *err) MG_CHECKED;

#endif
