// SPDX-License-Identifier: EUPL-1.2
//
// What this copy had accepted, when its index is gone. Whether a stamp is too far ahead is a question of the day a commit
// comes in; one that was taken in stays, however this copy's clock stands when the index is made again: its reference
// would go back otherwise, and what people were shown would be gone for an hour.
#ifndef MG_CORE_ACCEPTED_H
#define MG_CORE_ACCEPTED_H

#include "core/copy/copy_impl.h"

// The lines' commits that `main` shows: itself, or those it was derived from. `main` is the one reference that only this
// copy moves. None when there is no `main` or when it is unreadable. In the arena.
int mg_accepted_tips(struct mg_copy *copy, struct mg_arena *arena, struct mg_id **out, size_t *n,
		     struct mg_error *err) MG_CHECKED;

#endif
