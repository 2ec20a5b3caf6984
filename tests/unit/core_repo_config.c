// SPDX-License-Identifier: EUPL-1.2
//
// A password in .git/config is never there for others to read, not even while libgit2 writes it.
#include "core/repo/repo_config.h"

#include "base/file.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <git2.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define OTHER  65534 // nobody
#define SECRET "mot-de-passe"
#define WRITES 300

static char dir[] = "/tmp/maillage-config-XXXXXX";
static struct mg_repo *repo;

static int make(void **state)
{
	(void)state;
	return mkdtemp(dir) && chmod(dir, 0755) == 0 && mg_repo_create(dir, &repo, NULL) == 0 && chdir(dir) == 0 ? 0
														 : -1;
}

static int remove_all(void **state)
{
	(void)state;
	mg_repo_close(repo);
	return chdir("/") == 0 && mg_file_remove_tree(dir, false, NULL) == 0 ? 0 : -1;
}

static unsigned mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static int write_secret(unsigned number)
{
	struct mg_repo_veil veil;
	git_config *config = NULL;
	char value[64];

	snprintf(value, sizeof value, SECRET "%u", number);
	mg_repo_config_veil(repo, true, &veil);
	assert_int_equal(git_repository_config(&config, mg_repo_git(repo)), 0);
	assert_int_equal(git_config_set_string(config, "remote.x.url", value), 0);
	git_config_free(config);
	return mg_repo_config_unveil(repo, &veil, 0, NULL);
}

static void the_folder_is_as_it_was(void **state)
{
	struct mg_repo_veil veil;

	(void)state;
	assert_int_equal(chmod(".git", 0755), 0);
	assert_int_equal(chmod(".git/config", 0644), 0);
	assert_int_equal(mg_repo_config_set(repo, "maillage.x", "y", NULL), 0);
	assert_int_equal(mode_of(".git/config") & 0444, 0444); // nothing secret yet
	assert_int_equal(write_secret(0), 0);
	assert_int_equal(mode_of(".git/config"), 0600);
	assert_int_equal(mode_of(".git"), 0755);
	assert_int_equal(mg_repo_config_set(repo, "maillage.x", "z", NULL), 0); // what others write there later
	assert_int_equal(mode_of(".git/config"), 0600);
	mg_repo_config_veil(repo, true, &veil);
	assert_int_equal(mode_of(".git"), 0700);
	assert_int_equal(mg_repo_config_unveil(repo, &veil, MG_EGIT, NULL), MG_EGIT); // it was not written
	assert_int_equal(mode_of(".git"), 0755);
}

// As another user, until it is killed: ends by itself when it has seen the secret.
static void spy(void)
{
	if (setgid(OTHER) != 0 || setuid(OTHER) != 0)
		_exit(2);
	for (;;) {
		static const char *const names[] = {".git/config", ".git/config.lock"};

		for (size_t i = 0; i < 2; i++) {
			struct mg_buf text = {0};

			if (mg_file_read(names[i], 1 << 16, &text, NULL) == 0 && strstr(mg_buf_text(&text), SECRET))
				_exit(1);
			mg_buf_clear(&text);
		}
	}
}

static void nobody_else_ever_reads_it(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(chmod(".git", 0755), 0);
	pid = fork();
	if (pid == 0)
		spy();
	for (unsigned i = 0; i < WRITES; i++)
		assert_int_equal(write_secret(i), 0);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status)); // else it saw the secret
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_folder_is_as_it_was),
		cmocka_unit_test(nobody_else_ever_reads_it),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make, remove_all);
}
