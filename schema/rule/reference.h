// SPDX-License-Identifier: EUPL-1.2
//
// References: which records a record names, by the x-ref of its schema and by its path, and the reverse.
#ifndef MG_SCHEMA_REFERENCE_H
#define MG_SCHEMA_REFERENCE_H

#include "schema/book/book.h"
#include "schema/record/record_at.h"

struct mg_reference {
	const struct mg_book_record *from;
	const struct mg_type *type; // of what is named; NULL: a path that no record may have
	struct mg_slice name;       // as written: a name, or a path, of types that have no id and where any may stand
	const struct mg_node *node; // the text that names it; NULL: it stands in the path
	struct mg_slice field;      // the key of the record it stands in or below; of a path, its part
	const struct mg_book_record *to; // NULL: there is no such record; perhaps not read (mg_book_root)
};

// Whether it names the record by its path.
bool mg_reference_is_path(const struct mg_reference *reference);

// Such a name, with or without .yaml, as the path of a file. False when it is too long for one.
bool mg_reference_path(struct mg_slice name, char path[MG_MAX_PATH_BYTES + 1]);

// Calls visit for every reference of a record, those of its text in order. at and schema are where it stands; NULL for
// the path. A path's reference that a field of the same name repeats is left out, and one to a type that there is not.
typedef void mg_reference_visit(void *data, const struct mg_reference *reference, const struct mg_record_at *at,
				const struct mg_schema *schema);
void mg_reference_each(const struct mg_book *book, const struct mg_book_record *record, mg_reference_visit *visit,
		       void *data);

// What is remembered of a reference that leads to a record, when the one it stands in is no longer at hand. Neither record
// needs to be read.
struct mg_reference_known {
	const struct mg_book_record *from, *to;
	const char *field; // as above
	uint32_t offset;   // in the file; that of the path is after all
};

// All references of a book that lead to a record, by that record, then by the one they come from.
struct mg_references {
	struct mg_reference_known *items;
	size_t n, cap;
	const char **fields; // each once
	size_t n_fields, fields_cap;
	bool failed; // while it was filled: no memory
};

// In the arena. The book is sorted, and borrowed. MG_ENOMEM.
int mg_references_of(const struct mg_book *book, struct mg_arena *arena, struct mg_references *out,
		     struct mg_error *err) MG_CHECKED;

// Those that lead to a record of the book: *n of them, side by side; NULL when there are none.
const struct mg_reference_known *mg_references_to(const struct mg_references *references,
						  const struct mg_book_record *to, size_t *n);

#endif
