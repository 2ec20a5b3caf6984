// SPDX-License-Identifier: EUPL-1.2
//
// Commits that wait (docs/format-commit.md, "Acceptance"): what for, and whether it has come.
#ifndef MG_CORE_HELD_H
#define MG_CORE_HELD_H

#include "core/copy/copy_impl.h"

// Reads and parses a commit of the repository. In the arena.
int mg_read_commit(struct mg_copy *copy, const struct mg_id *id, struct mg_arena *arena, struct mg_commit *out,
		   struct mg_error *err) MG_CHECKED;

// A refusal of what could not even be brought here: its path is the remote that showed it under this name, and nobody knows
// whether it is what the name says. Another carrier may have the commit itself.
bool mg_verdict_is_unseen(const struct mg_index_verdict *verdict);

// Whether a commit waits for nothing any more. Without the lock.
bool mg_held_ripe(struct mg_copy *copy);

#endif
