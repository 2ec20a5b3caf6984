// SPDX-License-Identifier: EUPL-1.2
//
// A pack of a repository and what its index says of it (gitformat-pack(5), version 2): where each object begins. Whose
// repository it is does not matter: what is taken from there is named again by who receives it.
#ifndef MG_CORE_PACK_KNOWN_H
#define MG_CORE_PACK_KNOWN_H

#include "core/carry/pack_file.h"
#include "core/repo/repo_pack.h"

struct mg_pack_known {
	struct mg_pack_file *file;
	struct mg_packed *objects; // by rising offset
	size_t n;
	uint64_t end; // of the last one
};

// Opens the pack of an index, "…/pack-….idx". MG_EINVALID when either is malformed or they do not belong together.
int mg_pack_known_open(const char *index, struct mg_pack_known *out, struct mg_error *err) MG_CHECKED;
void mg_pack_known_close(struct mg_pack_known *known);

// How many objects an index says it has, of whatever version; 0 when it is cut short or cannot be read.
uint32_t mg_pack_known_says(const char *index);

// The object that begins there; NULL.
const struct mg_packed *mg_pack_known_at(const struct mg_pack_known *known, uint64_t at);

// Appends all that stands in the pack for an object, from `from` on: behind what comes before its bytes. MG_EINVALID when it
// is not what was written, as the index's sum tells.
int mg_pack_known_copy(struct mg_pack_known *known, const struct mg_packed *object, uint64_t from, struct mg_buf *out,
		       struct mg_error *err) MG_CHECKED;

#endif
