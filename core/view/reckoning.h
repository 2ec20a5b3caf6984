// SPDX-License-Identifier: EUPL-1.2
//
// What history.c computes with: keys, what was done to them, and which commits that makes count. Private to
// core/view/history*.c.
#ifndef MG_CORE_RECKONING_H
#define MG_CORE_RECKONING_H

#include "core/index/index_set.h"

struct mg_reckoned_act {
	struct mg_key_act did;
	struct mg_index_commit commit;
	struct mg_reckoned_key *key; // to whom
	struct mg_reckoned_key *by;  // the signatory who vouches, or NULL
	// Of a revocation:
	struct mg_index_set saw; // its ancestors
	bool open;               // it counts, and nothing is decided about it
	bool asks;               // it is open, or would be if others that ask were heard
	bool binds;              // it is heard
	bool idle;               // it is not, though it counts: see mg_history.unheard
	bool in_doubt;           // it was among those that undo each other when the topmost of them was taken, and
	bool since;              // it was taken then or later
};

struct mg_reckoned_key {
	const struct mg_reckoned_act *enrolled; // by the first of those who did
	const struct mg_reckoned_act **revoked; // by those that bind, and those that ask when these are in question
	size_t n_revoked;
	bool counts; // it is enrolled by a commit that counts
};

// What the revocations that ask are taken for. Which of them will bind is not known yet, and a second one of a key that is
// revoked keeps more of its line, so "all of them" is not the least that counts.
enum mg_hearing {
	MG_HEAR_BOUND, // nothing: what counts now
	MG_HEAR_MOST,  // what leaves the most, whichever of them are heard
	MG_HEAR_LEAST, // what leaves the least
};

struct mg_reckoning {
	struct mg_index *index;
	struct mg_arena *arena;
	struct mg_index_set known;     // all commits
	struct mg_index_set counting;  // those that count
	struct mg_index_commit *lasts; // the last known commit of each chain, by key
	size_t n_lasts;
	struct mg_reckoned_act *acts; // by (stamp, id)
	size_t n_acts;
	struct mg_reckoned_key *keys; // by (rank, stamp, id, key)
	size_t n_keys;
	enum mg_hearing hearing;
	struct mg_error *err;
};

struct mg_reckoned_key *mg_reckoning_key(struct mg_reckoning *r, const char *id);

// What counts, given which revocations bind and what those that ask are taken for.
int mg_reckoning_count(struct mg_reckoning *r, enum mg_hearing hearing) MG_CHECKED;

// Decides which revocations bind; leaves what counts with them.
int mg_reckoning_hear(struct mg_reckoning *r) MG_CHECKED;

#endif
