// SPDX-License-Identifier: EUPL-1.2
//
// The index: what the accepted commits say, in a SQLite file (.git/maillage/index.db; docs/format-index.md). Derived from
// the lines, always safe to delete. For each commit: its position, its writes and touched files, and a vector that
// makes "had it seen that one" one comparison.
//
// Commits of one key that follow each other form a *chain*; a fork starts another. vector[chain] = how many commits of
// that chain a commit has among its ancestors, itself included.
//
// Writers hold the copy's lock; readers need none. One handle belongs to one thread. Here err is never NULL.
#ifndef MG_CORE_INDEX_H
#define MG_CORE_INDEX_H

#include "core/repo/commit.h"
#include "schema/value/diff.h"

struct mg_index;

// Opens or makes the index. A damaged file or one of another version is removed and made anew, empty. "": one for as long as
// it is open, in memory, and in a file without a name when it is large.
int mg_index_open(const char *path, struct mg_index **out, struct mg_error *err) MG_CHECKED;
void mg_index_close(struct mg_index *index);

// Whether what was read so far met damage: then no answer can be believed. Closing removes such a file, and the next that is
// opened is empty, as after mg_index_reset. fail_damaged sets err.
bool mg_index_is_damaged(const struct mg_index *index);
int mg_index_fail_damaged(struct mg_index *index, struct mg_error *err);

// Empties it.
int mg_index_reset(struct mg_index *index, struct mg_error *err) MG_CHECKED;

// Opens the file anew when it is no longer the one that was opened: another program made the index again, or somebody
// removed it. Then *replaced is set, and it may be empty. Not between begin and end.
int mg_index_follow(struct mg_index *index, bool *replaced, struct mg_error *err) MG_CHECKED;

// What is added between begin and end is there as a whole or not at all. end(false) undoes. One within another is part of
// it: undone with it, and by itself.
int mg_index_begin(struct mg_index *index, struct mg_error *err) MG_CHECKED;
int mg_index_end(struct mg_index *index, bool keep, struct mg_error *err) MG_CHECKED;

// ---- commits

typedef uint32_t mg_position; // of a commit in the index, from 1; parents come before children

struct mg_index_commit {
	mg_position position;
	struct mg_id id;
	struct mg_id tree;
	int64_t stamp_ms;
	char key[MG_KEY_ID_CHARS + 1];
	char actor[MG_MAX_ID_CHARS + 1];
	uint32_t chain, sequence; // sequence from 1
};

// MG_ENOTFOUND when the commit is not in the index.
int mg_index_find(struct mg_index *index, const struct mg_id *id, mg_position *position,
		  struct mg_error *err) MG_CHECKED;
int mg_index_commit(struct mg_index *index, mg_position position, struct mg_index_commit *out,
		    struct mg_error *err) MG_CHECKED;

// Reads at once all commits that touched a file, as whoever asks about the order of all of them does before: one by one they
// take several times as long.
int mg_index_read_ahead(struct mg_index *index, const char *path, struct mg_error *err) MG_CHECKED;

// Adds an accepted commit whose parents are all there.
int mg_index_add(struct mg_index *index, const struct mg_commit *commit, mg_position *position,
		 struct mg_error *err) MG_CHECKED;

// True when `earlier` is a strict ancestor of `later`. A position that is not there is nobody's ancestor. When it cannot be
// read, the answer is false, and mg_index_end fails: nothing that was derived from it is kept.
bool mg_index_saw(struct mg_index *index, mg_position later, mg_position earlier);

// True when position is one of the n frontier commits or an ancestor of one.
bool mg_index_within(struct mg_index *index, const mg_position *frontier, size_t n, mg_position position);

// The last commit of every chain, by chain. In the arena.
int mg_index_tips(struct mg_index *index, struct mg_arena *arena, struct mg_index_commit **tips, size_t *n,
		  struct mg_error *err) MG_CHECKED;

// The last commits of a key in the history of n commits: one, or several when the key has forked there; none when it has
// made no commit there. By rising id, in the arena.
int mg_index_last_of(struct mg_index *index, const char *key, const struct mg_index_commit *commits, size_t n,
		     struct mg_arena *arena, struct mg_index_commit **out, size_t *n_out,
		     struct mg_error *err) MG_CHECKED;

// Keeps of n commits those that no other of them has among its ancestors (each once), by rising id.
size_t mg_index_maximal(struct mg_index *index, struct mg_index_commit *commits, size_t n);

// The n-th commit of a chain, from 1. MG_ENOTFOUND.
int mg_index_nth(struct mg_index *index, uint32_t chain, uint32_t sequence, struct mg_index_commit *out,
		 struct mg_error *err) MG_CHECKED;

// ---- keys: who enrolled and revoked whom (core/view/history.h)

// From the top.
enum mg_key_rank {
	MG_RANK_DD_SIGNATORY,
	MG_RANK_DD_DEVICE,
	MG_RANK_SIGNATORY,
	MG_RANK_DEVICE,
};

// What an accepted commit did to a key.
struct mg_key_act {
	mg_position position; // of the commit
	char key[MG_KEY_ID_CHARS + 1];
	bool revokes;                 // else it enrols
	enum mg_key_rank rank;        // of the key, in the commit's parents' view
	char by[MG_KEY_ID_CHARS + 1]; // the signatory whose signature the commit brings for it; "" without one
};

int mg_index_add_key_act(struct mg_index *index, const struct mg_key_act *act, struct mg_error *err) MG_CHECKED;

// What was done to a key (NULL: to any), by rising position. In the arena.
int mg_index_key_acts(struct mg_index *index, const char *key, struct mg_arena *arena, struct mg_key_act **acts,
		      size_t *n, struct mg_error *err) MG_CHECKED;

// Only the revocations, of any key, in no order: they are few, and asked for at each commit that has several parents.
int mg_index_revocations(struct mg_index *index, struct mg_arena *arena, struct mg_key_act **acts, size_t *n,
			 struct mg_error *err) MG_CHECKED;

bool mg_index_has_revocations(struct mg_index *index);

// ---- changes

// A file that a commit changed: its bytes afterwards; a zero blob when it removed it.
struct mg_index_touch {
	mg_position position;
	struct mg_id blob;
};

int mg_index_add_touch(struct mg_index *index, mg_position position, const char *path, const struct mg_id *blob,
		       struct mg_error *err) MG_CHECKED;
// number: of the write among the commit's to this record, from 0.
int mg_index_add_write(struct mg_index *index, mg_position position, const char *path, size_t number,
		       const struct mg_write *write, struct mg_error *err) MG_CHECKED;

// A record's whole history, by rising position.
struct mg_index_history {
	struct mg_index_touch *touches;
	size_t n_touches;
	struct mg_write *writes; // writes[i] was made by
	mg_position *written_by; // written_by[i]
	size_t n_writes;
};

int mg_index_history(struct mg_index *index, const char *path, struct mg_arena *arena, struct mg_index_history *out,
		     struct mg_error *err) MG_CHECKED;

// The same without its writes, which are most of it: who only asks when it changed need not read them.
int mg_index_touches(struct mg_index *index, const char *path, struct mg_arena *arena, struct mg_index_history *out,
		     struct mg_error *err) MG_CHECKED;

// The first and the last commit that touched a file, by (stamp, id). MG_ENOTFOUND when none ever did.
struct mg_index_span {
	struct mg_id first, last;
	int64_t first_ms, last_ms;
};
int mg_index_span(struct mg_index *index, const char *path, struct mg_index_span *out, struct mg_error *err) MG_CHECKED;

// The paths that begin with prefix, of all files that ever were, by byte order. In the arena.
int mg_index_paths(struct mg_index *index, const char *prefix, struct mg_arena *arena, const char ***paths, size_t *n,
		   struct mg_error *err) MG_CHECKED;

// ---- conflicts: which record and place a conflict's name stands for

int mg_index_name_conflict(struct mg_index *index, const char *id, const char *path, const char *place,
			   struct mg_error *err) MG_CHECKED;
// MG_ENOTFOUND when no conflict of that name was ever computed here.
int mg_index_conflict(struct mg_index *index, const char *id, struct mg_arena *arena, const char **path,
		      struct mg_error *err) MG_CHECKED;
// All conflicts ever computed here, by path and place. In the arena.
struct mg_index_conflict {
	const char *id, *path, *place;
};
int mg_index_conflicts(struct mg_index *index, struct mg_arena *arena, struct mg_index_conflict **out, size_t *n,
		       struct mg_error *err) MG_CHECKED;
// The names of all conflicts ever computed in a record.
int mg_index_conflicts_of(struct mg_index *index, const char *path, struct mg_arena *arena, const char ***ids,
			  size_t *n, struct mg_error *err) MG_CHECKED;

// ---- log: changes as people ask for them, newest first

struct mg_index_query {
	const char *path;           // or NULL: all records
	const char *prefix;         // or NULL; records whose path begins so ("mesures/2018-T1/"); not with path
	const char *place;          // or NULL; at or below this place
	const char *actor;          // or NULL
	bool unexplained;           // of commits without a reason only
	bool replacing;             // only where something stood before
	bool creations;             // also that a record was made: MG_EXISTS_MAP at ""
	int64_t since_ms, until_ms; // 0: no bound; until is exclusive
};

struct mg_index_change {
	struct mg_id commit;
	mg_position position; // of the commit
	const char *path;
	struct mg_write write;
	const char *actor, *key, *reason;
	int64_t stamp_ms;
};

// Calls visit for each change; stops at the first non-zero return, which it returns. Texts are borrowed for the call.
typedef int (*mg_index_visit)(void *context, const struct mg_index_change *change, struct mg_error *err);
int mg_index_log(struct mg_index *index, const struct mg_index_query *query, mg_index_visit visit, void *context,
		 struct mg_error *err) MG_CHECKED;

// Why a commit was made, as its author said; "" when he did not. In the arena.
int mg_index_reason(struct mg_index *index, mg_position position, struct mg_arena *arena, const char **reason,
		    struct mg_error *err) MG_CHECKED;

// Calls visit with each reason of an actor's commits that begins with a text, the oldest first; stops at the first
// non-zero return, which it returns. It looks at all commits. The reason is borrowed for the call.
typedef int (*mg_index_visit_reason)(void *context, const char *reason, struct mg_error *err);
int mg_index_reasons(struct mg_index *index, const char *actor, const char *prefix, mg_index_visit_reason visit,
		     void *context, struct mg_error *err) MG_CHECKED;

// ---- commits that were not accepted

struct mg_index_verdict {
	struct mg_id commit;
	const char *key, *actor; // as the commit says; may be ""
	const char *code;        // mg_check_name (core/trust/judge.h)
	const char *path;        // or ""
	const char *message;
	bool held; // not refused: judged again at each synchronisation
};

int mg_index_add_verdict(struct mg_index *index, const struct mg_index_verdict *verdict,
			 struct mg_error *err) MG_CHECKED;
int mg_index_drop_verdict(struct mg_index *index, const struct mg_id *commit, struct mg_error *err) MG_CHECKED;

// In the arena. MG_ENOTFOUND when there is none about this commit.
int mg_index_verdict(struct mg_index *index, const struct mg_id *commit, struct mg_arena *arena,
		     struct mg_index_verdict *out, struct mg_error *err) MG_CHECKED;
bool mg_index_has_verdicts(struct mg_index *index);
int mg_index_verdicts(struct mg_index *index, struct mg_arena *arena, struct mg_index_verdict **out, size_t *n,
		      struct mg_error *err) MG_CHECKED;

// Those that wait for this alone: found at once among any number of others.
int mg_index_held_for(struct mg_index *index, const char *check, struct mg_arena *arena, struct mg_index_verdict **out,
		      size_t *n, struct mg_error *err) MG_CHECKED;

#endif
