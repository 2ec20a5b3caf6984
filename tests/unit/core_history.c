// SPDX-License-Identifier: EUPL-1.2
//
// Histories told as stories, between real copies: lines, forks, folders, backups, indexes.
#include "base/file.h"
#include "core/key/key_format.h"
#include "core/carry/remote.h"
#include "schema/record/path.h"
#include "tests/lib/forge.h"
#include "tests/lib/laws.h"

#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ACTION "actions/a-1.yaml"

// A record's text with its own lines after what it must have.
#define RECORD(lines) "intitule: Maraudes\npromoteur_referent: asso-1\n" lines

static void test_copies_agree(void **state)
{
	struct world *w = *state;

	world_put(w, 1, ACTION, RECORD(""));
	world_put(w, 2, "actions/a-2.yaml", RECORD("numero: 2\n"));
	world_meet_all(w);
	world_assert_same(w);
	world_assert_file(w, 0, ACTION, RECORD(""));
	world_assert_on_disk(w, 1, "actions/a-2.yaml", RECORD("numero: 2\n"));
	world_put(w, 0, ACTION, RECORD("numero: 1\n"));
	world_put(w, 1, ACTION, RECORD("numero: 2\n"));
	world_meet_all(w);
	world_assert_same(w);
	assert_int_equal(world_conflicts(w, 2), 1);
	laws_copy(w->copies[2].copy, "", NULL);
	laws_history(w->copies[2].copy, "", NULL);
}

static void test_record_made_twice(void **state)
{
	struct world *w = *state;

	world_put(w, 1, ACTION, RECORD("numero: 1\nfreins: aucun # à revoir\n"));
	world_advance(w, 1000);
	world_put(w, 2, ACTION, RECORD("numero: 2\nleviers: beaucoup\n"));
	world_meet_all(w);
	world_assert_same(w);
	world_assert_file(w, 0, ACTION, RECORD("numero: 2\nleviers: beaucoup\nfreins: aucun\n"));
	assert_int_equal(world_conflicts(w, 0), 1);
}

static void test_commit_of_everything_is_absorbed(void **state)
{
	struct world *w = *state;

	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_put(w, 2, ACTION, RECORD("numero: 2\n"));
	world_meet_all(w);
	world_put(w, 0, ACTION, RECORD("numero: 3\n"));
	world_meet_all(w);
	world_assert_same(w);
	assert_int_equal(world_conflicts(w, 1), 0);
	world_assert_file(w, 2, ACTION, RECORD("numero: 3\n"));
}

// Stamps rise along history whatever the clocks say.
static void test_clocks_that_are_off(void **state)
{
	struct world *w = *state;

	w->copies[1].now_ms += 50 * 60000;
	w->copies[2].now_ms -= 50 * 60000;
	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_send(w, 1, 0);
	world_put(w, 0, ACTION, RECORD("numero: 2\n"));
	assert_true(world_send(w, 0, 2).held); // 100 minutes ahead of its clock
	world_assert_file(w, 2, ACTION, NULL);
	w->copies[2].now_ms += 90 * 60000;
	world_meet_all(w);
	world_assert_same(w);
	world_put(w, 2, ACTION, RECORD("numero: 3\n"));
	world_meet_all(w);
	world_assert_same(w);
	world_assert_file(w, 1, ACTION, RECORD("numero: 3\n"));
}

// What is held is looked at again, also when who sent it is not there.
static void test_held_commits_come_in_later(void **state)
{
	struct world *w = *state;

	w->copies[1].now_ms += 2 * 3600000;
	world_put(w, 1, ACTION, RECORD(""));
	assert_int_equal(world_send(w, 1, 2).held, 1);
	w->copies[2].now_ms += 3600000;
	world_send(w, 0, 2); // who has not got it
	world_assert_file(w, 2, ACTION, RECORD(""));
}

static void read_commit(struct mg_copy *copy, const struct mg_id *id, struct mg_arena *arena, struct mg_commit *out)
{
	struct mg_buf raw = {0};
	struct mg_error err;

	assert_int_equal(mg_repo_read(copy->store.repo, id, MG_OBJECT_COMMIT, 65536, &raw, &err), 0);
	assert_int_equal(mg_commit_parse(mg_buf_slice(&raw), arena, out, &err), 0);
	mg_buf_clear(&raw);
}

static void test_wide_frontier_is_absorbed_in_several_commits(void **state)
{
	struct mg_index_commit *wide, *frontier;
	struct mg_commit last, first;
	struct mg_arena arena;
	struct mg_error err;
	struct world w;
	char path[64];
	size_t n;

	(void)state;
	world_init(&w, MG_PARENTS_PER_COMMIT + 6, 2);
	mg_arena_init(&arena, 0);
	for (size_t i = 1; i < w.n; i++) {
		snprintf(path, sizeof path, "actions/b-%zu.yaml", i);
		world_put(&w, i, path, RECORD(""));
		world_send(&w, i, 0);
	}
	assert_int_equal(mg_copy_frontier(w.copies[0].copy, &arena, &wide, &n, &err), 0);
	assert_int_equal(n, w.n - 1);
	world_put(&w, 0, ACTION, RECORD(""));
	assert_int_equal(mg_copy_frontier(w.copies[0].copy, &arena, &frontier, &n, &err), 0);
	assert_int_equal(n, 1);
	read_commit(w.copies[0].copy, &frontier[0].id, &arena, &last);
	read_commit(w.copies[0].copy, &last.parents[0], &arena, &first); // which absorbs the smallest ids
	assert_int_equal(first.n_parents, MG_PARENTS_PER_COMMIT);
	for (size_t i = 1; i < first.n_parents; i++)
		assert_true(mg_id_equal(&first.parents[i], &wide[i - 1].id));
	world_send(&w, 0, 1);
	world_assert_file(&w, 1, "actions/b-69.yaml", RECORD(""));
	laws_history(w.copies[1].copy, "actions/a-", NULL);
	mg_arena_clear(&arena);
	world_clear(&w);
}

// ---- forks

// By which it travels.
static void assert_fork_has_a_name(struct mg_copy *copy, const char *key, const struct mg_id *tip)
{
	char name[192], hex[MG_ID_HEX];
	struct mg_error err;
	struct mg_id there;

	snprintf(name, sizeof name, "refs/maillage/forks/%s/%s", key, mg_id_format(tip, hex));
	assert_int_equal(mg_repo_ref_get(copy->store.repo, name, &there, &err), 0);
	assert_true(mg_id_equal(&there, tip));
}

static void test_fork_of_a_line(void **state)
{
	struct world *w = *state;
	size_t twin = world_clone_home(w, 1);
	struct mg_line_state *lines;
	struct mg_arena arena;
	struct mg_error err;
	size_t n, forks = 0;

	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_put(w, twin, "actions/a-2.yaml", RECORD("numero: 2\n"));
	world_meet_all(w);
	world_assert_same(w); // both branches belong to the history
	world_assert_file(w, 0, ACTION, RECORD("numero: 1\n"));
	world_assert_file(w, 0, "actions/a-2.yaml", RECORD("numero: 2\n"));
	assert_int_equal(world_try_put(w, 1, ACTION, RECORD("numero: 3\n"), &err), MG_EDENIED); // the key is spent
	world_put(w, 2, ACTION, RECORD("numero: 4\n"));                                         // others go on
	world_meet_all(w);
	world_assert_same(w);
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_copy_lines(w->copies[2].copy, &arena, &lines, &n, &err), 0);
	for (size_t i = 0; i < n; i++) {
		forks += lines[i].n_forks;
		for (size_t k = 0; k < lines[i].n_forks; k++)
			assert_fork_has_a_name(w->copies[2].copy, w->copies[1].device.public.id, &lines[i].forks[k]);
	}
	assert_int_equal(forks, 1);
	mg_arena_clear(&arena);
	world_assert_reindexed(w, 0);
	laws_history(w->copies[0].copy, "", NULL);
}

static void test_restored_backup_catches_up_first(void **state)
{
	struct world *w = *state;
	struct mg_error err;

	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_backup(w, 1, "a");
	world_put(w, 1, ACTION, RECORD("numero: 2\n"));
	world_send(w, 1, 0);
	world_restore(w, 1, "a", false);
	assert_int_equal(world_try_put(w, 1, ACTION, RECORD("numero: 3\n"), &err), MG_EDENIED);
	assert_true(err.hint[0]);
	world_send(w, 0, 1);
	world_put(w, 1, ACTION, RECORD("numero: 3\n"));
	world_meet_all(w);
	world_assert_same(w);
}

static void test_one_home_opens_one_copy(void **state)
{
	struct world *w = *state;
	char *dir = w->copies[1].dir;
	struct mg_error err;

	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_send(w, 1, 2);
	world_close_copy(w, 2);
	w->copies[1].dir = w->copies[2].dir; // the same home, in the other folder
	world_close_copy(w, 1);
	world_open_copy(w, 1);
	assert_int_equal(world_try_put(w, 1, ACTION, RECORD("numero: 2\n"), &err), MG_EDENIED);
	assert_non_null(strstr(err.message, dir));
	w->copies[1].dir = dir;
	world_close_copy(w, 1);
	world_open_copy(w, 1);
	world_open_copy(w, 2);
	world_put(w, 1, ACTION, RECORD("numero: 2\n"));
}

// ---- the folder

static void test_unrecorded_edit_stays(void **state)
{
	struct world *w = *state;

	world_put(w, 1, ACTION, RECORD("numero: 1\nfreins: a\n"));
	world_send(w, 1, 2);
	world_type(w, 2, ACTION, RECORD("numero: 1\nfreins: b # mieux\n"));
	world_put(w, 1, ACTION, RECORD("numero: 2\nfreins: a\n"));
	world_send(w, 1, 2); // arrives while the editor is open
	world_assert_on_disk(w, 2, ACTION, RECORD("numero: 1\nfreins: b # mieux\n"));
	assert_int_equal(world_save(w, 2, MG_SIDE_ASK), 0);
	world_assert_file(w, 2, ACTION, RECORD("numero: 2\nfreins: b # mieux\n"));
	world_assert_on_disk(w, 2, ACTION, RECORD("numero: 2\nfreins: b # mieux\n"));
	assert_int_equal(world_conflicts(w, 2), 0);
}

static void test_stale_edit_asks(void **state)
{
	struct world *w = *state;

	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_send(w, 1, 2);
	world_type(w, 2, ACTION, RECORD("numero: 3\n"));
	world_put(w, 1, ACTION, RECORD("numero: 2\n"));
	world_send(w, 1, 2);
	assert_int_equal(world_save(w, 2, MG_SIDE_ASK), 1);
	world_assert_on_disk(w, 2, ACTION, RECORD("numero: 3\n"));
	world_assert_file(w, 2, ACTION, RECORD("numero: 2\n"));
	assert_int_equal(world_save(w, 2, MG_SIDE_MINE), 0);
	world_assert_file(w, 2, ACTION, RECORD("numero: 3\n"));
}

static void test_stale_edit_given_up(void **state)
{
	struct world *w = *state;

	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_send(w, 1, 2);
	world_type(w, 2, ACTION, RECORD("numero: 3\nfreins: a\n"));
	world_put(w, 1, ACTION, RECORD("numero: 2\n"));
	world_send(w, 1, 2);
	assert_int_equal(world_save(w, 2, MG_SIDE_THEIRS), 0);
	world_assert_file(w, 2, ACTION, RECORD("numero: 2\nfreins: a\n"));
	world_assert_on_disk(w, 2, ACTION, RECORD("numero: 2\nfreins: a\n"));
}

static void test_invalid_file_is_left(void **state)
{
	struct world *w = *state;

	world_type(w, 1, ACTION, "intitule: [\n");
	world_type(w, 1, "actions/a-2.yaml", RECORD(""));
	world_type(w, 1, "notes.txt", "à moi");
	assert_int_equal(world_save(w, 1, MG_SIDE_ASK), 2);
	world_assert_file(w, 1, "actions/a-2.yaml", RECORD(""));
	world_assert_on_disk(w, 1, ACTION, "intitule: [\n");
}

static void test_hand_made_commit_is_adopted(void **state)
{
	struct world *w = *state;
	struct mg_id main, kept;
	struct mg_error err;
	char command[1024], name[128], hex[MG_ID_HEX];

	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_type(w, 1, ACTION, RECORD("numero: 2\n"));
	snprintf(command, sizeof command,
		 "cd %s && git add -A && git -c user.name=x -c user.email=x@y -c commit.gpgsign=false commit -q -m x",
		 w->copies[1].dir);
	assert_int_equal(system(command), 0);
	main = world_main(w, 1);
	world_close_copy(w, 1);
	world_open_copy(w, 1);
	snprintf(name, sizeof name, MG_REF_ADOPTED "%s", mg_id_format(&main, hex));
	assert_int_equal(mg_repo_ref_get(w->copies[1].copy->store.repo, name, &kept, &err), 0);
	world_assert_file(w, 1, ACTION, RECORD("numero: 1\n"));
	world_assert_on_disk(w, 1, ACTION, RECORD("numero: 2\n"));
	assert_int_equal(world_save(w, 1, MG_SIDE_ASK), 0);
	world_assert_file(w, 1, ACTION, RECORD("numero: 2\n"));
	world_meet_all(w);
	world_assert_same(w);
}

// ---- the index

static void some_history(struct world *w)
{
	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_put(w, 2, ACTION, RECORD("numero: 2\nfreins: a\n"));
	world_meet_all(w);
	world_put(w, 0, "actions/a-2.yaml", RECORD(""));
	world_put(w, 1, ACTION, RECORD("numero: 3\nfreins: a\n"));
	world_put(w, 2, ACTION, NULL);
	world_meet_all(w);
}

static void damage_index(struct world *w, size_t i, const char *bytes)
{
	static const char *const files[] = {"index.db-wal", "index.db-shm", "index.db"};
	struct mg_error err;
	char path[512];

	world_close_copy(w, i);
	for (size_t k = 0; k < 3; k++) {
		snprintf(path, sizeof path, "%s/.git/maillage/%s", w->copies[i].dir, files[k]);
		assert_int_equal(mg_file_remove(path, &err), 0);
	}
	if (bytes)
		assert_int_equal(mg_file_write(path, mg_slice_of(bytes), 0, &err), 0);
	world_open_copy(w, i);
}

static void test_index_is_derived(void **state)
{
	struct world *w = *state;
	static const char *const damages[] = {NULL, "", "SQLite format 3", "not a database at all, and long enough"};
	struct mg_id before;

	some_history(w);
	before = world_main(w, 0);
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		struct mg_id after;

		damage_index(w, 0, damages[i]);
		after = world_main(w, 0);
		assert_memory_equal(&before, &after, sizeof before);
		assert_int_equal(world_conflicts(w, 0), world_conflicts(w, 1));
		laws_copy(w->copies[0].copy, "", NULL);
		world_assert_reindexed(w, 0);
	}
	world_put(w, 0, ACTION, RECORD("numero: 4\n"));
	world_meet_all(w);
	world_assert_same(w);
}

// A program killed between moving its line and filling the index: the next one catches up.
static void test_index_behind_its_references(void **state)
{
	struct world *w = *state;
	struct mg_error err;
	struct mg_id main;

	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	main = world_main(w, 1);
	world_carry(w, 1, 2, &main);
	{
		char name[128];

		snprintf(name, sizeof name, MG_REF_LINES "%s", w->copies[1].device.public.id);
		assert_int_equal(mg_repo_ref_set(w->copies[2].copy->store.repo, name, &main, NULL, &err), 0);
	}
	world_close_copy(w, 2);
	world_open_copy(w, 2);
	world_assert_file(w, 2, ACTION, RECORD("numero: 1\n"));
	world_assert_on_disk(w, 2, ACTION, RECORD("numero: 1\n"));
}

#define story(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		story(test_copies_agree),
		story(test_record_made_twice),
		story(test_commit_of_everything_is_absorbed),
		story(test_clocks_that_are_off),
		story(test_held_commits_come_in_later),
		cmocka_unit_test(test_wide_frontier_is_absorbed_in_several_commits),
		story(test_fork_of_a_line),
		story(test_restored_backup_catches_up_first),
		story(test_one_home_opens_one_copy),
		story(test_unrecorded_edit_stays),
		story(test_stale_edit_asks),
		story(test_stale_edit_given_up),
		story(test_invalid_file_is_left),
		story(test_hand_made_commit_is_adopted),
		story(test_index_is_derived),
		story(test_index_behind_its_references),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
