// SPDX-License-Identifier: EUPL-1.2
//
// A set of object names, in the order they came. Zero it to begin.
#ifndef MG_CORE_IDSET_H
#define MG_CORE_IDSET_H

#include "base/error.h"
#include "core/repo/id.h"

struct mg_idset {
	struct mg_id *items; // owned
	size_t n, cap;
	uint32_t *slots; // the table that finds them: the place in items plus one; 0: empty
	size_t n_slots;  // a power of two
};

void mg_idset_clear(struct mg_idset *set);
bool mg_idset_has(const struct mg_idset *set, const struct mg_id *id);

// Its place in items; SIZE_MAX when it is not in it.
size_t mg_idset_find(const struct mg_idset *set, const struct mg_id *id);

// Adds one that is not in it.
int mg_idset_add(struct mg_idset *set, const struct mg_id *id, struct mg_error *err) MG_CHECKED;

// Takes back what was added after the first n.
void mg_idset_cut(struct mg_idset *set, size_t n);

#endif
