// SPDX-License-Identifier: EUPL-1.2
//
// This device's line: on what its next commit stands, and making that commit (docs/format-commit.md). A commit is
// judged by the same rules as anybody's before its reference moves. Private to core; with the copy's lock.
#ifndef MG_CORE_LINE_H
#define MG_CORE_LINE_H

#include "core/copy/copy_impl.h"

#define MG_SUBJECT_ABSORB "absorption"

struct mg_line {
	struct mg_copy *copy;
	struct mg_arena *arena;
	struct mg_error *err;
	struct mg_writer writer;
	struct mg_index_commit *frontier; // by id
	size_t n_frontier;
	struct mg_index_commit *own; // this key's last commit, or none
	size_t n_own;
};

// Takes stand on the frontier. A frontier wider than a commit takes is absorbed first. MG_EDENIED, with what to do, when
// this home may not write: no key, not enrolled, a spent key, a copy older than what the key has made elsewhere.
int mg_line_stand(struct mg_copy *copy, struct mg_arena *arena, struct mg_line *line, struct mg_error *err) MG_CHECKED;

// The parents of the next commit: this line's last one (or the smallest id), then the rest of the frontier by id; at most
// max of them. In the arena.
int mg_line_parents(struct mg_line *line, size_t max, struct mg_index_commit **parents, size_t *n) MG_CHECKED;

// Writes the tree, signs, judges and publishes a commit on these parents. MG_EINVALID or MG_EDENIED with the verdict's
// sentence when the rules refuse it: nothing has moved then.
int mg_line_commit(struct mg_line *line, const struct mg_index_commit *parents, size_t n,
		   const struct mg_snapshot *tree, struct mg_slice subject, struct mg_slice reason,
		   struct mg_id *id) MG_CHECKED;

#endif
