// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/yaml_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

// What is read from flow is written in block style, and reads the same.
static void check(const char *text, const char *expected)
{
	struct mg_buf out = {0};
	struct mg_doc doc, again;

	read_text(&doc, text);
	mg_yaml_write(doc.root, &out);
	assert_string_equal(mg_buf_text(&out), expected);
	read_text(&again, mg_buf_text(&out));
	assert_true(mg_node_equal(doc.root, again.root));
	mg_buf_clear(&out);
	mg_doc_clear(&doc);
	mg_doc_clear(&again);
}

static void test_structures(void **state)
{
	(void)state;
	check("", "null\n");
	check("{}", "{}\n");
	check("[]", "[]\n");
	check("{a: 1, b: {c: [x, {d: 1, e: []}], f: {}}, g: ~}",
	      "a: 1\nb:\n  c:\n    - x\n    - d: 1\n      e: []\n  f: {}\ng: null\n");
	check("[[a, [b]], {c: {d: e}}]", "- - a\n  - - b\n- c:\n    d: e\n");
	// The order of the node, not of the alphabet.
	check("{z: 1, a: 2}", "z: 1\na: 2\n");
}

static void test_quoting(void **state)
{
	static const struct {
		const char *text, *written;
	} cases[] = {
		{"Maraudes", "Maraudes"},
		{"non", "non"},
		{"12:30", "12:30"},
		{"a:b", "a:b"},
		{"http://x.fr/#y", "http://x.fr/#y"},
		{"l'eau", "l'eau"},
		{"-x", "-x"},
		{"?x", "?x"},
		{":x", ":x"},
		{"x, y", "x, y"},
		{"a [b] {c}", "a [b] {c}"},
		{"...", "..."},
		{"--- x", "--- x"},
		{"\xC3\xA9t\xC3\xA9", "\xC3\xA9t\xC3\xA9"},
		{"<<", "<<"},
		{"", "\"\""},
		{"01103", "\"01103\""},
		{"1e3", "\"1e3\""},
		{"true", "\"true\""},
		{"~", "\"~\""},
		{"Null", "\"Null\""},
		{".inf", "\".inf\""},
		{"a: b", "\"a: b\""},
		{"a:", "\"a:\""},
		{"a #b", "\"a #b\""},
		{"- x", "\"- x\""},
		{"-", "\"-\""},
		{"? x", "\"? x\""},
		{" x", "\" x\""},
		{"x ", "\"x \""},
		{"a\tb", "\"a\\tb\""},
		{"#x", "\"#x\""},
		{"&x", "\"&x\""},
		{"*x", "\"*x\""},
		{"!x", "\"!x\""},
		{"|", "\"|\""},
		{"<x", "<x"},
		{"<!doctype", "\"<!doctype\""},
		{"<?xml", "\"<?xml\""},
		{"<html>", "\"<html>\""},
		{"\\rtf1", "'\\rtf1'"},
		{"@x", "\"@x\""},
		{"%x", "\"%x\""},
		{"[x", "\"[x\""},
		{"l'\xC3\xA9t\xC3\xA9 : un", "\"l'\xC3\xA9t\xC3\xA9 : un\""},
		{"\"oui\"", "'\"oui\"'"},
		{"C:\\x: y", "'C:\\x: y'"},
		{"\"l'eau\"", "'\"l''eau\"'"},
		{"\"l'eau et l'air\"", "\"\\\"l'eau et l'air\\\"\""},
		{"\xE2\x80\x9Coui\xE2\x80\x9D", "\"\xE2\x80\x9Coui\xE2\x80\x9D\""},
		{"\xE2\x80\xA8", "\"\\u2028\""},
		{"a\rb", "\"a\\u000Db\""},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_buf text = {0}, expected = {0};
		struct mg_pair pair = {.key = {"k", 1}};
		struct mg_arena arena;

		mg_arena_init(&arena, 0);
		pair.value = mg_node_new_string(&arena, mg_slice_of(cases[i].text));
		mg_node_canon(mg_node_new_map(&arena, &pair, 1), &text);
		mg_buf_printf(&expected, "k: %s\n", cases[i].written);
		check(mg_buf_text(&text), mg_buf_text(&expected));
		mg_arena_clear(&arena);
		mg_buf_clear(&text);
		mg_buf_clear(&expected);
	}
}

// Any text may be a key, of whatever type it would be as a value.
static void test_keys(void **state)
{
	(void)state;
	check("{1: a, true: b, '': c, 'a: b': d, '- x': e, '---': f, '<<': g, 'x y': h, \"a\\nb\": i, '?': j}",
	      "1: a\ntrue: b\n\"\": c\n\"a: b\": d\n\"- x\": e\n\"---\": f\n\"<<\": g\nx y: h\n\"a\\nb\": i\n\"?\": "
	      "j\n");
}

static void test_texts_of_several_lines(void **state)
{
	(void)state;
	check("{a: \"x\\ny\", b: \"x\\ny\\n\", c: \"x\\n\\n\", d: z}",
	      "a: |-\n  x\n  y\nb: |\n  x\n  y\nc: |+\n  x\n\nd: z\n");
	check("{a: \"  x\\ny\\n\", b: \"\\n x\\n\", c: \"\\nx\"}", "a: |2\n    x\n  y\nb: |2\n\n   x\nc: |-\n\n  x\n");
	check("{a: \"x\\n\\n y \\n\\tz\\n\"}", "a: |\n  x\n\n   y \n  \tz\n");
	check("[[\"x\\ny\"], {a: \"x\\ny\\n\"}]", "- - |-\n    x\n    y\n- a: |\n    x\n    y\n");
	check("\"x\\ny\\n\"", "|\n  x\n  y\n");
	// Not those that a literal cannot hold, or that it would hide.
	check("{a: \"\\n\", b: \" \\n\", c: \"x\\n\\r\", d: \"x\\n\\e\"}",
	      "a: \"\\n\"\nb: \" \\n\"\nc: \"x\\n\\u000D\"\nd: \"x\\n\\u001B\"\n");
}

static void test_top(void **state)
{
	(void)state;
	check("'--- x'", "\"--- x\"\n");
	check("'...'", "\"...\"\n");
	check("'---x'", "---x\n");
	check("12", "12\n");
	check("'12'", "\"12\"\n");
}

static void test_numbers(void **state)
{
	(void)state;
	check("[0x10, 1.50, 1e3, -.inf, .nan, true]", "- 16\n- 1.5\n- 1000.0\n- -.inf\n- .nan\n- true\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_structures), cmocka_unit_test(test_quoting),
		cmocka_unit_test(test_keys),       cmocka_unit_test(test_texts_of_several_lines),
		cmocka_unit_test(test_top),        cmocka_unit_test(test_numbers),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
