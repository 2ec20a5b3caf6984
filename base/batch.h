// SPDX-License-Identifier: EUPL-1.2
//
// Several files made durable together. What a disk takes long for is not bytes but each wait until they are safe: so all
// contents are under way before the first wait, all are safe before the first name, and each folder is waited for once.
#ifndef MG_BASE_BATCH_H
#define MG_BASE_BATCH_H

#include "base/arena.h"
#include "base/file.h"

#define MG_BATCH_OPEN 16 // files waited for one by one

struct mg_batch_file {
	const char *temporary, *path;
	int flags;
	bool in_place;
};

struct mg_batch {
	const char *prefix;          // of temporary names
	struct mg_arena arena;       // owns all below
	struct mg_batch_file *files; // in the order they were added
	size_t n, cap;
	int fds[MG_BATCH_OPEN]; // of the first files, until they are safe
	size_t n_fds;
};

// prefix: of the temporary files' names, beside the files they become; NULL: ours. Borrowed.
void mg_batch_init(struct mg_batch *batch, const char *prefix);

// Writes a file under a temporary name; flags as for mg_file_write. Missing folders are made.
int mg_batch_add(struct mg_batch *batch, const char *path, struct mg_slice bytes, int flags,
		 struct mg_error *err) MG_CHECKED;

// Gives all files their names, in the order they were added. Afterwards all survive a power cut; when one comes before, a
// name has its whole contents, or is not there (or is the former file).
int mg_batch_keep(struct mg_batch *batch, struct mg_error *err) MG_CHECKED;

// Waits until all that was written to the file system of path is safe: for many files, whoever wrote them.
int mg_batch_wait_for_all(const char *path, struct mg_error *err) MG_CHECKED;

// Removes what was not kept, and frees all.
void mg_batch_clear(struct mg_batch *batch);

#endif
