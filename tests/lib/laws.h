// SPDX-License-Identifier: EUPL-1.2
//
// What holds of every history, checked the slow way: from all writes, without the shortcuts of core/view/fold.c. A law that
// does not hold fails the test, saying where. prefix limits the look to some records ("actions/", or "").
#ifndef MG_TESTS_LIB_LAWS_H
#define MG_TESTS_LIB_LAWS_H

#include "core/copy/copy_impl.h"

// What a record's history was found to amount to: its bytes and conflict files. Where another tree shows the same history,
// they are the same, and need not be computed the slow way again. NULL stands for none.
struct laws_found;
struct laws_found *laws_found_new(void);
void laws_found_free(struct laws_found *found);

// All lines of a copy are accepted again by a new index, and each commit's tree is the view of its own history: values,
// bytes and conflict files, of each conflict the latest shown. Every value ever put stands, was superseded by somebody who
// had seen it, or is listed in a conflict. Gives the number of commits.
size_t laws_history(struct mg_copy *copy, const char *prefix, struct laws_found *found);

// What counts of a copy's commits: only what enrolled keys made; of a revoked key what its revocation had seen, and what
// others absorbed; and all of a key that nobody revoked.
void laws_counting(struct mg_copy *copy);

// What a copy shows now is such a view, of what counts.
void laws_copy(struct mg_copy *copy, const char *prefix, struct laws_found *found);

#endif
