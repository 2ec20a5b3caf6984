// SPDX-License-Identifier: EUPL-1.2
//
// Laws of deciding, over made-up histories: whatever conflicts a few authors come to, each takes one of the values listed
// on his own copy, and gets that value, with nothing else moved; then they meet.
//
//	settle [FROM [TO]]    plays these seeds
#include "core/view/conflict.h"
#include "schema/yaml/yaml.h"
#include "tests/lib/author.h"
#include "tests/lib/draw.h"
#include "tests/lib/laws.h"
#include "tests/lib/world.h"

#include <stdio.h>
#include <stdlib.h>

#define WORLDS  8u
#define COPIES  3u
#define RECORDS 6u
#define DECIDED 3u // conflicts of each world in which everybody takes a value of his own

struct seeds {
	uint64_t from, to;
};

struct play {
	struct world w;
	uint64_t seed, random;
	struct mg_arena arena;               // until the next decision
	char trace[1024];                    // what is being decided
	const struct mg_open_conflict *open; // the same
};

// What one copy shows before or after a decision.
struct shown {
	char *text; // NULL: no record
	struct mg_doc doc;
	struct mg_open_conflict *open;
	size_t n;
};

static void must(struct play *p, int code, const struct mg_error *err)
{
	if (code)
		fail_msg("seed %llu: %s: %s", (unsigned long long)p->seed, p->trace, err->message);
}

static void broken(struct play *p, const char *law, const struct shown *before, const struct shown *after)
{
	struct mg_buf listed = {0};
	struct mg_error err;

	if (p->open && mg_conflict_format(p->open->conflict, p->open->input, &listed, &err))
		mg_buf_reset(&listed);
	fail_msg("seed %llu: %s: %s\n# before:\n%s\n# after:\n%s\n# conflict:\n%s", (unsigned long long)p->seed,
		 p->trace, law, before && before->text ? before->text : "-", after && after->text ? after->text : "-",
		 mg_buf_text(&listed));
}

// ---- histories

static const char *record_path(struct play *p, size_t i)
{
	return mg_arena_printf(&p->arena, "actions/k-%zu.yaml", i);
}

static void edit(struct play *p, size_t copy, size_t record)
{
	const char *path = record_path(p, record);
	char *text = world_get(&p->w, copy, path);
	char *edited =
		draw_percent(&p->random, 60) ? author_edit(&p->random, text) : author_edit_shapes(&p->random, text);

	world_put(&p->w, copy, path, edited);
	free(edited);
	free(text);
}

// Everybody begins with the same (or makes it himself), and edits it beside the others; some hear of each other meanwhile.
static void make(struct play *p)
{
	for (size_t i = 0; i < RECORDS; i++) {
		if (draw_percent(&p->random, 85))
			edit(p, 0, i);
	}
	world_meet_all(&p->w);
	for (size_t i = 0; i < RECORDS; i++) {
		for (size_t n = 4 + draw(&p->random, 5); n > 0; n--) {
			world_advance(&p->w, (int64_t)draw(&p->random, 3) * 1000);
			edit(p, draw(&p->random, COPIES), i);
		}
		if (draw_percent(&p->random, 40))
			world_send(&p->w, draw(&p->random, COPIES - 1), COPIES - 1);
	}
	world_meet_all(&p->w);
}

// ---- what is shown

static void look(struct play *p, size_t copy, const char *path, struct shown *s)
{
	struct mg_findings findings;
	struct mg_error err;

	mg_findings_init(&findings);
	mg_doc_init(&s->doc);
	s->text = world_get(&p->w, copy, path);
	if (s->text && mg_yaml_read(&s->doc, "", mg_slice_of(s->text), &findings))
		broken(p, "the record cannot be read", NULL, s);
	mg_findings_clear(&findings);
	must(p, mg_copy_conflicts(p->w.copies[copy].copy, &p->arena, &s->open, &s->n, &err), &err);
}

static void forget(struct shown *s)
{
	mg_doc_clear(&s->doc);
	free(s->text);
}

static const struct mg_node *at(struct play *p, const struct mg_node *root, const char *place)
{
	struct mg_place steps;
	struct mg_error err;

	must(p, mg_place_parse(place, &p->arena, &steps, &err), &err);
	return root ? mg_place_find(root, &steps) : NULL;
}

// As history sees it: the order of sets does not count, and the id of a list's element is its place and not in it.
static bool same(struct play *p, const struct mg_node *a, const struct mg_node *b)
{
	struct mg_writes writes = {.arena = &p->arena};
	struct mg_error err;

	must(p, mg_diff(a, b, &writes, &err), &err);
	return !writes.n || (writes.n == 1 && strcmp(writes.items[0].place, "id") == 0);
}

static const struct mg_open_conflict *find(const struct shown *s, const char *id)
{
	for (size_t i = 0; i < s->n; i++) {
		if (strcmp(s->open[i].conflict->id, id) == 0)
			return &s->open[i];
	}
	return NULL;
}

// ---- what one gets who takes a value

static bool removes(const struct mg_write *w)
{
	return w->op == MG_DROP || w->op == MG_OUT;
}

static bool makes_again(const struct mg_conflict_entry *entry, const char *place)
{
	for (size_t i = 0; i < entry->n_below; i++) {
		if (!removes(&entry->below[i]) && mg_place_contains(place, entry->below[i].place))
			return true;
	}
	return false;
}

// What was removed, its author or somebody who had seen that has made again.
static bool is_made_again(struct play *p, const struct mg_conflict_entry *entry, const char *place)
{
	const struct mg_conflict *c = p->open->conflict;
	const struct mg_view_commit *commits = p->open->input->commits;
	bool again = false;

	for (size_t i = 0; !again && i < c->n_entries; i++)
		again = makes_again(&c->entries[i], place) &&
			(&c->entries[i] == entry ||
			 p->open->input->saw(p->open->input->context, commits[c->entries[i].commit].position,
					     commits[entry->commit].position));
	return again;
}

static bool says(const struct mg_node *value, const struct mg_write *w)
{
	struct mg_buf canon = {0};
	bool equal;

	if (w->op == MG_KEEP)
		return true;
	if (w->op != MG_PUT || !value)
		return value != NULL && (w->op != MG_EXISTS_MAP || value->type == MG_MAP) &&
		       (w->op != MG_EXISTS_LIST || value->type == MG_LIST);
	mg_node_canon(value, &canon);
	equal = strcmp(mg_buf_text(&canon), w->value) == 0;
	mg_buf_clear(&canon);
	return equal;
}

// The record says what that side is listed as having written.
static void check_side(struct play *p, const struct mg_conflict *c, const struct mg_conflict_entry *entry,
		       const struct shown *before, const struct shown *after)
{
	const struct mg_node *value = at(p, after->doc.root, c->at);

	if (entry->removed && value)
		broken(p, "the place is still there", before, after);
	if (entry->value && !same(p, entry->value, value))
		broken(p, "the value taken is not there", before, after);
	for (size_t i = 0; i < entry->n_below; i++) {
		const struct mg_write *w = &entry->below[i];
		const struct mg_node *part = at(p, after->doc.root, w->place);

		if (removes(w) ? part && !is_made_again(p, entry, w->place) : !says(part, w)) {
			snprintf(p->trace + strlen(p->trace), sizeof p->trace - strlen(p->trace), ", %s", w->place);
			broken(p, "what was written below is not there", before, after);
		}
	}
}

static void check_elsewhere(struct play *p, const struct mg_open_conflict *taken, const struct shown *before,
			    const struct shown *after)
{
	struct mg_writes writes = {.arena = &p->arena};
	struct mg_error err;

	must(p, mg_diff(before->doc.root, after->doc.root, &writes, &err), &err);
	for (size_t i = 0; i < writes.n; i++) {
		if (!mg_place_contains(taken->conflict->at, writes.items[i].place))
			broken(p, "another field has changed", before, after);
	}
	if (find(after, taken->conflict->id))
		broken(p, "the conflict is still there", before, after);
	for (size_t i = 0; i < after->n; i++) {
		if (!find(before, after->open[i].conflict->id))
			broken(p, "it opens another conflict", before, after);
	}
	for (size_t i = 0; i < before->n; i++) {
		const struct mg_open_conflict *other = &before->open[i];

		if (!find(after, other->conflict->id) && (strcmp(other->path, taken->path) != 0 ||
							  !mg_conflict_touched(other->conflict, taken->conflict->at)))
			broken(p, "another conflict is gone", before, after);
	}
}

// One takes number n of a conflict, on his own copy. Gives what then stands there, in the arena.
static const struct mg_node *take(struct play *p, size_t copy, const char *id, size_t n, const char *path)
{
	const struct mg_conflict_entry *entry;
	const struct mg_open_conflict *open;
	struct shown before, after;
	struct mg_recorded out;
	struct mg_error err;
	const struct mg_node *value;

	look(p, copy, path, &before);
	open = find(&before, id);
	assert_non_null(open);
	p->open = open;
	entry = &open->conflict->entries[n - 1];
	snprintf(p->trace, sizeof p->trace, "copy %zu takes %zu of %zu of %s at %s%s", copy, n,
		 open->conflict->n_entries, path, open->conflict->place,
		 entry->side == open->conflict->shown ? ", which is shown" : "");
	must(p, mg_copy_resolve(p->w.copies[copy].copy, id, n, NULL, NULL, &p->arena, &out, &err), &err);
	look(p, copy, path, &after);
	check_side(p, open->conflict, entry, &before, &after);
	check_elsewhere(p, open, &before, &after);
	if (!same(p, open->conflict->sides[entry->side], at(p, after.doc.root, open->conflict->at)))
		broken(p, "it is not what that side was said to make of it", &before, &after);
	if (entry->side == open->conflict->shown &&
	    strcmp(before.text ? before.text : "-", after.text ? after.text : "-") != 0)
		broken(p, "what was shown was taken, and the bytes changed", &before, &after);
	value = at(p, after.doc.root, open->conflict->at);
	value = value ? mg_node_copy(&p->arena, value) : NULL;
	forget(&before);
	forget(&after);
	return value;
}

// ---- what comes of several decisions

static bool is_container(const struct mg_node *value)
{
	return value && (value->type == MG_MAP || value->type == MG_LIST);
}

static void check_meeting(struct play *p, const char *path, const char *place,
			  const struct mg_node *const chosen[COPIES])
{
	bool alike = true, merge = true, open = false;
	struct shown now;

	world_meet_all(&p->w);
	world_assert_same(&p->w);
	for (size_t i = 0; i < COPIES; i++) {
		alike = alike && same(p, chosen[0], chosen[i]);
		merge = merge && is_container(chosen[i]);
	}
	look(p, 0, path, &now);
	for (size_t i = 0; i < now.n; i++)
		open = open ||
		       (strcmp(now.open[i].path, path) == 0 && mg_conflict_touched(now.open[i].conflict, place));
	if (alike && (open || !same(p, chosen[0], at(p, now.doc.root, place))))
		broken(p, "all took the same, and it does not stand", NULL, &now);
	if (!alike && !merge && !open)
		broken(p, "they took different values, and there is no conflict", NULL, &now);
	forget(&now);
}

static bool decide(struct play *p)
{
	const struct mg_node *chosen[COPIES];
	struct mg_open_conflict *open;
	struct mg_error err;
	size_t n, which;
	bool alike = draw_percent(&p->random, 25);

	must(p, mg_copy_conflicts(p->w.copies[0].copy, &p->arena, &open, &n, &err), &err);
	if (!n)
		return false;
	which = draw(&p->random, n);
	for (size_t i = 0, first = draw(&p->random, COPIES); i < COPIES; i++)
		chosen[i] = take(p, i, open[which].conflict->id,
				 1 + (first + (alike ? 0 : i)) % open[which].conflict->n_entries, open[which].path);
	check_meeting(p, open[which].path, open[which].conflict->at, chosen);
	p->open = NULL;
	mg_arena_clear(&p->arena);
	mg_arena_init(&p->arena, 0);
	return true;
}

// One after the other; the number of conflicts sinks with each.
static void decide_the_rest(struct play *p)
{
	for (;;) {
		size_t copy = draw(&p->random, COPIES), n, which;
		struct mg_open_conflict *open;
		struct mg_error err;

		must(p, mg_copy_conflicts(p->w.copies[copy].copy, &p->arena, &open, &n, &err), &err);
		if (!n)
			break;
		which = draw(&p->random, n);
		take(p, copy, open[which].conflict->id, 1 + draw(&p->random, open[which].conflict->n_entries),
		     open[which].path);
		world_meet_all(&p->w);
	}
	for (size_t i = 0; i < COPIES; i++)
		assert_int_equal(world_conflicts(&p->w, i), 0);
}

static void play(uint64_t seed, struct mg_types *types)
{
	struct play p = {.seed = seed, .random = seed};

	mg_arena_init(&p.arena, 0);
	world_init_in_memory(&p.w, COPIES, seed, types);
	make(&p);
	for (size_t i = 0; i < DECIDED && decide(&p); i++)
		;
	decide_the_rest(&p);
	laws_copy(p.w.copies[0].copy, "actions/", NULL);
	mg_arena_clear(&p.arena);
	world_clear(&p.w);
}

static void test_laws(void **state)
{
	const struct seeds *seeds = *state;
	struct mg_types *types;
	struct mg_error err;

	assert_int_equal(mg_types_open(&types, &err), 0);
	for (uint64_t seed = seeds->from; seed <= seeds->to; seed++)
		play(seed, types);
	mg_types_close(types);
}

int main(int argc, char **argv)
{
	uint64_t from = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
	struct seeds seeds = {from, argc > 2 ? strtoull(argv[2], NULL, 10) : argc > 1 ? from : WORLDS};
	const struct CMUnitTest tests[] = {cmocka_unit_test_prestate(test_laws, &seeds)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
