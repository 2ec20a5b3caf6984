// SPDX-License-Identifier: EUPL-1.2
//
// Recording, arriving, making the index again and rolling objects up, on a disk that is full from the Nth write on, and in
// a program that is killed at its Nth: for each of the first N, then each an eighth further than the last. One clear error,
// nothing is lost, and once there is space, or the program is started again, it works.
//
// This program's own write, rename and so on come before the C library's, also for libgit2 and SQLite.
#define _GNU_SOURCE
#include "core/repo/roll.h"
#include "tests/lib/world.h"

#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ACTION    "actions/maraudes-7k2m.yaml"
#define MAX_STEPS 4000
#define KILLED    9

// ---- faults

static enum { NO_FAULT, FULL, KILL } fault;
static long steps_left;

// False when the disk is full.
static bool may_write(void)
{
	if (fault == NO_FAULT || steps_left-- > 0)
		return true;
	if (fault == KILL)
		_exit(KILLED);
	errno = ENOSPC;
	return false;
}

static void step(void)
{
	if (fault == KILL)
		may_write();
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	return fd <= STDERR_FILENO || may_write() ? syscall(SYS_write, fd, bytes, n) : -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t at)
{
	return may_write() ? syscall(SYS_pwrite64, fd, bytes, n, at) : -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	return pwrite64(fd, bytes, n, at);
}

int mkdir(const char *path, mode_t mode)
{
	return may_write() ? (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode) : -1;
}

int rename(const char *from, const char *to)
{
	step();
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path)
{
	step();
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int fsync(int fd)
{
	step();
	return (int)syscall(SYS_fsync, fd);
}

// ---- what is done

struct scene {
	struct world w;
	unsigned version;
	struct mg_id tip; // to arrive
};

static void text_of(unsigned version, char text[128])
{
	snprintf(text, 128, "intitule: Maraudes\npromoteur_referent: dd-78\nnumero: %u\n", version);
}

static int record(struct scene *s, struct mg_error *err)
{
	char text[128];

	text_of(s->version, text);
	return world_try_put(&s->w, 0, ACTION, text, err);
}

static int arrive(struct scene *s, struct mg_error *err)
{
	struct mg_copy *copy = s->w.copies[0].copy;
	struct mg_ingested counts = {0};
	int code = mg_copy_lock(copy, err);

	if (code)
		return code;
	code = mg_ingest(copy, &s->tip, &counts, err);
	if (!code)
		code = mg_ingest_refs(copy, &counts, err);
	if (!code)
		code = mg_copy_refresh_main(copy, NULL, 0, err);
	mg_copy_unlock(copy);
	return code;
}

static int reindex(struct scene *s, struct mg_error *err)
{
	return mg_copy_reindex(s->w.copies[0].copy, err);
}

static int roll(struct scene *s, struct mg_error *err)
{
	return mg_repo_roll(s->w.copies[0].copy->store.repo, err);
}

// ---- before it

static void next_version(struct scene *s)
{
	s->version++;
}

static void send_version(struct scene *s)
{
	char text[128];

	text_of(++s->version, text);
	world_put(&s->w, 1, ACTION, text);
	s->tip = world_main(&s->w, 1);
	world_carry(&s->w, 1, 0, &s->tip);
}

static void nothing(struct scene *s)
{
	(void)s;
}

static void scatter_objects(struct scene *s)
{
	struct mg_repo *repo = s->w.copies[0].copy->store.repo;
	struct mg_error err;
	struct mg_id id;
	char text[64];

	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 0);
	for (unsigned i = 0; i < 1200; i++) {
		snprintf(text, sizeof text, "object %u of %u\n", i, s->version);
		assert_int_equal(mg_repo_write(repo, MG_OBJECT_BLOB, mg_slice_of(text), &id, &err), 0);
	}
	s->version++;
}

// ---- one fault at each step

static bool tells_of_space(const struct mg_error *err)
{
	return strstr(err->message, "space") || strstr(err->message, "full") || strstr(err->hint, "full");
}

// In a process of its own. Gives its exit code: 0 done, 1 a clear error, 2 another one.
static int attempt(struct scene *s, int kind, long n, int (*act)(struct scene *s, struct mg_error *err))
{
	pid_t child;
	int status;

	world_close_copy(&s->w, 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct mg_error err = {0};
		int code;

		world_open_copy(&s->w, 0);
		steps_left = n;
		fault = kind;
		code = act(s, &err);
		fault = NO_FAULT;
		if (code && !tells_of_space(&err))
			fprintf(stderr, "# write %ld: %s (%s:%d)\n", n, err.message, err.file, err.line);
		_exit(!code ? 0 : tells_of_space(&err) ? 1 : 2);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	world_open_copy(&s->w, 0);
	return WEXITSTATUS(status);
}

static void assert_sound(struct scene *s)
{
	char line[4200];

	snprintf(line, sizeof line, "git -C '%s' fsck --strict >/dev/null 2>&1", s->w.copies[0].dir);
	assert_int_equal(system(line), 0);
}

static void at_each_step(int kind, void (*prepare)(struct scene *s), int (*act)(struct scene *s, struct mg_error *err),
			 bool shows)
{
	struct scene s = {.version = 1};
	struct mg_error err;
	char text[128];
	int code = KILLED;

	world_init(&s.w, 2, 11);
	text_of(1, text);
	world_put(&s.w, 0, ACTION, text);
	world_meet(&s.w, 0, 1);
	for (long n = 0; code && n < MAX_STEPS; n += 1 + n / 8) {
		prepare(&s);
		code = attempt(&s, kind, n, act);
		assert_true(code == 0 || (kind == FULL ? code == 1 : code == KILLED));
		if (n % 4 == 0)
			assert_sound(&s);
		if (code)
			assert_int_equal(act(&s, &err), 0); // again, with space
		text_of(shows ? s.version : 1, text);
		world_assert_file(&s.w, 0, ACTION, text);
		world_assert_on_disk(&s.w, 0, ACTION, text);
	}
	assert_int_equal(code, 0); // the last came to the end without meeting the fault
	assert_sound(&s);
	world_assert_reindexed(&s.w, 0);
	world_meet(&s.w, 0, 1);
	world_assert_same(&s.w);
	world_clear(&s.w);
}

#define TEST(name, kind, prepare, act, shows)                                                                          \
	static void name(void **state)                                                                                 \
	{                                                                                                              \
		(void)state;                                                                                           \
		at_each_step(kind, prepare, act, shows);                                                               \
	}

TEST(record_on_a_full_disk, FULL, next_version, record, true)
TEST(record_killed, KILL, next_version, record, true)
TEST(arrive_on_a_full_disk, FULL, send_version, arrive, true)
TEST(arrive_killed, KILL, send_version, arrive, true)
TEST(reindex_on_a_full_disk, FULL, nothing, reindex, false)
TEST(reindex_killed, KILL, nothing, reindex, false)
TEST(roll_on_a_full_disk, FULL, scatter_objects, roll, false)
TEST(roll_killed, KILL, scatter_objects, roll, false)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(record_on_a_full_disk),  cmocka_unit_test(record_killed),
		cmocka_unit_test(arrive_on_a_full_disk),  cmocka_unit_test(arrive_killed),
		cmocka_unit_test(reindex_on_a_full_disk), cmocka_unit_test(reindex_killed),
		cmocka_unit_test(roll_on_a_full_disk),    cmocka_unit_test(roll_killed),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
