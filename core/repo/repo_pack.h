// SPDX-License-Identifier: EUPL-1.2
//
// Many objects put in a repository at once, as one pack: durable after three fsyncs, where loose objects take two each.
// Private to core/repo*.c.
#ifndef MG_CORE_REPO_PACK_H
#define MG_CORE_REPO_PACK_H

#include "core/repo/repo.h"

struct git_odb;
struct mg_pack;

// NULL when memory is exhausted, or when the objects are kept where no pack can be put.
struct mg_pack *mg_pack_new(struct git_odb *odb);
void mg_pack_free(struct mg_pack *pack); // what was not written is forgotten

// Adds an object unless it is in the pack or in the repository already, and gives its name. A pack that has grown long is
// written, and another begun.
int mg_pack_add(struct mg_pack *pack, enum mg_object_type type, struct mg_slice bytes, struct mg_id *id,
		struct mg_error *err) MG_CHECKED;

// Puts what was added in the repository.
int mg_pack_write(struct mg_pack *pack, struct mg_error *err) MG_CHECKED;

#endif
