// SPDX-License-Identifier: EUPL-1.2
//
// The book of a copy: its records, with who signed them and when they were written.
#ifndef MG_CORE_COPY_BOOK_H
#define MG_CORE_COPY_BOOK_H

#include "core/copy/copy.h"
#include "schema/book/book.h"

enum mg_book_source {
	MG_BOOK_RECORDED, // the view: what every copy with the same lines has
	MG_BOOK_FOLDER,   // the files as they stand in the folder, recorded or not
};

enum mg_book_more {
	MG_BOOK_SIGNATURES = 1 << 0, // checked, with the time and the commit that brought each
	MG_BOOK_TIMES = 1 << 1,      // made_ms, changed_ms and commit
	MG_BOOK_PIECES = 1 << 2,     // which attachments there are; a book of all records knows it always
	MG_BOOK_UNLOADED = 1 << 3,   // types without their schemas: for who asks only what records hold
};

struct mg_book_wanted {
	enum mg_book_source source;
	unsigned more;            // enum mg_book_more
	const char *const *types; // of records; n_types 0: all
	size_t n_types;
	// Of these types the records are not read, which takes a hundredth of the time for three years of bilans: the book has
	// their paths and signatures; doc and root are NULL, and a signature's holder has no name.
	const char *const *unread;
	size_t n_unread;
	bool corrected; // of these, those that were corrected are read, and their corrections
};

// Opens the book of the records of these types (n 0: of all). Files that are no YAML are left out, their mistakes in
// findings (may be NULL). To be cleared by mg_book_clear, also after a failure; it outlives the copy.
int mg_copy_book(struct mg_copy *copy, enum mg_book_source source, unsigned more, const char *const *types, size_t n,
		 struct mg_book *book, struct mg_findings *findings, struct mg_error *err) MG_CHECKED;

// The same, with more to say of what is wanted.
int mg_copy_book_wanted(struct mg_copy *copy, const struct mg_book_wanted *wanted, struct mg_book *book,
			struct mg_findings *findings, struct mg_error *err) MG_CHECKED;

// The book of the folder's records, which are read when they are asked for (schema/book/book.h): for who looks at each, and
// at few of them at once. Files that are no YAML are in it. The reader is closed before the book is cleared and the
// copy is closed; *reader is NULL after a failure.
struct mg_copy_reader;
int mg_copy_book_later(struct mg_copy *copy, unsigned more, struct mg_book *book, struct mg_copy_reader **reader,
		       struct mg_error *err) MG_CHECKED;
void mg_copy_reader_close(struct mg_copy_reader *reader);

// Puts one recorded record into an open book, with its signatures and times, whether it was there without them or not:
// what looks closely at one needs not load all of its type. Pointers into the book end. MG_ENOTFOUND.
int mg_copy_book_record(struct mg_copy *copy, const char *path, struct mg_book *book, struct mg_error *err) MG_CHECKED;

// What is known of one recorded record without reading it: its digest (of any type), signatures and times; doc and root
// stay NULL, and the names of who signed are "". In the arena. MG_ENOTFOUND.
int mg_copy_seal(struct mg_copy *copy, const char *path, struct mg_arena *arena, struct mg_book_record *out,
		 struct mg_error *err) MG_CHECKED;

#endif
