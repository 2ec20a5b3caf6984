// SPDX-License-Identifier: EUPL-1.2
//
// What holds of every history, checked the slow way: from all writes, without the shortcuts of core/view/fold.c. A law that
// does not hold fails the test, saying where. prefix limits the look to some records ("actions/", or "").
#ifndef MG_TESTS_LIB_LAWS_H
#define MG_TESTS_LIB_LAWS_H

#include "core/copy/copy_impl.h"

// A tree is the view of the history of a frontier: values, bytes and conflict files; of each conflict the latest is shown.
void laws_view(struct mg_store *store, const char *prefix, const struct mg_index_commit *frontier, size_t n,
	       const struct mg_id *tree);

// Every value ever put stands, was superseded by somebody who had seen it, or is listed in a conflict.
void laws_nothing_lost(struct mg_store *store, const char *prefix, const struct mg_index_commit *frontier, size_t n);

// All lines of a copy are accepted again by a new index, and each commit's tree is the view of its own history. Gives the
// number of commits.
size_t laws_history(struct mg_copy *copy, const char *prefix);

// What counts of a copy's commits: only what enrolled keys made; of a revoked key what its revocation had seen, and what
// others absorbed; and all of a key that nobody revoked.
void laws_counting(struct mg_copy *copy);

// All but laws_history, of what a copy shows now.
void laws_copy(struct mg_copy *copy, const char *prefix);

#endif
