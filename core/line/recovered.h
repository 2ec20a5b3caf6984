// SPDX-License-Identifier: EUPL-1.2
//
// What was recorded anew (core/line/recover.h): each commit that does so says it, in the first line of its reason.
#ifndef MG_CORE_RECOVERED_H
#define MG_CORE_RECOVERED_H

#include "core/copy/copy.h"
#include "core/repo/idset.h"
#include "core/view/history.h"

#define MG_RECOVERED_MARK "reprise de " // and the commit's name; then a file's path, when only that could be recorded

// What commits of an actor say that they record anew, whole: nobody else's word counts for what is his. Adds to the set.
int mg_recovered_read(struct mg_index *index, const char *actor, struct mg_idset *to, struct mg_error *err) MG_CHECKED;

// The same of single files. In the arena.
struct mg_recovered_files {
	struct mg_arena *arena;
	const char **items; // "<commit> <path>"
	size_t n, cap;
};
int mg_recovered_files(struct mg_index *index, const char *actor, struct mg_recovered_files *to,
		       struct mg_error *err) MG_CHECKED;
bool mg_recovered_has_file(const struct mg_recovered_files *files, const struct mg_id *commit, const char *path);

// How many of a cut's commits are in it.
int mg_recovered_count(struct mg_index *index, const struct mg_history_cut *cut, const struct mg_idset *recovered,
		       uint32_t *count, struct mg_error *err) MG_CHECKED;

// Whether the fields that an edit of a record changes are as the view has them already, however that is written: then there
// is nothing to record anew. False while something stands against it.
int mg_recovered_is_said(struct mg_copy *copy, const struct mg_edit *edit, struct mg_arena *arena, bool *said,
			 struct mg_error *err) MG_CHECKED;

#endif
