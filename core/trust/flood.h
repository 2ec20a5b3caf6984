// SPDX-License-Identifier: EUPL-1.2
//
// How many commits of each line came in today, as this copy saw it (docs/format-commit.md, "Acceptance"). A line that
// adds more than the day's limit waits: until tomorrow, until another line absorbs it, or until a person allows it.
// Kept in .git/maillage/arrivals, which can be lost: then today's count begins again.
#ifndef MG_CORE_FLOOD_H
#define MG_CORE_FLOOD_H

#include "core/copy/copy_impl.h"

struct mg_flood;

// Today's counts. With the lock. In the arena, which must outlive it.
int mg_flood_read(struct mg_copy *copy, struct mg_arena *arena, struct mg_flood **out, struct mg_error *err) MG_CHECKED;
int mg_flood_write(const struct mg_flood *flood, struct mg_error *err) MG_CHECKED;

bool mg_flood_is_full(const struct mg_flood *flood, const char *key);
int mg_flood_count(struct mg_flood *flood, const char *key, struct mg_error *err) MG_CHECKED; // one more of it

#endif
