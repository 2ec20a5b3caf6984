// SPDX-License-Identifier: EUPL-1.2
//
// The texts that wait for somebody's signature: conventions, avenants and renewals whose round the DD has opened. Pure.
#ifndef MG_CORE_AWAITED_H
#define MG_CORE_AWAITED_H

#include "schema/book/signing.h"

struct mg_awaited {
	const struct mg_book_record *record;
	struct mg_signing signing;
};

// Those that an actor has still to sign, by type and path. Not those that nobody needs any more: a version that a later one
// replaces, what would change a convention that is over. In the arena.
int mg_awaited_from(const struct mg_book *book, struct mg_slice actor, struct mg_date today, struct mg_arena *arena,
		    struct mg_awaited **out, size_t *n, struct mg_error *err) MG_CHECKED;

// Whether a text that is being signed has lost its object: the convention that it changes or renews is over.
bool mg_awaited_is_moot(const struct mg_book *book, const struct mg_book_record *record, struct mg_date today);

// The last version of a convention that somebody signed, of those after this one; NULL.
const struct mg_book_record *mg_awaited_instead(const struct mg_book *book, const struct mg_book_record *record);

#endif
