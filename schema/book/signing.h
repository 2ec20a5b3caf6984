// SPDX-License-Identifier: EUPL-1.2
//
// Who of the parties has signed a text that they all sign (a convention, an amendment, a renewal), and on which day. A
// party signs here, beside the record; or elsewhere, on paper or with a provider, which is written in the record itself
// before the round is opened, and in conventions/<id>/signatures/<acteur>.yaml afterwards. What was signed elsewhere counts
// once somebody's signature here seals the bytes it is of.
#ifndef MG_SCHEMA_SIGNING_H
#define MG_SCHEMA_SIGNING_H

#include "schema/book/book.h"

struct mg_signing {
	size_t n_parties, n_signed;
	bool complete;                 // there are parties, and each has signed
	struct mg_slice missing;       // the first party that has not, or empty
	bool dated;                    // the day of a signature is known
	struct mg_date last;           // the latest day, when dated
	struct mg_slice last_by;       // whose signature it was
	const struct mg_node *parties; // of the record; NULL
};

struct mg_signing mg_signing_of(const struct mg_book *book, const struct mg_book_record *record);

// The actor of the i-th of the parties of a record; empty beyond them.
struct mg_slice mg_signing_party(const struct mg_node *parties, size_t i);

// Whether an actor is among the parties.
bool mg_signing_has_party(const struct mg_node *parties, struct mg_slice actor);

// Whether an actor has signed a record; *day is left as it was when it is not known.
bool mg_signing_by(const struct mg_book *book, const struct mg_book_record *record, struct mg_slice actor,
		   struct mg_date *day);

// How an actor signed a record elsewhere: {personne, date, mode, empreinte...}; NULL when he did not, or the day is no date.
const struct mg_node *mg_signing_elsewhere(const struct mg_book *book, const struct mg_book_record *record,
					   struct mg_slice actor, struct mg_date *day);

#endif
