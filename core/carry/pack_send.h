// SPDX-License-Identifier: EUPL-1.2
//
// The pack of some objects of a repository, for who lacks them. What is in packs there goes as it stands, compressed, and
// told from another object when that goes too: nothing is searched for, little is unpacked. git_packbuilder searches each
// time, for six minutes when a coopérative of 10,000 records has seen 50,000 changes.
#ifndef MG_CORE_PACK_SEND_H
#define MG_CORE_PACK_SEND_H

#include "core/carry/pack_index.h"
#include "core/repo/idset.h"

#include <git2/types.h>

// Gives the pack's bytes, piece by piece, as they are made; take returns 0 to go on, or libgit2's code. tell (or NULL) is
// told how many objects are given. MG_EINVALID when an object is damaged.
typedef int (*mg_pack_take)(void *bytes, size_t len, void *context);
int mg_pack_send(git_repository *from, const struct mg_idset *names, mg_pack_take take, mg_pack_tell tell,
		 void *context, struct mg_error *err) MG_CHECKED;

#endif
