// SPDX-License-Identifier: EUPL-1.2
//
// The index of a pack that came from elsewhere: what each of its objects is called, told from nothing but its bytes.
//
// libgit2's indexer names 11 GB of trees, which 50,000 changes in a coopérative of 10,000 records are, in a minute and a
// half, and holds 300 MB. Here each object is unpacked once, right after what it is told from, and a tree is named as
// mg_repo_write does: its bytes are nobody's to choose, since acceptance allows nothing in it but short plain names and the
// names of other objects. All else is looked into for collisions.
#ifndef MG_CORE_PACK_INDEX_H
#define MG_CORE_PACK_INDEX_H

#include "base/buf.h"

#include <stdint.h>

// Is told how many are named so far; not 0 stops, with MG_EBUSY. May be NULL.
typedef int (*mg_pack_tell)(void *context, uint32_t done, uint32_t total);

// Makes the index of a pack's file. MG_EINVALID when it is damaged, holds an object twice or is told from what it does not
// hold; MG_ELIMIT when an object is too large or too much must be held at once; MG_EBUSY.
int mg_pack_index(const char *path, mg_pack_tell tell, void *context, struct mg_buf *index,
		  struct mg_error *err) MG_CHECKED;

#endif
