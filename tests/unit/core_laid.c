// SPDX-License-Identifier: EUPL-1.2
//
// The versions that stood in the folder and were replaced are kept for seven days: until then what an editor saves that
// still showed one of them is an edit of that one. Afterwards it is an edit of the present one, and the list forgets them.
#include "base/file.h"
#include "tests/lib/world.h"

#include <stdio.h>
#include <stdlib.h>

#define ACTION "actions/maraudes-7k2m.yaml"
#define OTHER  "actions/ateliers-7k2m.yaml"
#define TEXT(title, state)                                                                                             \
	"intitule: " title "\npromoteur_referent: dd-78\nstatut: " state "\n" // the two fields of which one is edited
#define FORMER  TEXT("Maraudes", "en_cours")
#define PRESENT TEXT("Maraudes", "suspendue")
#define STALE   TEXT("Maraudes de nuit", "en_cours") // typed into the former version

#define HOUR_MS 3600000LL
#define LINES   20000 // more than a megabyte of them

static int enter(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	*state = w;
	world_init(w, 1, 7);
	world_put(w, 0, ACTION, FORMER);
	world_put(w, 0, ACTION, PRESENT);
	return 0;
}

static int leave(void **state)
{
	world_clear(*state);
	free(*state);
	return 0;
}

static size_t count_laid(struct world *w, const char *path)
{
	struct mg_arena arena;
	struct mg_error err;
	struct mg_id *laid;
	size_t n;

	mg_arena_init(&arena, 0);
	assert_int_equal(mg_laid_of(w->copies[0].copy, path, &arena, &laid, &n, &err), 0);
	mg_arena_clear(&arena);
	return n;
}

static void within_seven_days_an_edit_is_of_the_version_it_began_with(void **state)
{
	struct world *w = *state;

	world_advance(w, MG_LAID_KEPT_MS - HOUR_MS);
	assert_int_equal(count_laid(w, ACTION), 1);
	world_type(w, 0, ACTION, STALE);
	assert_int_equal(world_save(w, 0, MG_SIDE_ASK), 0);
	world_assert_file(w, 0, ACTION, TEXT("Maraudes de nuit", "suspendue"));
	world_assert_on_disk(w, 0, ACTION, TEXT("Maraudes de nuit", "suspendue"));
}

static void after_seven_days_it_is_of_the_present_one(void **state)
{
	struct world *w = *state;

	world_advance(w, MG_LAID_KEPT_MS + HOUR_MS);
	assert_int_equal(count_laid(w, ACTION), 0);
	world_type(w, 0, ACTION, STALE);
	assert_int_equal(world_save(w, 0, MG_SIDE_ASK), 0);
	world_assert_file(w, 0, ACTION, STALE);
}

// Of several former versions the one from which it differs in the fewest fields.
static void an_edit_is_of_the_version_it_is_nearest_to(void **state)
{
	struct world *w = *state;

	world_put(w, 0, ACTION, TEXT("Ateliers", "realisee"));
	world_type(w, 0, ACTION, TEXT("Maraudes", "suspendue") "importance: forte\n"); // of the second one
	assert_int_equal(world_save(w, 0, MG_SIDE_ASK), 0);
	world_assert_file(w, 0, ACTION, TEXT("Ateliers", "realisee") "importance: forte\n");
}

// As near to the present version as to a former one: he has changed what stands there now.
static void between_two_as_near_it_is_of_the_latest(void **state)
{
	struct world *w = *state;

	world_type(w, 0, ACTION, TEXT("Maraudes", "realisee"));
	assert_int_equal(world_save(w, 0, MG_SIDE_ASK), 0); // nobody is asked
	world_assert_file(w, 0, ACTION, TEXT("Maraudes", "realisee"));
}

static void add_lines(struct world *w, size_t n)
{
	struct mg_buf lines = {0};
	struct mg_error err;

	for (size_t i = 0; i < n; i++)
		mg_laid_line(w->copies[0].copy, OTHER, &(struct mg_id){{1}}, &lines);
	assert_int_equal(mg_laid_add(w->copies[0].copy, &lines, &err), 0);
	mg_buf_clear(&lines);
}

static bool list_names(const struct world *w, const char *path)
{
	struct mg_buf list = {0};
	struct mg_error err;
	char name[4096];
	bool named;

	snprintf(name, sizeof name, "%s/.git/maillage/laid", w->copies[0].dir);
	assert_int_equal(mg_file_read(name, 64u << 20, &list, &err), 0);
	named = strstr(mg_buf_text(&list), path) != NULL;
	mg_buf_clear(&list);
	return named;
}

// Not at each recording, but whenever it has grown by a megabyte.
static void the_list_forgets_what_is_too_old(void **state)
{
	struct world *w = *state;

	world_advance(w, MG_LAID_KEPT_MS - HOUR_MS);
	add_lines(w, LINES);
	assert_true(list_names(w, ACTION)); // an hour is left
	world_advance(w, 2 * HOUR_MS);
	add_lines(w, LINES);
	assert_false(list_names(w, ACTION));
	assert_true(list_names(w, OTHER));
}

static void a_list_that_is_lost_loses_no_edit(void **state)
{
	struct world *w = *state;
	struct mg_error err;
	char name[4096];

	snprintf(name, sizeof name, "%s/.git/maillage/laid", w->copies[0].dir);
	assert_int_equal(mg_file_remove(name, &err), 0);
	world_type(w, 0, ACTION, STALE);
	assert_int_equal(world_save(w, 0, MG_SIDE_ASK), 0);
	world_assert_file(w, 0, ACTION, STALE);
}

#define IN_A_WORLD(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_A_WORLD(within_seven_days_an_edit_is_of_the_version_it_began_with),
		IN_A_WORLD(after_seven_days_it_is_of_the_present_one),
		IN_A_WORLD(an_edit_is_of_the_version_it_is_nearest_to),
		IN_A_WORLD(between_two_as_near_it_is_of_the_latest),
		IN_A_WORLD(the_list_forgets_what_is_too_old),
		IN_A_WORLD(a_list_that_is_lost_loses_no_edit),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("core_laid", tests, NULL, NULL);
}
