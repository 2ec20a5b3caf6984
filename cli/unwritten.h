// SPDX-License-Identifier: EUPL-1.2
//
// What a draft leaves to its author: figures come from the measures, the rest from nobody else.
#ifndef MG_CLI_UNWRITTEN_H
#define MG_CLI_UNWRITTEN_H

#include "cli/command.h"
#include "schema/record/record.h"

// Tells which texts of a bilan, a quarter's or a year's, are empty, by action, and what to do next. It is advice:
// nothing waits for it.
int mg_unwritten_tell(struct mg_cli *cli, const struct mg_path *path, struct mg_error *err) MG_CHECKED;

#endif
