// SPDX-License-Identifier: EUPL-1.2
//
// Rows that SQLite stops giving, for want of memory or of a disk that answers: what is asked then fails. Half of the rows
// would be taken for all of them, and an absent one for none.
#include "core/index/index_db.h"
#include "core/index/index_recent.h"
#include "core/index/index_seals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define COMMITS 8

struct asking {
	struct mg_index *index;
	struct mg_arena *arena;
	struct mg_id last; // the last commit
	struct mg_error err;
};

static struct mg_commit commit_of(unsigned n)
{
	struct mg_commit commit = {.stamp_ms = n};

	commit.id.bytes[0] = (uint8_t)n;
	snprintf(commit.key, sizeof commit.key, "key%u", n); // each its own chain
	snprintf(commit.actor, sizeof commit.actor, "a-%u", n);
	return commit;
}

static void fill(struct asking *a)
{
	static const struct mg_write write = {.op = MG_PUT, .place = "cible", .value = "1"};

	for (unsigned n = 1; n <= COMMITS; n++) {
		struct mg_commit commit = commit_of(n);
		struct mg_index_verdict verdict = {.commit = commit.id,
						   .key = "k",
						   .actor = "a",
						   .code = "parent",
						   .path = "",
						   .message = "",
						   .held = true};
		struct mg_key_act act = {.revokes = true};
		mg_position position;
		char id[8];

		snprintf(id, sizeof id, "c%u", n);
		assert_int_equal(mg_index_add(a->index, &commit, &position, &a->err), 0);
		assert_int_equal(mg_index_add_touch(a->index, position, "actions/a.yaml", &commit.id, &a->err), 0);
		assert_int_equal(mg_index_add_write(a->index, position, "actions/a.yaml", 0, &write, &a->err), 0);
		assert_int_equal(mg_index_name_conflict(a->index, id, "actions/a.yaml", "cible", &a->err), 0);
		assert_int_equal(mg_index_add_verdict(a->index, &verdict, &a->err), 0);
		act.position = position;
		snprintf(act.key, sizeof act.key, "k%u", n);
		assert_int_equal(mg_index_add_key_act(a->index, &act, &a->err), 0);
		a->last = commit.id;
	}
}

// ---- questions: 0 with how many answers, or an error

static int ask_tips(struct asking *a, size_t *n)
{
	struct mg_index_commit *tips;

	return mg_index_tips(a->index, a->arena, &tips, n, &a->err);
}

static int ask_last_of(struct asking *a, size_t *n)
{
	struct mg_index_commit *tips, *last;
	size_t n_tips;
	int code = mg_index_tips(a->index, a->arena, &tips, &n_tips, &a->err);

	return code ? code : mg_index_last_of(a->index, "key3", tips, n_tips, a->arena, &last, n, &a->err);
}

static int ask_commit(struct asking *a, size_t *n)
{
	struct mg_index_commit commit;

	*n = 1;
	return mg_index_commit(a->index, 3, &commit, &a->err);
}

static int ask_nth(struct asking *a, size_t *n)
{
	struct mg_index_commit commit;

	*n = 1;
	return mg_index_nth(a->index, 2, 1, &commit, &a->err);
}

static int ask_history(struct asking *a, size_t *n)
{
	struct mg_index_history history;
	int code = mg_index_history(a->index, "actions/a.yaml", a->arena, &history, &a->err);

	*n = history.n_touches + history.n_writes;
	return code;
}

static int ask_paths(struct asking *a, size_t *n)
{
	const char **paths;

	return mg_index_paths(a->index, "", a->arena, &paths, n, &a->err);
}

static int ask_conflict(struct asking *a, size_t *n)
{
	const char *path;

	*n = 1;
	return mg_index_conflict(a->index, "c3", a->arena, &path, &a->err);
}

static int ask_conflicts(struct asking *a, size_t *n)
{
	struct mg_index_conflict *conflicts;

	return mg_index_conflicts(a->index, a->arena, &conflicts, n, &a->err);
}

static int count_change(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	(void)change;
	(void)err;
	*(size_t *)context += 1;
	return 0;
}

static int ask_log(struct asking *a, size_t *n)
{
	*n = 0;
	return mg_index_log(a->index, &(struct mg_index_query){0}, count_change, n, &a->err);
}

static int ask_verdict(struct asking *a, size_t *n)
{
	struct mg_index_verdict verdict;

	*n = 1;
	return mg_index_verdict(a->index, &a->last, a->arena, &verdict, &a->err);
}

static int ask_verdicts(struct asking *a, size_t *n)
{
	struct mg_index_verdict *verdicts;

	*n = 0;
	return mg_index_has_verdicts(a->index) ? mg_index_verdicts(a->index, a->arena, &verdicts, n, &a->err) : 0;
}

static int ask_revocations(struct asking *a, size_t *n)
{
	struct mg_key_act *acts;

	*n = 0;
	return mg_index_has_revocations(a->index) ? mg_index_revocations(a->index, a->arena, &acts, n, &a->err) : 0;
}

// ---- each, stopped at each step

static int stop(void *context)
{
	unsigned *left = context;

	return *left == 0 || --*left == 0;
}

static int ask_until(struct asking *a, int (*question)(struct asking *, size_t *), unsigned steps, size_t *n)
{
	int code;

	mg_index_forget(a->index);
	sqlite3_progress_handler(a->index->db, 1, stop, &steps);
	code = question(a, n);
	sqlite3_progress_handler(a->index->db, 0, NULL, NULL);
	return code;
}

static void all_rows_or_none(struct asking *a, int (*question)(struct asking *, size_t *))
{
	size_t all, n;
	unsigned failures = 0;
	int code;

	mg_index_forget(a->index);
	assert_int_equal(question(a, &all), 0);
	assert_true(all > 0);
	while ((code = ask_until(a, question, failures + 1, &n)) != 0) {
		assert_int_equal(code, MG_EIO);
		failures++;
	}
	assert_int_equal(n, all);
	assert_true(failures > 0);
	assert_false(mg_index_is_damaged(a->index));
}

static void an_error_is_no_end_of_the_rows(void **state)
{
	static int (*const questions[])(struct asking *, size_t *) = {ask_tips,     ask_last_of,   ask_commit,
								      ask_nth,      ask_history,   ask_paths,
								      ask_conflict, ask_conflicts, ask_log,
								      ask_verdict,  ask_verdicts,  ask_revocations};
	struct mg_arena arena;
	struct asking a = {.arena = &arena};

	(void)state;
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_index_open("", &a.index, &a.err), 0);
	fill(&a);
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		all_rows_or_none(&a, questions[i]);
	mg_index_close(a.index);
	mg_arena_clear(&arena);
}

// A commit that follows another of its key is of its chain; else it would look like a fork.
static void a_chain_is_not_left_for_an_error(void **state)
{
	struct mg_error err;
	struct mg_index *index;

	(void)state;
	for (unsigned steps = 1, done = 0; !done; steps++) {
		struct mg_commit first = commit_of(1), second = commit_of(2);
		struct mg_index_commit row;
		mg_position position;
		unsigned left = steps;

		assert_int_equal(mg_index_open("", &index, &err), 0);
		assert_int_equal(mg_index_add(index, &first, &position, &err), 0);
		memcpy(second.key, first.key, sizeof second.key);
		second.parents = &first.id;
		second.n_parents = 1;
		sqlite3_progress_handler(index->db, 1, stop, &left);
		done = mg_index_add(index, &second, &position, &err) == 0;
		sqlite3_progress_handler(index->db, 0, NULL, NULL);
		if (done) {
			assert_int_equal(mg_index_commit(index, position, &row, &err), 0);
			assert_int_equal(row.sequence, 2);
		}
		mg_index_close(index);
	}
}

// Who saw whom is answered without an error: what was derived from an answer that may be wrong is then not kept.
static void nothing_is_kept_in_doubt(void **state)
{
	struct mg_arena arena;
	struct asking a = {.arena = &arena};
	unsigned doubts = 0;

	(void)state;
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_index_open("", &a.index, &a.err), 0);
	fill(&a);
	for (unsigned steps = 1, kept = 0; !kept; steps++) {
		unsigned left = steps;
		const char *path;
		bool saw;

		mg_index_forget(a.index);
		assert_int_equal(mg_index_begin(a.index, &a.err), 0);
		sqlite3_progress_handler(a.index->db, 1, stop, &left);
		saw = mg_index_saw(a.index, 5, 3);
		sqlite3_progress_handler(a.index->db, 0, NULL, NULL);
		assert_false(saw);
		assert_int_equal(mg_index_name_conflict(a.index, "new", "actions/a.yaml", "cible", &a.err), 0);
		kept = mg_index_end(a.index, true, &a.err) == 0;
		doubts += !kept;
		assert_int_equal(mg_index_conflict(a.index, "new", &arena, &path, &a.err), kept ? 0 : MG_ENOTFOUND);
	}
	assert_true(doubts > 0);
	mg_index_close(a.index);
	mg_arena_clear(&arena);
}

// A commit that is not there is nobody's ancestor, which is sure.
static void what_is_not_there_raises_no_doubt(void **state)
{
	struct mg_index *index;
	struct mg_error err;

	(void)state;
	assert_int_equal(mg_index_open("", &index, &err), 0);
	assert_int_equal(mg_index_begin(index, &err), 0);
	assert_false(mg_index_saw(index, 1, 2));
	assert_int_equal(mg_index_end(index, true, &err), 0);
	mg_index_close(index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_is_no_end_of_the_rows),
		cmocka_unit_test(a_chain_is_not_left_for_an_error),
		cmocka_unit_test(nothing_is_kept_in_doubt),
		cmocka_unit_test(what_is_not_there_raises_no_doubt),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
