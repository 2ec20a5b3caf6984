// SPDX-License-Identifier: EUPL-1.2
//
// A walk over what is new below a tip. Private to ingest*.c.
#ifndef MG_CORE_INGEST_IMPL_H
#define MG_CORE_INGEST_IMPL_H

#include "core/copy/copy_impl.h"
#include "core/repo/idset.h"
#include "core/trust/ahead.h"

// Whatever stands on a commit that is not accepted is stopped without being judged, and only the tip's verdict is kept: a
// stranger's 100,000 commits are two verdicts.
struct mg_ingesting {
	struct mg_copy *copy;
	const struct mg_id *tip;
	struct mg_idset refused, held; // of this walk, with what stands on them
	bool has_verdicts;             // from before this walk
	bool has_known;                // the index had commits before this walk
	struct mg_id *new;             // below the tip, parents first
	size_t n_new, next;
	unsigned absorbed_in_vain; // tries to take in, with a commit that has seen it, what came in too fast
	int64_t now_ms;            // to judge by
	struct mg_ingested *counts;
	struct mg_error *err;
};

// Whether a commit of this walk was not accepted.
static inline bool mg_ingest_has_stopped(const struct mg_ingesting *g)
{
	return g->refused.n || g->held.n;
}

// Judges the next commit, and puts it or its verdict in the index. (ingest_commit.c)
int mg_ingest_commit(struct mg_ingesting *g, const struct mg_ahead_commit *next) MG_CHECKED;

int mg_ingest_keep_verdict(struct mg_copy *copy, const struct mg_commit *commit, const struct mg_verdict *verdict,
			   struct mg_error *err) MG_CHECKED;

// What stands on a commit of this walk is stopped as that is.
int mg_ingest_note_stopped(struct mg_ingesting *g, const struct mg_id *id, enum mg_decision decision) MG_CHECKED;

// Stops a commit that stands on one that is not accepted; *stopped is false when it does not. (ingest_stopped.c)
int mg_ingest_stop(struct mg_ingesting *g, const struct mg_id *id, bool *stopped) MG_CHECKED;

// Keeps the verdict on a tip that was stopped by one of its parents. Its own words may be anybody's, so its line is named
// only when they are well-formed. (ingest_stopped.c)
int mg_ingest_keep_stopped(struct mg_ingesting *g, const struct mg_id *id, const struct mg_id *parent,
			   enum mg_decision decision) MG_CHECKED;

// When a held commit is of a line that had nothing to do with what it waits for, takes in that and the commit together, as
// it absorbed it. *done: they were accepted, or the commit is refused. (ingest_absorb.c)
int mg_ingest_absorb(struct mg_ingesting *g, const struct mg_id *id, bool *done) MG_CHECKED;

// When libgit2 could not walk over what is below the tip: refuses the commit that is none, and the tip. *refused is
// false when there is no such commit: then something else failed. (ingest_unwalkable.c)
int mg_ingest_unwalkable(struct mg_ingesting *g, bool *refused) MG_CHECKED;

#endif
