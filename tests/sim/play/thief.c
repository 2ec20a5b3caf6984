// SPDX-License-Identifier: EUPL-1.2
//
// Stolen keys: the DD revokes one, and whoever has it goes on, by himself or with a second key.
#include "tests/sim/play/sim.h"

// What was done to a key, unless it was refused or had been done before.
static bool is_done(struct sim *s, size_t by, int code, const struct mg_error *err)
{
	if (code == MG_ENOTFOUND || !sim_told(s, code, err))
		return false;
	sim_note_made(s, by);
	return true;
}

// An actor who is no DD any more: the key of his device has the DD's above it, which revokes it.
static bool revoke(struct sim *s, size_t by, size_t i)
{
	struct mg_error err;

	return is_done(s, by, world_try_demote(&s->w, by, i, &err), &err) &&
	       is_done(s, by, world_try_revoke(&s->w, by, i, &err), &err);
}

// The DD revokes the key of a device, which goes on from what it had seen, and is heard by who listens to it.
void sim_steal(struct sim *s)
{
	size_t i = 1 + draw(&s->random, s->w.n - 1);

	if (s->thief || !revoke(s, 0, i))
		return;
	s->thief = i + 1;
	s->sum->thieves++;
}

// A second key, which the thief's own copy takes for enrolled.
static void enrol_accomplice(struct sim *s)
{
	struct mg_error err;
	size_t i = world_add_device(&s->w, s->thief - 1, &err);

	if (!i) {
		sim_told(s, err.code, &err);
		return;
	}
	sim_note_made(s, s->thief - 1);
	s->accomplice = i + 1;
	s->sum->accomplices++;
}

// Two who revoke each other, neither having heard of it.
static void fall_out(struct sim *s, size_t one, size_t other)
{
	s->sum->revocations += revoke(s, one, other);
	s->sum->revocations += revoke(s, other, one);
}

void sim_be_crafty(struct sim *s)
{
	size_t x = draw(&s->craft, 100), i = 1 + draw(&s->craft, s->w.n - 1);
	size_t by = s->accomplice && draw_percent(&s->craft, 50) ? s->accomplice - 1 : s->thief - 1;

	if (x < 30 && !s->accomplice)
		enrol_accomplice(s);
	else if (x < 36 && !sim_is_deaf(s, i))
		fall_out(s, by, i);
}
