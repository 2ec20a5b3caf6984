// SPDX-License-Identifier: EUPL-1.2
//
// Hand-made histories of one record, for tests of the view alone: commits are texts on top of parents, and what they
// change is found as the real ones' is. No repository, no signatures.
#ifndef MG_TESTS_LIB_PAST_H
#define MG_TESTS_LIB_PAST_H

#include "core/view/view.h"

#define PAST_MAX 60 // commits: a set of them is a mask

struct past {
	struct mg_arena arena;
	struct mg_view_commit commits[PAST_MAX];
	uint64_t ancestors[PAST_MAX]; // of each commit, itself not included
	size_t n;
	struct mg_view_write *writes;
	size_t n_writes, cap;
	uint64_t random; // of the order in which writes are given
};

// Commits are named by numbers from 1; a set of tips ends with 0.
#define TIPS(...) ((const size_t[]){__VA_ARGS__, 0})
#define NO_TIPS   ((const size_t[]){0})

void past_init(struct past *past);
void past_clear(struct past *past);

// A commit that had these tips in front of him and leaves the record as text says (YAML; NULL: removed). Conflicts at,
// above or below what it writes are settled as it leaves them.
size_t past_commit(struct past *past, const size_t *tips, const char *text);

// The same, settling also the conflict at a place ("m{}": about kinds) as the text leaves it.
size_t past_settle(struct past *past, const size_t *tips, const char *text, const char *place);

// A commit that leaves the record as it is in front of him, settling the conflict at a place that way.
size_t past_keep(struct past *past, const size_t *tips, const char *place);

// The same with the stamp given: a clock that is off. past_commit's stamps rise with the number.
void past_set_stamp(struct past *past, size_t commit, int64_t stamp_ms);

// What the tips' history amounts to, as one text: the record's canonical text ("-" when absent), then for each conflict
// a line "place: entry, entry" by rising (stamp, id). An entry is the commit's number, "=", and what it puts: a value,
// "-" for a removal, "{place=value place=- ...}" for what it writes below; "*" follows those that are shown. Each set is
// computed in several orders of its writes, which must agree. In the arena.
const char *past_view(struct past *past, const size_t *tips);

// What the tips' history amounts to is this text (YAML; NULL: absent), but for the order of sets and keyed lists.
bool past_shows(struct past *past, const size_t *tips, const char *text);

// How many puts of the tips' history are neither shown, nor listed in a conflict, nor ended by somebody who had seen them.
size_t past_lost(struct past *past, const size_t *tips);

#define assert_view(past, tips, text) assert_string_equal(past_view(past, tips), text)

#endif
