// SPDX-License-Identifier: EUPL-1.2
//
// The parts of a convention that the records say, as its fields hold them. Private to core/report/convention*.c. All give
// NULL when memory is exhausted; `before` is the list of an earlier text, whose elements keep their ids, or NULL.
#ifndef MG_CORE_CONVENTION_PARTS_H
#define MG_CORE_CONVENTION_PARTS_H

#include "schema/book/book.h"

// Who signs: the DD first, then the members and those who are about to be. Who was a party stays one until he has left.
const struct mg_node *mg_convention_parties(const struct mg_book *book, const struct mg_node *before,
					    struct mg_arena *arena);

// Who signs a change from one list of parties to another (NULL: it stays): all of them but those who left, who sign no
// more; nor do those whose recorded exit has taken effect on a day (NULL: none is asked for).
const struct mg_node *mg_convention_signers(const struct mg_book *book, const struct mg_node *before,
					    const struct mg_node *after, const struct mg_date *on,
					    struct mg_arena *arena);

const struct mg_node *mg_convention_objectives(const struct mg_book *book, struct mg_arena *arena);

// What is signed stays until it is given up; what is only proposed enters a first version and no later one.
const struct mg_node *mg_convention_actions(const struct mg_book *book, const struct mg_node *before,
					    struct mg_arena *arena);

// Those of the actions of a list.
const struct mg_node *mg_convention_indicators(const struct mg_book *book, const struct mg_node *actions,
					       struct mg_arena *arena);

// A list of texts, each once, grown one by one.
struct mg_convention_names {
	struct mg_arena *arena;
	const struct mg_node **items;
	size_t n, cap;
	bool failed;
};

void mg_convention_name(struct mg_convention_names *names, struct mg_slice name);
const struct mg_node *mg_convention_names(const struct mg_convention_names *names);

// The latest of the records of a type that stand in a convention's folder; NULL.
const struct mg_book_record *mg_convention_last(const struct mg_book *book, const char *type, const char *id);

// What a draft takes up: the last record when nobody has signed it, else NULL; *number is the draft's.
const struct mg_book_record *mg_convention_unsigned(const struct mg_book_record *last, unsigned *number);

#endif
