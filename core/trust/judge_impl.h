// SPDX-License-Identifier: EUPL-1.2
//
// What the checks of acceptance share. Private to judge*.c.
//
// A check returns 0 to go on, 1 when it has set the verdict, a negative code when judging itself failed.
#ifndef MG_CORE_JUDGE_IMPL_H
#define MG_CORE_JUDGE_IMPL_H

#include "core/trust/judge.h"

struct mg_judging {
	struct mg_store *store;
	const struct mg_commit *commit;
	int64_t now_ms;
	const struct mg_snapshot *made_from;
	struct mg_arena *arena;
	struct mg_judged *out;
	struct mg_index_commit *parents;  // in the commit's order
	struct mg_index_commit *frontier; // the maximal ones of them, by id
	size_t n_frontier;
	struct mg_index_commit *own; // the last commits of its own key in its history: two or more after a fork
	size_t n_own;
	struct mg_tree_changes diff; // from out->base.tree to the commit's tree
	size_t n_by_path;            // the first of out->changes, by path; "view" adds others after them
	struct mg_buf text;          // of the first record it changes, from "shape", which asks for its size
	struct mg_id text_of;        // its object; zero: none yet
	struct mg_error *err;
};

// Sets the verdict to refused and returns 1. path may be NULL.
int mg_judge_refuse(struct mg_judging *j, enum mg_check check, const char *path, const char *format, ...)
	MG_PRINTF(4, 5);
int mg_judge_hold(struct mg_judging *j, enum mg_check check, const char *format, ...) MG_PRINTF(3, 4);

// A callee's failure as this check's refusal when it is about the data (MG_EINVALID, MG_ELIMIT, MG_ETRUST), else the
// negative code itself.
int mg_judge_refuse_if(struct mg_judging *j, int code, enum mg_check check, const char *path) MG_CHECKED;

// The checks, in order.
int mg_judge_parents(struct mg_judging *j) MG_CHECKED; // shape, and the parents' view
int mg_judge_tree(struct mg_judging *j) MG_CHECKED;    // shape, once the format is known: another may have other paths
int mg_judge_signature(struct mg_judging *j) MG_CHECKED;
int mg_judge_fork(struct mg_judging *j) MG_CHECKED;
int mg_judge_time(struct mg_judging *j) MG_CHECKED;
int mg_judge_content(struct mg_judging *j) MG_CHECKED; // also fills in the changes' values and writes
int mg_judge_keys(struct mg_judging *j) MG_CHECKED;    // rights over keys; also fills in the acts
int mg_judge_rights(struct mg_judging *j) MG_CHECKED;
int mg_judge_seal(struct mg_judging *j) MG_CHECKED;
int mg_judge_view(struct mg_judging *j) MG_CHECKED;

// What the commit's tree changes at a path; NULL. From "shape" on.
struct mg_change *mg_judge_change_at(const struct mg_judging *j, const char *path);

// True when a commit is among the judged one's ancestors.
bool mg_judge_saw(struct mg_judging *j, mg_position position);

// The value of a record in the commit's parents' view, or in its own tree when it has no parents. MG_ENOTFOUND.
int mg_judge_value(struct mg_judging *j, const char *path, const struct mg_node **value) MG_CHECKED;

// The same of one known to be there, with these bytes.
int mg_judge_value_of(struct mg_judging *j, const char *path, const struct mg_id *blob,
		      const struct mg_node **value) MG_CHECKED;

#endif
