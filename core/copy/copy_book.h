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
};

// Opens the book of the records of these types (n 0: of all). Files that are no YAML are left out, their mistakes in
// findings (may be NULL). To be cleared by mg_book_clear, also after a failure; it outlives the copy.
int mg_copy_book(struct mg_copy *copy, enum mg_book_source source, unsigned more, const char *const *types, size_t n,
		 struct mg_book *book, struct mg_findings *findings, struct mg_error *err) MG_CHECKED;

// Puts the recorded records of some types into an open book without reading them: doc and root are NULL. With digests and
// signatures of those that are signed, but not the names of who signed. For who asks only what there is, and what was
// signed when: to read three years of bilans takes a hundred times as long. Pointers into the book end.
int mg_copy_book_unread(struct mg_copy *copy, const char *const *types, size_t n, struct mg_book *book,
			struct mg_error *err) MG_CHECKED;

// Puts one recorded record into an open book, with its signatures and times, whether it was there without them or not:
// what looks closely at one needs not load all of its type. Pointers into the book end. MG_ENOTFOUND.
int mg_copy_book_record(struct mg_copy *copy, const char *path, struct mg_book *book, struct mg_error *err) MG_CHECKED;

// What is known of one recorded record without reading it: its bytes, their digest (of any type), signatures and times;
// doc and root stay NULL, and the names of who signed are "". In the arena. MG_ENOTFOUND.
int mg_copy_seal(struct mg_copy *copy, const char *path, struct mg_arena *arena, struct mg_book_record *out,
		 struct mg_buf *bytes, struct mg_error *err) MG_CHECKED;

#endif
