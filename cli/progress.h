// SPDX-License-Identifier: EUPL-1.2
//
// One line on a terminal that says how far long work has come. Silent with -q, and when stderr is no terminal.
#ifndef MG_CLI_PROGRESS_H
#define MG_CLI_PROGRESS_H

#include "cli/command.h"

struct mg_progress_line {
	struct mg_progress progress; // what the core is given; NULL instead when mg_progress_begin says so
	int64_t shown_ms;            // when it was last written; 0: never
};

// Gives what to hand to the core; NULL when nothing is to be shown.
struct mg_progress *mg_progress_begin(const struct mg_cli *cli, struct mg_progress_line *line);

// Takes the line off the terminal.
void mg_progress_end(struct mg_progress_line *line);

#endif
