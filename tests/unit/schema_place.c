// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "schema/value/place.h"
#include "tests/unit/yaml_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static void check_format(const char *text, const char *expected)
{
	struct mg_buf out = {0};
	struct mg_arena arena;
	struct mg_place place;

	mg_arena_init(&arena, 0);
	parse_place(text, &arena, &place);
	mg_place_format(&place, &out);
	assert_string_equal(mg_buf_text(&out), expected);
	mg_buf_clear(&out);
	mg_arena_clear(&arena);
}

// What is written is read, and written the same.
static void test_round_trip(void **state)
{
	static const char *const places[] = {
		"",
		"intitule",
		"calendrier.debut",
		"lieux_precis[l1].nom",
		"modes_intervention[=maraude]",
		"[l1].nom",
		"[=a]",
		"a[l1][l2][=b]",
		"complements.\"a.b\"",
		"\"\"",
		"a.\"\"",
		"a.1",
		"a-b.c--d",
		"\"-a\".\"a-\"",
		"\"\xC3\xA9t\xC3\xA9\"",
		"\"a\\\"b\\\\c\\n\\u0000\\u2028\"",
		"lieux[\"1\"]",
		"lieux[1]",
		"lieux[-5]",
		"lieux[1.5]",
		"lieux[1e+20]",
		"lieux[.inf]",
		"lieux[-.inf]",
		"lieux[.nan]",
		"lieux[true]",
		"lieux[\"true\"]",
		"lieux[null]",
		"lieux[\"null\"]",
		"lieux[\"0x1F\"]",
		"lieux[\"1e5\"]",
		"lieux[\"\"]",
		"lieux[\"a b\"]",
		"lieux[\"a]b\"]",
		"themes[=true]",
		"themes[=1]",
		"themes[=\"\"]",
		"themes[=\"a]\"]",
		"themes[=\"=\"]",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(places); i++)
		check_format(places[i], places[i]);
}

// What people type that is not the written form, but can only mean one place.
static void test_lenient(void **state)
{
	(void)state;
	check_format("\"abc\"", "abc");
	check_format("a[\"l1\"]", "a[l1]");
	check_format("a[=\"b\"]", "a[=b]");
	check_format("\xC3\xA9t\xC3\xA9.x", "\"\xC3\xA9t\xC3\xA9\".x");
	check_format("a[\xC3\xA9]", "a[\"\xC3\xA9\"]");
	check_format("\"\\u00e9\\ud83d\\ude00\\/\"", "\"\xC3\xA9\xF0\x9F\x98\x80/\"");
}

static void test_malformed(void **state)
{
	static const char *const places[] = {
		".",           "a.",       ".a",        "a..b",      "a b",         "a[",          "a[]",
		"a[=",         "a[=]",     "a[b",       "a]",        "a[b]c",       "a[b].",       "\"a",
		"\"a\\",       "\"\\x\"",  "a\"b\"",    "\"a\"b",    "a[\"b]",      "a[\"b\"x]",   "a[b c]",
		"a[01]",       "a[0x1F]",  "a[1.50]",   "a[True]",   "a[~]",        "a[+1]",       "a[1e3]",
		"a[=b].c",     "a[=b][c]", "a[=b][=c]", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"",
		"\"\\u00g0\"", "\xFF",     "\"\xC3\"",  "a[\xC3]",   "a:b",         "a/b",         "=a",
	};
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	for (size_t i = 0; i < LENGTH(places); i++) {
		struct mg_place place = {NULL, 7};
		struct mg_error err = {0};

		if (mg_place_parse(places[i], &arena, &place, &err) != MG_EINVALID)
			fail_msg("<%s> was taken", places[i]);
		assert_true(*err.message);
		assert_int_equal(place.n, 0);
	}
	mg_arena_clear(&arena);
}

static void test_message(void **state)
{
	struct mg_error err = {0};
	struct mg_arena arena;
	struct mg_place place;

	(void)state;
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_place_parse("a.b c", &arena, &place, &err), MG_EINVALID);
	assert_string_equal(err.message, "field \"a.b c\": \" \" where a point or a bracket is expected");
	assert_int_equal(mg_place_parse("a[01103]", &arena, &place, &err), MG_EINVALID);
	assert_string_equal(err.hint, "Write 1103 for the number, \"01103\" for the text.");
	mg_arena_clear(&arena);
}

static void test_too_deep(void **state)
{
	struct mg_buf text = {0};
	struct mg_arena arena;
	struct mg_place place;

	(void)state;
	mg_arena_init(&arena, 0);
	for (unsigned i = 0; i < MG_MAX_DEPTH; i++)
		mg_buf_puts(&text, i ? ".a" : "a");
	assert_int_equal(mg_place_parse(mg_buf_text(&text), &arena, &place, NULL), 0);
	mg_buf_puts(&text, ".a");
	assert_int_equal(mg_place_parse(mg_buf_text(&text), &arena, &place, NULL), MG_ELIMIT);
	mg_buf_clear(&text);
	mg_arena_clear(&arena);
}

static void test_find(void **state)
{
	static const struct {
		const char *place, *found; // NULL when absent
	} cases[] = {
		{"", "{\"l\":[{\"id\":\"a\",\"x\":1},{\"id\":1,\"x\":2},{\"id\":\"1\",\"x\":3}],\"n\":null,\"s\":["
		     "\"p\",\"q\"],"
		     "\"v\":[1,2]}"},
		{"l[a].x", "1"},
		{"l[1].x", "2"},
		{"l[\"1\"].x", "3"},
		{"l[1].id", "1"},
		{"s[=q]", "\"q\""},
		{"n", "null"},
		{"l[b]", NULL},
		{"l[a].y", NULL},
		{"l.x", NULL},
		{"s[=r]", NULL},
		{"s[p]", NULL},
		{"v[1]", NULL},
		{"v[=1]", NULL},
		{"n.x", NULL},
		{"n[=x]", NULL},
		{"l[=a]", NULL},
	};
	struct mg_arena arena;
	struct mg_doc doc;

	(void)state;
	mg_arena_init(&arena, 0);
	read_text(&doc, "l: [{id: a, x: 1}, {id: 1, x: 2}, {id: '1', x: 3}]\ns: [p, q]\nv: [1, 2]\nn:\n");
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_place place;
		const struct mg_node *node;

		parse_place(cases[i].place, &arena, &place);
		node = mg_place_find(doc.root, &place);
		if (!node != !cases[i].found)
			fail_msg("%s: %s", cases[i].place, node ? "found" : "not found");
		if (node)
			assert_canon(node, cases[i].found);
	}
	mg_doc_clear(&doc);
	mg_arena_clear(&arena);
}

static void test_list_kinds(void **state)
{
	static const struct {
		const char *text;
		enum mg_list_kind kind;
	} cases[] = {
		{"[]", MG_LIST_EMPTY},
		{"[a]", MG_LIST_SET},
		{"[a, b, 'true', '']", MG_LIST_SET},
		{"[a, b, c, d, e, f, g, h, i, j]", MG_LIST_SET},
		{"[{id: a}]", MG_LIST_KEYED},
		{"[{id: 1}, {id: '1'}, {id: 1.0}, {id: true}, {id: ~}]", MG_LIST_KEYED},
		{"[a, a]", MG_LIST_VALUE},
		{"[a, 1]", MG_LIST_VALUE},
		{"[1, 2]", MG_LIST_VALUE},
		{"[~]", MG_LIST_VALUE},
		{"[[]]", MG_LIST_VALUE},
		{"[{}]", MG_LIST_VALUE},
		{"[{id: a}, {x: b}]", MG_LIST_VALUE},
		{"[{id: a}, {id: a}]", MG_LIST_VALUE},
		{"[{id: 1}, {id: 0x1}]", MG_LIST_VALUE},
		{"[{id: []}]", MG_LIST_VALUE},
		{"[{id: {}}]", MG_LIST_VALUE},
		{"[{id: a}, a]", MG_LIST_VALUE},
		{"[a, b, c, d, e, f, g, h, i, a]", MG_LIST_VALUE},
		{"[{id: 1}, {id: 2}, {id: 3}, {id: 4}, {id: 5}, {id: 6}, {id: 7}, {id: 8}, {id: 9}, {id: 1}]",
		 MG_LIST_VALUE},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_doc doc;

		read_text(&doc, cases[i].text);
		if (mg_list_kind(doc.root) != cases[i].kind)
			fail_msg("%s", cases[i].text);
		mg_doc_clear(&doc);
	}
}

static void test_contains(void **state)
{
	(void)state;
	assert_true(mg_place_contains("", ""));
	assert_true(mg_place_contains("", "a.b"));
	assert_true(mg_place_contains("", "[l1]"));
	assert_true(mg_place_contains("a", "a"));
	assert_true(mg_place_contains("a", "a.b"));
	assert_true(mg_place_contains("a", "a[l1].b"));
	assert_true(mg_place_contains("a[l1]", "a[l1].b"));
	assert_false(mg_place_contains("a", ""));
	assert_false(mg_place_contains("a", "ab"));
	assert_false(mg_place_contains("a", "a-b"));
	assert_false(mg_place_contains("a.b", "a"));
	assert_false(mg_place_contains("a[l1]", "a[l10]"));
	assert_false(mg_place_contains("b", "a.b"));
}

static void test_excludes(void **state)
{
	(void)state;
	assert_true(mg_place_excludes("s[=c]", "s[q]"));
	assert_true(mg_place_excludes("s[q].v", "s[=c]"));
	assert_true(mg_place_excludes("a[l1].s[=c]", "a[l1].s[1]"));
	assert_false(mg_place_excludes("s[=c]", "s[=d]"));
	assert_false(mg_place_excludes("s[p]", "s[q]"));
	assert_false(mg_place_excludes("s[=c]", "t[q]"));
	assert_false(mg_place_excludes("s[=c]", "s"));
	assert_false(mg_place_excludes("a[l1].s[=c]", "a[l2].s[q]"));
	assert_false(mg_place_excludes("\"a[=b\"", "\"a[c\""));
	assert_false(mg_place_excludes("\"\\\"[=b\"", "\"\\\"[c\""));
	assert_false(mg_place_excludes("", "s[=c]"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip), cmocka_unit_test(test_lenient),  cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_message),    cmocka_unit_test(test_too_deep), cmocka_unit_test(test_find),
		cmocka_unit_test(test_list_kinds), cmocka_unit_test(test_contains), cmocka_unit_test(test_excludes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
