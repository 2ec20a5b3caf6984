// SPDX-License-Identifier: EUPL-1.2
//
// Which records of the folder name another: what `show` tells of it, and `rm` warns of.
#ifndef MG_CLI_REFERRING_H
#define MG_CLI_REFERRING_H

#include "cli/command.h"

struct mg_referring {
	const char *path;  // of the record that names it
	const char *field; // where: a key of that record, or a part of its path
};

// By record, each field once. In the arena of the run.
int mg_referring_to(struct mg_cli *cli, const char *path, struct mg_referring **out, size_t *n,
		    struct mg_error *err) MG_CHECKED;

#endif
