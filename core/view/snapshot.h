// SPDX-License-Identifier: EUPL-1.2
//
// The view of a CA: the tree that a history amounts to (docs/format-history.md). A history is given by its frontier.
// When the frontier is one commit, the view is its tree; else it is computed, and kept as the tree of one of the
// frontier's commits with the files that differ.
#ifndef MG_CORE_SNAPSHOT_H
#define MG_CORE_SNAPSHOT_H

#include "core/repo/store.h"
#include "core/view/view.h"

struct mg_snapshot_file {
	const char *path;
	struct mg_id blob;     // zero: not in the view
	struct mg_slice bytes; // when data is NULL the repository has the blob
};

// A conflict of a view and the record it is in.
struct mg_snapshot_conflict {
	const char *id, *path, *place;
};

struct mg_snapshot {
	struct mg_arena *arena;         // borrowed; everything below lives in it
	struct mg_id tree;              // zero: empty
	struct mg_snapshot_file *files; // what differs from tree, by rising path
	size_t n_files, files_cap;
	bool gathers; // files stand as they were put, until mg_snapshot_sort: of thousands each has not to be moved for the next
	struct mg_snapshot_conflict *conflicts; // those that had to be computed
	size_t n_conflicts;
};

// The view of the history of a frontier: mutually maximal commits. n may be 0: the empty view.
int mg_snapshot_of(struct mg_store *store, const struct mg_index_commit *frontier, size_t n, struct mg_arena *arena,
		   struct mg_snapshot *out, struct mg_error *err) MG_CHECKED;

// A commit that is being made or judged, on top of a frontier all of whose history it has seen.
struct mg_pending {
	const struct mg_commit *commit;
	const struct mg_write *writes; // to one record
	size_t n_writes;
};

// The view of one record in the history of a frontier, with a commit on top (or NULL). Its conflicts in full.
int mg_snapshot_record(struct mg_store *store, const char *path, const struct mg_index_commit *frontier, size_t n,
		       const struct mg_pending *pending, struct mg_arena *arena, struct mg_view_result *result,
		       struct mg_view_input *input, struct mg_error *err) MG_CHECKED;

// A file of a view. MG_ENOTFOUND when it has none.
int mg_snapshot_find(struct mg_store *store, const struct mg_snapshot *snapshot, const char *path, struct mg_id *blob,
		     struct mg_error *err) MG_CHECKED;
int mg_snapshot_read(struct mg_store *store, const struct mg_snapshot *snapshot, const char *path, size_t max_bytes,
		     struct mg_buf *out, struct mg_error *err) MG_CHECKED;

// The same of one known to be this blob: looking a file up among 10,000 takes longer than reading it.
int mg_snapshot_read_known(struct mg_store *store, const struct mg_snapshot *snapshot, const char *path,
			   const struct mg_id *blob, size_t max_bytes, struct mg_buf *out,
			   struct mg_error *err) MG_CHECKED;

// Writes the view's own objects and gives its tree.
int mg_snapshot_write(struct mg_store *store, const struct mg_snapshot *snapshot, struct mg_id *tree,
		      struct mg_error *err) MG_CHECKED;

// Puts bytes at a path of the snapshot, in memory only: what a commit's tree is made from.
int mg_snapshot_put(struct mg_snapshot *snapshot, const char *path, struct mg_slice bytes,
		    struct mg_error *err) MG_CHECKED;

// Ends the gathering: by rising path, of several puts at one path the last.
int mg_snapshot_sort(struct mg_snapshot *snapshot, struct mg_error *err) MG_CHECKED;

// The same as mg_snapshot_put with an object the repository has; NULL removes the file.
int mg_snapshot_put_blob(struct mg_snapshot *snapshot, const char *path, const struct mg_id *blob,
			 struct mg_error *err) MG_CHECKED;

// Remembers in the index which record each computed conflict is in. Within mg_index_begin.
int mg_snapshot_name_conflicts(struct mg_store *store, const struct mg_snapshot *snapshot,
			       struct mg_error *err) MG_CHECKED;

#endif
