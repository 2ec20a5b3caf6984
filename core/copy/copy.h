// SPDX-License-Identifier: EUPL-1.2
//
// One copy of a CA: a folder with its git repository, opened by one home. What the programs work with.
//
// Operations that write take the copy's lock themselves (one for daemon and command line, MG_LOCK_WAIT_MS, then
// MG_EBUSY) and leave the copy consistent whatever happens, a kill included. One handle belongs to one thread.
#ifndef MG_CORE_COPY_H
#define MG_CORE_COPY_H

#include "core/view/history.h"
#include "core/key/home.h"
#include "core/repo/store.h"
#include "core/view/view.h"
#include "schema/record/finding.h"

struct mg_copy;

// Where "now" comes from: milliseconds since 1970. Nothing below asks the system.
struct mg_clock {
	int64_t (*now_ms)(void *context);
	void *context;
};

// How far long work has come, for whoever waits: called often, from the thread that works. total 0: not known.
enum mg_stage { MG_STAGE_RECEIVE, MG_STAGE_CHECK, MG_STAGE_PACK }; // objects received, commits checked, objects packed
struct mg_progress {
	void (*show)(void *context, enum mg_stage stage, size_t done, size_t total);
	void *context;
};

// Opens the copy whose folder is dir or holds dir. home may be NULL: then the copy can only be read. Catches up first
// with what an interrupted run left. MG_ENOTFOUND when dir is no CA's folder.
int mg_copy_open(const char *dir, const struct mg_home *home, const struct mg_clock *clock,
		 const struct mg_types *types, struct mg_copy **out, struct mg_error *err) MG_CHECKED;
void mg_copy_close(struct mg_copy *copy);

const char *mg_copy_dir(const struct mg_copy *copy);
const char *mg_copy_id(const struct mg_copy *copy); // the CA id, 40 hexadecimal digits
struct mg_store *mg_copy_store(struct mg_copy *copy);
int64_t mg_copy_now_ms(const struct mg_copy *copy);

// Who writes here: the home's device key and the actor it is enrolled for. MG_EDENIED, with what to do, when there is no
// key, or when it is not enrolled or revoked: the copy is then read-only.
struct mg_writer {
	char key[MG_KEY_ID_CHARS + 1];
	char actor[MG_MAX_ID_CHARS + 1];
};
int mg_copy_writer(struct mg_copy *copy, struct mg_writer *out, struct mg_error *err) MG_CHECKED;

// Why a key of which two branches are known writes no more, and what to do: MG_EDENIED.
int mg_copy_spent(const char *key, struct mg_error *err) MG_CHECKED;

// Whether three actors are more than an hour ahead of this copy's clock: then it is this one that is wrong.
bool mg_copy_clock_is_wrong(struct mg_copy *copy);

// Takes in what waits of a line because it came in too fast; gives how many commits. MG_ENOTFOUND when nothing of it does.
int mg_copy_allow(struct mg_copy *copy, const char *key, size_t *taken, struct mg_error *err) MG_CHECKED;

// ---- making a CA

struct mg_first_file {
	const char *path;
	struct mg_slice bytes;
};

// Makes a CA in dir: its first commit holds these files, is signed by the home's device for `actor`, and its id is the
// CA's id. The folder is removed again when this fails.
int mg_copy_create(const char *dir, const struct mg_home *home, const struct mg_clock *clock,
		   const struct mg_types *types, const char *actor, const struct mg_first_file *files, size_t n,
		   struct mg_copy **out, struct mg_error *err) MG_CHECKED;

// ---- the files

// The folder's record files (with all, signatures and attachments too), by path, as they stand on disk: recorded or not.
int mg_copy_files(struct mg_copy *copy, bool all, struct mg_arena *arena, const char ***paths, size_t *n,
		  struct mg_error *err) MG_CHECKED;

// All files of the folder by path, those that have no place in a CA included; but not those whose names are hidden, or end
// in ~.
int mg_copy_all_files(struct mg_copy *copy, struct mg_arena *arena, const char ***paths, size_t *n,
		      struct mg_error *err) MG_CHECKED;

// One file of the folder. MG_ENOTFOUND.
int mg_copy_read(struct mg_copy *copy, const char *path, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

// One file of the view: what is recorded. MG_ENOTFOUND.
int mg_copy_read_view(struct mg_copy *copy, const char *path, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

// Whether a file of that path was ever recorded.
bool mg_copy_had(struct mg_copy *copy, const char *path);

// ---- recording

struct mg_edit {
	const char *path;
	struct mg_slice bytes; // the file as it shall be; data NULL removes it
	struct mg_slice base;  // the bytes the edit started from; data NULL: the view's, whatever they are now
};

// A conflict that a commit settled, with what it set aside.
struct mg_settled {
	const char *id, *path, *place;
};

struct mg_recorded {
	struct mg_id commit; // zero: nothing changed, nothing was recorded
	size_t n_fields;     // how many writes
	const char **paths;  // of the files recorded, in the arena
	size_t n_paths;
	struct mg_settled *settled; // in the arena
	size_t n_settled;
	size_t n_laid; // mg_copy_save: files whose edit was given up: they are again as recorded
};

// Records edits of the view as one signed commit that absorbs the frontier, and lays the result in the folder; files
// edited meanwhile stay as they are. settle names conflicts to settle as the edits leave them (may be NULL).
// MG_EINVALID with findings (may be NULL) when an edit has not the right shape; MG_EDENIED when this home may not
// write; MG_ECONFLICT when a field was changed by somebody else since an edit's base.
int mg_copy_record(struct mg_copy *copy, const struct mg_edit *edits, size_t n, const char *const *settle,
		   size_t n_settle, const char *reason, struct mg_arena *arena, struct mg_recorded *out,
		   struct mg_findings *findings, struct mg_error *err) MG_CHECKED;

// ---- edits in the folder that are not recorded yet

enum mg_unrecorded_state {
	MG_UNRECORDED_CHANGED,
	MG_UNRECORDED_NEW,
	MG_UNRECORDED_REMOVED,
	MG_UNRECORDED_INVALID, // not recorded until mended: see the findings
	MG_UNRECORDED_STALE,   // a field it changes has been changed by somebody else meanwhile: a person must choose
	MG_UNRECORDED_DENIED,  // it changes what is others' to change
	MG_UNRECORDED_FOREIGN, // a file that has no place in a CA: left alone
};

struct mg_unrecorded {
	const char *path;
	enum mg_unrecorded_state state;
	const char *stale_field; // MG_UNRECORDED_STALE: the field; else NULL
	const char *why;         // MG_UNRECORDED_DENIED: one sentence, who could; else NULL
};

// Which files of the folder differ from the view, by path. paths (may be NULL: all) limits the look. Findings of invalid
// files are appended.
int mg_copy_scan(struct mg_copy *copy, const char *const *paths, size_t n_paths, struct mg_arena *arena,
		 struct mg_unrecorded **out, size_t *n, struct mg_findings *findings, struct mg_error *err) MG_CHECKED;

enum mg_side { MG_SIDE_ASK, MG_SIDE_MINE, MG_SIDE_THEIRS };

// Records the unrecorded edits (of these paths, or all), one commit for all of them. What cannot be recorded (invalid,
// denied, stale unless a side is chosen) stays on disk, is left out and is told in `left`. 0 also when nothing was to
// be done.
int mg_copy_save(struct mg_copy *copy, const char *const *paths, size_t n_paths, enum mg_side side, const char *reason,
		 struct mg_arena *arena, struct mg_recorded *out, struct mg_unrecorded **left, size_t *n_left,
		 struct mg_findings *findings, struct mg_error *err) MG_CHECKED;

// ---- conflicts

struct mg_open_conflict {
	const char *path; // of the record
	const struct mg_conflict *conflict;
	const struct mg_view_input *input; // names the commits of its entries
};

// All open conflicts of the view, by record and place. In the arena.
int mg_copy_conflicts(struct mg_copy *copy, struct mg_arena *arena, struct mg_open_conflict **out, size_t *n,
		      struct mg_error *err) MG_CHECKED;

// Settles a conflict: with its entry number take (from 1), or, when take is 0, with the value typed as the field's type
// (NULL: removes the field). Recorded at once.
int mg_copy_resolve(struct mg_copy *copy, const char *id, size_t take, const struct mg_node *value, const char *reason,
		    struct mg_arena *arena, struct mg_recorded *out, struct mg_error *err) MG_CHECKED;

// ---- signing

// Signs a record of the view with a signatory key, for the actor that key is enrolled for, and records the signature.
// The caller has checked what the guide obliges. MG_EEXISTS when that actor has signed it already.
int mg_copy_sign(struct mg_copy *copy, const char *path, const struct mg_secret_key *signatory, const char *reason,
		 struct mg_arena *arena, struct mg_recorded *out, struct mg_error *err) MG_CHECKED;

// The signatures of a record, and whether each verifies over its bytes on disk.
struct mg_signature_state {
	const char *path, *actor;
	char key[MG_KEY_ID_CHARS + 1];
	bool valid;
	const char *problem; // when not valid
};
int mg_copy_signatures(struct mg_copy *copy, const char *path, struct mg_arena *arena, struct mg_signature_state **out,
		       size_t *n, struct mg_error *err) MG_CHECKED;

// ---- history

struct mg_line_state {
	char key[MG_KEY_ID_CHARS + 1];
	char actor[MG_MAX_ID_CHARS + 1];
	struct mg_id tip;
	uint32_t count;      // commits of this line, forks included
	struct mg_id *forks; // the tips of its other branches
	size_t n_forks;
	int64_t stamp_ms; // of the tip
};
int mg_copy_lines(struct mg_copy *copy, struct mg_arena *arena, struct mg_line_state **out, size_t *n,
		  struct mg_error *err) MG_CHECKED;

// Which of the accepted commits count, and which are left out. In the arena.
int mg_copy_history(struct mg_copy *copy, struct mg_arena *arena, struct mg_history *out,
		    struct mg_error *err) MG_CHECKED;

// What main points to.
int mg_copy_main(struct mg_copy *copy, struct mg_id *main, struct mg_error *err) MG_CHECKED;

// The value of each field of a record and who set it: the latest of the live writes that hold that value. concurrent:
// others hold the same value or a conflict is open there. By place in the record.
struct mg_blame {
	const char *place;
	const struct mg_node *value;
	struct mg_id commit;
	const char *actor, *key, *reason, *old; // old: canonical text of what stood there, or NULL
	int64_t stamp_ms;
	bool concurrent;
};
int mg_copy_blame(struct mg_copy *copy, const char *path, struct mg_arena *arena, struct mg_blame **out, size_t *n,
		  struct mg_error *err) MG_CHECKED;

// The name of a key's holder, from cles/ of the view; "" when it has none. In the arena.
const char *mg_copy_holder(struct mg_copy *copy, const char *key, struct mg_arena *arena);

// Rolls up what many recordings have left, a part of it when it is much: whoever moves main does so too, and who has time
// before that spares him the wait. MG_EBUSY when another program writes.
int mg_copy_tidy(struct mg_copy *copy, struct mg_error *err) MG_CHECKED;

// Throws the index away and makes it again from the lines.
int mg_copy_reindex(struct mg_copy *copy, struct mg_error *err) MG_CHECKED;

#endif
