// SPDX-License-Identifier: EUPL-1.2
//
// Histories told as stories, between real copies: lines, forks, seals, folders, backups, indexes, and commits that no
// honest program makes.
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

static int setup(void **state)
{
	static struct world w;

	world_init(&w, 3, 1);
	*state = &w;
	return 0;
}

static int teardown(void **state)
{
	world_clear(*state);
	return 0;
}

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
	laws_copy(w->copies[2].copy, "");
	laws_history(w->copies[2].copy, "");
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

static void test_wide_frontier_is_absorbed_in_several_commits(void **state)
{
	struct mg_index_commit *frontier;
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
	world_put(&w, 0, ACTION, RECORD(""));
	assert_int_equal(mg_copy_frontier(w.copies[0].copy, &arena, &frontier, &n, &err), 0);
	assert_int_equal(n, 1);
	world_send(&w, 0, 1);
	world_assert_file(&w, 1, "actions/b-69.yaml", RECORD(""));
	laws_history(w.copies[1].copy, "actions/a-");
	mg_arena_clear(&arena);
	world_clear(&w);
}

// ---- forks

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
	for (size_t i = 0; i < n; i++)
		forks += lines[i].n_forks;
	assert_int_equal(forks, 1);
	mg_arena_clear(&arena);
	world_assert_reindexed(w, 0);
	laws_history(w->copies[0].copy, "");
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

// ---- seals

#define BILAN            "bilans/2017-T3/asso-1.yaml"
#define SIGNED_BY(actor) "bilans/2017-T3/asso-1." actor ".sig"

static char *bilan(struct world *w, const char *more)
{
	size_t size = 256 + strlen(more);
	char *text = malloc(size);

	assert_non_null(text);
	snprintf(text, size, "cooperative: %s\nperiode: 2017-T3\nacteur: asso-1 # nous\n%s",
		 mg_copy_id(w->copies[0].copy), more);
	return text;
}

static void put_bilan(struct world *w, size_t i, const char *more)
{
	char *text = bilan(w, more);

	world_put(w, i, BILAN, text);
	free(text);
}

static void assert_bilan(struct world *w, size_t i, const char *more)
{
	char *text = bilan(w, more);

	world_assert_file(w, i, BILAN, text);
	free(text);
}

static int try_bilan(struct world *w, size_t i, const char *more, struct mg_error *err)
{
	char *text = bilan(w, more);
	int code = world_try_put(w, i, BILAN, text, err);

	free(text);
	return code;
}

static void test_signed_record_stays(void **state)
{
	struct world *w = *state;
	struct mg_error err;

	put_bilan(w, 1, "");
	assert_int_equal(world_try_sign(w, 1, BILAN, &err), 0);
	assert_int_equal(try_bilan(w, 1, "complements: {a: 1}\n", &err), MG_EDENIED);
	assert_int_equal(world_try_put(w, 1, BILAN, NULL, &err), MG_EDENIED);
	assert_int_equal(world_try_put(w, 1, SIGNED_BY("asso-1"), NULL, &err), MG_EDENIED);
	world_meet_all(w);
	world_assert_same(w);
	assert_bilan(w, 2, "");
}

static void test_signatures_have_an_order(void **state)
{
	struct world *w = *state;
	struct mg_error err;

	put_bilan(w, 1, "");
	world_meet_all(w);
	assert_int_not_equal(world_try_sign(w, 0, BILAN, &err), 0); // the DD acknowledges what is signed
	assert_int_equal(world_try_sign(w, 1, BILAN, &err), 0);
	world_meet_all(w);
	assert_int_equal(world_try_sign(w, 0, BILAN, &err), 0);
	assert_int_equal(world_try_sign(w, 0, BILAN, &err), MG_EEXISTS);
	world_meet_all(w);
	world_assert_same(w);
}

// A record that two may change and one of them signs first: a bilan has one author only.
#define TOTAL "bilans/2017-T3/consolidation.yaml"

static char *total(struct world *w, const char *more)
{
	size_t size = 256 + strlen(more);
	char *text = malloc(size);

	assert_non_null(text);
	snprintf(text, size, "cooperative: %s\nperiode: 2017-T3\n%s", mg_copy_id(w->copies[0].copy), more);
	return text;
}

static int try_total(struct world *w, size_t i, const char *more, struct mg_error *err)
{
	char *text = total(w, more);
	int code = world_try_put(w, i, TOTAL, text, err);

	free(text);
	return code;
}

static void put_total(struct world *w, size_t i, const char *more)
{
	struct mg_error err;

	if (try_total(w, i, more, &err))
		fail_msg("%s", err.message);
}

static void assert_total(struct world *w, size_t i, const char *more)
{
	char *text = total(w, more);

	world_assert_file(w, i, TOTAL, text);
	free(text);
}

static void test_conflict_cannot_be_signed(void **state)
{
	struct world *w = *state;
	struct mg_error err;

	put_total(w, 0, "complements: {a: 0}\n");
	world_meet_all(w);
	put_total(w, 0, "complements: {a: 1}\n");
	put_total(w, 1, "complements: {a: 2}\n");
	world_meet_all(w);
	assert_int_not_equal(world_try_sign(w, 0, TOTAL, &err), 0);
	put_total(w, 0, "complements: {a: 3}\n");
	assert_int_equal(world_try_sign(w, 0, TOTAL, &err), 0);
}

// What was written beside the signature is listed, and the signed bytes are shown, whichever came first.
static void test_edit_beside_a_signature(void **state)
{
	struct world *w = *state;
	struct mg_open_conflict *list;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	put_total(w, 0, "");
	world_meet_all(w);
	assert_int_equal(world_try_sign(w, 0, TOTAL, &err), 0);
	world_advance(w, 1000);
	put_total(w, 1, "complements: {a: 1}\n");
	world_meet_all(w);
	world_assert_same(w);
	assert_total(w, 2, "");
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_copy_conflicts(w->copies[2].copy, &arena, &list, &n, &err), 0);
	assert_int_equal(n, 1);
	assert_int_equal(list[0].conflict->n_entries, 2);
	world_settle(w, 0, list[0].conflict->id, 0);
	mg_arena_clear(&arena);
	world_meet_all(w);
	world_assert_same(w);
	assert_int_equal(world_conflicts(w, 1), 0);
	assert_total(w, 1, "");
	assert_int_equal(try_total(w, 1, "complements: {a: 2}\n", &err), MG_EDENIED);
	world_assert_reindexed(w, 2);
}

static void test_removal_beside_a_signature(void **state)
{
	struct world *w = *state;
	struct mg_error err;

	put_total(w, 0, "");
	world_meet_all(w);
	world_put(w, 1, TOTAL, NULL);
	world_advance(w, 1000);
	assert_int_equal(world_try_sign(w, 0, TOTAL, &err), 0);
	world_meet_all(w);
	world_assert_same(w);
	assert_total(w, 2, "");
	assert_int_equal(world_conflicts(w, 2), 1);
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
		laws_copy(w->copies[0].copy, "");
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

// ---- commits that no program of ours makes

// Copy 1 makes the forged commit; copy 2 judges it so, and goes on with everybody else.
static void assert_judged(struct forge *f, const char *code)
{
	struct world *w = f->w;
	struct mg_copy *judge = w->copies[2].copy;
	struct mg_ingested counts = {0};
	struct mg_id id = forge_commit(f);
	static int number;
	struct mg_error err;
	char others[128];

	world_carry(w, f->copy, 2, &id);
	assert_int_equal(mg_copy_lock(judge, &err), 0);
	if (mg_ingest(judge, &id, &counts, &err))
		fail_msg("the judging failed: %s", err.message);
	assert_int_equal(mg_ingest_refs(judge, &counts, &err), 0);
	assert_int_equal(mg_copy_refresh_main(judge, NULL, 0, &err), 0);
	mg_copy_unlock(judge);
	assert_string_equal(world_verdict(w, 2, &id), code);
	assert_int_equal(counts.accepted, *code ? 0 : 1);
	snprintf(others, sizeof others, RECORD("numero: %d\n"), ++number);
	world_put(w, 0, "actions/dd.yaml", others);
	assert_int_equal(world_send(w, 0, 2).accepted, 1);
	forge_clear(f);
}

static void test_forged_but_honest(void **state)
{
	struct forge f;

	forge_init(&f, *state, 1);
	forge_file(&f, ACTION, RECORD(""), 0100644);
	assert_judged(&f, ""); // so that what follows is refused for what it does
}

static void test_parents_in_another_order(void **state)
{
	struct world *w = *state;
	struct mg_id parent;
	struct forge f;

	world_put(w, 1, ACTION, RECORD(""));
	world_send(w, 1, 2);
	world_put(w, 0, "actions/a-2.yaml", RECORD(""));
	world_send(w, 0, 1);
	world_send(w, 0, 2);
	forge_init(&f, w, 1);
	assert_int_equal(f.commit.n_parents, 2);
	parent = f.commit.parents[0];
	f.commit.parents[0] = f.commit.parents[1];
	f.commit.parents[1] = parent;
	assert_judged(&f, "shape");
}

static void test_parent_twice(void **state)
{
	struct forge f;

	forge_init(&f, *state, 1);
	f.commit.parents[f.commit.n_parents] = f.commit.parents[0];
	f.commit.n_parents++;
	assert_judged(&f, "shape");
}

static void test_parent_and_its_ancestor(void **state)
{
	struct world *w = *state;
	struct forge f;

	forge_init(&f, w, 1);
	f.commit.parents[f.commit.n_parents++] = w->copies[1].copy->store.ca;
	assert_judged(&f, "shape");
}

static void test_own_line_left_behind(void **state)
{
	struct world *w = *state;
	struct forge f;

	world_put(w, 1, ACTION, RECORD(""));
	world_send(w, 1, 0);
	world_put(w, 0, ACTION, RECORD("numero: 1\n"));
	world_send(w, 0, 1);
	world_send(w, 0, 2);
	forge_init(&f, w, 1);
	assert_int_equal(f.commit.n_parents, 2);
	f.commit.parents[0] = f.commit.parents[1]; // only what the DD made of it
	f.commit.n_parents = 1;
	assert_judged(&f, "shape");
}

static void test_another_beginning(void **state)
{
	struct forge f;

	forge_init(&f, *state, 1);
	f.commit.n_parents = 0;
	assert_judged(&f, "shape");
}

static void test_unknown_parent(void **state)
{
	struct world *w = *state;
	struct mg_id hidden;
	struct forge f, g;

	forge_init(&g, w, 1);
	g.signer = NULL;
	hidden = forge_commit(&g);
	forge_clear(&g);
	forge_init(&f, w, 1);
	f.commit.parents[0] = hidden;
	assert_judged(&f, "parent"); // waits for what is refused
}

static void test_signatures_of_commits(void **state)
{
	struct world *w = *state;
	struct mg_secret_key *other = &w->copies[0].device, *signatory = &w->copies[1].signatory;
	struct forge f;

	forge_init(&f, w, 1);
	f.signer = NULL;
	assert_judged(&f, "signature");
	forge_init(&f, w, 1);
	f.signer = other; // an enrolled key that is not its author's
	assert_judged(&f, "signature");
	forge_init(&f, w, 1);
	f.ns = "bilan@maillage";
	assert_judged(&f, "signature");
	forge_init(&f, w, 1);
	memcpy(f.commit.actor, "dd-78", 6); // signs for somebody else
	assert_judged(&f, "signature");
	forge_init(&f, w, 1);
	f.signer = signatory; // which is not a device's
	memcpy(f.commit.key, signatory->public.id, sizeof f.commit.key);
	assert_judged(&f, "signature");
}

static void test_key_that_is_not_enrolled(void **state)
{
	struct world *w = *state;
	struct mg_secret_key stranger = {0};
	struct mg_error err;
	struct forge f;

	assert_int_equal(mg_key_generate(&stranger, "x", &err), 0);
	forge_init(&f, w, 1);
	f.signer = &stranger;
	memcpy(f.commit.key, stranger.public.id, sizeof f.commit.key);
	assert_judged(&f, "signature");
	mg_key_clear(&stranger);
}

static void test_modes_of_files(void **state)
{
	static const unsigned modes[] = {0100755, 0120000, 0160000};
	struct forge f;

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		forge_init(&f, *state, 1);
		forge_file(&f, ACTION, RECORD(""), modes[i]);
		assert_judged(&f, "shape");
	}
}

static void test_paths_of_files(void **state)
{
	static const char *const paths[] = {
		"lisez-moi.txt",
		"Actions/a-1.yaml",
		"actions/A-1.yaml",
		"actions/sous/a-1.yaml",
		"actions/a--1.yaml",
		"actions/con.yaml",
		"inconnus/a-1.yaml",
		"actions/a-1.yaml/b.yaml",
		"actions/a-1.json",
		"conflits/x.yaml",
		"pieces/0123456789abcdef-x.pdf",
		"actions/-a.yaml",
		"actions/a b.yaml",
		"actions/é.yaml",
	};
	struct forge f;

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		forge_init(&f, *state, 1);
		forge_file(&f, paths[i], RECORD(""), 0100644);
		assert_judged(&f, "shape");
	}
}

static void test_trees_that_git_does_not_write(void **state)
{
	struct forge f;

	forge_init(&f, *state, 1);
	forge_entry(&f, 0100644, "..", true);
	assert_judged(&f, "shape");
	forge_init(&f, *state, 1);
	forge_entry(&f, 0100644, ".git", true);
	assert_judged(&f, "shape");
	forge_init(&f, *state, 1);
	forge_entry(&f, 0100644, "a/../../b.yaml", true);
	assert_judged(&f, "shape");
	forge_init(&f, *state, 1);
	forge_entry(&f, 0100644, "cooperative.yaml", true); // a second one
	assert_judged(&f, "shape");
	forge_init(&f, *state, 1);
	forge_entry(&f, 0100644, "aa.yaml", false);
	assert_judged(&f, "shape");
	forge_init(&f, *state, 1);
	forge_entry(&f, 0100664, "cooperative.yaml", true);
	assert_judged(&f, "shape");
}

static void test_stamps(void **state)
{
	struct world *w = *state;
	struct forge f;

	world_put(w, 1, ACTION, RECORD(""));
	world_send(w, 1, 2);
	forge_init(&f, w, 1);
	f.commit.stamp_ms -= 100000;
	f.commit.seconds = f.commit.stamp_ms / 1000;
	assert_judged(&f, "time");
	forge_init(&f, w, 1);
	f.commit.seconds++;
	assert_judged(&f, "time");
	forge_init(&f, w, 1);
	f.commit.stamp_ms += 2 * 3600000;
	f.commit.seconds = f.commit.stamp_ms / 1000;
	assert_judged(&f, "ahead");
}

static void test_headers_of_commits(void **state)
{
	static const struct {
		const char *find, *with;
	} cases[] = {
		{"\n\nessai", "\nencoding latin1\n\nessai"},
		{"\n\nessai", "\nmergetag object\n\nessai"},
		{"Maillage-Stamp:", "Maillage-Stamp: 1\nMaillage-Stamp:"},
		{"Maillage-Stamp:", "Maillage-Timbre:"},
		{"Maillage-Stamp: ", "Maillage-Stamp: +"},
		{"Maillage-Stamp: ", "Maillage-Stamp: 0"},
		{" +0000\ncommitter", " +0100\ncommitter"},
		{"author asso-1", "author dd-78"},
		{"committer asso-1", "committer dd-78"},
		{"@maillage>", "@ailleurs>"},
	};
	struct forge f;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		forge_init(&f, *state, 1);
		f.find = cases[i].find;
		f.with = cases[i].with;
		assert_judged(&f, "shape");
	}
}

static void test_wrong_content(void **state)
{
	static const char *const texts[] = {
		"intitule: [\n",
		"intitule: 3\npromoteur_referent: asso-1\n",
		"intitule: a\n",
		RECORD("inconnu: 1\n"),
		RECORD("numero: 1\nnumero: 2\n"),
		RECORD("contenu: &a x\nfreins: *a\n"),
		RECORD("contenu: 1 84 12 76 451 089 46\n"),
		"\xff\xfe",
		"",
	};
	struct forge f;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		forge_init(&f, *state, 1);
		forge_file(&f, ACTION, texts[i], 0100644);
		assert_judged(&f, "content");
	}
}

static void test_conflicts_written_by_hand(void **state)
{
	struct world *w = *state;
	const char *path = "conflits/aaaaaaaaaaaaaaaa.yaml";
	struct mg_open_conflict *list;
	struct mg_arena arena;
	struct mg_error err;
	struct forge f;
	char open[64];
	size_t n;

	forge_init(&f, w, 1);
	forge_file(&f, path, "fiche: actions/a-1\nchamp: numero\nvaleurs: []\n", 0100644);
	assert_judged(&f, "view");
	world_put(w, 1, ACTION, RECORD("numero: 1\n"));
	world_put(w, 2, ACTION, RECORD("numero: 2\n"));
	world_meet_all(w);
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_copy_conflicts(w->copies[1].copy, &arena, &list, &n, &err), 0);
	assert_int_equal(n, 1);
	snprintf(open, sizeof open, "conflits/%s.yaml", list[0].conflict->id);
	mg_arena_clear(&arena);
	forge_init(&f, w, 1);
	forge_file(&f, open, "fiche: actions/a-1\nchamp: numero\nvaleurs: []\n", 0100644);
	assert_judged(&f, "view");
	forge_init(&f, w, 1);
	forge_file(&f, ACTION, RECORD("numero: 3\n"), 0100644); // written, and its conflict left there
	assert_judged(&f, "view");
	forge_init(&f, w, 1);
	forge_file(&f, ACTION, RECORD("numero: 1\nfreins: a\n"), 0100644);
	assert_judged(&f, "view");
	forge_init(&f, w, 1);
	forge_file(&f, open, NULL, 0); // settled as it is shown
	assert_judged(&f, "");
}

static void test_seals_are_kept(void **state)
{
	struct world *w = *state;
	struct mg_error err;
	struct forge f;
	char *text, *sig;

	put_bilan(w, 1, "");
	assert_int_equal(world_try_sign(w, 1, BILAN, &err), 0);
	world_meet_all(w);
	text = bilan(w, "complements: {a: 1}\n");
	sig = world_get(w, 1, SIGNED_BY("asso-1"));
	forge_init(&f, w, 1);
	forge_file(&f, BILAN, text, 0100644);
	assert_judged(&f, "seal");
	forge_init(&f, w, 1);
	forge_file(&f, BILAN, NULL, 0);
	assert_judged(&f, "seal");
	forge_init(&f, w, 1);
	forge_file(&f, SIGNED_BY("asso-1"), NULL, 0);
	assert_judged(&f, "seal");
	forge_init(&f, w, 1);
	forge_file(&f, SIGNED_BY("dd-78"), sig, 0100644); // in another's name
	assert_judged(&f, "rights");
	forge_init(&f, w, 0);
	forge_file(&f, SIGNED_BY("dd-78"), sig, 0100644); // another's signature under one's own name
	assert_judged(&f, "seal");
	forge_init(&f, w, 1);
	forge_file(&f, "bilans/2017-T4/asso-1.asso-1.sig", sig, 0100644);
	assert_judged(&f, "seal"); // over nothing
	free(text);
	free(sig);
}

static void test_spent_key(void **state)
{
	struct world *w = *state;
	size_t twin = world_clone_home(w, 1);
	struct forge f;

	world_put(w, 1, ACTION, RECORD(""));
	world_put(w, twin, "actions/a-2.yaml", RECORD(""));
	world_meet_all(w);
	forge_init(&f, w, 1);
	assert_judged(&f, "fork");
}

#define story(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

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
		story(test_signed_record_stays),
		story(test_signatures_have_an_order),
		story(test_conflict_cannot_be_signed),
		story(test_edit_beside_a_signature),
		story(test_removal_beside_a_signature),
		story(test_unrecorded_edit_stays),
		story(test_stale_edit_asks),
		story(test_stale_edit_given_up),
		story(test_invalid_file_is_left),
		story(test_hand_made_commit_is_adopted),
		story(test_index_is_derived),
		story(test_index_behind_its_references),
		story(test_forged_but_honest),
		story(test_parents_in_another_order),
		story(test_parent_twice),
		story(test_parent_and_its_ancestor),
		story(test_own_line_left_behind),
		story(test_another_beginning),
		story(test_unknown_parent),
		story(test_signatures_of_commits),
		story(test_key_that_is_not_enrolled),
		story(test_modes_of_files),
		story(test_paths_of_files),
		story(test_trees_that_git_does_not_write),
		story(test_stamps),
		story(test_headers_of_commits),
		story(test_wrong_content),
		story(test_conflicts_written_by_hand),
		story(test_seals_are_kept),
		story(test_spent_key),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
