// SPDX-License-Identifier: EUPL-1.2
//
// A pack written to a folder of packs as it comes, then named and given its index (core/carry/pack_index.h). Until it is
// kept git sees a temporary file. One that a kill left is removed an hour later by whoever writes there next, or by `git gc`.
#ifndef MG_CORE_PACK_STORE_H
#define MG_CORE_PACK_STORE_H

#include "core/carry/pack_index.h"

struct mg_pack_store;

// folder: "…/objects/pack".
int mg_pack_store_open(const char *folder, struct mg_pack_store **out, struct mg_error *err) MG_CHECKED;

// Writes the next bytes. MG_EIO with the disk's reason when they do not fit, MG_ELIMIT when the pack grows too large.
int mg_pack_store_put(struct mg_pack_store *store, struct mg_slice bytes, struct mg_error *err) MG_CHECKED;

// Names all that was written, which must be a whole pack, and keeps it under its name, durable, the index last. Fails as
// mg_pack_index.
int mg_pack_store_keep(struct mg_pack_store *store, mg_pack_tell tell, void *context, struct mg_error *err) MG_CHECKED;

// Removes what was not kept. NULL is allowed.
void mg_pack_store_close(struct mg_pack_store *store);

#endif
