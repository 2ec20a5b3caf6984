// SPDX-License-Identifier: EUPL-1.2
//
// Which commits were recorded anew (core/line/recover.h): each commit that does so says it, in the first line of its reason.
#ifndef MG_CORE_RECOVERED_H
#define MG_CORE_RECOVERED_H

#include "core/repo/idset.h"
#include "core/view/history.h"

#define MG_RECOVERED_MARK "reprise de " // and the commit's name

// What commits of an actor say that they record anew: nobody else's word counts for what is his. Adds to the set.
int mg_recovered_read(struct mg_index *index, const char *actor, struct mg_idset *to, struct mg_error *err) MG_CHECKED;

// How many of a cut's commits are in it.
int mg_recovered_count(struct mg_index *index, const struct mg_history_cut *cut, const struct mg_idset *recovered,
		       uint32_t *count, struct mg_error *err) MG_CHECKED;

#endif
