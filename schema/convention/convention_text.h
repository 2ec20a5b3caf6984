// SPDX-License-Identifier: EUPL-1.2
//
// The text that the parties of a convention have signed: the version that all of them signed last, then the avenants and
// renewals that all of them signed since, in order (docs/format-convention.md). Nothing that only one of them wrote is in it.
#ifndef MG_SCHEMA_CONVENTION_TEXT_H
#define MG_SCHEMA_CONVENTION_TEXT_H

#include "schema/book/signing.h"
#include "schema/value/amend.h"

struct mg_convention_text {
	const struct mg_book_record *base;           // the version
	const struct mg_node *root;                  // the text: a convention's keys
	const struct mg_book_record *const *changes; // the avenants and renewals in it, in the order they were applied
	size_t n_changes;
	const struct mg_book_record *failed;   // the first avenant that changes what the text has not; NULL
	const struct mg_book_record *clashing; // the first that replaces what the text did not say; NULL
	const char *clash;                     // the place where it does
};

// The signed text of a convention as of a day, or, when day is NULL, with what takes effect later too. MG_ENOTFOUND when no
// version is signed by all; MG_ENOMEM. Borrows from the book and the arena.
int mg_convention_text(const struct mg_book *book, const char *id, const struct mg_date *day, struct mg_arena *arena,
		       struct mg_convention_text *out, struct mg_error *err) MG_CHECKED;

// The first place where an avenant replaces (`ancien`) what a text does not say, and is not what the text says already; NULL.
const char *mg_convention_clash(const struct mg_node *text, const struct mg_book_record *avenant,
				struct mg_arena *arena);

// ---- what the records say

// The part of an action's record that article 2 repeats, as an element of it. NULL when memory is exhausted.
const struct mg_node *mg_convention_action(const struct mg_book_record *action, struct mg_arena *arena);

// Where the records of the actions of article 2 say something else than the signed text: what an avenant should have
// changed (rules V5, X3). An action without a record any more differs as a whole. MG_ENOMEM.
int mg_convention_drift(const struct mg_book *book, const struct mg_convention_text *text, struct mg_arena *arena,
			struct mg_amendments *out, struct mg_error *err) MG_CHECKED;

#endif
