// SPDX-License-Identifier: EUPL-1.2
//
// Objects of a repository, anybody's, read for a pack. Private to pack_walk.c and pack_send.c.
#ifndef MG_CORE_PACK_OBJECT_H
#define MG_CORE_PACK_OBJECT_H

#include "core/repo/pack_make.h"

#include <git2/types.h>

// Says why an object could not be read, from libgit2's code. MG_ELIMIT when it is too large.
int mg_pack_fail_read(int rc, const struct mg_id *id, struct mg_error *err);

// Puts an object in a pack, whole or as what changes of another. Whoever indexes the pack names each object anew; else
// check_name asks whether it is what its name says.
int mg_pack_put_object(struct mg_pack_maker *maker, git_odb *odb, const struct mg_id *id, bool check_name,
		       struct mg_error *err) MG_CHECKED;

#endif
