// SPDX-License-Identifier: EUPL-1.2
//
// The steps of writing a file, for those who write several at once. Private to base. What returns -1 leaves errno.
#ifndef MG_BASE_FILE_IMPL_H
#define MG_BASE_FILE_IMPL_H

#include "base/file.h"

#include <limits.h>

// The folder part of a path ("." when there is none), which fits as the path does. Returns folder.
const char *mg_file_folder(const char *path, char folder[PATH_MAX]);

int mg_file_wait_for_folder(const char *folder) MG_CHECKED;

int mg_file_write_all(int fd, struct mg_slice bytes) MG_CHECKED;
int mg_file_write_pieces(int fd, const struct mg_slice *pieces, size_t n) MG_CHECKED; // one after the other

// Writes bytes under a temporary name in path's folder, which is made when missing, and leaves the file open, not synced.
int mg_file_put_aside(const char *path, const char *prefix, struct mg_slice bytes, int flags, char temporary[PATH_MAX],
		      int *fd, struct mg_error *err) MG_CHECKED;

// Gives a temporary file its name. It stays when this fails.
int mg_file_put_in_place(const char *temporary, const char *path, int flags) MG_CHECKED;

#endif
