// SPDX-License-Identifier: EUPL-1.2
//
// Open conflicts, shown.
#ifndef MG_CLI_CONFLICTS_H
#define MG_CLI_CONFLICTS_H

#include "cli/command.h"
#include "cli/json.h"

#include <stdio.h>

// The numbered values of a conflict: who, when, what; which one is shown meanwhile, unless it is settled.
void mg_conflict_show_values(struct mg_cli *cli, FILE *out, const struct mg_open_conflict *open, bool settled);

// {id, record, field, values: [{n, value, actor, key, commit, time}]} (DESIGN section 9).
void mg_conflict_json(struct mg_json *json, const struct mg_open_conflict *open);

// The field that is typed to settle it: the place without the "{}" of a conflict about kinds. In the arena of the run.
const char *mg_conflict_field(struct mg_cli *cli, const struct mg_conflict *conflict);

#endif
