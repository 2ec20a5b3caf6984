// SPDX-License-Identifier: EUPL-1.2
//
// Files as whole values: read within a limit, written atomically (temporary name in the same folder, fsync, rename,
// fsync of the folder). Every file Maillage writes outside git's object store goes through here.
#ifndef MG_BASE_FILE_H
#define MG_BASE_FILE_H

#include "base/buf.h"

#include <stdbool.h>

// Replaces out's bytes with the file's. MG_ENOTFOUND when there is none; MG_ELIMIT above max_bytes; MG_EINVALID when it
// is no regular file (a link is not followed).
int mg_file_read(const char *path, size_t max_bytes, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

enum mg_file_flags {
	MG_FILE_PRIVATE = 1 << 0,   // mode 0600 instead of 0644
	MG_FILE_NEW = 1 << 1,       // MG_EEXISTS when the name is taken
	MG_FILE_READ_ONLY = 1 << 2, // mode 0444
	MG_FILE_LAZY = 1 << 3,      // no fsync: for what can be derived again (the working tree: git has its bytes)
};

// Either the old file or the whole new one is there afterwards, also after a crash. Missing folders are made.
int mg_file_write(const char *path, struct mg_slice bytes, int flags, struct mg_error *err) MG_CHECKED;

// Writes over the bytes of a file of the same length; one of another length is replaced. Nothing is waited for, and a
// kill or a power cut may leave some old bytes and some new: for a few bytes whose form tells whether they are whole,
// and that can be lost.
int mg_file_overwrite(const char *path, struct mg_slice bytes, struct mg_error *err) MG_CHECKED;

// Removes a file; its absence is no error.
int mg_file_remove(const char *path, struct mg_error *err) MG_CHECKED;

// Removes a folder and all it holds: of a link the link, never what it points to. With keep_top the folder itself
// stays, empty. For what this run has just made, such as half a copy.
int mg_file_remove_tree(const char *path, bool keep_top, struct mg_error *err) MG_CHECKED;

// Makes a folder and its parents (mode 0755, private: 0700); being there already is no error.
// What was made is there after a crash too.
int mg_file_mkdirs(const char *path, bool is_private, struct mg_error *err) MG_CHECKED;

// Waits until what was renamed into or out of a folder would survive a power cut.
int mg_file_sync_folder(const char *path, struct mg_error *err) MG_CHECKED;

// Locks an open file or folder against other programs that do so too (flock), until it is closed or unlocked. Waits for them
// MG_LOCK_WAIT_MS, then MG_EBUSY: another program is writing in `where`.
int mg_file_lock(int fd, const char *where, struct mg_error *err) MG_CHECKED;

bool mg_file_exists(const char *path);

#endif
