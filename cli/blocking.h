// SPDX-License-Identifier: EUPL-1.2
//
// What the guide forbids while an obligation is open: asked before something is signed, submitted or closed.
#ifndef MG_CLI_BLOCKING_H
#define MG_CLI_BLOCKING_H

#include "cli/command.h"
#include "schema/rule/rule.h"

// 0 when nothing stands in the way of an act on a recorded record; else what does is shown, with what to do, and the
// answer is MG_EXIT_FAILED. MG_ENOTFOUND.
int mg_blocking(struct mg_cli *cli, const char *path, enum mg_act act, struct mg_error *err) MG_CHECKED;

#endif
