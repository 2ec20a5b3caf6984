// SPDX-License-Identifier: EUPL-1.2
// The file of the index: made by one of several programs, made anew when it cannot be used, followed when it is replaced.
#include "core/index/index.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAMS 6
#define ROUNDS   10

static int in_a_new_folder(void **state)
{
	static char dir[] = "/tmp/maillage-index-XXXXXX";

	(void)state;
	return mkdtemp(dir) ? chdir(dir) : -1;
}

static int gone(void **state)
{
	char *dir = getcwd(NULL, 0);
	struct mg_error err;
	int code = dir ? mg_file_remove_tree(dir, false, &err) : -1;

	(void)state;
	free(dir);
	return code;
}

static struct mg_index *opened(void)
{
	struct mg_error err = {0};
	struct mg_index *index;

	if (mg_index_open("index.db", &index, &err))
		fail_msg("%s", err.message);
	return index;
}

static void write_over(const char *path, const char *bytes)
{
	struct mg_error err;

	assert_int_equal(mg_file_write(path, (struct mg_slice){bytes, strlen(bytes)}, 0, &err), 0);
}

static void put(struct mg_index *index, const char *name)
{
	struct mg_error err;

	assert_int_equal(mg_index_name_conflict(index, name, "actions/a.yaml", "cible", &err), 0);
}

static bool has(struct mg_index *index, const char *name)
{
	struct mg_arena arena = {0};
	const char *path;
	struct mg_error err;
	int code = mg_index_conflict(index, name, &arena, &path, &err);

	mg_arena_clear(&arena);
	return code == 0;
}

static void start_without(void)
{
	unlink("index.db");
	unlink("index.db-wal");
	unlink("index.db-shm");
}

// ---- several programs

// In a child: waits for the others, then opens, writes and reads back.
static int open_at_once(int start, const char *name)
{
	struct mg_index *index;
	struct mg_error err;
	char byte;
	bool replaced;
	int code;

	if (read(start, &byte, 1) != 0)
		return 2;
	code = mg_index_open("index.db", &index, &err);
	if (code)
		return 3;
	code = mg_index_follow(index, &replaced, &err);
	if (!code)
		code = mg_index_name_conflict(index, name, "actions/a.yaml", "cible", &err);
	code = code || !has(index, name);
	mg_index_close(index);
	return code;
}

static int sum_of_exits(const pid_t *children)
{
	int sum = 0, status;

	for (int i = 0; i < PROGRAMS; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		sum += WIFEXITED(status) ? WEXITSTATUS(status) : 100;
	}
	return sum;
}

static void programs_open_at_once(void)
{
	char names[PROGRAMS][2];
	pid_t children[PROGRAMS];
	struct mg_index *index;
	int start[2];

	assert_int_equal(pipe(start), 0);
	for (int i = 0; i < PROGRAMS; i++) {
		names[i][0] = (char)('a' + i), names[i][1] = '\0';
		children[i] = fork();
		if (children[i] == 0) {
			close(start[1]);
			_exit(open_at_once(start[0], names[i]));
		}
		assert_true(children[i] > 0);
	}
	close(start[0]);
	close(start[1]); // all begin now
	assert_int_equal(sum_of_exits(children), 0);
	index = opened();
	for (int i = 0; i < PROGRAMS; i++)
		assert_true(has(index, names[i]));
	mg_index_close(index);
}

static void one_of_several_programs_makes_it(void **state)
{
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		start_without();
		programs_open_at_once();
	}
}

static void several_programs_find_one_that_was_cut(void **state)
{
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		start_without();
		mg_index_close(opened());
		write_over("index.db", "");
		programs_open_at_once();
	}
}

static void several_programs_find_one_that_is_damaged(void **state)
{
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		start_without();
		write_over(
			"index.db",
			"this is no database, and longer than a header of one would be: it has one hundred bytes ...");
		programs_open_at_once();
	}
}

// ---- one program after another

static void what_was_written_is_there_when_opened_again(void **state)
{
	struct mg_index *index;

	(void)state;
	start_without();
	index = opened();
	put(index, "a");
	mg_index_close(index);
	index = opened();
	assert_true(has(index, "a"));
	mg_index_close(index);
}

static void a_reset_empties_it_for_all(void **state)
{
	struct mg_index *one, *other;
	struct mg_error err;
	bool replaced;

	(void)state;
	start_without();
	one = opened();
	other = opened();
	put(one, "a");
	assert_true(has(other, "a"));
	assert_int_equal(mg_index_reset(one, &err), 0);
	put(one, "b");
	assert_int_equal(mg_index_follow(other, &replaced, &err), 0);
	assert_true(replaced);
	assert_false(has(other, "a"));
	assert_true(has(other, "b"));
	assert_int_equal(mg_index_follow(other, &replaced, &err), 0);
	assert_false(replaced);
	mg_index_close(other);
	assert_true(has(one, "b"));
	mg_index_close(one);
}

// What its log held belongs to it, and not to the next.
static void one_that_was_removed_leaves_nothing_to_the_next(void **state)
{
	struct mg_index *index;

	(void)state;
	start_without();
	index = opened();
	put(index, "a");
	mg_index_close(index);
	assert_true(mg_file_exists("index.db-wal"));
	assert_int_equal(unlink("index.db"), 0);
	index = opened();
	assert_false(has(index, "a"));
	mg_index_close(index);
}

static void a_large_log_is_emptied_when_it_is_closed(void **state)
{
	char name[12];
	struct mg_index *index;

	(void)state;
	start_without();
	index = opened();
	for (int i = 0; i < 400; i++) {
		snprintf(name, sizeof name, "%d", i);
		put(index, name);
	}
	mg_index_close(index);
	assert_false(mg_file_exists("index.db-wal"));
	index = opened();
	assert_true(has(index, "399"));
	mg_index_close(index);
}

// ---- what cannot be used

static void one_of_another_version_is_made_anew(void **state)
{
	struct mg_index *index;
	sqlite3 *db;

	(void)state;
	start_without();
	assert_int_equal(sqlite3_open("index.db", &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE conflicts(id); PRAGMA user_version = 99", NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	index = opened();
	put(index, "a");
	mg_index_close(index);
}

static void a_folder_in_its_place_is_told_and_stays(void **state)
{
	struct mg_index *index;
	struct mg_error err;

	(void)state;
	start_without();
	assert_int_equal(mkdir("index.db", 0755), 0);
	assert_int_equal(mg_index_open("index.db", &index, &err), MG_EIO);
	assert_non_null(strstr(err.message, "index.db"));
	assert_null(index);
	assert_int_equal(rmdir("index.db"), 0);
}

static void no_folder_for_it_is_told(void **state)
{
	struct mg_index *index;
	struct mg_error err;

	(void)state;
	assert_int_equal(mg_index_open("absent/index.db", &index, &err), MG_ENOTFOUND);
	assert_null(index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_of_several_programs_makes_it),
		cmocka_unit_test(several_programs_find_one_that_was_cut),
		cmocka_unit_test(several_programs_find_one_that_is_damaged),
		cmocka_unit_test(what_was_written_is_there_when_opened_again),
		cmocka_unit_test(a_reset_empties_it_for_all),
		cmocka_unit_test(one_that_was_removed_leaves_nothing_to_the_next),
		cmocka_unit_test(a_large_log_is_emptied_when_it_is_closed),
		cmocka_unit_test(one_of_another_version_is_made_anew),
		cmocka_unit_test(a_folder_in_its_place_is_told_and_stays),
		cmocka_unit_test(no_folder_for_it_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, in_a_new_folder, gone);
}
