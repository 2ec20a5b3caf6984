// SPDX-License-Identifier: EUPL-1.2
//
// What a run keeps of itself, and what its people may be told.
#include "tests/sim/play/sim.h"

#include <stdio.h>
#include <stdlib.h>

void sim_must(int code, const struct mg_error *err)
{
	if (code)
		fail_msg("%s (code %d, %s:%d)", err->message, code, err->file, err->line);
}

void *sim_grow(void *items, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return items;
	*cap = 2 * *cap + 16;
	items = realloc(items, *cap * size);
	assert_non_null(items);
	return items;
}

bool sim_told(struct sim *s, int code, const struct mg_error *err)
{
	if (code == MG_ECONFLICT)
		s->sum->stale++;
	else if (code == MG_EDENIED)
		s->sum->denied++;
	else
		sim_must(code, err);
	return code == 0;
}

bool sim_has_commit(struct sim *s, size_t i, const struct mg_id *commit)
{
	mg_position position;
	struct mg_error err;

	return mg_index_find(s->w.copies[i].copy->store.index, commit, &position, &err) == 0;
}

// What the copy's device has made last, if it is new.
void sim_note_made(struct sim *s, size_t i)
{
	char name[128];
	struct mg_error err;
	struct mg_id tip;

	snprintf(name, sizeof name, MG_REF_LINES "%s", s->w.copies[i].device.public.id);
	if (mg_repo_ref_get(s->w.copies[i].copy->store.repo, name, &tip, &err))
		return;
	for (size_t k = 0; k < s->n_made; k++) {
		if (mg_id_equal(&s->made[k].commit, &tip))
			return;
	}
	s->made = sim_grow(s->made, s->n_made, &s->cap_made, sizeof *s->made);
	s->made[s->n_made++] = (struct sim_made){tip, i};
}
