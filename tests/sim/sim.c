// SPDX-License-Identifier: EUPL-1.2
//
// The simulator: N copies of the real core under a seeded scheduler that edits, exchanges, delays, partitions, crashes,
// restores, steals keys and skews clocks. After every step what the copies show obeys the laws (tests/lib/laws.h); at rest all copies
// are the same, byte for byte, and hold every commit that somebody could still have.
//
//	sim [-x] FROM [TO]    plays these seeds, as TAP; with -x up to the first that fails
#include "core/view/conflict.h"
#include "tests/lib/author.h"
#include "tests/lib/draw.h"
#include "tests/lib/laws.h"
#include "tests/lib/remembered.h"
#include "tests/lib/world.h"

#include <stdio.h>
#include <stdlib.h>

#define STEPS   80 // of one run
#define HOUR_MS 3600000
#define RECORDS 3
#define LETTERS 6
#define PREFIX  "actions/"

static const char *const records[RECORDS] = {"actions/r-1.yaml", "actions/r-2.yaml", "actions/r-3.yaml"};

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
	struct world_letter letters[LETTERS]; // under way; without tips: none
	struct laws_found *found;             // records found right
	struct view *views;                   // and whole views
	size_t n_views, cap_views;
	struct made *made;
	size_t n_made, cap_made;
};

// A view that obeys the laws: it depends on the frontier alone, so no other copy needs to be checked for it.
struct view {
	uint8_t frontier[32]; // SHA-256 of its ids
	struct mg_id tree;
};

// A commit that all copies must have at rest.
struct made {
	struct mg_id commit;
	size_t by;
};

struct figures {
	size_t commits, conflicts, settled, stale, denied, forks, thieves, accomplices, revocations, views, rounds;
};

static struct figures sum;
static struct mg_types *types; // of all worlds

static void must(int code, const struct mg_error *err)
{
	if (code)
		fail_msg("%s (code %d, %s:%d)", err->message, code, err->file, err->line);
}

static void *grow(void *items, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return items;
	*cap = 2 * *cap + 16;
	items = realloc(items, *cap * size);
	assert_non_null(items);
	return items;
}

// A thief never needs to hear that his key is revoked, nor does who works with him.
static bool is_deaf(const struct sim *s, size_t i)
{
	return s->thief == i + 1 || s->accomplice == i + 1;
}

static void send(struct sim *s, size_t from, size_t to)
{
	if (!is_deaf(s, to))
		world_send(&s->w, from, to);
}

// ---- edits

// Gives up on what an honest copy may be told: somebody else's value stands there, or this key may write no more.
static bool settle_code(int code, const struct mg_error *err)
{
	if (code == MG_ECONFLICT)
		sum.stale++;
	else if (code == MG_EDENIED)
		sum.denied++;
	else
		must(code, err);
	return code == 0;
}

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

	settle_code(world_try_put(&s->w, i, records[r], next, &err), &err);
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
	settle_code(mg_copy_record(s->w.copies[i].copy, &e, 1, NULL, 0, "retard", &arena, &out, NULL, &err), &err);
	mg_arena_clear(&arena);
	free(next);
}

static void remember_older(struct sim *s, size_t i)
{
	free(s->older[i]);
	s->older_of[i] = draw(&s->random, RECORDS);
	s->older[i] = world_get(&s->w, i, records[s->older_of[i]]);
}

// Nothing is typed and not recorded.
static void check_folder(struct sim *s, size_t i)
{
	struct mg_unrecorded *list;
	struct mg_arena arena;
	struct mg_error err;
	char *view;
	size_t n;

	mg_arena_init(&arena, 0);
	must(mg_copy_scan(s->w.copies[i].copy, NULL, 0, &arena, &list, &n, NULL, &err), &err);
	if (n) {
		view = world_get(&s->w, i, list[0].path);
		world_assert_on_disk(&s->w, i, list[0].path, view);
		free(view);
	}
	assert_int_equal(n, 0);
	mg_arena_clear(&arena);
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
		send(s, draw(&s->random, s->w.n), i);
	free(text);
	done = settle_code(world_try_save(&s->w, i, MG_SIDE_ASK, &left, &err), &err);
	if (done && left) { // only now does this device write: an older copy is told then that it may not
		enum mg_side side = draw_percent(&s->random, 50) ? MG_SIDE_MINE : MG_SIDE_THEIRS;

		done = settle_code(world_try_save(&s->w, i, side, &left, &err), &err);
		if (done)
			assert_int_equal(left, 0);
	}
	if (!done) {
		text = world_get(&s->w, i, records[r]); // he gives it up
		world_type(&s->w, i, records[r], text);
		free(text);
	}
	check_folder(s, i);
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
	must(mg_copy_conflicts(s->w.copies[i].copy, &arena, &list, &n, &err), &err);
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
		if (settle_code(code, &err))
			sum.settled++;
	}
	mg_doc_clear(&doc);
	mg_arena_clear(&arena);
}

// What the copy's device has made last, if it is new.
static void note_made(struct sim *s, size_t i)
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
	s->made = grow(s->made, s->n_made, &s->cap_made, sizeof *s->made);
	s->made[s->n_made++] = (struct made){tip, i};
}

static void work(struct sim *s, size_t i)
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
	note_made(s, i);
	if (draw_percent(&s->random, 20))
		remember_older(s, i);
}

// ---- exchanges

static void meet(struct sim *s)
{
	size_t a = draw(&s->random, s->w.n), b = draw(&s->random, s->w.n);

	if (a == b || s->part[a] != s->part[b] || is_deaf(s, b))
		return;
	if (draw_percent(&s->random, 25))
		world_send_line(&s->w, a, b, s->w.copies[draw(&s->random, s->w.n)].device.public.id);
	else
		send(s, a, b);
	if (draw_percent(&s->random, 50))
		send(s, b, a);
}

// Everybody of a part at once: what each had before, to all.
static void meet_at_once(struct sim *s)
{
	for (size_t a = 0; a < s->w.n; a++) {
		for (size_t b = 0; b < s->w.n; b++) {
			if (a != b && !s->part[a] && !s->part[b])
				send(s, a, b);
		}
	}
}

// A letter takes its time, is read by whoever gets it, and may be read again much later.
static void correspond(struct sim *s)
{
	struct world_letter *letter = &s->letters[draw(&s->random, LETTERS)];
	size_t i = draw(&s->random, s->w.n);

	if (!letter->n) {
		world_write_letter(&s->w, i, letter);
		return;
	}
	if (!is_deaf(s, i))
		world_deliver(&s->w, letter, i);
	if (draw_percent(&s->random, 60))
		letter->n = 0;
}

static void partition(struct sim *s)
{
	bool split = draw_percent(&s->random, 60);

	for (size_t i = 0; i < s->w.n; i++)
		s->part[i] = split ? (int)draw(&s->random, 2) : 0;
}

// ---- thieves

// What was done to a key, unless it was refused or had been done before.
static bool is_done(struct sim *s, size_t by, int code, const struct mg_error *err)
{
	if (code == MG_ENOTFOUND || !settle_code(code, err))
		return false;
	note_made(s, by);
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
static void steal(struct sim *s)
{
	size_t i = 1 + draw(&s->random, s->w.n - 1);

	if (s->thief || !revoke(s, 0, i))
		return;
	s->thief = i + 1;
	sum.thieves++;
}

// A second key, which the thief's own copy takes for enrolled.
static void enrol_accomplice(struct sim *s)
{
	struct mg_error err;
	size_t i = world_add_device(&s->w, s->thief - 1, &err);

	if (!i) {
		settle_code(err.code, &err);
		return;
	}
	note_made(s, s->thief - 1);
	s->accomplice = i + 1;
	sum.accomplices++;
}

// Two who revoke each other, neither having heard of it.
static void fall_out(struct sim *s, size_t one, size_t other)
{
	sum.revocations += revoke(s, one, other);
	sum.revocations += revoke(s, other, one);
}

static void be_crafty(struct sim *s)
{
	size_t x = draw(&s->craft, 100), i = 1 + draw(&s->craft, s->w.n - 1);
	size_t by = s->accomplice && draw_percent(&s->craft, 50) ? s->accomplice - 1 : s->thief - 1;

	if (x < 30 && !s->accomplice)
		enrol_accomplice(s);
	else if (x < 36 && !is_deaf(s, i))
		fall_out(s, by, i);
}

// ---- crashes

static bool has_commit(struct sim *s, size_t i, const struct mg_id *commit)
{
	mg_position position;
	struct mg_error err;

	return mg_index_find(s->w.copies[i].copy->store.index, commit, &position, &err) == 0;
}

// What only a copy had that is no more is nobody's to find again; a letter may still bring it.
static void forget_lost(struct sim *s, size_t i)
{
	size_t kept = 0;

	for (size_t k = 0; k < s->n_made; k++) {
		bool there = false;

		for (size_t c = 0; !there && c < s->w.n; c++)
			there = has_commit(s, c, &s->made[k].commit);
		if (there || s->made[k].by != i)
			s->made[kept++] = s->made[k];
	}
	s->n_made = kept;
}

// A backup is made; the next time, that copy crashes and is restored from it.
static void crash(struct sim *s)
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
static void interrupt(struct sim *s, size_t i)
{
	struct mg_id before = world_main(&s->w, i), after;

	if (!agrees_with_home(s, i))
		return;
	world_interrupt(&s->w, i);
	after = world_main(&s->w, i);
	assert_memory_equal(before.bytes, after.bytes, MG_ID_BYTES);
}

// ---- laws

static void name_frontier(struct sim *s, size_t i, uint8_t out[32])
{
	struct mg_index_commit *frontier;
	struct mg_arena arena;
	struct mg_error err;
	struct mg_buf ids = {0};
	size_t n;

	mg_arena_init(&arena, 0);
	must(mg_copy_frontier(s->w.copies[i].copy, &arena, &frontier, &n, &err), &err);
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
static void check_copy(struct sim *s, size_t i)
{
	struct mg_copy *copy = s->w.copies[i].copy;
	struct view now;
	struct mg_error err;

	name_frontier(s, i, now.frontier);
	must(mg_copy_main_tree(copy, &now.tree, &err), &err);
	for (size_t k = 0; k < s->n_views; k++) {
		if (memcmp(s->views[k].frontier, now.frontier, sizeof now.frontier) == 0) {
			assert_memory_equal(s->views[k].tree.bytes, now.tree.bytes, MG_ID_BYTES);
			return;
		}
	}
	laws_copy(copy, prefix_of(s), s->found);
	s->views = grow(s->views, s->n_views, &s->cap_views, sizeof *s->views);
	s->views[s->n_views++] = now;
	sum.views++;
}

// ---- a run

static void step(struct sim *s)
{
	size_t x = draw(&s->random, 100);
	size_t i = draw(&s->random, s->w.n);

	world_advance(&s->w, 1 + (int64_t)draw(&s->random, s->pace_ms));
	if (x < 50)
		work(s, i);
	else if (x < 72)
		meet(s);
	else if (x < 85)
		correspond(s);
	else if (x < 90)
		meet_at_once(s);
	else if (x < 94)
		partition(s);
	else if (x < 98)
		crash(s);
	else if (x < 99 || s->w.n < 4)
		interrupt(s, i);
	else
		steal(s);
	if (s->is_crafty && s->thief)
		be_crafty(s);
	for (size_t c = 0; c < s->w.n; c++)
		check_copy(s, c);
}

// A copy that lost what only it had made may not write again; what was refused or is spent is told, nothing else is.
static void check_verdicts(struct sim *s, size_t i)
{
	struct mg_index_verdict *list;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	mg_arena_init(&arena, 0);
	must(mg_index_verdicts(s->w.copies[i].copy->store.index, &arena, &list, &n, &err), &err);
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
	must(mg_copy_lines(s->w.copies[0].copy, &arena, &lines, &n, &err), &err);
	for (size_t i = 0; i < n; i++)
		sum.forks += lines[i].n_forks;
	mg_arena_clear(&arena);
}

static void check_at_rest(struct sim *s)
{
	s->thief = s->accomplice = 0;      // their copies hear of it at last
	world_advance(&s->w, 4 * HOUR_MS); // what was held for its stamp no longer is
	sum.rounds += world_meet_all(&s->w);
	world_assert_same(&s->w);
	for (size_t i = 0; i < s->w.n; i++) {
		check_verdicts(s, i);
		check_folder(s, i);
		for (size_t k = 0; k < s->n_made; k++)
			assert_true(has_commit(s, i, &s->made[k].commit));
	}
	laws_copy(s->w.copies[0].copy, "", NULL);
	sum.commits += laws_history(s->w.copies[s->w.n - 1].copy, prefix_of(s), s->found);
	sum.conflicts += world_conflicts(&s->w, 0);
	world_assert_reindexed(&s->w, draw(&s->random, s->w.n));
	count_forks(s);
}

static void run(uint64_t seed)
{
	struct sim s = {.random = seed, .craft = ~seed, .found = laws_found_new()};

	s.is_crafty = draw_percent(&s.craft, 30);
	s.shapes_percent = draw_percent(&s.random, 25) ? 60 : 0;
	s.pace_ms = draw_percent(&s.random, 80) ? 600000 : 200; // at times many commits a second
	world_init_in_memory(&s.w, 3 + seed % 6, seed, types);
	for (size_t i = 0; i < s.w.n; i++)
		s.w.copies[i].now_ms += (int64_t)draw(&s.random, 2 * HOUR_MS) - HOUR_MS;
	for (size_t i = 0; i < STEPS; i++)
		step(&s);
	check_at_rest(&s);
	for (size_t i = 0; i < s.w.n; i++)
		free(s.older[i]);
	laws_found_free(s.found);
	free(s.views);
	free(s.made);
	world_clear(&s.w);
}

// ---- programs

struct seed {
	size_t number;
	const struct seed *before; // which must have gone well for this one to be played; or NULL
	bool done;
	char name[32];
};

static void print_sum(const struct seed *seeds, size_t n)
{
	size_t played = 0;

	for (size_t i = 0; i < n; i++)
		played += seeds[i].done;
	print_message("# simulated: %zu seeds, %zu commits, %zu conflicts open at rest, %zu settled, %zu stale edits, "
		      "%zu denied, %zu forks, %zu thieves, %zu accomplices, %zu revocations in return, %zu views "
		      "computed from scratch, %zu rounds to agree\n",
		      played, sum.commits, sum.conflicts, sum.settled, sum.stale, sum.denied, sum.forks, sum.thieves,
		      sum.accomplices, sum.revocations, sum.views, sum.rounds);
}

static void test_seed(void **state)
{
	struct seed *seed = *state;

	if (seed->before && !seed->before->done)
		skip();
	remembered_clear(); // others have other keys
	run(seed->number);
	seed->done = true;
}

// How each failing seed is played again, exactly.
static void print_failed(const char *program, const struct seed *seeds, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!seeds[i].done && (!seeds[i].before || seeds[i].before->done))
			print_message("# failed: %s %zu %zu\n", program, seeds[i].number, seeds[i].number);
	}
}

static int open_types(void **state)
{
	struct mg_error err;

	(void)state;
	must(mg_types_open(&types, &err), &err);
	return 0;
}

static int close_types(void **state)
{
	(void)state;
	mg_types_close(types);
	remembered_clear();
	return 0;
}

static int play(const char *program, size_t from, size_t n, bool stop)
{
	struct CMUnitTest *tests = calloc(n, sizeof *tests);
	struct seed *seeds = calloc(n, sizeof *seeds);
	int code = 1;

	for (size_t i = 0; tests && seeds && i < n; i++) {
		seeds[i].number = from + i;
		seeds[i].before = stop && i ? &seeds[i - 1] : NULL;
		snprintf(seeds[i].name, sizeof seeds[i].name, "seed %zu", from + i);
		tests[i] = (struct CMUnitTest)cmocka_unit_test_prestate(test_seed, &seeds[i]);
		tests[i].name = seeds[i].name;
	}
	if (tests && seeds) {
		code = _cmocka_run_group_tests("seeds", tests, n, open_types, close_types);
		print_failed(program, seeds, n);
		print_sum(seeds, n);
	}
	free(tests);
	free(seeds);
	return code;
}

int main(int argc, char **argv)
{
	bool stop = argc > 1 && strcmp(argv[1], "-x") == 0;
	int first = stop ? 2 : 1;
	size_t from = argc > first ? strtoul(argv[first], NULL, 10) : 1;
	size_t to = argc > first + 1 ? strtoul(argv[first + 1], NULL, 10) : from;

	if (argc > first + 2 || from < 1 || to < from) {
		print_error("usage: %s [-x] FROM [TO]\n", argv[0]);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0); // whoever waits sees how far it is
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return play(argv[0], from, to + 1 - from, stop);
}
