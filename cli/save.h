// SPDX-License-Identifier: EUPL-1.2
//
// Recording what stands edited in the folder.
#ifndef MG_CLI_SAVE_H
#define MG_CLI_SAVE_H

#include "cli/command.h"

// Records the unrecorded edits of these files (n 0: of all), tells what was recorded and why the rest was not. 0,
// MG_EXIT_FAILED when something is invalid, MG_EXIT_CONFLICTS when somebody must choose a side, or a told error.
int mg_save_paths(struct mg_cli *cli, const char *const *paths, size_t n, enum mg_side side, const char *reason,
		  struct mg_error *err) MG_CHECKED;

#endif
