// SPDX-License-Identifier: EUPL-1.2
//
// Histories made by hand in an index alone, to ask which commits count: revocations, thieves, forks. A commit is named by
// its number, from 1; keys by one letter, of which 'd' is the DD's device, 'D' its signatory.
#ifndef MG_TESTS_LIB_NUMBERED_H
#define MG_TESTS_LIB_NUMBERED_H

#include "core/view/history.h"

#define NUMBERED_MAX 128

// What a commit does to keys: to one letter, or to none.
struct doing {
	char enrols, revokes;
	enum mg_key_rank rank; // of that key
	char by;               // a signatory who vouches
};

#define PARENTS(...)        ((const size_t[]){__VA_ARGS__, 0})
#define ROOT                ((const size_t[]){0})
#define NOTHING             ((struct doing){0})
#define ENROLS(k, r)        ((struct doing){.enrols = k, .rank = MG_RANK_##r})
#define REVOKES(k, r)       ((struct doing){.revokes = k, .rank = MG_RANK_##r})
#define VOUCHED(k, r, s)    ((struct doing){.enrols = k, .rank = MG_RANK_##r, .by = s})
#define SIGNED_OUT(k, r, s) ((struct doing){.revokes = k, .rank = MG_RANK_##r, .by = s})

// Numbers of commits.
struct numbers {
	uint64_t bits[2];
};

bool numbers_have(const struct numbers *set, size_t number);
void numbers_put(struct numbers *set, size_t number);
void numbers_join(struct numbers *set, const struct numbers *more);
bool numbers_hold(const struct numbers *set, const struct numbers *all); // all of these are in the set

struct told {
	char key;
	size_t parents[8]; // ends with 0
	struct doing doing;
	struct numbers ancestors;
};

struct numbered {
	struct mg_index *index; // where they all are, accepted
	struct mg_arena arena;
	struct told told[NUMBERED_MAX]; // from 1
	size_t n;
};

// Commits 1 and 2 are the DD's and enrol 'd' and 'D'. As a test's setup and teardown: *state is the history.
int numbered_setup(void **state);
int numbered_teardown(void **state);

size_t numbered_commit(struct numbered *t, char key, const size_t *parents, struct doing doing);

// Puts one of them in another index.
void numbered_add_to(struct mg_index *index, const struct told *told, size_t number);

struct mg_id numbered_id(size_t number);
size_t numbered_of(const struct mg_index_commit *commit);

// Which count, of those an index has; what a history says of that, as numbers.
struct mg_history numbered_history(struct mg_index *index, struct mg_arena *arena);
struct numbers numbered_counting(const struct numbered *t, const struct mg_history *history);

bool numbered_counts(struct numbered *t, size_t number);
size_t numbered_left_out(struct numbered *t);

#endif
