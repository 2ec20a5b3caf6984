// SPDX-License-Identifier: EUPL-1.2
//
// The view of one record: conflicts settled, by a decision or a write, and how a conflict is named
// (docs/format-history.md).
#include "tests/lib/past_fixture.h"

// ---- settling

// C7
static void test_settled_beside_a_new_write(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1");
	size_t b = past_commit(*state, TIPS(g), "f: 2");
	size_t c = past_commit(*state, TIPS(g), "f: 3");
	size_t r1 = past_keep(*state, TIPS(a, b), "f"); // keeps 2
	size_t r2, r3;

	assert_view(*state, TIPS(a, b, c), "{\"f\":3}\nf: 2=1, 3=2, 4=3*");
	assert_view(*state, TIPS(r1), "{\"f\":2}");
	assert_view(*state, TIPS(r1, c), "{\"f\":2}\nf: 4=3, 5=2*");
	r2 = past_settle(*state, TIPS(b, c), "f: 9", "f");
	assert_view(*state, TIPS(r1, r2), "{\"f\":9}\nf: 5=2, 6=9*"); // a conflict on a conflict
	r3 = past_keep(*state, TIPS(r1, r2), "f");
	assert_view(*state, TIPS(r3), "{\"f\":9}");
	assert_view(*state, TIPS(r3, a, b, c), "{\"f\":9}");
}

static void test_settled_by_removing(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0\ng: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1\ng: 0");
	size_t b = past_commit(*state, TIPS(g), "g: 0");
	size_t c = past_commit(*state, TIPS(a, b), "g: 0");

	assert_view(*state, TIPS(c), "{\"g\":0}");
}

static void test_settled_alike_twice(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1");
	size_t b = past_commit(*state, TIPS(g), "f: 2");
	size_t k = past_keep(*state, TIPS(a, b), "f");
	size_t l = past_keep(*state, TIPS(a, b), "f");

	assert_view(*state, TIPS(k, l), "{\"f\":2}");
}

static void test_settling_one_leaves_the_others(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "f: 0\ng: 0");
	size_t a = past_commit(*state, TIPS(g), "f: 1\ng: 1");
	size_t b = past_commit(*state, TIPS(g), "f: 2\ng: 2");
	size_t k = past_keep(*state, TIPS(a, b), "f");

	assert_view(*state, TIPS(k), "{\"f\":2,\"g\":2}\ng: 2=1, 3=2*");
}

static void test_element_settled(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "s: [a]");
	size_t a = past_commit(*state, TIPS(g), "s: [a, z]");
	size_t e = past_commit(*state, TIPS(g), "s: [a, z]");
	size_t c = past_commit(*state, TIPS(e), "s: [a]");
	size_t k = past_keep(*state, TIPS(a, c), "s[=z]");
	size_t l = past_settle(*state, TIPS(a, c), "s: [a, z]", "s[=z]");

	assert_view(*state, TIPS(k), "{\"s\":[\"a\"]}");
	assert_view(*state, TIPS(l), "{\"s\":[\"a\",\"z\"]}");
}

// A write above settles what is below; one at the record's root settles everything.
static void test_write_above_settles(void **state)
{
	size_t g = past_commit(*state, NO_TIPS, "m: {x: 0}\nf: 0");
	size_t a = past_commit(*state, TIPS(g), "m: {x: 1}\nf: 1");
	size_t b = past_commit(*state, TIPS(g), "m: {x: 2}\nf: 2");
	size_t c = past_commit(*state, TIPS(a, b), "m: 7\nf: 2");
	size_t d = past_commit(*state, TIPS(a, b), NULL);

	assert_view(*state, TIPS(c), "{\"f\":2,\"m\":7}\nf: 2=1, 3=2*");
	assert_view(*state, TIPS(d), "-");
}

// ---- names

static void test_conflict_ids_name_path_and_place(void **state)
{
	char one[MG_CONFLICT_ID_CHARS + 1], two[MG_CONFLICT_ID_CHARS + 1];

	(void)state;
	mg_conflict_id("actions/a.yaml", "cible", one);
	assert_string_equal(one, "4wnozcn2qqka53iz");
	mg_conflict_id("actions/a.yaml", "cible{}", two);
	assert_string_not_equal(one, two);
	mg_conflict_id("actions/a.yamlc", "ible", two);
	assert_string_not_equal(one, two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		past_test(test_settled_beside_a_new_write),
		past_test(test_settled_by_removing),
		past_test(test_settled_alike_twice),
		past_test(test_settling_one_leaves_the_others),
		past_test(test_element_settled),
		past_test(test_write_above_settles),
		past_test(test_conflict_ids_name_path_and_place),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
