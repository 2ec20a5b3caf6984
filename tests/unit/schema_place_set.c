// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema/value/place_set.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

// Near one another, in each way that two can be.
static const char *const places[] = {"",
				     "a",
				     "a.b",
				     "a.b.c",
				     "a.b-c",
				     "a.bc",
				     "a-b",
				     "a1",
				     "ab",
				     "a[l1]",
				     "a[l10]",
				     "a[l1].b",
				     "a[l1].b.c",
				     "a[=l1]",
				     "a[=\"x y\"]",
				     "a[=b]",
				     "a[\"1\"]",
				     "a[1]",
				     "a[-1]",
				     "a[.nan]",
				     "a[l1][=b]",
				     "a[l1][b]",
				     "a[l1].s[=b]",
				     "a[l1].s[b]",
				     "[=b]",
				     "[b]",
				     "[b].c",
				     "[-5]",
				     "b",
				     "b[\"[\"]",
				     "b[\"[=\"].c",
				     "b[=\"[=\"]",
				     "b[=\"[\"]",
				     "\"a.b\"",
				     "\"a.b\".c",
				     "\"a[=b\"",
				     "\"a[c\"",
				     "\"\\\"[=\"",
				     "\"\\\"[=\"[=b]",
				     "\"\\\"[=\"[b]",
				     "\"\\\\\"[=b]",
				     "\"\\\\\"[b]",
				     "z[true]",
				     "z[=true]",
				     "\"\xC3\xA9\"",
				     "\"\xC3\xA9\"[=\xC3\xA9]"};

static bool any(const char *const *set, size_t n, const char *place, bool (*is)(const char *, const char *))
{
	for (size_t i = 0; i < n; i++)
		if (is(set[i], place))
			return true;
	return false;
}

static bool is_within(const char *within, const char *place)
{
	return mg_place_contains(place, within);
}

// The answers are those of comparing each of the set with the place.
static void check(const char *const *set, size_t n)
{
	struct mg_place_set sorted;
	struct mg_arena arena;
	struct mg_error err;

	mg_arena_init(&arena, 0);
	assert_int_equal(mg_place_set_init(&sorted, n, &arena, &err), 0);
	for (size_t i = 0; i < n; i++)
		mg_place_set_add(&sorted, set[i]);
	mg_place_set_sort(&sorted);
	for (size_t i = 0; i < LENGTH(places); i++) {
		if (mg_place_set_contains(&sorted, places[i]) != any(set, n, places[i], mg_place_contains))
			fail_msg("contains: %s (%s)", places[i], n ? set[0] : "-");
		if (mg_place_set_is_within(&sorted, places[i]) != any(set, n, places[i], is_within))
			fail_msg("is within: %s (%s)", places[i], n ? set[0] : "-");
		if (mg_place_set_excludes(&sorted, places[i]) != any(set, n, places[i], mg_place_excludes))
			fail_msg("excludes: %s (%s)", places[i], n ? set[0] : "-");
	}
	mg_arena_clear(&arena);
}

static void test_of_none(void **state)
{
	(void)state;
	check(NULL, 0);
}

static void test_of_one_two_and_three(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(places); i++) {
		check(&places[i], 1);
		for (size_t j = 0; j < i; j++) {
			check((const char *const[]){places[i], places[j]}, 2);
			check((const char *const[]){places[j], places[i], places[(i + j) % LENGTH(places)]}, 3);
		}
	}
}

static void test_of_all_but_one(void **state)
{
	const char *set[LENGTH(places) - 1];

	(void)state;
	for (size_t left_out = 0; left_out < LENGTH(places); left_out++) {
		size_t n = 0;

		for (size_t i = 0; i < LENGTH(places); i++)
			if (i != left_out)
				set[n++] = places[i];
		check(set, n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_of_none),
		cmocka_unit_test(test_of_one_two_and_three),
		cmocka_unit_test(test_of_all_but_one),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
