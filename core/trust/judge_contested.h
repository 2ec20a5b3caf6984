// SPDX-License-Identifier: EUPL-1.2
//
// The records of a commit that have conflicts in its parents' view. Private to acceptance, "view".
#ifndef MG_CORE_JUDGE_CONTESTED_H
#define MG_CORE_JUDGE_CONTESTED_H

#include "core/trust/judge_impl.h"

// A record with conflicts in the parents' view, of which the commit writes something or settles one.
struct mg_contested {
	const char *path;
	struct mg_change *change; // NULL when only a conflict's file goes
	const char **ids;         // the conflicts it has in the parents' view
	size_t n_ids;
};

struct mg_contested_list {
	struct mg_contested *items;
	size_t n;
};

// In the judging's arena. There is room for one more change for each of them among j->out->changes, which does not move.
int mg_judge_contested(struct mg_judging *j, struct mg_contested_list *list) MG_CHECKED;

#endif
