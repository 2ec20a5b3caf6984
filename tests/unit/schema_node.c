// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <math.h>

#include "schema/value/node.h"
#include "schema/value/number.h"
#include "tests/unit/yaml_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static void test_get(void **state)
{
	struct mg_doc doc;

	(void)state;
	read_text(&doc, "a: 1\n\"\": 2\nb: {c: [x]}\nnull: 3\n");
	assert_canon(mg_node_get(doc.root, "a"), "1");
	assert_canon(mg_node_get(doc.root, ""), "2");
	assert_canon(mg_node_get(doc.root, "null"), "3");
	assert_null(mg_node_get(doc.root, "c"));
	assert_null(mg_node_get(NULL, "a"));
	assert_null(mg_node_get(mg_node_get(doc.root, "a"), "a"));
	assert_null(mg_node_get(mg_node_get(mg_node_get(doc.root, "b"), "c"), "x"));
	assert_int_equal(mg_node_string(mg_node_get(doc.root, "a")).len, 0);
	assert_int_equal(mg_node_string(NULL).len, 0);
	mg_doc_clear(&doc);
}

static void test_building(void **state)
{
	const struct mg_node *items[2], *list;
	struct mg_pair pair = {.key = {"k\0x", 3}};
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	items[0] = mg_node_new_int(&arena, INT64_MIN);
	items[1] = mg_node_new_bool(&arena, false);
	list = mg_node_new_list(&arena, items, 2);
	assert_canon(list, "[-9223372036854775808,false]");
	assert_int_equal(list->start.line, 0);
	pair.value = list;
	assert_canon(mg_node_new_map(&arena, &pair, 1), "{\"k\\u0000x\":[-9223372036854775808,false]}");
	assert_canon(mg_node_copy(&arena, list), "[-9223372036854775808,false]");
	// One NULL makes the whole NULL, so that calls can be nested.
	items[1] = NULL;
	assert_null(mg_node_new_list(&arena, items, 2));
	pair.value = NULL;
	assert_null(mg_node_new_map(&arena, &pair, 1));
	assert_null(mg_node_copy(&arena, NULL));
	mg_arena_clear(&arena);
}

static void test_no_memory(void **state)
{
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 64);
	assert_null(mg_node_new_string(&arena, mg_slice_of("a text that needs more than there is")));
	assert_null(mg_node_new_list(&arena, NULL, 1000));
	assert_null(mg_node_new_map(&arena, NULL, 1000));
	mg_arena_clear(&arena);
}

// Every canonical text reads back as itself.
static void test_canon(void **state)
{
	static const struct {
		const char *text, *canon;
	} cases[] = {
		{"", "null"},
		{"~", "null"},
		{"[]", "[]"},
		{"{}", "{}"},
		{"b: 1\na: 2\n", "{\"a\":2,\"b\":1}"},
		{"aa: 1\na: 2\n\"\": 3\nA: 4\n", "{\"\":3,\"A\":4,\"a\":2,\"aa\":1}"},
		{"\xC3\xA9: 1\nz: 2\n", "{\"z\":2,\"\xC3\xA9\":1}"},
		{"\"\\t\\n\\r\\0\\\"\\\\/\"", "\"\\t\\n\\u000D\\u0000\\\"\\\\/\""},
		{"\"\\x7F\\x80\\x9F\\xA0\\L\\P\\uFEFF\\uFFFE\\uFFFF\"",
		 "\"\\u007F\\u0080\\u009F\xC2\xA0\\u2028\\u2029\\uFEFF\\uFFFE\\uFFFF\""},
		{"\"\\U0001F600 \\u2027\\uFFFD\"", "\"\xF0\x9F\x98\x80 \xE2\x80\xA7\xEF\xBF\xBD\""},
		{"01103", "1103"},
		{"-0", "0"},
		{"+12", "12"},
		{"0x1F", "31"},
		{"0o17", "15"},
		{"9223372036854775807", "9223372036854775807"},
		{"-9223372036854775808", "-9223372036854775808"},
		{"9223372036854775808", "9.223372036854776e+18"},
		{"-9223372036854775809", "-9.223372036854776e+18"},
		{"0x7FFFFFFFFFFFFFFF", "9223372036854775807"},
		{"0xFFFFFFFFFFFFFFFF", "1.8446744073709552e+19"},
		{"0o1000000000000000000000", "9.223372036854776e+18"},
		{"1.", "1.0"},
		{"-.5", "-0.5"},
		{"1e3", "1000.0"},
		{"12.50", "12.5"},
		{"23000.01", "23000.01"},
		{"0.1", "0.1"},
		{"-0.0", "0.0"},
		{"1e-7", "1e-7"},
		{"0.000001", "0.000001"},
		{"1e16", "1e+16"},
		{"123456789012345.6", "123456789012345.6"},
		{"0.30000000000000004", "0.30000000000000004"},
		{"5e-324", "5e-324"},
		{"1.7976931348623157e308", "1.7976931348623157e+308"},
		{"1e999", ".inf"},
		{"-1e999", "-.inf"},
		{"1e-999", "0.0"},
		{".inf", ".inf"},
		{"-.INF", "-.inf"},
		{".NaN", ".nan"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_doc doc, again;

		read_text(&doc, cases[i].text);
		assert_canon(doc.root, cases[i].canon);
		read_text(&again, cases[i].canon);
		assert_canon(again.root, cases[i].canon);
		assert_true(mg_node_equal(doc.root, again.root));
		mg_doc_clear(&doc);
		mg_doc_clear(&again);
	}
}

static void test_equal(void **state)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} cases[] = {
		{"1", "0x1", true},
		{"1", "01", true},
		{"1.0", "1.00", true},
		{".nan", ".NAN", true},
		{"0.0", "-0.0", true},
		{"{a: 1, b: [x]}", "b: ['x']\na: 1", true},
		{"~", "", true},
		{"1", "1.0", false},
		{"1", "'1'", false},
		{"true", "'true'", false},
		{"~", "''", false},
		{"[]", "{}", false},
		{"[a, b]", "[b, a]", false},
		{"[a]", "[a, a]", false},
		{"{a: 1}", "{a: 1, b: 2}", false},
		{"{a: 1, b: 2}", "{a: 1, c: 2}", false},
		{"{a: 1}", "{a: 2}", false},
		{"{a: ~}", "{}", false},
		{"a", "A", false},
		{"", "\"\"", false},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_doc a, b;

		read_text(&a, cases[i].a);
		read_text(&b, cases[i].b);
		if (mg_node_equal(a.root, b.root) != cases[i].equal || mg_node_equal(b.root, a.root) != cases[i].equal)
			fail_msg("<%s> and <%s>", cases[i].a, cases[i].b);
		mg_doc_clear(&a);
		mg_doc_clear(&b);
	}
	assert_false(mg_node_equal(NULL, &(struct mg_node){0}));
	assert_true(mg_node_equal(NULL, NULL));
}

// More keys than fit on the stack, in opposite orders.
static void test_many_keys(void **state)
{
	struct mg_buf up = {0}, down = {0};
	struct mg_doc a, b;

	(void)state;
	for (int i = 0; i < 500; i++) {
		mg_buf_printf(&up, "k%d: %d\n", i, i);
		mg_buf_printf(&down, "k%d: %d\n", 499 - i, 499 - i);
	}
	read_text(&a, mg_buf_text(&up));
	read_text(&b, mg_buf_text(&down));
	assert_true(mg_node_equal(a.root, b.root));
	mg_buf_puts(&down, "k500: 1\n");
	mg_doc_clear(&b);
	read_text(&b, mg_buf_text(&down));
	assert_false(mg_node_equal(a.root, b.root));
	mg_doc_clear(&a);
	mg_doc_clear(&b);
	mg_buf_clear(&up);
	mg_buf_clear(&down);
}

// Each double, written and read, is itself; with any decimal point.
static void test_numbers(void **state)
{
	static const char *const locales[] = {"C", "fr_FR.UTF-8", "de_DE.UTF-8"};
	uint64_t bits = 88172645463325252u;

	(void)state;
	for (size_t i = 0; i < LENGTH(locales); i++) {
		if (!setlocale(LC_NUMERIC, locales[i]))
			continue;
		for (int j = 0; j < 20000; j++) {
			struct mg_buf out = {0};
			double value;

			bits ^= bits << 13;
			bits ^= bits >> 7;
			bits ^= bits << 17;
			memcpy(&value, &bits, sizeof value);
			if (isnan(value) || isinf(value))
				continue;
			mg_number_format(value, &out);
			if (mg_number_parse(mg_buf_slice(&out)) != value)
				fail_msg("%a is written %s", value, mg_buf_text(&out));
			mg_buf_clear(&out);
		}
	}
	setlocale(LC_NUMERIC, "C");
}

// Where rounding is decided by a digit far away, or by one that no double holds.
static void test_rounding(void **state)
{
	struct mg_buf text = {0};

	(void)state;
	assert_true(mg_number_parse(mg_slice_of("9007199254740993")) == 9007199254740992.0);
	assert_true(mg_number_parse(mg_slice_of("9007199254740993.0000000000000000000000001")) == 9007199254740994.0);
	mg_buf_puts(&text, "9007199254740993.");
	mg_buf_fill(&text, '0', 5000);
	assert_true(mg_number_parse(mg_buf_slice(&text)) == 9007199254740992.0);
	mg_buf_putc(&text, '1');
	assert_true(mg_number_parse(mg_buf_slice(&text)) == 9007199254740994.0);
	mg_buf_puts(&text, "e99999999999999");
	assert_true(isinf(mg_number_parse(mg_buf_slice(&text))));
	assert_true(mg_number_parse_bits(mg_slice_of("20000000000001"), 4) == 9007199254740992.0);
	assert_true(mg_number_parse_bits(mg_slice_of("40000000000002000000000000000000001"), 4) ==
		    0x1.0000000000001p138);
	mg_buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_get),     cmocka_unit_test(test_building), cmocka_unit_test(test_no_memory),
		cmocka_unit_test(test_canon),   cmocka_unit_test(test_equal),    cmocka_unit_test(test_many_keys),
		cmocka_unit_test(test_numbers), cmocka_unit_test(test_rounding),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
