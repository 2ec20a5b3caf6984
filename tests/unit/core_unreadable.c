// SPDX-License-Identifier: EUPL-1.2
//
// A disk that fails while a folder is read: nothing passes for missing that is only not seen.
//
// This program's own readdir comes before the C library's.
#define _GNU_SOURCE // RTLD_NEXT
#include "base/file.h"
#include "core/carry/quarantine.h"
#include "tests/lib/world.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>

#define ACTION "actions/maraudes-7k2m.yaml"

static bool fails;
static unsigned left; // entries that are given before it fails

struct dirent *readdir(DIR *folder)
{
	struct dirent *(*next)(DIR *);
	void *found = dlsym(RTLD_NEXT, "readdir");

	memcpy(&next, &found, sizeof next);
	if (!fails || left-- > 0)
		return next(folder);
	left = 0;
	errno = EIO;
	return NULL;
}

static void fail_after(unsigned entries)
{
	left = entries;
	fails = true;
}

static void a_folder_is_listed_whole_or_not_at_all(void **state)
{
	struct world *w = *state;
	struct mg_arena arena;
	struct mg_error err = {0};
	const char **paths;
	size_t n;

	mg_arena_init(&arena, 0);
	world_put(w, 0, ACTION, "intitule: Maraudes\npromoteur_referent: asso-1\n");
	for (unsigned i = 0; i < 4; i++) {
		fail_after(i);
		assert_int_equal(mg_copy_files(w->copies[0].copy, true, &arena, &paths, &n, &err), MG_EIO);
		assert_non_null(strstr(err.message, "cannot read the folder"));
		assert_int_equal(n, 0);
	}
	fails = false;
	assert_int_equal(mg_copy_files(w->copies[0].copy, true, &arena, &paths, &n, &err), 0);
	assert_true(n > 0);
	mg_arena_clear(&arena);
}

// The folder of packs of the one quarantine there is.
static void find_packs(struct mg_repo *repo, char *out, size_t size)
{
	char above[2048];
	DIR *folder;
	struct dirent *entry;

	snprintf(above, sizeof above, "%s/quarantine", mg_repo_state_dir(repo));
	folder = opendir(above);
	assert_non_null(folder);
	while ((entry = readdir(folder)) && entry->d_name[0] == '.')
		;
	assert_non_null(entry);
	assert_true((size_t)snprintf(out, size, "%s/%s/objects/pack", above, entry->d_name) < size);
	closedir(folder);
}

static void what_arrived_is_moved_in_whole_or_not_believed(void **state)
{
	struct world *w = *state;
	struct mg_repo *repo = w->copies[0].copy->store.repo;
	struct mg_quarantine *quarantine;
	struct mg_error err = {0};
	char packs[3072], file[4096];

	assert_int_equal(mg_quarantine_open(repo, &quarantine, &err), 0);
	find_packs(repo, packs, sizeof packs);
	snprintf(file, sizeof file, "%s/pack-0.pack", packs);
	assert_int_equal(mg_file_write(file, mg_slice_of("a pack"), 0, &err), 0);
	fail_after(0);
	assert_int_equal(mg_quarantine_move_in(quarantine, &err), MG_EIO);
	fails = false;
	assert_int_equal(mg_quarantine_move_in(quarantine, &err), 0);
	assert_false(mg_file_exists(file));
	mg_quarantine_close(quarantine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_folder_is_listed_whole_or_not_at_all, world_setup, world_teardown),
		cmocka_unit_test_setup_teardown(what_arrived_is_moved_in_whole_or_not_believed, world_setup,
						world_teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
