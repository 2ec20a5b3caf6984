// SPDX-License-Identifier: EUPL-1.2
//
// Where objects from elsewhere wait while they are judged (docs/format-commit.md, "Acceptance"): a folder of objects of
// its own in .git/maillage/quarantine/, seen by a repository's handle before its own objects until it is closed. What
// is accepted is moved in; of the rest nothing stays. A folder that a killed program left is removed when the copy is
// next opened.
#ifndef MG_CORE_QUARANTINE_H
#define MG_CORE_QUARANTINE_H

#include "core/repo/repo.h"

struct mg_quarantine;

// From now on the repository's handle also sees, and writes to, the quarantine.
int mg_quarantine_open(struct mg_repo *repo, struct mg_quarantine **out, struct mg_error *err) MG_CHECKED;

// The handle is what it was; the folder and what was not moved in are gone. NULL is allowed.
void mg_quarantine_close(struct mg_quarantine *quarantine);

// Why the last pack was stopped on its way in, by a limit or because it is damaged: 0 when it was not. libgit2 has no code
// for it.
int mg_quarantine_stopped(const struct mg_quarantine *quarantine, struct mg_error *err);

// Whether the repository itself has an object, the quarantine left aside.
bool mg_quarantine_is_inside(const struct mg_quarantine *quarantine, const struct mg_id *id);

// Moves all that was received in.
int mg_quarantine_move_in(struct mg_quarantine *quarantine, struct mg_error *err) MG_CHECKED;

// Moves in what these commits need and no more.
int mg_quarantine_move_some(struct mg_quarantine *quarantine, const struct mg_id *commits, size_t n,
			    struct mg_error *err) MG_CHECKED;

// Removes what killed programs left. What another program is using now stays.
void mg_quarantine_sweep(const struct mg_repo *repo);

#endif
