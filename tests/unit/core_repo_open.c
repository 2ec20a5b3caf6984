// SPDX-License-Identifier: EUPL-1.2
//
// What is opened beside a repository, and is none, leaves that one as it was: libgit2 counts who uses it, and is gone for
// all when one counts himself out twice.
#include "core/repo/repo.h"

#include "base/file.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <git2.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/maillage-open-XXXXXX";

static int make(void **state)
{
	(void)state;
	return mkdtemp(dir) && chdir(dir) == 0 &&
			       system("git init -q --bare bare.git && mkdir empty other && "
				      "echo x >other/file") == 0
		       ? 0
		       : -1;
}

static int remove_all(void **state)
{
	(void)state;
	return chdir("/") == 0 && mg_file_remove_tree(dir, false, NULL) == 0 ? 0 : -1;
}

static int open_and_fail(const char *path)
{
	struct mg_repo *repo;
	struct mg_error err;
	int code = mg_repo_open(path, &repo, &err);

	assert_null(repo);
	assert_non_null(strstr(err.message, path));
	return code;
}

static int create_and_fail(const char *path)
{
	struct mg_repo *repo;
	struct mg_error err;
	int code = mg_repo_create(path, &repo, &err);

	assert_null(repo);
	return code;
}

static void a_failure_counts_nobody_out(void **state)
{
	const int users = git_libgit2_init();

	(void)state;
	assert_int_equal(open_and_fail("bare.git"), MG_EINVALID);
	assert_int_equal(open_and_fail("empty"), MG_ENOTFOUND);
	assert_int_equal(open_and_fail("nowhere"), MG_ENOTFOUND);
	assert_int_equal(create_and_fail("other"), MG_EEXISTS);
	assert_int_equal(git_libgit2_init(), users + 1);
	git_libgit2_shutdown();
	assert_int_equal(git_libgit2_shutdown(), users - 1);
}

static void one_that_is_open_can_be_used(void **state)
{
	struct mg_repo *repo;
	struct mg_error err;
	struct mg_id id;

	(void)state;
	assert_int_equal(mg_repo_create("here", &repo, &err), 0);
	assert_int_equal(open_and_fail("bare.git"), MG_EINVALID);
	assert_int_equal(mg_repo_write(repo, MG_OBJECT_BLOB, mg_slice_of("x"), &id, &err), 0);
	assert_true(mg_repo_has(repo, &id));
	mg_repo_close(repo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failure_counts_nobody_out),
		cmocka_unit_test(one_that_is_open_can_be_used),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make, remove_all);
}
