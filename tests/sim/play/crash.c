// SPDX-License-Identifier: EUPL-1.2
//
// Backups that are restored, with the home or without, and programs killed in the middle of things.
#include "tests/sim/play/sim.h"

#include <stdio.h>

// What only a copy had that is no more is nobody's to find again; a letter may still bring it.
static void forget_lost(struct sim *s, size_t i)
{
	size_t kept = 0;

	for (size_t k = 0; k < s->n_made; k++) {
		bool there = false;

		for (size_t c = 0; !there && c < s->w.n; c++)
			there = sim_has_commit(s, c, &s->made[k].commit);
		if (there || s->made[k].by != i)
			s->made[kept++] = s->made[k];
	}
	s->n_made = kept;
}

// A backup is made; the next time, that copy crashes and is restored from it.
void sim_crash(struct sim *s)
{
	size_t i = s->backed ? s->backed - 1 : draw(&s->random, s->w.n);

	if (s->backed) {
		world_restore(&s->w, i, "sim", draw_percent(&s->random, 30)); // the home too, at times: a fork, perhaps
		forget_lost(s, i);
	} else {
		world_backup(&s->w, i, "sim");
	}
	s->backed = s->backed ? 0 : i + 1;
}

// Whether the copy's last commit is the one its home knows: so it is unless one of them was restored.
static bool agrees_with_home(struct sim *s, size_t i)
{
	struct world_copy *c = &s->w.copies[i];
	struct mg_home_line line;
	struct mg_id tip, last;
	struct mg_error err;
	char name[128];

	snprintf(name, sizeof name, MG_REF_LINES "%s", c->device.public.id);
	return !mg_home_line_read(&c->home, mg_copy_id(c->copy), &line, &err) && mg_id_parse(line.commit, &last) &&
	       !mg_repo_ref_get(c->copy->store.repo, name, &tip, &err) && mg_id_equal(&tip, &last);
}

// A kill in the middle of things loses nothing.
void sim_interrupt(struct sim *s, size_t i)
{
	struct mg_id before = world_main(&s->w, i), after;

	if (!agrees_with_home(s, i))
		return;
	world_interrupt(&s->w, i);
	after = world_main(&s->w, i);
	assert_memory_equal(before.bytes, after.bytes, MG_ID_BYTES);
}
