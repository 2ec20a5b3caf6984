// SPDX-License-Identifier: EUPL-1.2
//
// What the files behind core/copy/copy.h share. Private to them.
#ifndef MG_CORE_COPY_IMPL_H
#define MG_CORE_COPY_IMPL_H

#include "core/copy/copy.h"
#include "core/trust/judge.h"
#include "core/view/snapshot.h"
#include "schema/yaml/yaml.h"

#define MG_REF_LINES    "refs/maillage/lines/"
#define MG_REF_FORKS    "refs/maillage/forks/"
#define MG_REF_ADOPTED  "refs/maillage/adopted/"
#define MG_REF_REMOTES  "refs/maillage/remotes/"
#define MG_REF_REQUESTS "refs/maillage/requests/" // to join, by the key that asks
#define MG_REF_MAIN     "refs/heads/main"

struct mg_copy {
	struct mg_store store;
	char id[MG_ID_HEX];
	const struct mg_home *home; // borrowed; NULL: read only
	struct mg_clock clock;
	uint32_t day_limit; // MG_MAX_LINE_COMMITS_A_DAY, but in tests
	int threads;        // that verify ahead: MG_AHEAD_AUTO, but in tests
	int lock_fd;
	unsigned lock_depth;
	struct mg_secret_key device; // loaded when first needed
	bool has_device;
	struct mg_id held_view; // the tree that main showed when mg_copy_hold_view was called
	bool holds_view;
	char bringing[MG_MAX_ID_CHARS + 1]; // the actor for whom this device's first commit brings its key; "": none
};

// A copy over a repository, without catching up; the repository is transferred, also on failure.
int mg_copy_wrap(struct mg_repo *repo, const struct mg_home *home, const struct mg_clock *clock,
		 const struct mg_types *types, struct mg_copy **out, struct mg_error *err) MG_CHECKED;

// The same as mg_copy_open over a repository; transferred, also on failure.
int mg_copy_open_repo(struct mg_repo *repo, const struct mg_home *home, const struct mg_clock *clock,
		      const struct mg_types *types, struct mg_copy **out, struct mg_error *err) MG_CHECKED;

// Writes down, in the repository's configuration, which CA this copy is of.
int mg_copy_pin(struct mg_copy *copy, const struct mg_id *ca, struct mg_error *err) MG_CHECKED;

// ---- lock: re-entrant within a handle

int mg_copy_lock(struct mg_copy *copy, struct mg_error *err) MG_CHECKED;
void mg_copy_unlock(struct mg_copy *copy);

// ---- ingest: fetched or found commits into the index, lines into references

struct mg_flood;

struct mg_ingested {
	size_t accepted, refused, held;
	struct mg_flood *flood;                       // the day's limit counts (core/trust/flood.h); or NULL
	bool was_accepted;                            // before the index was lost: this clock has no say any more
	void (*progress)(void *context, size_t done); // called for each commit; or NULL
	void *context;
};

// Judges what is reachable from a tip and not in the index, parents first, and adds what is accepted. A refused commit
// stops what descends from it only. With the lock. Adds to the counts.
int mg_ingest(struct mg_copy *copy, const struct mg_id *tip, struct mg_ingested *counts,
	      struct mg_error *err) MG_CHECKED;

// Brings index and references in line: ingests references' tips the index does not know (an interrupted run), moves the
// lines' references to their tips in the index. With the lock.
int mg_ingest_refs(struct mg_copy *copy, struct mg_ingested *counts, struct mg_error *err) MG_CHECKED;

// The same, and a commit of this device that was written, but not its reference: its program was killed. It was judged
// when it was made. With the lock.
int mg_ingest_own(struct mg_copy *copy, const struct mg_id *last, struct mg_error *err) MG_CHECKED;

// True unless index and references agree already, and nothing that was held waits for nothing any more. Without the lock.
bool mg_ingest_needed(struct mg_copy *copy);

// The time to judge by: this copy's clock, or no limit at all when that is wrong (mg_copy_clock_is_wrong).
#define MG_ANY_TIME_MS (INT64_MAX / 2)
int64_t mg_copy_judging_ms(struct mg_copy *copy);

// ---- the frontier, and main

// The maximal commits that count, by id. In the arena.
int mg_copy_frontier(struct mg_copy *copy, struct mg_arena *arena, struct mg_index_commit **out, size_t *n,
		     struct mg_error *err) MG_CHECKED;

// A file on disk that may be replaced although it is not what was laid down: it holds what was just recorded from it.
struct mg_recorded_file {
	const char *path;
	struct mg_id blob;
};

// Recomputes main, lays it in the folder (what is edited there stays), moves the reference. With the lock.
int mg_copy_refresh_main(struct mg_copy *copy, const struct mg_recorded_file *recorded, size_t n,
			 struct mg_error *err) MG_CHECKED;

// True when main shows the frontier and the folder was laid down from it. Without the lock.
bool mg_copy_is_shown(struct mg_copy *copy);

// The derived commit that shows a view of several tips: the same on every copy.
int mg_copy_derive_main(struct mg_copy *copy, const struct mg_index_commit *frontier, size_t n, struct mg_id *commit,
			struct mg_error *err) MG_CHECKED;

// The tree main shows; zero when there is none.
int mg_copy_main_tree(struct mg_copy *copy, struct mg_id *tree, struct mg_error *err) MG_CHECKED;

// From here on main is not asked again: whoever reads hundreds of records one by one reads them of one view, and sooner.
// Nothing is recorded until it is let go.
int mg_copy_hold_view(struct mg_copy *copy, struct mg_error *err) MG_CHECKED;
void mg_copy_let_view_go(struct mg_copy *copy);

// Lays the difference between two trees in the folder and in git's index.
int mg_worktree_lay(struct mg_copy *copy, const struct mg_id *from, const struct mg_id *to,
		    const struct mg_recorded_file *recorded, size_t n, struct mg_error *err) MG_CHECKED;

// Is git's index there, and whole? mend makes it name the files of the tree that main shows.
bool mg_worktree_is_staged(struct mg_copy *copy);
int mg_worktree_mend(struct mg_copy *copy, const struct mg_id *tree, struct mg_error *err) MG_CHECKED;

// ---- versions laid down and replaced since, as bases of edits

// Appends a line that says: `blob` stood at path until now; a zero blob: the next version was not laid down, since an edit
// stood there. And remembers such lines.
void mg_laid_line(struct mg_copy *copy, const char *path, const struct mg_id *blob, struct mg_buf *lines);
int mg_laid_add(struct mg_copy *copy, const struct mg_buf *lines, struct mg_error *err) MG_CHECKED;

// Those of a path in the last MG_LAID_KEPT_MS, latest first. In the arena.
int mg_laid_of(struct mg_copy *copy, const char *path, struct mg_arena *arena, struct mg_id **out, size_t *n,
	       struct mg_error *err) MG_CHECKED;

// ---- helpers

// The absolute path of a file of the folder. In the arena.
const char *mg_copy_path(const struct mg_copy *copy, const char *path, struct mg_arena *arena);

// Loads the device key when it is not yet. MG_EDENIED with what to do.
int mg_copy_device(struct mg_copy *copy, const struct mg_secret_key **key, struct mg_error *err) MG_CHECKED;

// Who a signatory key signs for. MG_EDENIED, with what to do, when it is not enrolled.
int mg_copy_signatory_actor(struct mg_copy *copy, const struct mg_public_key *key, char actor[MG_MAX_ID_CHARS + 1],
			    struct mg_error *err) MG_CHECKED;

// Reads a YAML document of the view into an initialised doc, or takes up what the index kept of it. MG_ENOTFOUND.
int mg_copy_read_doc(struct mg_copy *copy, const char *path, struct mg_doc *doc, struct mg_error *err) MG_CHECKED;

// As mg_copy_record, with what the folder holds at the edited paths.
struct mg_record_request {
	const struct mg_edit *edits;
	size_t n_edits;
	const char *const *settle;
	size_t n_settle;
	const struct mg_recorded_file *recorded;
	size_t n_recorded;
	const char *reason;
	bool only_looks; // what would be recorded is told in `out`, and nothing is written
};
int mg_copy_record_request(struct mg_copy *copy, const struct mg_record_request *request, struct mg_arena *arena,
			   struct mg_recorded *out, struct mg_findings *findings, struct mg_error *err) MG_CHECKED;

#endif
