// SPDX-License-Identifier: EUPL-1.2
//
// What remotes hold as requests to join and is none: remembered, so that it is downloaded once. Kept in
// .git/maillage/junk, which can be lost: then it is looked at again.
#ifndef MG_CORE_JUNK_H
#define MG_CORE_JUNK_H

#include "core/carry/remote_impl.h"

#define MG_MAX_JUNK 256u // remembered, the latest; whoever leaves more has it downloaded again

// A reference together with what it names: an honest request left under another's name is junk there alone.
bool mg_junk_has(const struct mg_repo *repo, const char *ref, const struct mg_id *id);

int mg_junk_add(const struct mg_repo *repo, const struct mg_remote_head *heads, size_t n,
		struct mg_error *err) MG_CHECKED;

#endif
