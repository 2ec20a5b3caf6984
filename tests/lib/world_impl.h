// SPDX-License-Identifier: EUPL-1.2
//
// What the files behind tests/lib/world.h share: how copies are kept, on disk or in memory (world_store.c).
#ifndef MG_TESTS_LIB_WORLD_IMPL_H
#define MG_TESTS_LIB_WORLD_IMPL_H

#include "tests/lib/world.h"

// Fails the test when what was done failed.
void world_must(int code, const struct mg_error *err);

struct mg_clock world_clock(struct world_copy *c);

void world_store_init(struct world *w);
void world_store_clear(struct world *w);

// Once copy 0 has made the CA, on disk as everybody does: it goes where the others will be.
void world_store_first(struct world *w);

// A copy's repository, new and empty.
struct mg_repo *world_new_repo(struct world *w, size_t i);

// The objects of a letter: from a copy to the post, and from there to a copy.
void world_post(struct world *w, size_t from, const struct world_letter *letter);
void world_unpack(struct world *w, const struct world_letter *letter, size_t to);

#endif
