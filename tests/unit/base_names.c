// SPDX-License-Identifier: EUPL-1.2
#include "base/names.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

static struct mg_names name_all(struct mg_arena *arena, const char *const *texts, size_t n)
{
	struct mg_names names;

	mg_arena_init(arena, 0);
	assert_int_equal(mg_names_init(&names, n, arena, NULL), 0);
	for (size_t i = 0; i < n; i++)
		mg_names_add(&names, texts[i], i);
	mg_names_sort(&names);
	return names;
}

static void each_is_found(void **state)
{
	static const char *const texts[] = {"m", "", "zz", "a.b", "a", "aa", "é", "z"};
	struct mg_arena arena;
	struct mg_names names = name_all(&arena, texts, sizeof texts / sizeof *texts);

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const struct mg_name *found = mg_names_find(&names, mg_slice_of(texts[i]));

		assert_non_null(found);
		assert_int_equal(found->at, i);
	}
	mg_arena_clear(&arena);
}

static void what_is_not_there_is_not_found(void **state)
{
	static const char *const texts[] = {"b", "d", "dd"};
	static const char *const others[] = {"", "a", "c", "ddd", "e", "B"};
	struct mg_arena arena;
	struct mg_names names = name_all(&arena, texts, sizeof texts / sizeof *texts);
	struct mg_arena empty_arena;
	struct mg_names empty = name_all(&empty_arena, texts, 0);

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_null(mg_names_find(&names, mg_slice_of(others[i])));
	assert_null(mg_names_find(&empty, mg_slice_of("b")));
	assert_null(mg_names_find(&empty, mg_slice_of("")));
	mg_arena_clear(&empty_arena);
	mg_arena_clear(&arena);
}

// Part of a longer text is asked for as it stands.
static void a_slice_ends_where_it_ends(void **state)
{
	static const char *const texts[] = {"a.b.c", "a", "a.b"};
	struct mg_arena arena;
	struct mg_names names = name_all(&arena, texts, sizeof texts / sizeof *texts);

	(void)state;
	assert_int_equal(mg_names_find(&names, (struct mg_slice){"a.b.c", 3})->at, 2);
	assert_int_equal(mg_names_find(&names, (struct mg_slice){"a.b.c", 1})->at, 1);
	assert_null(mg_names_find(&names, (struct mg_slice){"a.b.c", 2}));
	mg_arena_clear(&arena);
}

static void namesakes_stand_in_their_order(void **state)
{
	static const char *const texts[] = {"x", "b", "x", "a", "x"};
	struct mg_arena arena;
	struct mg_names names = name_all(&arena, texts, sizeof texts / sizeof *texts);
	const struct mg_name *found = mg_names_find(&names, mg_slice_of("x"));

	(void)state;
	assert_ptr_equal(found + 3, names.items + names.n);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(found[i].at, 2 * i);
	mg_arena_clear(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_found),
		cmocka_unit_test(what_is_not_there_is_not_found),
		cmocka_unit_test(a_slice_ends_where_it_ends),
		cmocka_unit_test(namesakes_stand_in_their_order),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("base_names", tests, NULL, NULL);
}
