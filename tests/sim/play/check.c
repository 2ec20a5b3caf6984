// SPDX-License-Identifier: EUPL-1.2
//
// What is checked: after each step what each copy shows, and at rest that all are the same and nothing is lost.
#include "tests/sim/play/sim.h"

#include <stdlib.h>

#define PREFIX "actions/"

// Nothing is typed and not recorded.
void sim_check_folder(struct sim *s, size_t i)
{
	struct mg_unrecorded *list;
	struct mg_arena arena;
	struct mg_error err;
	char *view;
	size_t n;

	mg_arena_init(&arena, 0);
	sim_must(mg_copy_scan(s->w.copies[i].copy, NULL, 0, &arena, &list, &n, NULL, &err), &err);
	if (n) {
		view = world_get(&s->w, i, list[0].path);
		world_assert_on_disk(&s->w, i, list[0].path, view);
		free(view);
	}
	assert_int_equal(n, 0);
	mg_arena_clear(&arena);
}

static void name_frontier(struct sim *s, size_t i, uint8_t out[32])
{
	struct mg_index_commit *frontier;
	struct mg_arena arena;
	struct mg_error err;
	struct mg_buf ids = {0};
	size_t n;

	mg_arena_init(&arena, 0);
	sim_must(mg_copy_frontier(s->w.copies[i].copy, &arena, &frontier, &n, &err), &err);
	for (size_t k = 0; k < n; k++)
		mg_buf_put(&ids, frontier[k].id.bytes, MG_ID_BYTES);
	mg_sha256(mg_buf_slice(&ids), out);
	mg_buf_clear(&ids);
	mg_arena_clear(&arena);
}

// Which records are looked at after each step: actors and keys too, where more than one device writes about them.
static const char *prefix_of(const struct sim *s)
{
	return s->is_crafty ? "" : PREFIX;
}

// What a copy shows is the view computed from scratch, or equal to one that was.
void sim_check_copy(struct sim *s, size_t i)
{
	struct mg_copy *copy = s->w.copies[i].copy;
	struct sim_view now;
	struct mg_error err;

	name_frontier(s, i, now.frontier);
	sim_must(mg_copy_main_tree(copy, &now.tree, &err), &err);
	for (size_t k = 0; k < s->n_views; k++) {
		if (memcmp(s->views[k].frontier, now.frontier, sizeof now.frontier) == 0) {
			assert_memory_equal(s->views[k].tree.bytes, now.tree.bytes, MG_ID_BYTES);
			return;
		}
	}
	laws_copy(copy, prefix_of(s), s->found);
	s->views = sim_grow(s->views, s->n_views, &s->cap_views, sizeof *s->views);
	s->views[s->n_views++] = now;
	s->sum->views++;
}

// A copy that lost what only it had made may not write again; what was refused or is spent is told, nothing else is.
static void check_verdicts(struct sim *s, size_t i)
{
	struct mg_index_verdict *list;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	mg_arena_init(&arena, 0);
	sim_must(mg_index_verdicts(s->w.copies[i].copy->store.index, &arena, &list, &n, &err), &err);
	for (size_t k = 0; k < n; k++)
		fail_msg("an honest commit is not accepted: %s %s: %s", list[k].code, list[k].path, list[k].message);
	mg_arena_clear(&arena);
}

static void count_forks(struct sim *s)
{
	struct mg_line_state *lines;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	mg_arena_init(&arena, 0);
	sim_must(mg_copy_lines(s->w.copies[0].copy, &arena, &lines, &n, &err), &err);
	for (size_t i = 0; i < n; i++)
		s->sum->forks += lines[i].n_forks;
	mg_arena_clear(&arena);
}

void sim_check_at_rest(struct sim *s)
{
	s->thief = s->accomplice = 0;          // their copies hear of it at last
	world_advance(&s->w, 4 * SIM_HOUR_MS); // what was held for its stamp no longer is
	s->sum->rounds += world_meet_all(&s->w);
	world_assert_same(&s->w);
	for (size_t i = 0; i < s->w.n; i++) {
		check_verdicts(s, i);
		sim_check_folder(s, i);
		for (size_t k = 0; k < s->n_made; k++)
			assert_true(sim_has_commit(s, i, &s->made[k].commit));
	}
	laws_copy(s->w.copies[0].copy, "", NULL);
	s->sum->commits += laws_history(s->w.copies[s->w.n - 1].copy, prefix_of(s), s->found);
	s->sum->conflicts += world_conflicts(&s->w, 0);
	world_assert_reindexed(&s->w, draw(&s->random, s->w.n));
	count_forks(s);
}
