// SPDX-License-Identifier: EUPL-1.2
//
// An editor that saves in the moment of a replacement is played by the callback that is asked what may go. Each test works
// in a folder of its own; afterwards no temporary file is left.
#include "base/batch.h"
#include "base/lockfile.h"
#include "base/replace.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static int enter(void **state)
{
	char *folder = strdup("/tmp/maillage-replace-XXXXXX");

	*state = folder;
	return folder && mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	struct mg_error err;
	int code = chdir("/") || mg_file_remove_tree(*state, false, &err);

	free(*state);
	return code;
}

static void make(const char *path, const char *text)
{
	struct mg_error err;

	assert_int_equal(mg_file_write(path, mg_slice_of(text), MG_FILE_LAZY, &err), 0);
}

static void assert_holds(const char *path, const char *text)
{
	struct mg_buf bytes = {0};
	struct mg_error err;
	int code = mg_file_read(path, 1000, &bytes, &err);

	if (!text)
		assert_int_equal(code, MG_ENOTFOUND);
	else
		assert_string_equal(mg_buf_text(&bytes), text);
	mg_buf_clear(&bytes);
}

static void assert_files(size_t n)
{
	DIR *folder = opendir(".");
	size_t found = 0;

	while (readdir(folder))
		found++;
	closedir(folder);
	assert_int_equal(found, n + 2);
}

// ---- what may go

struct editor {
	const char *expected; // what may go
	const char *saves;    // put at "file" when asked, or NULL
	unsigned times;
	bool removes;
};

static bool may_go(void *context, const char *path)
{
	struct editor *e = context;
	struct mg_buf bytes = {0};
	struct mg_error err;
	bool same;

	assert_int_equal(mg_file_read(path, 1000, &bytes, &err), 0);
	same = strcmp(mg_buf_text(&bytes), e->expected) == 0;
	mg_buf_clear(&bytes);
	if (e->times) {
		e->times--;
		make("file", e->saves);
	}
	if (e->removes)
		unlink("file");
	return same;
}

static int replace(struct editor *e, const char *text)
{
	struct mg_error err;

	return mg_file_replace("file", mg_slice_of(text), 0, may_go, e, &err);
}

static void test_replaced(void **state)
{
	struct editor e = {.expected = "old"};

	(void)state;
	make("file", "old");
	assert_int_equal(replace(&e, "new"), 0);
	assert_holds("file", "new");
	assert_files(1);
}

static void test_saved_before(void **state)
{
	struct editor e = {.expected = "old"};

	(void)state;
	make("file", "edited");
	assert_int_equal(replace(&e, "new"), MG_ECONFLICT);
	assert_holds("file", "edited");
	assert_files(1);
}

// The edit comes out; meanwhile the editor saves once more, over ours.
static void test_saved_twice(void **state)
{
	struct editor e = {.expected = "old", .saves = "edited again", .times = 1};

	(void)state;
	make("file", "edited");
	assert_int_equal(replace(&e, "new"), MG_ECONFLICT);
	assert_holds("file", "edited again");
	assert_files(1);
}

// What came out may go, and what is saved after that is an edit of ours.
static void test_saved_after(void **state)
{
	struct editor e = {.expected = "old", .saves = "edited", .times = 1};

	(void)state;
	make("file", "old");
	assert_int_equal(replace(&e, "new"), 0);
	assert_holds("file", "edited");
	assert_files(1);
}

// Ours is gone when the edit is to be put back: nothing of the edit is lost.
static void test_removed_meanwhile(void **state)
{
	struct editor e = {.expected = "old", .removes = true};

	(void)state;
	make("file", "edited");
	assert_int_not_equal(replace(&e, "new"), 0);
	assert_holds("file", NULL);
	assert_files(1); // the edit, under the name that the error tells
}

static void test_removed_before(void **state)
{
	struct editor e = {.expected = "old"};

	(void)state;
	assert_int_equal(replace(&e, "new"), MG_ECONFLICT);
	assert_holds("file", NULL);
	assert_files(0);
}

static void test_nothing_expected(void **state)
{
	struct mg_error err;

	(void)state;
	assert_int_equal(mg_file_replace("file", mg_slice_of("new"), 0, NULL, NULL, &err), 0);
	assert_holds("file", "new");
	assert_int_equal(mg_file_replace("file", mg_slice_of("newer"), 0, NULL, NULL, &err), MG_ECONFLICT);
	assert_holds("file", "new");
	assert_files(1);
}

static void test_taken_away(void **state)
{
	struct editor e = {.expected = "old"};
	struct mg_error err;

	(void)state;
	make("file", "old");
	assert_int_equal(mg_file_take_away("file", 0, may_go, &e, &err), 0);
	assert_files(0);
	assert_int_equal(mg_file_take_away("file", 0, may_go, &e, &err), 0);
	make("file", "edited");
	assert_int_equal(mg_file_take_away("file", 0, may_go, &e, &err), MG_ECONFLICT);
	assert_holds("file", "edited");
	e = (struct editor){.expected = "old", .saves = "edited again", .times = 1};
	assert_int_equal(mg_file_take_away("file", 0, may_go, &e, &err), MG_ECONFLICT);
	assert_holds("file", "edited again");
	assert_files(1);
}

// ---- several at once

static void add(struct mg_batch *batch, const char *path, const char *text)
{
	struct mg_error err;

	assert_int_equal(mg_batch_add(batch, path, mg_slice_of(text), 0, &err), 0);
}

static void test_batch(void **state)
{
	struct mg_batch batch;
	struct mg_error err;
	char name[16];

	(void)state;
	mg_batch_init(&batch, NULL);
	add(&batch, "a", "1");
	add(&batch, "b/c/d", "2");
	assert_holds("a", NULL); // nothing has its name before all is safe
	assert_int_equal(mg_batch_keep(&batch, &err), 0);
	mg_batch_clear(&batch);
	assert_holds("a", "1");
	assert_holds("b/c/d", "2");
	mg_batch_init(&batch, "x-");
	for (unsigned i = 0; i < 3 * MG_BATCH_OPEN; i++) {
		snprintf(name, sizeof name, "n%u", i);
		add(&batch, name, name);
	}
	assert_int_equal(mg_batch_keep(&batch, &err), 0);
	mg_batch_clear(&batch);
	assert_holds("n50", "n50");
	assert_files(3 * MG_BATCH_OPEN + 2);
}

// What one step gives its name is there, whatever becomes of the next.
static void test_batch_in_steps(void **state)
{
	struct mg_lockfile lock, other;
	struct mg_batch batch;
	struct mg_error err;

	(void)state;
	make("ref", "old");
	assert_int_equal(mkdir("taken", 0755), 0);
	mg_batch_init(&batch, "x-");
	add(&batch, "new/object", "1");
	mg_batch_step(&batch, NULL);
	add(&batch, "taken", "a folder stands there");
	mg_batch_step(&batch, NULL);
	assert_int_equal(mg_lockfile_take(&lock, "ref", &err), 0);
	assert_int_equal(mg_batch_add_locked(&batch, &lock, mg_slice_of("2"), MG_FILE_LAZY, &err), 0);
	assert_int_equal(mg_lockfile_take(&other, "ref", &err), MG_EEXISTS);
	assert_int_equal(mg_batch_keep(&batch, &err), MG_EIO);
	mg_batch_clear(&batch);
	assert_holds("new/object", "1");
	assert_holds("ref", "old");
	assert_int_equal(mg_lockfile_take(&lock, "ref", &err), 0); // let go of
	mg_batch_init(&batch, NULL);
	assert_int_equal(mg_batch_add_locked(&batch, &lock, mg_slice_of("3"), MG_FILE_LAZY, &err), 0);
	assert_int_equal(mg_batch_keep(&batch, &err), 0);
	mg_batch_clear(&batch);
	mg_lockfile_drop(&lock);
	assert_holds("ref", "3");
	assert_files(3);
}

static void test_batch_given_up(void **state)
{
	struct mg_batch batch;
	struct mg_error err;

	(void)state;
	make("a", "old");
	assert_int_equal(mkdir("b", 0755), 0);
	mg_batch_init(&batch, NULL);
	add(&batch, "a", "new");
	mg_batch_clear(&batch);
	assert_holds("a", "old");
	mg_batch_init(&batch, NULL);
	add(&batch, "b", "a folder stands there");
	add(&batch, "a", "new");
	assert_int_equal(mg_batch_keep(&batch, &err), MG_EIO);
	mg_batch_clear(&batch);
	assert_holds("a", "old");
	mg_batch_init(&batch, NULL);
	assert_int_equal(mg_batch_add(&batch, "a/below a file", mg_slice_of(""), 0, &err), MG_EIO);
	mg_batch_clear(&batch);
	assert_files(2);
}

// ---- git's locks

static void test_lockfile(void **state)
{
	struct mg_lockfile lock, other;
	struct mg_error err;

	(void)state;
	make("file", "old");
	assert_int_equal(mg_lockfile_take(&lock, "file", &err), 0);
	assert_int_equal(mg_lockfile_take(&other, "file", &err), MG_EEXISTS);
	mg_lockfile_drop(&other);
	assert_files(2); // the lock is not the loser's to drop
	assert_int_equal(mg_lockfile_put(&lock, mg_slice_of("new"), 0, &err), 0);
	assert_holds("file", "new");
	assert_int_equal(mg_lockfile_take(&lock, "file", &err), 0);
	mg_lockfile_drop(&lock);
	mg_lockfile_drop(&lock);
	assert_holds("file", "new");
	assert_int_equal(mg_lockfile_take(&lock, "nowhere/file", &err), MG_ENOTFOUND);
	assert_files(1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_replaced, enter, leave),
		cmocka_unit_test_setup_teardown(test_saved_before, enter, leave),
		cmocka_unit_test_setup_teardown(test_saved_twice, enter, leave),
		cmocka_unit_test_setup_teardown(test_saved_after, enter, leave),
		cmocka_unit_test_setup_teardown(test_removed_meanwhile, enter, leave),
		cmocka_unit_test_setup_teardown(test_removed_before, enter, leave),
		cmocka_unit_test_setup_teardown(test_nothing_expected, enter, leave),
		cmocka_unit_test_setup_teardown(test_taken_away, enter, leave),
		cmocka_unit_test_setup_teardown(test_batch, enter, leave),
		cmocka_unit_test_setup_teardown(test_batch_in_steps, enter, leave),
		cmocka_unit_test_setup_teardown(test_batch_given_up, enter, leave),
		cmocka_unit_test_setup_teardown(test_lockfile, enter, leave),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
