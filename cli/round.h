// SPDX-License-Identifier: EUPL-1.2
//
// Whose turn it is in the round in which parties sign one text.
#ifndef MG_CLI_ROUND_H
#define MG_CLI_ROUND_H

#include "cli/command.h"
#include "schema/book/book.h"

// MG_EDENIED, with what to do, when another opens the round and has not yet, or when a later version is being signed instead.
// Nothing to say of what is not signed by parties.
int mg_round_check(struct mg_cli *cli, const struct mg_book *book, const struct mg_book_record *record,
		   struct mg_error *err) MG_CHECKED;

// Appends the parties of a text that have signed it, or that have not: "asso, mairie".
void mg_round_parties(const struct mg_book *book, const struct mg_book_record *record, bool signed_it,
		      struct mg_buf *out);

// Says how far the round of a text is that was just signed; nothing of a record without parties.
int mg_round_tell(struct mg_cli *cli, const struct mg_path *path, struct mg_error *err) MG_CHECKED;

#endif
