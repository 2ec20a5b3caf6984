// SPDX-License-Identifier: EUPL-1.2
//
// What the files of the view of one record share. Private to view*.c.
//
// Writes are hung on a tree of places (view.c), then resolved from the top down (view_resolve.c, view_container.c). Which
// drops and puts above a place count as never made is settled before the place is looked at, so one pass is enough.
#ifndef MG_CORE_VIEW_IMPL_H
#define MG_CORE_VIEW_IMPL_H

#include "core/view/view.h"

struct mg_view_op {
	const struct mg_view_write *in;
	const struct mg_view_commit *by;
	const struct mg_node *value; // of a put that claims its place: most of a long history's never do
	struct mg_view_place *at;
	struct mg_view_op *next; // at the same place
	bool ignored;            // lost to a concurrent write below or beside: computed as if it had not been made
	bool voided;             // a drop or put that a settled conflict counts as never made
};

struct mg_view_place {
	struct mg_step step;
	const char *text;
	struct mg_view_place *parent, *child, *next; // children in order of step
	struct mg_view_place *recent;                // the child found last: writes mostly come in order
	struct mg_view_op *ops;                      // the writes at this very place
	size_t depth;
};

struct mg_view_ops {
	struct mg_view_op **items;
	size_t n;
};

struct mg_view {
	const struct mg_view_input *input;
	struct mg_arena *arena;
	struct mg_view_result *result;
	size_t conflicts_cap;
	bool each_side;                        // who takes what one of several wrote below gets that one's values
	bool quiet;                            // computing a side that is not shown: its conflicts are not listed
	const struct mg_view_commit *favoured; // whose side that is: his writes then count as the latest; or NULL
	struct mg_error *err;
};

// The live writes at p that claim the place itself (at), and those that need it to hold something (below).
struct mg_view_claims {
	struct mg_view_ops at;    // puts and drops
	struct mg_view_ops below; // writes below p, and marks and keeps at p
	size_t puts;              // how many of `at` are puts
};

// view.c

int mg_view_compute(const struct mg_view_input *input, bool each_side, struct mg_arena *arena,
		    struct mg_view_result *result, struct mg_error *err) MG_CHECKED;

// The order of (stamp, id).
int mg_view_commit_order(const struct mg_view_commit *a, const struct mg_view_commit *b);

// True when the author of `later` had `earlier` in front of him.
bool mg_view_saw(const struct mg_view *v, const struct mg_view_op *later, const struct mg_view_op *earlier);

bool mg_view_is_put(const struct mg_view_op *w);
bool mg_view_is_drop(const struct mg_view_op *w);

// A write that ends what it saw at and below its place.
bool mg_view_ends(const struct mg_view_op *w);

// A value from its canonical text.
int mg_view_read_value(struct mg_view *v, const char *text, const struct mg_node **value) MG_CHECKED;

// view_list.c

struct mg_conflict *mg_view_new_conflict(struct mg_view *v, const struct mg_view_place *p, bool kinds,
					 size_t max_entries);

// Puts a finished conflict among the result's, unless v is quiet.
int mg_view_list_conflict(struct mg_view *v, struct mg_conflict *c) MG_CHECKED;

// Puts and drops at the place: each a side of its own unless an equal one is there already.
void mg_view_list_claims(struct mg_conflict *c, struct mg_view_ops at);

// A write below the place, on a side. all: those among which it is, for room.
int mg_view_list_below(struct mg_view *v, struct mg_conflict *c, const struct mg_view_op *w, struct mg_view_ops all,
		       uint32_t side) MG_CHECKED;

// view_resolve.c

int mg_view_claims_at(struct mg_view *v, const struct mg_view_place *p, struct mg_view_claims *claims) MG_CHECKED;

// Of two writes, the one that is shown.
bool mg_view_is_later(const struct mg_view *v, const struct mg_view_op *a, const struct mg_view_op *b);

struct mg_view_op *mg_view_latest(const struct mg_view *v, struct mg_view_ops list,
				  bool (*wanted)(const struct mg_view_op *));

// Only puts and drops claim p: one value, or a conflict between several.
int mg_view_claimed(struct mg_view *v, struct mg_view_place *p, struct mg_view_claims *claims,
		    const struct mg_node **value) MG_CHECKED;

// The value at p; NULL when it is absent.
int mg_view_resolve(struct mg_view *v, struct mg_view_place *p, const struct mg_node **value) MG_CHECKED;

// view_sides.c

// Of those entries that write below p and share a side: a side of its own for each whose values are not what stands there
// when the latest has his. c has room.
int mg_view_side_of_each(struct mg_view *v, struct mg_view_place *p, struct mg_conflict *c, uint32_t common) MG_CHECKED;

// view_container.c

// The mapping or list at p that the live writes below it make.
int mg_view_container(struct mg_view *v, struct mg_view_place *p, struct mg_view_ops below,
		      const struct mg_node **value) MG_CHECKED;

#endif
