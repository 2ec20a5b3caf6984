// SPDX-License-Identifier: EUPL-1.2
//
// Acceptance (docs/format-commit.md, "Acceptance"): whether a commit belongs to a CA's history. It is judged in the
// light of its own ancestors alone, so every copy decides alike; the author's own copy asks the same before it commits.
// The checks are made in the order of enum mg_check; the first that fails is the verdict.
#ifndef MG_CORE_JUDGE_H
#define MG_CORE_JUDGE_H

#include "core/view/snapshot.h"
#include "schema/record/path.h"

enum mg_check {
	MG_CHECK_SHAPE,     // well-formed commit and tree, parents as section 5 says, allowed paths
	MG_CHECK_SIGNATURE, // by an enrolled device that is not revoked, of the actor it names
	MG_CHECK_FORK,      // not by a key that has seen two of its own branches
	MG_CHECK_TIME,      // the stamp rises; the committer time is the stamp
	MG_CHECK_CONTENT,   // the records it changes have the right shape
	MG_CHECK_RIGHTS,    // each change is its author's to make
	MG_CHECK_SEAL,      // no sealed byte changes; new signatures verify
	MG_CHECK_VIEW,      // its tree is the view of its own history
	// what holds a commit back without refusing it
	MG_CHECK_PARENT, // a parent is not here yet
	MG_CHECK_FORMAT, // the CA's format is greater than this program's
	MG_CHECK_AHEAD,  // its stamp is more than an hour ahead of this clock
	MG_CHECK_FLOOD,  // its line has added more than the day's limit (core/trust/flood.h)
};

// "shape", "signature"...: the stable name of a check.
const char *mg_check_name(enum mg_check check);

enum mg_decision { MG_ACCEPTED, MG_REFUSED, MG_HELD };

struct mg_verdict {
	enum mg_decision decision;
	enum mg_check check;              // when not accepted
	char path[MG_MAX_PATH_BYTES + 1]; // the file, or ""
	char message[MG_ERROR_MESSAGE_MAX];
};

// A file a commit changes, and how.
struct mg_change {
	struct mg_path path;
	struct mg_id before, after;      // zero: absent
	unsigned mode;                   // git's, of the new side; 0 when absent
	const struct mg_node *old, *new; // a record's values; of any other file NULL, or its object's name as a string
	struct mg_write *writes;
	size_t n_writes;
};

struct mg_judged {
	struct mg_verdict verdict;
	struct mg_change *changes; // when accepted: what the commit changes of its parents' view, by path
	size_t n_changes;
	struct mg_snapshot base; // its parents' view
	struct mg_key_act *acts; // when accepted: what it does to keys; their position is not known yet
	size_t n_acts;
};

// Judges a commit whose objects are in the repository. now_ms is this copy's clock. made_from: what this program has just
// made its tree from, so that it need not be read again; NULL for anybody else's commit. 0 with a verdict; negative when
// the judging itself failed (disk, memory). Everything in out lives in the arena.
int mg_judge(struct mg_store *store, const struct mg_commit *commit, int64_t now_ms,
	     const struct mg_snapshot *made_from, struct mg_arena *arena, struct mg_judged *out,
	     struct mg_error *err) MG_CHECKED;

// Puts an accepted commit in the index: itself, its touches and writes, the names of the conflicts computed for it.
// Within mg_index_begin.
int mg_judge_record(struct mg_store *store, const struct mg_commit *commit, const struct mg_judged *judged,
		    struct mg_error *err) MG_CHECKED;

#endif
