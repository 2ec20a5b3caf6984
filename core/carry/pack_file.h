// SPDX-License-Identifier: EUPL-1.2
//
// The objects of a pack's file (gitformat-pack(5)), one by one, as they stand there. Nothing is held of it but a piece: a
// file mapped as a whole would count as this program's memory.
#ifndef MG_CORE_PACK_FILE_H
#define MG_CORE_PACK_FILE_H

#include "core/repo/pack_make.h"

#include <stdio.h>

#define MG_PACK_NAMED_DELTA 7 // as MG_PACK_DELTA, but of a base told by its name
#define MG_PACK_HEAD        12u
#define MG_PACK_TRAILER     20u

struct mg_pack_file;

struct mg_pack_object {
	uint64_t at;       // where it begins in the file
	uint64_t data_at;  // and its bytes, compressed
	unsigned kind;     // as packs number them
	uint64_t size;     // of its bytes, or its delta's
	uint64_t base_at;  // of MG_PACK_DELTA
	struct mg_id base; // of MG_PACK_NAMED_DELTA
};

// Opens a pack and tells how many objects it says it has. MG_EINVALID when it is none.
int mg_pack_file_open(const char *path, struct mg_pack_file **out, uint32_t *n, struct mg_error *err) MG_CHECKED;
void mg_pack_file_close(struct mg_pack_file *file); // NULL is allowed

// Where its last object ends, and the checksum that follows.
int mg_pack_file_trailer(struct mg_pack_file *file, uint64_t *end, uint8_t sum[MG_PACK_TRAILER],
			 struct mg_error *err) MG_CHECKED;

// The object that begins there. MG_EINVALID when none can, MG_ELIMIT when it is larger than any may be.
int mg_pack_file_object(struct mg_pack_file *file, uint64_t at, struct mg_pack_object *out,
			struct mg_error *err) MG_CHECKED;

// Replaces out by its bytes, or its delta. end (or NULL): where the next one begins; sum (or NULL): the CRC-32 of all that
// stands in the file up to there, which an index has.
int mg_pack_file_inflate(struct mg_pack_file *file, const struct mg_pack_object *object, struct mg_buf *out,
			 uint64_t *end, uint32_t *sum, struct mg_error *err) MG_CHECKED;

// Appends bytes of the file as they are.
int mg_pack_file_copy(struct mg_pack_file *file, uint64_t from, uint64_t to, struct mg_buf *out,
		      struct mg_error *err) MG_CHECKED;

#endif
