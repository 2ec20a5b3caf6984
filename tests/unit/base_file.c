// SPDX-License-Identifier: EUPL-1.2
//
// Each test works in a folder of its own, which the group removes. After every refused write: the former bytes are
// there and no temporary file is left.
#define _GNU_SOURCE // unshare
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define KEPT  "kept"
#define BIG   (256u * 1024u)
#define OTHER 65534 // nobody: root may write everywhere, so what depends on modes is tried as somebody else

static int enter_folder(void **state)
{
	char *folder = strdup("/tmp/maillage-file-XXXXXX");

	*state = folder;
	return folder && mkdtemp(folder) && chmod(folder, 0755) == 0 && chdir(folder) == 0 ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

static int leave_folder(void **state)
{
	int failed = chdir("/") || nftw(*state, remove_one, 8, FTW_DEPTH | FTW_PHYS);

	free(*state);
	return failed;
}

static int write_text(const char *path, const char *text, int flags)
{
	return mg_file_write(path, mg_slice_of(text), flags, NULL);
}

static void make(const char *path, const char *text)
{
	assert_int_equal(write_text(path, text, MG_FILE_LAZY), 0);
}

static void assert_holds(const char *path, const char *text)
{
	struct mg_buf buf = {0};

	assert_int_equal(mg_file_read(path, 0, &buf, NULL), 0);
	assert_string_equal(mg_buf_text(&buf), text);
	mg_buf_clear(&buf);
}

static int entries(const char *folder)
{
	DIR *dir = opendir(folder);
	int count = 0;

	assert_non_null(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2; // . and ..
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void what_is_written_is_read(void **state)
{
	static const int flags[] = {0, MG_FILE_PRIVATE, MG_FILE_NEW, MG_FILE_LAZY,
				    MG_FILE_PRIVATE | MG_FILE_NEW | MG_FILE_LAZY};
	struct mg_buf buf = {0};

	(void)state;
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
		char path[32];

		snprintf(path, sizeof path, "a/b/%zu", i);
		assert_int_equal(mg_file_write(path, (struct mg_slice){"x\0y\n", 4}, flags[i], NULL), 0);
		mg_buf_puts(&buf, "what was there before");
		assert_int_equal(mg_file_read(path, 4, &buf, NULL), 0);
		assert_int_equal(buf.len, 4);
		assert_memory_equal(buf.data, "x\0y\n", 5);
	}
	assert_int_equal(entries("a/b"), 5);
	mg_buf_clear(&buf);
}

static void an_empty_file_is_a_file(void **state)
{
	(void)state;
	assert_int_equal(mg_file_write("empty", (struct mg_slice){0}, 0, NULL), 0);
	assert_holds("empty", "");
}

static void writing_again_replaces(void **state)
{
	(void)state;
	make("f", "a long first text");
	assert_int_equal(write_text("f", "short", 0), 0);
	assert_holds("f", "short");
	assert_int_equal(entries("."), 1);
}

static void modes_do_not_depend_on_the_umask(void **state)
{
	mode_t umask_before = umask(0);

	(void)state;
	assert_int_equal(write_text("secret/key", "k", MG_FILE_PRIVATE), 0);
	umask(0077);
	assert_int_equal(write_text("open", "o", 0), 0);
	umask(umask_before);
	assert_int_equal(mode_of("secret/key"), 0600);
	assert_int_equal(mode_of("secret"), 0700);
	assert_int_equal(mode_of("open"), 0644);
}

static void a_private_file_stays_private_when_replaced(void **state)
{
	(void)state;
	make("key", "open");
	assert_int_equal(write_text("key", "closed", MG_FILE_PRIVATE), 0);
	assert_int_equal(mode_of("key"), 0600);
}

// A link is replaced, never followed: a link that somebody put there must not make us write elsewhere.
static void writing_replaces_a_link_and_not_its_target(void **state)
{
	struct stat st;

	(void)state;
	make("target", KEPT);
	assert_int_equal(symlink("target", "link"), 0);
	assert_int_equal(write_text("link", "new", 0), 0);
	assert_holds("target", KEPT);
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_holds("link", "new");
}

static void reading_what_is_no_file_is_refused(void **state)
{
	static const struct {
		const char *path;
		int code;
	} cases[] = {
		{"absent", MG_ENOTFOUND}, {"absent/f", MG_ENOTFOUND}, {"", MG_ENOTFOUND},       {"folder", MG_EINVALID},
		{"pipe", MG_EINVALID},    {"link", MG_EINVALID},      {"nowhere", MG_EINVALID}, {"loop", MG_EINVALID},
		{"file/f", MG_EIO},       {"/dev/null", MG_EINVALID},
	};

	(void)state;
	make("file", KEPT);
	assert_int_equal(mkdir("folder", 0755), 0);
	assert_int_equal(mkfifo("pipe", 0644), 0); // must not wait for a writer
	assert_int_equal(symlink("file", "link"), 0);
	assert_int_equal(symlink("nothing", "nowhere"), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_error err = {0};
		struct mg_buf buf = {0};
		int code;

		mg_buf_puts(&buf, "what was there before");
		code = mg_file_read(cases[i].path, 100, &buf, &err);
		if (code != cases[i].code)
			fail_msg("\"%s\" gives %d and not %d: %s", cases[i].path, code, cases[i].code, err.message);
		assert_int_equal(err.code, code);
		assert_non_null(strstr(err.message, cases[i].path));
		assert_int_equal(buf.len, 0);
		mg_buf_clear(&buf);
	}
}

static void reading_more_than_the_maximum_is_refused(void **state)
{
	struct mg_error err = {0};
	struct mg_buf buf = {0};

	(void)state;
	make("f", "12345");
	assert_int_equal(mg_file_read("f", 4, &buf, &err), MG_ELIMIT);
	assert_string_equal(err.message, "f: more than 4 bytes");
	assert_int_equal(buf.len, 0);
	assert_int_equal(mg_file_read("f", 5, &buf, &err), 0);
	assert_int_equal(buf.len, 5);
	mg_buf_clear(&buf);
}

static void a_big_file_is_read_whole_or_not_at_all(void **state)
{
	struct mg_buf buf = {0};
	char *big = test_calloc(1, BIG);

	(void)state;
	assert_int_equal(mg_file_write("big", (struct mg_slice){big, BIG}, MG_FILE_LAZY, NULL), 0);
	assert_int_equal(mg_file_read("big", BIG - 1, &buf, NULL), MG_ELIMIT);
	assert_int_equal(mg_file_read("big", BIG, &buf, NULL), 0);
	assert_int_equal(buf.len, BIG);
	mg_buf_clear(&buf);
	test_free(big);
}

static void a_name_taken_is_not_taken_over(void **state)
{
	static const char *const names[] = {"file", "folder", "link", "nowhere", "pipe"};

	(void)state;
	make("file", KEPT);
	assert_int_equal(mkdir("folder", 0755), 0);
	assert_int_equal(symlink("file", "link"), 0);
	assert_int_equal(symlink("nothing", "nowhere"), 0);
	assert_int_equal(mkfifo("pipe", 0644), 0);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct mg_error err = {0};

		assert_int_equal(mg_file_write(names[i], mg_slice_of("new"), MG_FILE_NEW, &err), MG_EEXISTS);
		assert_int_equal(err.cause, EEXIST);
	}
	assert_holds("file", KEPT);
	assert_false(mg_file_exists("nothing"));
	assert_int_equal(entries("."), 5);
}

static void writing_where_no_file_can_be_is_refused(void **state)
{
	char long_path[PATH_MAX + 2], long_name[NAME_MAX + 2];
	const struct {
		const char *path;
		int code;
	} cases[] = {
		{"folder", MG_EIO}, {"file/f", MG_EIO},     {"file/f/g", MG_EIO}, {"folder/", MG_EIO},
		{"", MG_ENOTFOUND}, {long_path, MG_ELIMIT}, {long_name, MG_EIO},
	};

	(void)state;
	memset(long_path, 'x', sizeof long_path - 1);
	long_path[sizeof long_path - 1] = '\0';
	long_path[PATH_MAX - 1] = '/';
	memset(long_name, 'x', sizeof long_name - 1);
	long_name[sizeof long_name - 1] = '\0';
	make("file", KEPT);
	assert_int_equal(mkdir("folder", 0755), 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_error err = {0};
		int code = mg_file_write(cases[i].path, mg_slice_of("new"), 0, &err);

		if (code != cases[i].code)
			fail_msg("\"%.30s\" gives %d and not %d", cases[i].path, code, cases[i].code);
		assert_int_equal(entries("folder"), 0);
	}
	assert_holds("file", KEPT);
	assert_int_equal(entries("."), 2);
}

static void a_folder_one_may_not_write_in_is_refused(void **state)
{
	struct mg_error err = {0};
	int code, in_new_folder, removed;

	(void)state;
	make("closed/f", KEPT);
	assert_int_equal(chmod("closed", 0555), 0);
	if (geteuid() == 0)
		assert_int_equal(seteuid(OTHER), 0);
	code = write_text("closed/f", "new", 0);
	in_new_folder = mg_file_write("closed/below/f", mg_slice_of("new"), 0, &err);
	removed = mg_file_remove("closed/f", NULL);
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(code, MG_EIO);
	assert_int_equal(in_new_folder, MG_EIO);
	assert_int_equal(err.cause, EACCES);
	assert_non_null(strstr(err.message, "closed/below"));
	assert_int_equal(removed, MG_EIO);
	assert_holds("closed/f", KEPT);
	assert_int_equal(entries("closed"), 1);
	assert_int_equal(chmod("closed", 0755), 0);
}

static void a_file_one_may_not_read_is_refused(void **state)
{
	struct mg_error err = {0};
	struct mg_buf buf = {0};
	int code;

	(void)state;
	make("secret", KEPT);
	assert_int_equal(chmod("secret", 0), 0);
	if (geteuid() == 0)
		assert_int_equal(seteuid(OTHER), 0);
	code = mg_file_read("secret", 100, &buf, &err);
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(code, MG_EIO);
	assert_int_equal(err.cause, EACCES);
}

// The write stops half-way: a file may have at most 1,000 bytes, as if the disk were full there.
static void a_write_that_stops_half_way_leaves_the_former_file(void **state)
{
	struct rlimit before, limit;
	struct mg_error err = {0};
	char *big = test_calloc(1, BIG);
	int code;

	(void)state;
	make("f", KEPT);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = (struct rlimit){1000, before.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	code = mg_file_write("f", (struct mg_slice){big, BIG}, 0, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	test_free(big);
	assert_int_equal(code, MG_EIO);
	assert_int_equal(err.cause, EFBIG);
	assert_holds("f", KEPT);
	assert_int_equal(entries("."), 1);
}

// In a child, which alone sees the tiny disk: 0 when the write failed as it should, 2 when it cannot be tried here.
static int try_a_full_disk(void)
{
	static char big[BIG];
	struct mg_error err = {0};
	struct mg_buf buf = {0};

	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) || mkdir("disk", 0755) ||
	    mount("tmpfs", "disk", "tmpfs", 0, "size=16k"))
		return 2;
	if (write_text("disk/f", KEPT, 0) ||
	    mg_file_write("disk/f", (struct mg_slice){big, sizeof big}, 0, &err) != MG_EIO || err.cause != ENOSPC)
		return 1;
	if (mg_file_read("disk/f", 100, &buf, NULL) || strcmp(mg_buf_text(&buf), KEPT) != 0 || entries("disk") != 1)
		return 1;
	mg_buf_clear(&buf);
	return 0;
}

static void a_full_disk_leaves_the_former_file(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	if (child == 0)
		_exit(try_a_full_disk());
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 2)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void removing_is_done_once_and_asked_as_often_as_one_likes(void **state)
{
	struct mg_error err = {0};

	(void)state;
	make("f", "x");
	assert_int_equal(mg_file_remove("f", NULL), 0);
	assert_false(mg_file_exists("f"));
	assert_int_equal(mg_file_remove("f", NULL), 0);
	assert_int_equal(mg_file_remove("absent/f", NULL), 0);
	assert_int_equal(mkdir("folder", 0755), 0);
	assert_int_equal(mg_file_remove("folder", &err), MG_EIO);
	assert_true(mg_file_exists("folder"));
}

static void removing_a_link_leaves_its_target(void **state)
{
	(void)state;
	make("target", KEPT);
	assert_int_equal(symlink("target", "link"), 0);
	assert_int_equal(mg_file_remove("link", NULL), 0);
	assert_false(mg_file_exists("link"));
	assert_holds("target", KEPT);
}

static void folders_are_made_with_their_parents(void **state)
{
	static const char *const paths[] = {"a/b/c", "a/b/c", "a/b", "a/b/d/", "a//b//e", "./a/f", ".", "/"};

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		assert_int_equal(mg_file_mkdirs(paths[i], false, NULL), 0);
		assert_true(mg_file_exists(paths[i]));
	}
	assert_int_equal(mg_file_mkdirs("p/q", true, NULL), 0);
	assert_int_equal(mode_of("p/q"), 0700);
	assert_int_equal(mode_of("a/b"), 0755);
}

static void folders_that_cannot_be_made_are_refused(void **state)
{
	char long_path[PATH_MAX + 2];
	struct mg_error err = {0};

	(void)state;
	make("file", KEPT);
	assert_int_equal(mg_file_mkdirs("file/below", false, &err), MG_EIO);
	assert_int_equal(err.cause, ENOTDIR);
	assert_int_equal(symlink("nothing", "nowhere"), 0);
	assert_int_equal(mg_file_mkdirs("nowhere/below", false, &err), MG_ENOTFOUND);
	memset(long_path, 'x', sizeof long_path - 1);
	long_path[sizeof long_path - 1] = '\0';
	assert_int_equal(mg_file_mkdirs(long_path, false, &err), MG_ELIMIT);
	assert_holds("file", KEPT);
}

static void whatever_has_the_name_exists(void **state)
{
	(void)state;
	assert_int_equal(symlink("nothing", "nowhere"), 0);
	assert_true(mg_file_exists("nowhere"));
	assert_true(mg_file_exists("."));
	assert_false(mg_file_exists("nothing"));
	assert_false(mg_file_exists(""));
	assert_false(mg_file_exists("nowhere/f"));
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_A_FOLDER(what_is_written_is_read),
		IN_A_FOLDER(an_empty_file_is_a_file),
		IN_A_FOLDER(writing_again_replaces),
		IN_A_FOLDER(modes_do_not_depend_on_the_umask),
		IN_A_FOLDER(a_private_file_stays_private_when_replaced),
		IN_A_FOLDER(writing_replaces_a_link_and_not_its_target),
		IN_A_FOLDER(reading_what_is_no_file_is_refused),
		IN_A_FOLDER(reading_more_than_the_maximum_is_refused),
		IN_A_FOLDER(a_big_file_is_read_whole_or_not_at_all),
		IN_A_FOLDER(a_name_taken_is_not_taken_over),
		IN_A_FOLDER(writing_where_no_file_can_be_is_refused),
		IN_A_FOLDER(a_folder_one_may_not_write_in_is_refused),
		IN_A_FOLDER(a_file_one_may_not_read_is_refused),
		IN_A_FOLDER(a_write_that_stops_half_way_leaves_the_former_file),
		IN_A_FOLDER(a_full_disk_leaves_the_former_file),
		IN_A_FOLDER(removing_is_done_once_and_asked_as_often_as_one_likes),
		IN_A_FOLDER(removing_a_link_leaves_its_target),
		IN_A_FOLDER(folders_are_made_with_their_parents),
		IN_A_FOLDER(folders_that_cannot_be_made_are_refused),
		IN_A_FOLDER(whatever_has_the_name_exists),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("base_file", tests, NULL, NULL);
}
