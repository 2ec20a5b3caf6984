// SPDX-License-Identifier: EUPL-1.2
//
// After a power cut: whatever was not waited for may be missing, empty, cut short, full of zeros, or as it was before the
// last recording. Opening the copy puts all of it right, and what was recorded is there.
#include "base/file.h"
#include "tests/lib/world.h"

#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ACTION "actions/maraudes-7k2m.yaml"
#define BEFORE "intitule: Maraudes\npromoteur_referent: dd-78\nstatut: en_cours\n"
#define AFTER  "intitule: Maraudes\npromoteur_referent: dd-78\nstatut: suspendue\n"

// What a recording writes and does not wait for.
static const char *const derived[] = {
	"refs/heads/main",       "index",
	"maillage/shown",        "maillage/laid",
	"maillage/boot",         "maillage/index.db",
	"maillage/index.db-wal", "maillage/index.db-shm",
};

#define N_DERIVED (sizeof derived / sizeof *derived)

enum damage { ABSENT, EMPTY, CUT, ZEROS, OLD, N_DAMAGES };

static int enter(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	*state = w;
	world_init(w, 2, 7);
	return 0;
}

static int leave(void **state)
{
	world_clear(*state);
	free(*state);
	return 0;
}

static void path_of(const struct world *w, const char *name, char path[4096])
{
	snprintf(path, 4096, "%s/.git/%s", w->copies[0].dir, name);
}

static void read_bytes(const char *path, struct mg_buf *out)
{
	struct mg_error err;

	if (mg_file_read(path, 64u << 20, out, &err))
		mg_buf_clear(out);
}

static void write_bytes(const char *path, struct mg_slice bytes)
{
	struct mg_error err;

	assert_int_equal(mg_file_write(path, bytes, MG_FILE_LAZY, &err), 0);
}

static void damage(const struct world *w, const char *name, enum damage how, const struct mg_buf *old)
{
	struct mg_buf now = {0};
	char path[4096];

	path_of(w, name, path);
	if (access(path, F_OK) != 0 && how != OLD)
		return;
	read_bytes(path, &now);
	if (how == ABSENT || (how == OLD && !old->data))
		unlink(path);
	else if (how == EMPTY)
		write_bytes(path, mg_slice_of(""));
	else if (how == CUT)
		write_bytes(path, (struct mg_slice){now.data, now.len / 2});
	else if (how == OLD)
		write_bytes(path, mg_buf_slice(old));
	if (how == ZEROS) {
		if (now.len)
			memset(now.data, 0, now.len);
		write_bytes(path, mg_buf_slice(&now));
	}
	mg_buf_clear(&now);
}

// Nothing is staged and nothing differs: what `git status` looks at.
static void assert_clean(const struct world *w, const char *what)
{
	git_status_options options;
	git_status_list *list = NULL;
	git_repository *git = NULL;

	git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION);
	options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED;
	assert_int_equal(git_repository_open(&git, w->copies[0].dir), 0);
	if (git_status_list_new(&list, git, &options) != 0)
		fail_msg("%s: git status: %s", what, git_error_last()->message);
	if (git_status_list_entrycount(list))
		fail_msg("%s: git status is not clean", what);
	git_status_list_free(list);
	git_repository_free(git);
}

static void assert_right(struct world *w, const char *what)
{
	struct mg_unrecorded *left;
	struct mg_findings findings;
	struct mg_arena arena;
	struct mg_error err;
	size_t n;

	world_assert_file(w, 0, ACTION, AFTER);
	world_assert_on_disk(w, 0, ACTION, AFTER);
	mg_arena_init(&arena, 0);
	mg_findings_init(&findings);
	if (mg_copy_scan(w->copies[0].copy, NULL, 0, &arena, &left, &n, &findings, &err))
		fail_msg("%s: %s", what, err.message);
	if (n)
		fail_msg("%s: %s counts as edited", what, left[0].path);
	mg_findings_clear(&findings);
	mg_arena_clear(&arena);
	assert_clean(w, what);
}

static void record_keeping(struct world *w, struct mg_buf old[N_DERIVED])
{
	char path[4096];

	world_put(w, 0, ACTION, BEFORE);
	world_close_copy(w, 0);
	for (size_t i = 0; i < N_DERIVED; i++) {
		path_of(w, derived[i], path);
		read_bytes(path, &old[i]);
	}
	world_open_copy(w, 0);
	world_put(w, 0, ACTION, AFTER);
}

// Another start of the machine, whose number stands in `boot`.
static void restart(const struct world *w)
{
	char path[4096];

	path_of(w, "maillage/boot", path);
	write_bytes(path, mg_slice_of("another\n"));
}

static void cut_power(struct world *w, size_t only, enum damage how)
{
	struct mg_buf old[N_DERIVED] = {{0}};
	char what[64];

	snprintf(what, sizeof what, "%s, damage %d", only < N_DERIVED ? derived[only] : "all", (int)how);
	record_keeping(w, old);
	world_close_copy(w, 0);
	restart(w);
	for (size_t i = 0; i < N_DERIVED; i++) {
		if (only == i || only == N_DERIVED)
			damage(w, derived[i], how, &old[i]);
		mg_buf_clear(&old[i]);
	}
	world_open_copy(w, 0);
	assert_right(w, what);
}

static void test_each_derived_file(void **state)
{
	for (size_t i = 0; i < N_DERIVED; i++) {
		for (enum damage how = ABSENT; how < N_DAMAGES; how++)
			cut_power(*state, i, how);
	}
}

static void test_all_derived_files(void **state)
{
	for (enum damage how = ABSENT; how < N_DAMAGES; how++)
		cut_power(*state, N_DERIVED, how);
}

// The machine was not restarted: somebody only removed git's index, or wrote nonsense into it.
static void test_index_damaged_by_hand(void **state)
{
	static const char *const texts[] = {NULL, "", "DIRC",
					    "nonsense, and enough of it to be longer than a header is"};
	struct world *w = *state;
	char path[4096];

	path_of(w, "index", path);
	world_put(w, 0, ACTION, AFTER);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		world_close_copy(w, 0);
		if (texts[i])
			write_bytes(path, mg_slice_of(texts[i]));
		else
			unlink(path);
		world_open_copy(w, 0);
		assert_right(w, texts[i] ? texts[i] : "removed");
	}
}

// The home's memory was lost: the reference holds the line.
static void test_lines_file_lost(void **state)
{
	struct world *w = *state;
	char path[4096];

	world_put(w, 0, ACTION, AFTER);
	snprintf(path, sizeof path, "%s/lines/%s", w->copies[0].home.dir, mg_copy_id(w->copies[0].copy));
	assert_int_equal(unlink(path), 0);
	world_close_copy(w, 0);
	world_open_copy(w, 0);
	assert_right(w, "no lines");
	world_put(w, 0, ACTION, BEFORE);
	world_put(w, 0, ACTION, AFTER);
	world_meet_all(w);
	world_assert_same(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_each_derived_file, enter, leave),
		cmocka_unit_test_setup_teardown(test_all_derived_files, enter, leave),
		cmocka_unit_test_setup_teardown(test_index_damaged_by_hand, enter, leave),
		cmocka_unit_test_setup_teardown(test_lines_file_lost, enter, leave),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
