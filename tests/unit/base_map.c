// SPDX-License-Identifier: EUPL-1.2
//
// Files mapped, written over, and written in pieces. Each test works in a folder of its own.
#include "base/map.h"

#include "base/lockfile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define MAX_BYTES 8u
#define PIECES    1000u // more than go in one call

static int enter(void **state)
{
	char *folder = strdup("/tmp/maillage-map-XXXXXX");

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
	assert_int_equal(mg_file_write(path, mg_slice_of(text), MG_FILE_LAZY, NULL), 0);
}

static void assert_holds(const char *path, const char *text)
{
	struct mg_buf buf = {0};

	assert_int_equal(mg_file_read(path, 0, &buf, NULL), 0);
	assert_string_equal(mg_buf_text(&buf), text);
	mg_buf_clear(&buf);
}

static void a_map_keeps_what_is_replaced(void **state)
{
	struct mg_slice bytes;

	(void)state;
	make("file", "former");
	assert_int_equal(mg_map_open("file", MAX_BYTES, &bytes, NULL), 0);
	make("file", "new");
	assert_true(mg_slice_is(bytes, "former"));
	mg_map_close(&bytes);
	assert_int_equal(bytes.len, 0);
	mg_map_close(&bytes);
}

static void an_empty_file_is_mapped(void **state)
{
	struct mg_slice bytes;

	(void)state;
	make("file", "");
	assert_int_equal(mg_map_open("file", MAX_BYTES, &bytes, NULL), 0);
	assert_int_equal(bytes.len, 0);
	mg_map_close(&bytes);
}

static void what_is_no_file_is_not_mapped(void **state)
{
	static const struct {
		const char *path;
		int code;
	} cases[] = {{"none", MG_ENOTFOUND}, {"folder", MG_EINVALID}, {"link", MG_EINVALID},
		     {"pipe", MG_EINVALID},  {"long", MG_ELIMIT},     {"file/below", MG_EIO}};
	struct mg_slice bytes;
	struct mg_error err;

	(void)state;
	make("file", "text");
	make("long", "123456789");
	assert_int_equal(mkdir("folder", 0755), 0);
	assert_int_equal(mkfifo("pipe", 0644), 0);
	assert_int_equal(symlink("file", "link"), 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(mg_map_open(cases[i].path, MAX_BYTES, &bytes, &err), cases[i].code);
		assert_null(bytes.data);
	}
}

static ino_t number_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_ino;
}

static void as_many_bytes_are_written_over(void **state)
{
	ino_t before;

	(void)state;
	assert_int_equal(mg_file_overwrite("file", mg_slice_of("one"), NULL), 0);
	assert_holds("file", "one");
	before = number_of("file");
	assert_int_equal(mg_file_overwrite("file", mg_slice_of("two"), NULL), 0);
	assert_holds("file", "two");
	assert_int_equal(number_of("file"), before);
	assert_int_equal(mg_file_overwrite("file", mg_slice_of("three"), NULL), 0);
	assert_holds("file", "three");
}

static void a_link_is_not_written_through(void **state)
{
	(void)state;
	make("target", "one");
	assert_int_equal(symlink("target", "link"), 0);
	assert_int_equal(mg_file_overwrite("link", mg_slice_of("two"), NULL), 0);
	assert_holds("target", "one");
	assert_holds("link", "two");
	assert_int_equal(mg_file_overwrite("none/file", mg_slice_of("two"), NULL), 0); // missing folders are made
	assert_int_equal(mg_file_overwrite("target/file", mg_slice_of("two"), NULL), MG_EIO);
}

static void pieces_follow_each_other(void **state)
{
	struct mg_slice pieces[PIECES];
	struct mg_lockfile lock;
	struct mg_buf expected = {0};

	(void)state;
	for (size_t i = 0; i < PIECES; i++) {
		pieces[i] = (struct mg_slice){"abcdefghij", i % 11};
		mg_buf_put_slice(&expected, pieces[i]);
	}
	assert_int_equal(mg_lockfile_take(&lock, "file", NULL), 0);
	assert_int_equal(mg_lockfile_put_all(&lock, pieces, PIECES, MG_FILE_LAZY, NULL), 0);
	assert_holds("file", mg_buf_text(&expected));
	assert_int_equal(mg_lockfile_take(&lock, "file", NULL), 0);
	assert_int_equal(mg_lockfile_put_all(&lock, pieces, 1, 0, NULL), 0); // which is empty
	assert_holds("file", "");
	mg_buf_clear(&expected);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_A_FOLDER(a_map_keeps_what_is_replaced),  IN_A_FOLDER(an_empty_file_is_mapped),
		IN_A_FOLDER(what_is_no_file_is_not_mapped), IN_A_FOLDER(as_many_bytes_are_written_over),
		IN_A_FOLDER(a_link_is_not_written_through), IN_A_FOLDER(pieces_follow_each_other),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("base_map", tests, NULL, NULL);
}
