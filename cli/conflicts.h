// SPDX-License-Identifier: EUPL-1.2
//
// Open conflicts, shown.
#ifndef MG_CLI_CONFLICTS_H
#define MG_CLI_CONFLICTS_H

#include "cli/command.h"
#include "cli/json.h"

#include <stdio.h>

// The numbered values of a conflict: who, when, what, why; which one is shown meanwhile, unless it is settled.
void mg_conflict_show_values(struct mg_cli *cli, FILE *out, const struct mg_open_conflict *open, bool settled);

// {id, record, field, values: [{n, value, actor, key, commit, time, reason}]} (maillage.1, JSON).
void mg_conflict_json(struct mg_cli *cli, struct mg_json *json, const struct mg_open_conflict *open);

#endif
