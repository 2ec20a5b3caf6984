// SPDX-License-Identifier: EUPL-1.2
//
// Rolling up: libgit2 has no `git gc`, and each recording leaves some files of objects, among them a folder's whole tree.
// Once there are many, they become one pack, in which a tree is told as what differs from another; so do packs once there
// are many of a like size. Packs that have grown are left as they are: each object is packed some ten times at most, and of
// a longer history there is no more to do.
//
// Nothing is dropped, reachable or not. A kill leaves objects twice, which harms nothing. Programs that read meanwhile,
// git's own too, look again when an object is no longer where it was.
#ifndef MG_CORE_ROLL_H
#define MG_CORE_ROLL_H

#include "core/repo/repo.h"

// Rolls up when a look at a 64th of the objects says that it is time. With the copy's lock.
int mg_repo_roll(struct mg_repo *repo, struct mg_error *err) MG_CHECKED;

#endif
