// SPDX-License-Identifier: EUPL-1.2
//
// Many objects put in a repository at once, as one pack and its index: durable after three waits for the disk, where
// loose objects take two each. Private to core/repo and core/carry.
#ifndef MG_CORE_REPO_PACK_H
#define MG_CORE_REPO_PACK_H

#include "core/repo/pack_make.h"
#include "core/repo/repo_impl.h"
#include "core/repo/sha1.h"

// Writes objects by rising id, each once and none of them in the repository yet, below folder ("…/objects/pack").
int mg_pack_write(const char *folder, struct mg_repo_object *const *objects, size_t n, struct mg_error *err) MG_CHECKED;

// ---- for a pack whose objects come one by one

struct mg_packed {
	struct mg_id id;
	uint32_t offset, sum; // where it is, CRC-32 of its bytes there
};

// n: how many objects it will have, when that is known.
void mg_pack_start(struct mg_buf *out, uint32_t n);

// The object that stands from `at` to the end of what has been put.
void mg_pack_note(const struct mg_buf *pack, size_t at, const struct mg_id *id, struct mg_packed *out);

// The index of a pack with that checksum, its objects by rising id. The caller checks the buffer.
void mg_pack_put_index(struct mg_buf *out, const struct mg_packed *objects, size_t n, const uint8_t sum[MG_SHA1_BYTES]);

// Ends the pack and writes it with its index, both durable; objects are sorted. Gives its file's name without a suffix.
int mg_pack_keep(struct mg_buf *pack, struct mg_packed *objects, size_t n, const char *folder, char name[MG_PACK_NAME],
		 struct mg_error *err) MG_CHECKED;

#endif
