// SPDX-License-Identifier: EUPL-1.2
//
// ZIP archives, made in memory (minizip). A file appears whole or not at all.
#ifndef MG_CORE_ARCHIVE_H
#define MG_CORE_ARCHIVE_H

#include "base/buf.h"

#include <stdint.h>

struct mg_archive;

// MG_EEXISTS when there is such a file: it is never overwritten.
int mg_archive_open(const char *path, struct mg_archive **out, struct mg_error *err) MG_CHECKED;

// An entry of at most 4 GiB, with the time it gets. The name is ASCII, folders end with slashes.
int mg_archive_add(struct mg_archive *archive, const char *name, struct mg_slice bytes, int64_t time_ms,
		   struct mg_error *err) MG_CHECKED;

// Writes it, or with keep false forgets it. The handle is gone in both cases. NULL is allowed.
int mg_archive_close(struct mg_archive *archive, bool keep, struct mg_error *err) MG_CHECKED;

#endif
