// SPDX-License-Identifier: EUPL-1.2
//
// The signatures of the commits that are judged next, verified by the machine's other processors meanwhile: half of what
// judging costs, and the half that depends on nothing but the commit. Who judges takes the commits in the order in which
// they were added and gets the same verdicts whatever the number of threads, none included.
#ifndef MG_CORE_AHEAD_H
#define MG_CORE_AHEAD_H

#include "core/repo/commit.h"
#include "core/repo/repo.h"

struct mg_ahead;

// A commit on its way. What was read of it lives until the next one is taken.
struct mg_ahead_commit {
	struct mg_id id;
	bool is_read;
	int code; // of the reading: of mg_repo_read or mg_commit_parse
	struct mg_error err;
	struct mg_commit commit; // when is_read and code is 0; its `checked` is set, or NULL
};

// threads: how many verify, beside the caller's; MG_AHEAD_AUTO: one for each other processor. They start with the first
// commits that are worth it, so a single one costs nothing. NULL when memory is exhausted.
#define MG_AHEAD_AUTO (-1)
struct mg_ahead *mg_ahead_new(struct mg_repo *repo, int threads);
void mg_ahead_free(struct mg_ahead *ahead); // NULL is allowed

// Whether there is room for one more.
bool mg_ahead_has_room(const struct mg_ahead *ahead);

// Adds a commit behind the others. read false: it is probably not judged at all, so nothing is done ahead.
void mg_ahead_add(struct mg_ahead *ahead, const struct mg_id *id, bool read);

// The next one, once its signature is verified; NULL when there is none.
const struct mg_ahead_commit *mg_ahead_take(struct mg_ahead *ahead);

#endif
