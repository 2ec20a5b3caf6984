// SPDX-License-Identifier: EUPL-1.2
//
// Folders that others write in: what git puts there is used, anything that would stop or exhaust this program is told. That
// none of it is opened shows in that the test ends.
#include "base/limits.h"
#include "core/carry/shared.h"
#include "tests/unit/keygen.h"

#include <limits.h>
#include <sys/socket.h>
#include <sys/un.h>

#define BARE "bare.git"

static char here[PATH_MAX];

// Where the tests' runner says, in memory most often: one of them makes many files.
static int enter(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char folder[PATH_MAX];

	(void)state;
	snprintf(folder, sizeof folder, "%s/maillage-test-XXXXXX", tmp ? tmp : "/tmp");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int make_bare(void **state)
{
	(void)state;
	return system("git init -q --bare " BARE) == 0 && getcwd(here, sizeof here) ? 0 : -1;
}

static int remove_all(void **state)
{
	(void)state;
	return system("find -P " BARE " elsewhere work -delete 2>/dev/null; true");
}

// An address: what comes before the path of this folder, and what after it.
static int look_at(const char *before, const char *after, struct mg_error *err)
{
	char url[PATH_MAX + 64];

	snprintf(url, sizeof url, "%s%s/%s", before, here, after);
	return mg_shared_look(url, err);
}

static int look(struct mg_error *err)
{
	return look_at("", BARE, err);
}

static void shell(const char *format, ...) MG_PRINTF(1, 2);
static void shell(const char *format, ...)
{
	char command[1024];
	va_list ap;

	va_start(ap, format);
	vsnprintf(command, sizeof command, format, ap);
	va_end(ap);
	assert_int_equal(system(command), 0);
}

static void what_git_makes_is_used(void **state)
{
	struct mg_error err;

	(void)state;
	assert_int_equal(look(&err), 0);
	shell("git init -q work && git -C work -c user.name=x -c user.email=x@x commit -q --allow-empty -m x && "
	      "git -C work push -q ../" BARE " HEAD:refs/heads/x HEAD:refs/maillage/lines/y && git -C " BARE
	      " gc -q && git -C work worktree add -q ../elsewhere");
	assert_int_equal(look(&err), 0);
	assert_int_equal(look_at("", "work", &err), 0);
	assert_int_equal(look_at("file://", "work", &err), 0);
	assert_int_equal(look_at("", "elsewhere", &err), 0); // .git is a file there
}

static void what_is_elsewhere_is_not_looked_at(void **state)
{
	static const char *const urls[] = {"https://exemple.fr/ca.git", "git@exemple.fr:ca.git", "ssh://exemple.fr/ca",
					   "/nowhere/at/all", "file:///nowhere"};
	struct mg_error err;

	(void)state;
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
		assert_int_equal(mg_shared_look(urls[i], &err), 0);
}

static const char *const files[] = {"config",
				    "HEAD",
				    "packed-refs",
				    "commondir",
				    "shallow",
				    "refs/heads/main",
				    "refs/maillage/lines/a/b/c",
				    "logs/HEAD",
				    "logs/refs/heads/main",
				    "objects/info/alternates",
				    "objects/pack/pack-1.pack",
				    "objects/pack/pack-1.idx",
				    "objects/ab/cdef"};

static bool is_pipe(const char *path)
{
	return mkfifo(path, 0600) == 0;
}

static bool is_link_to_a_device(const char *path)
{
	return symlink("/dev/zero", path) == 0;
}

static bool is_link_to_nothing(const char *path)
{
	return symlink("elsewhere", path) == 0;
}

static bool is_socket(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bool made;

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	made = bind(fd, (struct sockaddr *)&address, sizeof address) == 0;
	close(fd);
	return made;
}

static void put(const char *path, bool (*made)(const char *path))
{
	char folder[PATH_MAX];

	snprintf(folder, sizeof folder, "%s", path);
	*strrchr(folder, '/') = '\0';
	assert_int_equal(mg_file_mkdirs(folder, false, NULL), 0);
	assert_int_equal(mg_file_remove(path, NULL), 0);
	assert_true(made(path));
}

static void nothing_but_files_is_opened(void **state)
{
	static bool (*const kinds[])(const char *) = {is_pipe, is_link_to_a_device, is_link_to_nothing, is_socket};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
			char path[PATH_MAX];
			struct mg_error err;

			snprintf(path, sizeof path, BARE "/%s", files[i]);
			put(path, kinds[k]);
			assert_int_equal(look(&err), MG_EINVALID);
			assert_non_null(strstr(err.message, files[i]));
			assert_non_null(strstr(err.hint, "remove it"));
			assert_int_equal(unlink(path), 0);
			assert_int_equal(look(&err), 0);
		}
	}
}

// However its address is written. A control character is no digit, though one bit makes it one.
static void every_address_of_a_folder_is_looked_at(void **state)
{
	static const char *const forms[][2] = {{"", BARE},
					       {"file://", BARE},
					       {"FILE://localhost", BARE},
					       {"file://", "%62are.git"},
					       {"file://", "%2\x10"},
					       {"", "work/../" BARE}};
	struct mg_error err;

	(void)state;
	shell("mkdir work && mkfifo " BARE "/packed-refs && ln -s " BARE " '%%2\x10'");
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		assert_int_equal(look_at(forms[i][0], forms[i][1], &err), MG_EINVALID);
	assert_int_equal(unlink("%2\x10"), 0);
}

// What the folder leads to is looked at too.
static void what_it_leads_to(void **state)
{
	static const char *const ways[] = {
		"git init -q --bare elsewhere && echo ../../elsewhere/objects >" BARE
		"/objects/info/alternates && mkfifo elsewhere/objects/pack/pack-1.idx",
		"git init -q --bare elsewhere && echo $PWD/elsewhere/objects >" BARE
		"/objects/info/alternates && mkfifo elsewhere/objects/info/alternates",
		"git init -q --bare elsewhere && mkdir " BARE "/.git && echo $PWD/elsewhere >" BARE
		"/.git/commondir && rm elsewhere/config && mkfifo elsewhere/config",
		"git init -q --bare elsewhere && echo gitdir: ../elsewhere >" BARE
		"/.git && rm elsewhere/HEAD && mkfifo elsewhere/HEAD",
		"printf '[a] b = c\\n  [InCludeIf \"gitdir:/\"]\\n path = /dev/tty\\n' >>" BARE "/config",
	};

	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct mg_error err;

		assert_int_equal(make_bare(NULL), 0);
		shell("%s", ways[i]);
		assert_int_equal(look(&err), MG_EINVALID);
		assert_int_equal(remove_all(NULL), 0);
	}
}

// Objects that are borrowed in a circle.
static void a_circle_ends(void **state)
{
	struct mg_error err;

	(void)state;
	shell("echo ../objects >" BARE "/objects/info/alternates");
	assert_int_equal(look(&err), 0);
}

static void no_more_than_a_program_can_hold(void **state)
{
	static const char *const ways[] = {"truncate -s 1G " BARE "/config", "truncate -s 1G " BARE "/packed-refs",
					   "truncate -s 1G " BARE "/HEAD",
					   "truncate -s 1G " BARE "/objects/info/alternates",
					   "mkdir -p " BARE "/refs/heads/1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g/h"};

	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct mg_error err;

		assert_int_equal(make_bare(NULL), 0);
		shell("%s", ways[i]);
		assert_int_equal(look(&err), MG_ELIMIT);
		assert_non_null(strstr(err.hint, "your work is safe here"));
		assert_int_equal(remove_all(NULL), 0);
	}
}

// libgit2 would read far beyond its end, and be killed.
static void an_index_that_claims_too_much(void **state)
{
	static const char *const heads[] = {"\\377tOc\\0\\0\\0\\002", ""}; // of both versions

	(void)state;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		struct mg_error err;

		shell("(printf '%s'; head -c 1020 /dev/zero; printf '\\377\\377\\377\\377'; head -c 96 /dev/zero) "
		      ">" BARE "/objects/pack/pack-lies.idx",
		      heads[i]);
		assert_int_equal(look(&err), MG_ELIMIT);
		assert_non_null(strstr(err.message, "objects/pack/pack-lies.idx in it says it has more than"));
		shell("truncate -s 500 " BARE "/objects/pack/pack-lies.idx"); // as a stick pulled out leaves it
		assert_int_equal(look(&err), 0);
	}
}

static void no_more_references_than_any_ca_has(void **state)
{
	char path[PATH_MAX], one[PATH_MAX];
	struct mg_error err;

	(void)state;
	for (unsigned i = 0; i <= MG_MAX_SHARED_REFS; i++) {
		snprintf(path, sizeof path, BARE "/refs/heads/%u", i);
		if (i % 32768 == 0) { // links are made faster than files
			snprintf(one, sizeof one, "%s", path);
			shell("touch %s", one);
		} else {
			assert_int_equal(link(one, path), 0);
		}
	}
	assert_int_equal(look(&err), MG_ELIMIT);
	assert_non_null(strstr(err.message, "more than 65536 references"));
}

#define WITH_BARE(name) cmocka_unit_test_setup_teardown(name, make_bare, remove_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BARE(what_git_makes_is_used),
		cmocka_unit_test(what_is_elsewhere_is_not_looked_at),
		WITH_BARE(nothing_but_files_is_opened),
		WITH_BARE(every_address_of_a_folder_is_looked_at),
		cmocka_unit_test(what_it_leads_to),
		WITH_BARE(a_circle_ends),
		cmocka_unit_test(no_more_than_a_program_can_hold),
		WITH_BARE(an_index_that_claims_too_much),
		WITH_BARE(no_more_references_than_any_ca_has),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, enter, keygen_leave);
}
