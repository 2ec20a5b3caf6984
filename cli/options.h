// SPDX-License-Identifier: EUPL-1.2
//
// From argv to a command and its arguments, by the table. Options may stand before or after words; `--` ends them.
#ifndef MG_CLI_OPTIONS_H
#define MG_CLI_OPTIONS_H

#include "cli/command.h"

// What every command takes.
struct mg_globals {
	const char *dir; // -C, or NULL
	bool json, quiet, help, version;
};

// Reads the options that stand before the command's name, and stops at the first word: *used tells how many arguments
// (argv[0] included) it took. MG_EUSAGE with a sentence and the nearest option.
int mg_options_global(int argc, char *const *argv, struct mg_globals *globals, int *used,
		      struct mg_error *err) MG_CHECKED;

// Reads what follows the command's name, global options too. The words are borrowed from argv; args->words is in the
// arena. Counts words unless help is asked.
int mg_options_parse(const struct mg_command *command, int argc, char *const *argv, struct mg_arena *arena,
		     struct mg_globals *globals, struct mg_args *args, struct mg_error *err) MG_CHECKED;

// The number an option or word holds, from 1. MG_EUSAGE.
int mg_options_number(const char *what, const char *text, size_t *value, struct mg_error *err) MG_CHECKED;

#endif
