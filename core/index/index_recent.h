// SPDX-License-Identifier: EUPL-1.2
//
// What of a history is recent: the commits beside which others were made. All that came before was in front of every
// recent one's author, so what it amounts to is settled, and is the same in the trees of all tips. A view of several tips
// has to look at nothing but the recent commits' files, however long the history is.
#ifndef MG_CORE_INDEX_RECENT_H
#define MG_CORE_INDEX_RECENT_H

#include "core/index/index.h"

// A file that recent commits touched or wrote, by rising position.
struct mg_recent_file {
	const char *path;
	struct mg_index_touch *touches;
	size_t n_touches;
	mg_position *writers; // a conflict settled as it was shown is a write without a touch
	size_t n_writers;
};

// Those of the history of a frontier of several commits, by path. Everything in files lives in the arena.
int mg_index_recent(struct mg_index *index, const struct mg_index_commit *frontier, size_t n, struct mg_arena *arena,
		    struct mg_recent_file **files, size_t *n_files, struct mg_error *err) MG_CHECKED;

#endif
