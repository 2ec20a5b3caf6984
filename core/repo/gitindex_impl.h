// SPDX-License-Identifier: EUPL-1.2
//
// Where things are in git's index. Private to core/repo/gitindex*.c.
#ifndef MG_CORE_GITINDEX_IMPL_H
#define MG_CORE_GITINDEX_IMPL_H

#include "core/repo/gitindex.h"

#include <string.h>

#define HEAD_BYTES    12u
#define FLAG_EXTENDED 0x4000u

// Where the fields of an entry are.
enum {
	AT_CTIME = 0,
	AT_MTIME = 8,
	AT_DEV = 16,
	AT_INO = 20,
	AT_MODE = 24,
	AT_UID = 28,
	AT_GID = 32,
	AT_SIZE = 36,
	AT_ID = 40,
	AT_FLAGS = 60,
	AT_NAME = 62,
};

struct mg_gitindex_edit {
	const char *path;
	bool put; // else: dropped
	struct mg_id blob;
	struct stat st; // zero: the disk does not hold it
};

struct mg_gitindex {
	struct mg_repo *repo;
	char *path;
	struct mg_slice bytes; // the file's, mapped
	size_t *offsets;       // of the entries
	size_t n;
	bool whole;
	int64_t time_ns;
	struct mg_arena arena;
	struct mg_gitindex_edit *edits;
	size_t n_edits, edits_cap;
};

static inline uint32_t get32(const char *from)
{
	const unsigned char *b = (const unsigned char *)from;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static inline void set32(char *to, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		to[i] = (char)(value >> (24 - 8 * i));
}

static inline unsigned flags_of(const char *entry)
{
	return get32(entry + AT_FLAGS - 2) & 0xffff;
}

static inline size_t name_at(const char *entry)
{
	return AT_NAME + (flags_of(entry) & FLAG_EXTENDED ? 2 : 0);
}

static inline const char *name_of(const char *entry)
{
	return entry + name_at(entry);
}

// Ended by one to eight NULs.
static inline size_t padded(size_t len)
{
	return (len + 8) & ~(size_t)7;
}

// Index of the first entry whose path is not below this one.
size_t mg_gitindex_lower_bound(const struct mg_gitindex *stage, const char *path);

// Reads it anew when it was written since. With its lock.
int mg_gitindex_read_again(struct mg_gitindex *stage, struct mg_error *err) MG_CHECKED;

#endif
