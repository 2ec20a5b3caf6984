// SPDX-License-Identifier: EUPL-1.2
#include "core/repo/parse.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

// What the short cut reads is what the parser reads.
static void test_canonical_texts(void **state)
{
	static const char *const texts[] = {
		"\"\"",
		"\"été, à Élancourt\"",
		"\"two\\nlines\\n\"",
		"\"a \\\"quoted\\\" \\\\ word\"",
		"\"\\\\n\"",
		"\"tab\\there\"",
		"\"\\u0085\"",
		"\"12\"",
		"0",
		"7",
		"-7",
		"999999999999999999",
		"9223372036854775807",
		"1.5",
		"1e+21",
		"null",
		"true",
		"false",
		"[]",
		"[\"x\",1]",
		"{\"a\":{}}",
	};
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const struct mg_node *quick, *slow;
		struct mg_buf canon = {0};
		struct mg_error err;

		assert_int_equal(mg_parse_canon("", texts[i], &arena, &quick, &err), 0);
		assert_int_equal(mg_parse_value("", mg_slice_of(texts[i]), &arena, &slow, &err), 0);
		assert_true(mg_node_equal(quick, slow));
		mg_node_canon(quick, &canon);
		assert_string_equal(mg_buf_text(&canon), texts[i]);
		mg_buf_clear(&canon);
	}
	mg_arena_clear(&arena);
}

static void test_what_is_not_canonical(void **state)
{
	static const char *const texts[] = {"", "\"", "\"a", "a: [", "\"a\" b", "\"\\q\"", "007", "\"a\\\""};
	const struct mg_node *value, *slow;
	struct mg_arena arena;
	struct mg_error err, slow_err;

	(void)state;
	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		int code = mg_parse_canon("", texts[i], &arena, &value, &err);

		assert_int_equal(code, mg_parse_value("", mg_slice_of(texts[i]), &arena, &slow, &slow_err));
		if (!code)
			assert_true(mg_node_equal(value, slow));
	}
	mg_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_canonical_texts),
					   cmocka_unit_test(test_what_is_not_canonical)};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
