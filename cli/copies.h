// SPDX-License-Identifier: EUPL-1.2
//
// The other coopératives of the same home, for what looks across them: a DD has several on its machine.
#ifndef MG_CLI_COPIES_H
#define MG_CLI_COPIES_H

#include "cli/command.h"
#include "core/report/splitting.h"

struct mg_copies {
	struct mg_splitting_source *items; // the copy at hand first
	size_t n;
	struct mg_book *books; // of the others, which stand after it
	size_t n_books;
};

// The books of the records of these types: the one at hand, which stays the caller's, and those of the other copies that
// the home has written in. One that cannot be read is told, and left out. To be closed, also after a failure.
int mg_copies_open(struct mg_cli *cli, const struct mg_book *book, const char *const *types, size_t n_types,
		   struct mg_copies *out, struct mg_error *err) MG_CHECKED;
void mg_copies_close(struct mg_copies *copies);

#endif
