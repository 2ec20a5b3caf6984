// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/value/fixed.h"

static struct mg_fixed fixed(const char *text)
{
	struct mg_fixed value = {0};

	if (!mg_fixed_parse(mg_slice_of(text), &value))
		fail_msg("\"%s\" was not read", text);
	return value;
}

static void check(struct mg_fixed value, const char *expected)
{
	char text[MG_FIXED_MAX_CHARS];

	assert_string_equal(mg_fixed_format(value, text), expected);
}

static void numbers_are_read_as_written(void **state)
{
	static const char *const cases[][2] = {
		{"0", "0"},
		{"12", "12"},
		{"-12", "-12"},
		{"+12", "12"},
		{"0.1", "0.1"},
		{"0.10", "0.10"},
		{"12.50", "12.50"},
		{"-0.05", "-0.05"},
		{".5", "0.5"},
		{"5.", "5"},
		{"007", "7"},
		{"1e3", "1000"},
		{"1.5e1", "15"},
		{"1.25e1", "12.5"},
		{"12e-1", "1.2"},
		{"1E+2", "100"},
		{"-0", "0"},
		{"0.000", "0.000"},
		{"5e-3", "0.005"},
		{"999999999999999999", "999999999999999999"},
		{"0.123456789012345678", "0.123456789012345678"},
		{"000000000000000000000001", "1"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(fixed(cases[i][0]), cases[i][1]);
}

static void other_texts_are_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"-",
		".",
		"+.",
		"e3",
		"1e",
		"1e+",
		"1.2.3",
		"1,5",
		"12a",
		" 12",
		"12 ",
		"--1",
		".inf",
		"-.inf",
		".nan",
		"0x1F",
		"1_000",
		"1e99",
		"1e-30",
		"1e99999",
		"1e-99999",
		"1234567890123456789",
		"0.1234567890123456789",
		"1 000",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mg_fixed value = {7, 7};

		if (mg_fixed_parse(mg_slice_of(texts[i]), &value))
			fail_msg("\"%s\" was taken for a number", texts[i]);
		assert_int_equal((int)value.units, 7);
	}
}

static void sums_are_exact(void **state)
{
	static const char *const cases[][3] = {
		{"0.1", "0.2", "0.3"},
		{"0.10", "0.2", "0.30"},
		{"1", "0.05", "1.05"},
		{"-0.1", "0.1", "0.0"},
		{"10", "-20", "-10"},
		{"1.005", "2.995", "4.000"},
		{"999999999999999999", "1", "1000000000000000000"},
		{"999999999999999999", "0.000000000000000001", "999999999999999999.000000000000000001"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_fixed sum;

		assert_true(mg_fixed_add(fixed(cases[i][0]), fixed(cases[i][1]), &sum));
		check(sum, cases[i][2]);
		assert_true(mg_fixed_add(fixed(cases[i][1]), fixed(cases[i][0]), &sum));
		check(sum, cases[i][2]);
	}
}

static void quotients_round_half_away_from_zero(void **state)
{
	static const struct {
		const char *a, *b;
		unsigned scale;
		const char *quotient;
	} cases[] = {
		{"1", "3", 2, "0.33"},       {"2", "3", 2, "0.67"},       {"1", "8", 2, "0.13"},
		{"-1", "8", 2, "-0.13"},     {"1", "-8", 2, "-0.13"},     {"-1", "-8", 2, "0.13"},
		{"10", "4", 0, "3"},         {"10", "4", 1, "2.5"},       {"0.3", "0.1", 0, "3"},
		{"1.25", "0.5", 2, "2.50"},  {"0", "5", 2, "0.00"},       {"1", "1000", 2, "0.00"},
		{"12.345", "1", 2, "12.35"}, {"12.344", "1", 2, "12.34"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_fixed quotient;

		assert_true(mg_fixed_divide(fixed(cases[i].a), fixed(cases[i].b), cases[i].scale, &quotient));
		check(quotient, cases[i].quotient);
	}
}

static void what_does_not_fit_is_told(void **state)
{
	struct mg_fixed great = fixed("999999999999999999"), out = {7, 7}, product;
	int order = 7;

	(void)state;
	assert_false(mg_fixed_divide(fixed("1"), fixed("0"), 2, &out));
	assert_false(mg_fixed_divide(fixed("1"), fixed("0.00"), 2, &out));
	assert_true(mg_fixed_multiply(great, great, &product));
	assert_false(mg_fixed_multiply(product, great, &out));
	assert_false(mg_fixed_divide(great, fixed("0.000000000000000001"), 18, &out));
	assert_false(mg_fixed_add(product, fixed("0.000000000000000001"), &out));
	assert_false(mg_fixed_compare(product, fixed("0.000000000000000001"), &order));
	assert_int_equal((int)out.units, 7);
	assert_int_equal(order, 7);
}

static void values_compare(void **state)
{
	int order;

	(void)state;
	assert_true(mg_fixed_compare(fixed("1.0"), fixed("1"), &order));
	assert_int_equal(order, 0);
	assert_true(mg_fixed_compare(fixed("-2"), fixed("1.5"), &order));
	assert_int_equal(order, -1);
	assert_true(mg_fixed_compare(fixed("0.11"), fixed("0.2"), &order));
	assert_int_equal(order, -1);
	assert_true(mg_fixed_compare(fixed("3"), fixed("2.999"), &order));
	assert_int_equal(order, 1);
}

static void nodes_keep_what_was_computed(void **state)
{
	const struct mg_node *node;
	struct mg_arena arena;
	struct mg_fixed value;

	(void)state;
	mg_arena_init(&arena, 0);
	node = mg_fixed_node(&arena, fixed("12"));
	assert_int_equal(node->type, MG_INT);
	assert_int_equal(node->as.integer, 12);
	node = mg_fixed_node(&arena, fixed("12.50"));
	assert_int_equal(node->type, MG_FLOAT);
	assert_true(mg_slice_is(node->text, "12.50"));
	assert_true(node->as.number == 12.5);
	assert_true(mg_fixed_read(node, &value));
	check(value, "12.50");
	assert_false(mg_fixed_read(mg_node_new_string(&arena, mg_slice_of("12")), &value));
	assert_false(mg_fixed_read(mg_node_new_null(&arena), &value));
	assert_false(mg_fixed_read(NULL, &value));
	mg_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_as_written),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(sums_are_exact),
		cmocka_unit_test(quotients_round_half_away_from_zero),
		cmocka_unit_test(what_does_not_fit_is_told),
		cmocka_unit_test(values_compare),
		cmocka_unit_test(nodes_keep_what_was_computed),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
