// SPDX-License-Identifier: EUPL-1.2
//
// What one version of a text that is signed changes of another, in the terms people sign: this field said that, and says
// this instead. Coarser than mg_diff: a list that is no list of elements is one value, and what appears or goes does so
// whole, so that an amendment reads as a lawyer would write it.
#ifndef MG_SCHEMA_AMEND_H
#define MG_SCHEMA_AMEND_H

#include "schema/value/place.h"

struct mg_amendment {
	const char *place;               // written form; never a set's member
	const struct mg_node *old, *new; // borrowed; NULL: there was, or will be, nothing. Never equal
};

struct mg_amendments {
	struct mg_amendment *items; // each place once, none within another; parts in byte order of their names
	size_t n, cap;
};

// What turns before into after (either may be NULL), added to out. The order of keys and of elements does not count. 0 or
// MG_ENOMEM.
int mg_amend_diff(const struct mg_node *before, const struct mg_node *after, struct mg_arena *arena,
		  struct mg_amendments *out, struct mg_error *err) MG_CHECKED;

// The tree with another value at a place, or, when value is NULL, without it; whatever is missing above is made, and
// removing what is not there changes nothing. Every other value, and the order of what stays, is kept. MG_EINVALID when
// the place is malformed, a set's member, or runs through another kind of value, and when an element would not have the
// id of its place; MG_ELIMIT when it is too deep; MG_ENOMEM.
int mg_amend_apply(const struct mg_node *root, const char *place, const struct mg_node *value, struct mg_arena *arena,
		   const struct mg_node **out, struct mg_error *err) MG_CHECKED;

#endif
