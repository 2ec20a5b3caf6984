// SPDX-License-Identifier: EUPL-1.2
//
// Many objects put in a repository at once, as one pack and its index: durable after three waits for the disk, where
// loose objects take two each. Private to core/repo*.c.
#ifndef MG_CORE_REPO_PACK_H
#define MG_CORE_REPO_PACK_H

#include "core/repo/repo_impl.h"

// Writes objects by rising id, each once and none of them in the repository yet, below folder ("…/objects/pack").
int mg_pack_write(const char *folder, struct mg_repo_object *const *objects, size_t n, struct mg_error *err) MG_CHECKED;

#endif
