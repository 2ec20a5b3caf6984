// SPDX-License-Identifier: EUPL-1.2
//
// Deadlines as people and programs read them, for every command that tells of them.
#ifndef MG_CLI_DUES_H
#define MG_CLI_DUES_H

#include "cli/command.h"
#include "cli/json.h"
#include "schema/due/due.h"

// The deadlines of what is recorded, as of today, sorted. *dues is initialised, and to be cleared also after a failure.
int mg_dues_read(struct mg_cli *cli, struct mg_dues *dues, struct mg_error *err) MG_CHECKED;

// A line: when, which, for whom, what, and how far off it is.
void mg_dues_put(const struct mg_due *due, struct mg_date today);

// The object of one.
void mg_dues_json(struct mg_json *json, const struct mg_due *due, struct mg_date today);

// What `status` tells: how many are late, and the next that comes; nothing when nothing is due.
void mg_dues_summary(const struct mg_dues *dues);
void mg_dues_summary_json(struct mg_json *json, const struct mg_dues *dues); // the pair "due"

#endif
