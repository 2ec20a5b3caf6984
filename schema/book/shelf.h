// SPDX-License-Identifier: EUPL-1.2
//
// The documents of a book whose records are read when they are asked for, and put back when there are many. For
// schema/book/ only; what others see of it is in book.h.
#ifndef MG_SCHEMA_SHELF_H
#define MG_SCHEMA_SHELF_H

#include "schema/book/book.h"

// Gives the record its document and its root, when it has none. What cannot be read is an empty mapping without a
// document. Nothing to do for a book without a shelf.
void mg_shelf_take(const struct mg_book *book, const struct mg_book_record *record);

void mg_shelf_free(struct mg_book_shelf *shelf);

#endif
