// SPDX-License-Identifier: EUPL-1.2
//
// Replacing a file as git does: the new bytes go to <path>.lock, which only one program can make, and which then takes the
// file's name. So ours and git's own programs wait for each other.
#ifndef MG_BASE_LOCKFILE_H
#define MG_BASE_LOCKFILE_H

#include "base/file.h"

#include <limits.h>

struct mg_lockfile {
	char path[PATH_MAX], lock[PATH_MAX];
	int fd; // -1: not held
};

// MG_EEXISTS when another program holds it.
int mg_lockfile_take(struct mg_lockfile *lock, const char *path, struct mg_error *err) MG_CHECKED;

// Replaces the file and lets go; with MG_FILE_LAZY nothing is waited for. When this fails the file is as it was, and the
// lock is let go too.
int mg_lockfile_put(struct mg_lockfile *lock, struct mg_slice bytes, int flags, struct mg_error *err) MG_CHECKED;

// The same of several pieces, one after the other.
int mg_lockfile_put_all(struct mg_lockfile *lock, const struct mg_slice *pieces, size_t n, int flags,
			struct mg_error *err) MG_CHECKED;

// Lets go, unless that is done.
void mg_lockfile_drop(struct mg_lockfile *lock);

#endif
