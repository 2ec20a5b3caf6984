// SPDX-License-Identifier: EUPL-1.2
//
// Help, made from the table of commands.
#ifndef MG_CLI_HELP_H
#define MG_CLI_HELP_H

#include "cli/command.h"

#include <stdio.h>

// All commands, a line each.
void mg_help_list(FILE *out);

// One command: purpose, usage, options, example, exit codes.
void mg_help_command(const struct mg_command *command, FILE *out);

// The commands whose first of two words this is ("key": key new, key show). False when there are none.
bool mg_help_family(const char *first, FILE *out);

void mg_help_version(FILE *out);

#endif
