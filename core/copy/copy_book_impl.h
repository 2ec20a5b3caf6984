// SPDX-License-Identifier: EUPL-1.2
//
// Loading a book: its files (copy_book.c), and what is said of a record beside what it holds (copy_seals.c).
#ifndef MG_CORE_COPY_BOOK_IMPL_H
#define MG_CORE_COPY_BOOK_IMPL_H

#include "core/copy/copy_book.h"
#include "core/copy/copy_impl.h"
#include "core/index/index_documents.h"
#include "core/index/index_seals.h"

// Private to loading, beside enum mg_book_more.
#define MG_BOOK_NAMELESS (1u << 14) // signatures without the names of their holders
#define MG_BOOK_DIGESTS  (1u << 15) // of records that are never signed too

struct mg_loader_file {
	const char *path;
	struct mg_id blob; // what it holds; zero: not known without reading the folder's file
};

struct mg_loader {
	struct mg_copy *copy;
	const struct mg_book_wanted *wanted;
	struct mg_book *book;
	struct mg_findings *findings;
	struct mg_error *err;
	struct mg_arena *keep;        // of what is said of records
	struct mg_arena arena;        // of the loading only
	struct mg_loader_file *files; // by path: a record's signatures are found beside it
	size_t n;
	struct mg_index_last *last; // of signatures, by path; NULL: each is looked up
	size_t n_last;
	struct mg_index_seal *known; // in their order; NULL: each is looked up
	size_t n_known;
	struct mg_index_digest *hashed; // by blob; NULL: each is looked up
	size_t n_hashed;
	const char *commit; // the one that was last told, kept: many records are changed by one

	// what had to be computed, and is kept for the next time
	struct mg_index_document *read;
	size_t n_read, read_cap;
	struct mg_index_seal *seals;
	size_t n_seals, seals_cap;
	struct mg_index_digest *digests;
	size_t n_digests, digests_cap;
};

int mg_loader_list_folder(struct mg_loader *l) MG_CHECKED;

int mg_loader_read(const struct mg_loader *l, const struct mg_loader_file *file, struct mg_buf *out) MG_CHECKED;

// The first file whose path is not below text.
size_t mg_loader_first(const struct mg_loader *l, const char *text);

// Says more of a record. Its bytes are read when they are needed and bytes.data is NULL.
int mg_loader_describe(struct mg_loader *l, unsigned more, struct mg_book_record *record,
		       const struct mg_loader_file *file, struct mg_slice bytes) MG_CHECKED;

// Remembers that the bytes of a file were read, and what is to be kept of that (borrowed): when they are the blob's.
int mg_loader_note(struct mg_loader *l, const struct mg_loader_file *file, struct mg_slice bytes,
		   struct mg_slice kept) MG_CHECKED;

// Puts what was read into the index, and forgets it. n_files: how many there are. Not while the index is held.
void mg_loader_keep_read(struct mg_loader *l, size_t n_files);

// Puts what was computed into the index. Not while it is held.
void mg_loader_keep(const struct mg_loader *l);

#endif
