// SPDX-License-Identifier: EUPL-1.2
//
// The scheduler: what happens next, to whom. All of it is drawn from the seed, so that a run can be played again.
#include "tests/sim/play/sim.h"

#include <stdlib.h>

#define STEPS 80 // of one run

static void step(struct sim *s)
{
	size_t x = draw(&s->random, 100);
	size_t i = draw(&s->random, s->w.n);

	world_advance(&s->w, 1 + (int64_t)draw(&s->random, s->pace_ms));
	if (x < 50)
		sim_work(s, i);
	else if (x < 72)
		sim_meet(s);
	else if (x < 85)
		sim_correspond(s);
	else if (x < 90)
		sim_meet_at_once(s);
	else if (x < 94)
		sim_partition(s);
	else if (x < 98)
		sim_crash(s);
	else if (x < 99 || s->w.n < 4)
		sim_interrupt(s, i);
	else
		sim_steal(s);
	if (s->is_crafty && s->thief)
		sim_be_crafty(s);
	for (size_t c = 0; c < s->w.n; c++)
		sim_check_copy(s, c);
}

void sim_run(uint64_t seed, struct mg_types *types, struct sim_figures *sum)
{
	struct sim s = {.random = seed, .craft = ~seed, .found = laws_found_new(), .sum = sum};

	s.is_crafty = draw_percent(&s.craft, 30);
	s.shapes_percent = draw_percent(&s.random, 25) ? 60 : 0;
	s.pace_ms = draw_percent(&s.random, 80) ? 600000 : 200; // at times many commits a second
	world_init_in_memory(&s.w, 3 + seed % 6, seed, types);
	for (size_t i = 0; i < s.w.n; i++)
		s.w.copies[i].now_ms += (int64_t)draw(&s.random, 2 * SIM_HOUR_MS) - SIM_HOUR_MS;
	for (size_t i = 0; i < STEPS; i++)
		step(&s);
	sim_check_at_rest(&s);
	for (size_t i = 0; i < s.w.n; i++)
		free(s.older[i]);
	laws_found_free(s.found);
	free(s.views);
	free(s.made);
	world_clear(&s.w);
}
