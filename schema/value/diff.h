// SPDX-License-Identifier: EUPL-1.2
//
// What one version of a record changes of another: its writes (docs/format-history.md, "Writes"). Shapes only: no
// schema is consulted, so that history never depends on one.
#ifndef MG_SCHEMA_DIFF_H
#define MG_SCHEMA_DIFF_H

#include "schema/value/place.h"

enum mg_op {
	MG_PUT,         // a scalar, or a list that is one value
	MG_DROP,        // the topmost place that is gone
	MG_IN,          // an element put in a set
	MG_OUT,         // an element taken out of a set
	MG_EXISTS_MAP,  // a mapping that appears: its existence
	MG_EXISTS_LIST, // a list that appears: its existence
	MG_KEEP, // a settled conflict where more stands below: it is kept as it is (core/view; never from mg_diff)
};

struct mg_write {
	enum mg_op op;
	const char *place; // written form (schema/value/place.h)
	const char *value; // canonical text of what is put (of MG_IN: the element); of MG_KEEP: the commits superseded
	const char *old;   // canonical text of what stood there (of MG_OUT: the element); each NULL where there is none
};

struct mg_writes {
	struct mg_arena *arena; // borrowed; owns the items and texts
	struct mg_write *items;
	size_t n, cap;
};

// The writes that turn `before` into `after` (either may be NULL: absent), each place once, a mapping before what is in
// it, its parts in byte order of their names. A container in place of another kind of value is a drop, then its creation.
// Equal documents give none; order of keys, comments and quoting do not count. 0 or MG_ENOMEM.
int mg_diff(const struct mg_node *before, const struct mg_node *after, struct mg_writes *writes,
	    struct mg_error *err) MG_CHECKED;

#endif
