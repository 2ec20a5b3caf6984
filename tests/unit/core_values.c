// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/values.h"
#include "schema/yaml/yaml.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define MANY 100000u

// Names as git makes them: any bytes.
static struct mg_id id_of(uint32_t number)
{
	struct mg_id id = {{(uint8_t)(number * 31), (uint8_t)(number >> 3), (uint8_t)number, (uint8_t)(number >> 8),
			    (uint8_t)(number >> 16), 1}};

	return id;
}

// As a commit does that nobody looks at any more.
static void keep(struct mg_values *values, const struct mg_id *id, const struct mg_node *value)
{
	struct mg_arena arena;

	mg_arena_init(&arena, 0);
	assert_non_null(mg_values_keep(values, id, value, &arena));
	mg_values_let_go(values);
	mg_arena_clear(&arena);
}

static const struct mg_node *text(struct mg_arena *arena, const char *value)
{
	return mg_node_new_string(arena, mg_slice_of(value));
}

static void test_found_again(void **state)
{
	struct mg_values *values = mg_values_new();
	struct mg_id one = id_of(1), two = id_of(2);
	struct mg_arena arena, other;

	(void)state;
	mg_arena_init(&arena, 0);
	mg_arena_init(&other, 0);
	assert_null(mg_values_find(values, &one));
	keep(values, &one, text(&other, "un"));
	keep(values, &two, text(&other, "deux"));
	mg_arena_clear(&other); // a copy was kept
	assert_true(mg_slice_is(mg_node_string(mg_values_find(values, &one)), "un"));
	assert_true(mg_slice_is(mg_node_string(mg_values_find(values, &two)), "deux"));
	mg_values_free(values);
	mg_arena_clear(&arena);
}

// Whatever was forgotten, what is found is what was kept under that name.
static void test_never_another_value(void **state)
{
	struct mg_values *values = mg_values_new();
	struct mg_arena arena;
	size_t found = 0;

	(void)state;
	mg_arena_init(&arena, 0);
	for (uint32_t i = 0; i < MANY; i++) {
		struct mg_id id = id_of(i);

		keep(values, &id, mg_node_new_int(&arena, (int64_t)i));
		if (i % 1000 == 999)
			mg_arena_clear(&arena);
	}
	for (uint32_t i = 0; i < MANY; i++) {
		struct mg_id id = id_of(i);
		const struct mg_node *value = mg_values_find(values, &id);

		found += value != NULL;
		if (value)
			assert_int_equal(value->as.integer, i);
	}
	assert_in_range(found, 1, MANY / 10);
	mg_values_free(values);
	mg_arena_clear(&arena);
}

// One commit of thousands of files: what it looks at is not forgotten under it, and what has no room is copied.
static void test_what_is_borrowed_stays(void **state)
{
	struct mg_values *values = mg_values_new();
	const struct mg_node **borrowed;
	struct mg_arena arena, other;
	size_t remembered = 0;

	(void)state;
	mg_arena_init(&arena, 0);
	borrowed = mg_arena_array(&arena, MANY, sizeof *borrowed);
	for (uint32_t i = 0; i < MANY; i++) {
		struct mg_id id = id_of(i);

		mg_arena_init(&other, 0);
		borrowed[i] = mg_values_keep(values, &id, mg_node_new_int(&other, (int64_t)i), &arena);
		mg_arena_clear(&other);
	}
	for (uint32_t i = 0; i < MANY; i++) {
		struct mg_id id = id_of(i);

		assert_int_equal(borrowed[i]->as.integer, i);
		remembered += mg_values_find(values, &id) == borrowed[i];
	}
	assert_in_range(remembered, 1, MANY / 10);
	mg_values_free(values);
	mg_arena_clear(&arena);
}

// What is asked for stays, whatever else comes.
static void test_what_is_used_stays(void **state)
{
	struct mg_values *values = mg_values_new();
	struct mg_id used = id_of(MANY);
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	keep(values, &used, text(&arena, "la même"));
	for (uint32_t i = 0; i < MANY; i++) {
		struct mg_id id = id_of(i);

		keep(values, &id, mg_node_new_int(&arena, (int64_t)i));
		assert_non_null(mg_values_find(values, &used));
		if (i % 1000 == 999)
			mg_arena_clear(&arena);
	}
	mg_values_free(values);
	mg_arena_clear(&arena);
}

// A value too large to be kept takes no place, not even that of the one before it.
static void test_large_values_are_left_out(void **state)
{
	struct mg_values *values = mg_values_new();
	struct mg_id id = id_of(7);
	struct mg_arena arena;
	char *large;

	(void)state;
	mg_arena_init(&arena, 0);
	large = mg_arena_alloc(&arena, 100001);
	memset(large, 'x', 100000);
	keep(values, &id, text(&arena, large));
	assert_null(mg_values_find(values, &id));
	mg_values_free(values);
	mg_arena_clear(&arena);
}

static void test_nothing_without_memory(void **state)
{
	struct mg_id id = id_of(1);
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	keep(NULL, &id, text(&arena, "un"));
	assert_null(mg_values_find(NULL, &id));
	mg_values_free(NULL);
	mg_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found_again),
		cmocka_unit_test(test_never_another_value),
		cmocka_unit_test(test_what_is_borrowed_stays),
		cmocka_unit_test(test_what_is_used_stays),
		cmocka_unit_test(test_large_values_are_left_out),
		cmocka_unit_test(test_nothing_without_memory),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
