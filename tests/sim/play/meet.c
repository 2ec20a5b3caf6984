// SPDX-License-Identifier: EUPL-1.2
//
// How copies hear of each other, or do not: exchanges, letters that take their time, partitions.
#include "tests/sim/play/sim.h"

// A thief never needs to hear that his key is revoked, nor does who works with him.
bool sim_is_deaf(const struct sim *s, size_t i)
{
	return s->thief == i + 1 || s->accomplice == i + 1;
}

void sim_send(struct sim *s, size_t from, size_t to)
{
	if (!sim_is_deaf(s, to))
		world_send(&s->w, from, to);
}

void sim_meet(struct sim *s)
{
	size_t a = draw(&s->random, s->w.n), b = draw(&s->random, s->w.n);

	if (a == b || s->part[a] != s->part[b] || sim_is_deaf(s, b))
		return;
	if (draw_percent(&s->random, 25))
		world_send_line(&s->w, a, b, s->w.copies[draw(&s->random, s->w.n)].device.public.id);
	else
		sim_send(s, a, b);
	if (draw_percent(&s->random, 50))
		sim_send(s, b, a);
}

// Everybody of a part at once: what each had before, to all.
void sim_meet_at_once(struct sim *s)
{
	for (size_t a = 0; a < s->w.n; a++) {
		for (size_t b = 0; b < s->w.n; b++) {
			if (a != b && !s->part[a] && !s->part[b])
				sim_send(s, a, b);
		}
	}
}

// A letter takes its time, is read by whoever gets it, and may be read again much later.
void sim_correspond(struct sim *s)
{
	struct world_letter *letter = &s->letters[draw(&s->random, SIM_LETTERS)];
	size_t i = draw(&s->random, s->w.n);

	if (!letter->n) {
		world_write_letter(&s->w, i, letter);
		return;
	}
	if (!sim_is_deaf(s, i))
		world_deliver(&s->w, letter, i);
	if (draw_percent(&s->random, 60))
		letter->n = 0;
}

void sim_partition(struct sim *s)
{
	bool split = draw_percent(&s->random, 60);

	for (size_t i = 0; i < s->w.n; i++)
		s->part[i] = split ? (int)draw(&s->random, 2) : 0;
}
