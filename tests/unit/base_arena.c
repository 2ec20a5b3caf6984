// SPDX-License-Identifier: EUPL-1.2
#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool is_zero(const void *bytes, size_t n)
{
	const char *p = bytes;

	for (size_t i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

static void memory_is_zeroed_aligned_and_distinct(void **state)
{
	static const size_t sizes[] = {1, 2, 7, 16, 17, 100, 8191, 8192, 8193, 100000, 1};
	struct mg_arena arena;
	char *before = NULL;

	(void)state;
	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		char *data = mg_arena_alloc(&arena, sizes[i]);

		assert_non_null(data);
		assert_int_equal((uintptr_t)data % alignof(max_align_t), 0);
		assert_true(is_zero(data, sizes[i]));
		memset(data, 0xFF, sizes[i]); // the next one must be zero all the same
		assert_ptr_not_equal(data, before);
		before = data;
	}
	mg_arena_clear(&arena);
}

static void nothing_is_still_an_address(void **state)
{
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	assert_non_null(mg_arena_alloc(&arena, 0));
	assert_non_null(mg_arena_array(&arena, 0, 100));
	assert_non_null(mg_arena_array(&arena, 100, 0));
	mg_arena_clear(&arena);
}

static void the_maximum_holds(void **state)
{
	struct mg_arena arena;
	char *kept;

	(void)state;
	mg_arena_init(&arena, 1024);
	kept = mg_arena_alloc(&arena, 960);
	assert_non_null(kept);
	memset(kept, 'k', 960);
	assert_null(mg_arena_alloc(&arena, 1024));
	assert_null(mg_arena_alloc(&arena, 100));
	assert_null(mg_arena_array(&arena, 10, 10));
	assert_null(mg_arena_printf(&arena, "%100d", 1));
	assert_null(mg_arena_copy(&arena, kept, 960));
	assert_int_equal(kept[959], 'k');
	assert_non_null(mg_arena_alloc(&arena, 16)); // what was refused took nothing
	mg_arena_clear(&arena);
	assert_non_null(mg_arena_alloc(&arena, 1024)); // all of it is back
	assert_null(mg_arena_alloc(&arena, 1));
	mg_arena_clear(&arena);
}

static void sizes_that_overflow_are_refused(void **state)
{
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	assert_null(mg_arena_alloc(&arena, SIZE_MAX));
	assert_null(mg_arena_alloc(&arena, SIZE_MAX / 2 + 1));
	assert_null(mg_arena_array(&arena, SIZE_MAX / 8 + 1, 8));
	assert_null(mg_arena_array(&arena, 2, SIZE_MAX));
	assert_null(mg_arena_copy(&arena, "", SIZE_MAX));
	assert_int_equal(arena.used, 0);
	mg_arena_clear(&arena);
}

// Small blocks bound nothing: what is larger has one of its own.
static void small_blocks_hold_the_same(void **state)
{
	struct mg_arena arena;
	char *small, *large;

	(void)state;
	mg_arena_init_small(&arena, 4096, 64);
	small = mg_arena_strdup(&arena, "petit");
	large = mg_arena_alloc(&arena, 1000);
	assert_non_null(large);
	memset(large, 'x', 1000);
	assert_string_equal(small, "petit");
	assert_null(mg_arena_alloc(&arena, 4096));
	mg_arena_clear(&arena);
	assert_int_equal(arena.block_bytes, 64);
	mg_arena_clear(&arena);
}

static void clearing_twice_is_clearing_once(void **state)
{
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	mg_arena_clear(&arena);
	assert_non_null(mg_arena_alloc(&arena, 5));
	mg_arena_clear(&arena);
	mg_arena_clear(&arena);
	assert_int_equal(arena.used, 0);
}

static void copies_are_terminated(void **state)
{
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	assert_memory_equal(mg_arena_copy(&arena, "a\0b", 3), "a\0b", 4);
	assert_string_equal(mg_arena_copy(&arena, "abc", 2), "ab");
	assert_string_equal(mg_arena_copy(&arena, NULL, 0), "");
	assert_string_equal(mg_arena_strdup(&arena, "échéance"), "échéance");
	assert_string_equal(mg_arena_strdup(&arena, ""), "");
	assert_string_equal(mg_arena_printf(&arena, "%s-%04d", "t", 7), "t-0007");
	assert_string_equal(mg_arena_printf(&arena, "%s", ""), "");
	mg_arena_clear(&arena);
}

static void a_text_longer_than_a_block_is_printed_whole(void **state)
{
	struct mg_arena arena;
	char *text;

	(void)state;
	mg_arena_init(&arena, 0);
	text = mg_arena_printf(&arena, "%20000d|", 1);
	assert_int_equal(strlen(text), 20001);
	assert_int_equal(text[20000], '|');
	mg_arena_clear(&arena);
}

static void an_array_grows_and_keeps_its_elements(void **state)
{
	struct mg_arena arena;
	size_t cap = 0;
	int *items = NULL;

	(void)state;
	mg_arena_init(&arena, 0);
	for (int n = 0; n < 1000; n++) {
		items = mg_arena_grow(&arena, items, (size_t)n, &cap, sizeof *items);
		assert_non_null(items);
		assert_true((size_t)n < cap);
		items[n] = n;
	}
	for (int n = 0; n < 1000; n++)
		assert_int_equal(items[n], n);
	mg_arena_clear(&arena);
}

static void growth_refused_leaves_the_array(void **state)
{
	struct mg_arena arena;
	size_t cap = 0;
	int *items;

	(void)state;
	mg_arena_init(&arena, 64);
	items = mg_arena_grow(&arena, NULL, 0, &cap, sizeof *items);
	assert_non_null(items);
	assert_int_equal(cap, 8);
	items[7] = 7;
	assert_null(mg_arena_grow(&arena, items, 8, &cap, sizeof *items));
	assert_int_equal(cap, 8);
	assert_int_equal(items[7], 7);
	assert_ptr_equal(mg_arena_grow(&arena, items, 7, &cap, sizeof *items), items);
	mg_arena_clear(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_aligned_and_distinct),
		cmocka_unit_test(nothing_is_still_an_address),
		cmocka_unit_test(the_maximum_holds),
		cmocka_unit_test(sizes_that_overflow_are_refused),
		cmocka_unit_test(small_blocks_hold_the_same),
		cmocka_unit_test(clearing_twice_is_clearing_once),
		cmocka_unit_test(copies_are_terminated),
		cmocka_unit_test(a_text_longer_than_a_block_is_printed_whole),
		cmocka_unit_test(an_array_grows_and_keeps_its_elements),
		cmocka_unit_test(growth_refused_leaves_the_array),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("base_arena", tests, NULL, NULL);
}
