// SPDX-License-Identifier: EUPL-1.2
//
// Several files made durable together, in steps where one must not be there before another. What takes a disk long is
// not the bytes but each wait until they are safe. So all contents are under way before the first wait, all are safe
// before the first name is given, and the folders of a step are waited for together.
#ifndef MG_BASE_BATCH_H
#define MG_BASE_BATCH_H

#include "base/arena.h"
#include "base/lockfile.h"

#define MG_BATCH_OPEN 20 // files waited for one by one; more are to be in one file system

struct mg_batch_file {
	const char *temporary, *path;
	int flags; // enum mg_file_flags
	unsigned step;
	bool in_place;      // it has its name
	bool in_new_folder; // which was made for it, and is waited for too
};

struct mg_batch {
	const char *prefix;          // of temporary names
	struct mg_arena arena;       // owns all below
	struct mg_batch_file *files; // in the order they were added
	size_t n, cap;
	unsigned step;
	int fds[MG_BATCH_OPEN]; // of the first files, until they are safe
	size_t n_fds;
};

// prefix: of the temporary files' names, beside the files they become; NULL: ours. Borrowed.
void mg_batch_init(struct mg_batch *batch, const char *prefix);

// What is added from now on gets its name when all before is safe under its own.
void mg_batch_step(struct mg_batch *batch, const char *prefix);

// Writes a file under a temporary name; flags as for mg_file_write, but MG_FILE_LAZY: the contents are waited for, the name
// is not. Missing folders are made.
int mg_batch_add(struct mg_batch *batch, const char *path, struct mg_slice bytes, int flags,
		 struct mg_error *err) MG_CHECKED;

// The same for a file that is locked, which then is let go by mg_batch_keep, or by mg_batch_clear. Transferred, also on
// failure.
int mg_batch_add_locked(struct mg_batch *batch, struct mg_lockfile *lock, struct mg_slice bytes, int flags,
			struct mg_error *err) MG_CHECKED;

// Gives all files their names, in the order they were added. Afterwards all survive a power cut. After one that comes
// earlier, each name has its whole contents, or is the former file, or is not there.
int mg_batch_keep(struct mg_batch *batch, struct mg_error *err) MG_CHECKED;

// Waits until all that was written to the file system of path is safe: for many files, whoever wrote them.
int mg_batch_wait_for_all(const char *path, struct mg_error *err) MG_CHECKED;

// Removes what was not kept, and frees all.
void mg_batch_clear(struct mg_batch *batch);

#endif
