// SPDX-License-Identifier: EUPL-1.2
//
// One run of the simulator: N copies of the real core under a seeded scheduler that edits, exchanges, delays, partitions,
// crashes, restores, steals keys and skews clocks. After every step what the copies show obeys the laws (tests/lib/laws.h);
// at rest all copies are the same, byte for byte, and hold every commit that somebody could still have.
//
// Whatever is drawn is drawn from s->random (of thieves' doings, from s->craft), in the order of the code: a draw more or
// less plays other runs.
#ifndef MG_TESTS_SIM_PLAY_SIM_H
#define MG_TESTS_SIM_PLAY_SIM_H

#include "tests/lib/draw.h"
#include "tests/lib/laws.h"
#include "tests/lib/world.h"

#define SIM_HOUR_MS 3600000
#define SIM_LETTERS 6

// A view that obeys the laws: it depends on the frontier alone, so no other copy needs to be checked for it.
struct sim_view {
	uint8_t frontier[32]; // SHA-256 of its ids
	struct mg_id tree;
};

// A commit that all copies must have at rest.
struct sim_made {
	struct mg_id commit;
	size_t by;
};

// Of all runs together.
struct sim_figures {
	size_t commits, conflicts, settled, stale, denied, forks, thieves, accomplices, revocations, views, rounds;
};

struct sim {
	struct world w;
	uint64_t random;
	size_t shapes_percent;         // of the edits, by an author of that kind
	size_t pace_ms;                // between two steps, at most
	int part[WORLD_MAX_COPIES];    // copies of one part hear each other
	size_t thief;                  // the copy whose key was revoked and who does not listen, from 1; or 0
	size_t accomplice;             // the copy of a second key that the thief enrolled, from 1; or 0
	bool is_crafty;                // he enrols one, and revokes others' keys
	uint64_t craft;                // decides what he does, so that the runs of other seeds are what they were
	size_t backed;                 // the copy that has a backup to be restored, from 1; or 0
	char *older[WORLD_MAX_COPIES]; // a version seen earlier, and of which record: what a stale edit starts from
	size_t older_of[WORLD_MAX_COPIES];
	struct world_letter letters[SIM_LETTERS]; // under way; without tips: none
	struct laws_found *found;                 // records found right
	struct sim_view *views;                   // and whole views
	size_t n_views, cap_views;
	struct sim_made *made;
	size_t n_made, cap_made;
	struct sim_figures *sum; // which the run adds to
};

// Plays a seed. Whatever is wrong fails the test on the spot. types: of all worlds.
void sim_run(uint64_t seed, struct mg_types *types, struct sim_figures *sum);

// ---- what happens (people.c, meet.c, crash.c, thief.c)

void sim_work(struct sim *s, size_t i);

void sim_send(struct sim *s, size_t from, size_t to);
void sim_meet(struct sim *s);
void sim_meet_at_once(struct sim *s);
void sim_correspond(struct sim *s);
void sim_partition(struct sim *s);

void sim_crash(struct sim *s);
void sim_interrupt(struct sim *s, size_t i);

void sim_steal(struct sim *s);
void sim_be_crafty(struct sim *s);

// A thief never needs to hear that his key is revoked, nor does who works with him.
bool sim_is_deaf(const struct sim *s, size_t i);

// ---- what is checked (check.c)

void sim_check_copy(struct sim *s, size_t i);
void sim_check_folder(struct sim *s, size_t i);
void sim_check_at_rest(struct sim *s);

// ---- what a run keeps (kept.c)

void sim_must(int code, const struct mg_error *err);
void *sim_grow(void *items, size_t n, size_t *cap, size_t size);

// Whether an honest copy has done it. It may be told that somebody else's value stands there, or that this key may write no
// more, which is counted; anything else fails.
bool sim_told(struct sim *s, int code, const struct mg_error *err);

void sim_note_made(struct sim *s, size_t i);
bool sim_has_commit(struct sim *s, size_t i, const struct mg_id *commit);

#endif
