// SPDX-License-Identifier: EUPL-1.2
//
// Where packs from elsewhere enter: a place of objects, as libgit2 has them, that keeps none and takes packs. Each is looked
// into on its way (core/carry/pack_scan.h), written to a folder, and named there (core/carry/pack_store.h).
#ifndef MG_CORE_ENTRANCE_H
#define MG_CORE_ENTRANCE_H

#include "base/error.h"

#include <git2/types.h>

// What the last pack was stopped by: libgit2 has no code for it. 0: nothing.
struct mg_stopped {
	int code;
	struct mg_error why;
};

// Adds one to odb. folder, inside and stopped are borrowed: where packs are written, and the objects that are here already.
// libgit2's code.
int mg_entrance_add(git_odb *odb, int priority, const char *folder, git_odb *inside, struct mg_stopped *stopped);

#endif
