// SPDX-License-Identifier: EUPL-1.2
//
// Which commits count (docs/format-history.md, "What counts"): a function of the accepted commits alone, so every copy
// that has the same ones counts the same ones. Pure over the index.
//
// A line counts whole when its key is enrolled by a commit that counts and not revoked by one. A revoked key's line counts
// up to what its revocations had seen, and whatever a commit that counts absorbed. A revocation is heard when it counts
// itself, whatever others say; of two that undo each other the one from the top, by rank, then by enrolment. So nobody
// undoes his own revocation, nor revokes anybody after it. That a revocation is by a key above the revoked one is judged
// when it is accepted (core/trust/judge_keys.c).
#ifndef MG_CORE_HISTORY_H
#define MG_CORE_HISTORY_H

#include "core/index/index.h"

// A branch of a line of which the end does not count.
struct mg_history_cut {
	struct mg_index_commit first, last; // of what is left out, which is one chain of the index
	uint32_t count;                     // of the commits left out
};

struct mg_history {
	struct mg_index_commit *frontier; // the maximal commits that count, by id
	size_t n_frontier;
	struct mg_history_cut *cuts; // by chain
	size_t n_cuts;
	// Commits of revocations that bind nobody: they undo each other, and none can be preferred.
	mg_position *unheard;
	size_t n_unheard;
};

// The history of the commits below n tips. Everything in out lives in the arena.
int mg_history_reckon(struct mg_index *index, const struct mg_index_commit *tips, size_t n, struct mg_arena *arena,
		      struct mg_history *out, struct mg_error *err) MG_CHECKED;

// Keeps of a record's history what counts.
int mg_history_restrict(struct mg_index *index, const struct mg_history *history, struct mg_index_history *record,
			struct mg_error *err) MG_CHECKED;

// True when a commit is left out.
bool mg_history_leaves_out(const struct mg_history *history, const struct mg_index_commit *commit);

#endif
