// SPDX-License-Identifier: EUPL-1.2
//
// What people do at one copy: they edit, in the folder or not, from what is shown or from an older version, and settle
// conflicts.
#include "tests/sim/play/sim.h"

#include "core/view/conflict.h"
#include "tests/lib/author.h"

#include <stdlib.h>

#define RECORDS 3

static const char *const records[RECORDS] = {"actions/r-1.yaml", "actions/r-2.yaml", "actions/r-3.yaml"};

static char *next_version(struct sim *s, const char *text)
{
	return draw_percent(&s->random, s->shapes_percent) ? author_edit_shapes(&s->random, text)
							   : author_edit(&s->random, text);
}

static void edit(struct sim *s, size_t i)
{
	size_t r = draw(&s->random, RECORDS);
	char *text = world_get(&s->w, i, records[r]);
	char *next = next_version(s, text);
	struct mg_error err;

	sim_told(s, world_try_put(&s->w, i, records[r], next, &err), &err);
	free(text);
	free(next);
}

// An edit of what the copy showed some time ago.
static void edit_older(struct sim *s, size_t i)
{
	struct mg_edit e = {.path = records[s->older_of[i]]};
	struct mg_recorded out;
	struct mg_arena arena;
	struct mg_error err;
	char *next;

	if (!s->older[i])
		return;
	next = next_version(s, s->older[i]);
	e.bytes = mg_slice_of(next);
	e.base = mg_slice_of(s->older[i]);
	mg_arena_init(&arena, 0);
	sim_told(s, mg_copy_record(s->w.copies[i].copy, &e, 1, NULL, 0, "retard", &arena, &out, NULL, &err), &err);
	mg_arena_clear(&arena);
	free(next);
}

static void remember_older(struct sim *s, size_t i)
{
	free(s->older[i]);
	s->older_of[i] = draw(&s->random, RECORDS);
	s->older[i] = world_get(&s->w, i, records[s->older_of[i]]);
}

// With an editor, in the folder; a choice is made where one is asked for.
static void type(struct sim *s, size_t i)
{
	size_t r = draw(&s->random, RECORDS);
	char *text = world_get(&s->w, i, records[r]);
	char *next = next_version(s, text);
	struct mg_error err;
	size_t left;
	bool done;

	world_type(&s->w, i, records[r], next);
	if (draw_percent(&s->random, 50)) // somebody else's commits arrive before it is saved
		sim_send(s, draw(&s->random, s->w.n), i);
	free(text);
	done = sim_told(s, world_try_save(&s->w, i, MG_SIDE_ASK, &left, &err), &err);
	if (done && left) { // only now does this device write: an older copy is told then that it may not
		enum mg_side side = draw_percent(&s->random, 50) ? MG_SIDE_MINE : MG_SIDE_THEIRS;

		done = sim_told(s, world_try_save(&s->w, i, side, &left, &err), &err);
		if (done)
			assert_int_equal(left, 0);
	}
	if (!done) {
		text = world_get(&s->w, i, records[r]); // he gives it up
		world_type(&s->w, i, records[r], text);
		free(text);
	}
	sim_check_folder(s, i);
	free(next);
}

static const struct mg_node *typed_value(struct sim *s, struct mg_doc *doc)
{
	struct mg_findings findings;

	mg_findings_init(&findings);
	assert_int_equal(mg_yaml_read(doc, "", mg_slice_of(author_value(&s->random)), &findings), 0);
	mg_findings_clear(&findings);
	return doc->root;
}

// Whether a value can be typed in place of what the conflict is about: below complements, and no part of a list.
static bool takes_values(const struct mg_conflict *c)
{
	return strncmp(c->at, "complements.", 12) == 0 && !strchr(c->at, '[');
}

static void resolve(struct sim *s, size_t i)
{
	struct mg_open_conflict *list;
	const struct mg_conflict *c;
	struct mg_recorded out;
	struct mg_arena arena;
	struct mg_error err;
	struct mg_doc doc;
	size_t n, x;
	int code;

	mg_arena_init(&arena, 0);
	mg_doc_init(&doc);
	sim_must(mg_copy_conflicts(s->w.copies[i].copy, &arena, &list, &n, &err), &err);
	if (n) {
		c = list[draw(&s->random, n)].conflict;
		x = draw(&s->random, 10);
		if (x < 4)
			code = mg_copy_record(s->w.copies[i].copy, NULL, 0, &(const char *){c->id}, 1, NULL, &arena,
					      &out, NULL, &err);
		else if (x < 8 || !takes_values(c))
			code = mg_copy_resolve(s->w.copies[i].copy, c->id, 1 + draw(&s->random, c->n_entries), NULL,
					       NULL, &arena, &out, &err);
		else
			code = mg_copy_resolve(s->w.copies[i].copy, c->id, 0, x == 8 ? NULL : typed_value(s, &doc),
					       NULL, &arena, &out, &err);
		if (sim_told(s, code, &err))
			s->sum->settled++;
	}
	mg_doc_clear(&doc);
	mg_arena_clear(&arena);
}

void sim_work(struct sim *s, size_t i)
{
	size_t x = draw(&s->random, 100);

	if (x < 20 && world_conflicts(&s->w, i))
		resolve(s, i);
	else if (x < 27)
		edit_older(s, i);
	else if (x < 35)
		type(s, i);
	else
		edit(s, i);
	sim_note_made(s, i);
	if (draw_percent(&s->random, 20))
		remember_older(s, i);
}
