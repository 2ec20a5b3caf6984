// SPDX-License-Identifier: EUPL-1.2
//
// A signature that was given on paper, or with a provider, recorded with its scan.
#ifndef MG_CLI_SIGNED_PAPER_H
#define MG_CLI_SIGNED_PAPER_H

#include "cli/command.h"
#include "schema/record/path.h"

struct mg_signed_paper {
	const char *scan;   // the file
	const char *party;  // whose; NULL: the caller's
	const char *person; // who signed; NULL: as the text says
	const char *date;   // AAAA-MM-JJ, as typed; NULL: not said, which is refused
	const char *mode;   // NULL: manuscrite_numerisee
	const char *reason; // or NULL
};

// Attaches the scan and records what it proves; prints the path of that record. MG_EUSAGE for what is missing or wrong.
int mg_signed_paper(struct mg_cli *cli, const struct mg_path *path, const struct mg_signed_paper *paper,
		    struct mg_error *err) MG_CHECKED;

#endif
