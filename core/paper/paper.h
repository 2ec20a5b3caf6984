// SPDX-License-Identifier: EUPL-1.2
//
// Records as printable French documents: HTML that a browser prints or makes a PDF of, from the templates beside this file
// (docs/format-modele.md). Titles, units and the names of what is referred to come from the schemas and the book, so a new
// field is printed without code. Pure: the same records give the same bytes, whenever and wherever they are printed.
#ifndef MG_CORE_PAPER_H
#define MG_CORE_PAPER_H

#include "base/buf.h"
#include "schema/book/book.h"

// The types that the book of such a document needs, besides the record: what the type refers to by its <id>, the CA's own
// record and the actors. In the arena.
int mg_paper_needs(const struct mg_types *types, const struct mg_type *type, struct mg_arena *arena,
		   const char ***names, size_t *n, struct mg_error *err) MG_CHECKED;

// Appends the document of a record of the book, whose signatures are known. The book also has what the record refers to, as
// far as names shall stand beside identifiers. commit, in hexadecimal, is the last that wrote the record; "" when it is
// not recorded. MG_ENOMEM; MG_EINVALID or MG_ELIMIT when a template of ours is wrong.
int mg_paper_print(const struct mg_book *book, const struct mg_book_record *record, struct mg_buf *out,
		   struct mg_error *err) MG_CHECKED;

#endif
