// SPDX-License-Identifier: EUPL-1.2
//
// Each edit, byte for byte.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/unit/yaml_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

struct example {
	const char *place, *value; // NULL: remove
	const char *before, *after;
};

static int set(const char *before, const char *place_text, const char *value_text, struct mg_buf *out,
	       struct mg_error *err)
{
	struct mg_doc doc, value;
	struct mg_arena arena;
	struct mg_place place;
	int code;

	mg_arena_init(&arena, 0);
	read_text(&doc, before);
	read_text(&value, value_text ? value_text : "");
	parse_place(place_text, &arena, &place);
	code = mg_yaml_set(&doc, &place, value_text ? value.root : NULL, out, err);
	mg_doc_clear(&doc);
	mg_doc_clear(&value);
	mg_arena_clear(&arena);
	return code;
}

static void check(const struct example *examples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct example *example = &examples[i];
		struct mg_buf out = {0};
		struct mg_error err = {0};

		if (set(example->before, example->place, example->value, &out, &err))
			fail_msg("%s: %s", example->place, err.message);
		if (strcmp(mg_buf_text(&out), example->after) != 0)
			fail_msg("%s = %s\n%s\ngave\n%s", example->place, example->value ? example->value : "(none)",
				 example->before, mg_buf_text(&out));
		mg_buf_clear(&out);
	}
}

static void test_scalars(void **state)
{
	static const struct example examples[] = {
		{"a", "2", "# x\na: 1 # y\n# z\nb: 3\n", "# x\na: 2 # y\n# z\nb: 3\n"},
		{"a", "'b: c'", "a: x\n", "a: \"b: c\"\n"},
		{"a", "x", "a:   'y'   # z\n", "a:   x   # z\n"},
		{"a", "x", "a:\nb: 1\n", "a: x\nb: 1\n"},
		{"a", "x", "a: # y\n", "a: x # y\n"},
		{"a", "x", "a: un\n  deux # y\n", "a: x # y\n"},
		{"a", "x", "a: \"un\n\n  deux\" # y\n", "a: x # y\n"},
		{"a", "x", "a:\n  y # z\n", "a: x # z\n"},
		{"a", "x", "a: # z\n  y\n", "a: # z\n  x\n"},
		{"a", "x", "a: |  # y\n  b\n  c\n\n# z\nd: 1\n", "a: x  # y\n\n# z\nd: 1\n"},
		{"a", "x", "a: >-\n  b\n", "a: x\n"},
		{"a", "x", "a: |+\n  b\n\n\nc: 1\n", "a: x\nc: 1\n"},
		{"[=b]", "x", "- a\n", "- a\n- b\n"},
		{"\xC3\xA9", "\xC3\xA0", "\xEF\xBB\xBF\xC3\xA9: \xC3\xA9 # \xC3\xA9\r\n",
		 "\xEF\xBB\xBF\xC3\xA9: \xC3\xA0 # \xC3\xA9\r\n"},
		{"a", "x", "a: y", "a: x"},
		{"", "x", "y # z\n", "x # z\n"},
		{"", "x", "# z\n", "# z\nx\n"},
		{"", "x", "", "x\n"},
		// Equal values keep their writing.
		{"a", "31", "a: 0x1F\n", "a: 0x1F\n"},
		{"a", "x", "a:  'x'\n", "a:  'x'\n"},
		{"a", "~", "a:\n", "a:\n"},
	};

	(void)state;
	check(examples, LENGTH(examples));
}

static void test_texts_of_several_lines(void **state)
{
	static const struct example examples[] = {
		{"a", "\"x\\ny\\n\"", "a: z # c\nb: 1\n", "a: | # c\n  x\n  y\nb: 1\n"},
		{"a", "\"x\\ny\"", "a: |  # c\n  z\n\nb: 1\n", "a: |-  # c\n  x\n  y\n\nb: 1\n"},
		{"a.b", "\"x\\ny\\n\"", "a:\n    b: z\n", "a:\n    b: |\n      x\n      y\n"},
		{"l[i].b", "\"x\\ny\\n\"", "l:\n- id: i\n", "l:\n- id: i\n  b: |\n    x\n    y\n"},
		{"a", "\"x\\ny\\n\"", "a: z\r\nb: 1\r\n", "a: |\r\n  x\r\n  y\r\nb: 1\r\n"},
		{"a", "\"x\\ny\\n\"", "a: z", "a: |\n  x\n  y"},
		{"a.b", "\"x\\ny\"", "a: {b: 1}\n", "a: {b: \"x\\ny\"}\n"},
		// An indented comment below would become part of a literal.
		{"a", "\"x\\ny\\n\"", "a: z\n   # c\n", "a: \"x\\ny\\n\"\n   # c\n"},
	};

	(void)state;
	check(examples, LENGTH(examples));
}

static void test_keys(void **state)
{
	static const struct example examples[] = {
		{"c", "3", "a: 1\nb: 2 # x\n# y\n", "a: 1\nb: 2 # x\nc: 3\n# y\n"},
		{"c", "3", "a: 1\nb: 2", "a: 1\nb: 2\nc: 3"},
		{"c", "3", "a: |\n  x", "a: |\n  x\nc: 3"},
		{"c", "3", "a: |+\n  x\n\n", "a: |+\n  x\n\nc: 3\n"},
		{"a.c", "3", "a:\n    b: 1\nd: 2\n", "a:\n    b: 1\n    c: 3\nd: 2\n"},
		{"a.c", "3", "a:\r\n  b: 1\r\n", "a:\r\n  b: 1\r\n  c: 3\r\n"},
		{"a.c", "3", "a: {}\n", "a:\n  c: 3\n"},
		{"a.c", "3", "a: {} # x\n", "a: # x\n  c: 3\n"},
		{"a.c", "3", "a:\n", "a:\n  c: 3\n"},
		{"a.c", "3", "a: {b: 1}\n", "a: {b: 1, c: 3}\n"},
		{"a.c", "3", "a: { b: 1 }\n", "a: { b: 1, c: 3 }\n"},
		{"a.c", "3", "a: {b: }\n", "a: {b: , c: 3 }\n"},
		{"a.c", "3", "a: {b:\n  }\n", "a: {b: , c: 3\n  }\n"},
		{"a.c", "3", "a: {b: 1,}\n", "a: {b: 1, c: 3,}\n"},
		{"a.c", "3", "a: {\n  b: 1 # x\n  }\n", "a: {\n  b: 1, c: 3 # x\n  }\n"},
		{"a.c", "[x, {y: 1}]", "a: {b: 1}\n", "a: {b: 1, c: [x, {y: 1}]}\n"},
		{"a.c", "'x:?y'", "a: {b: 1}\n", "a: {b: 1, c: \"x:?y\"}\n"},
		{"b.c.d", "3", "a: 1\n", "a: 1\nb:\n  c:\n    d: 3\n"},
		{"a", "3", "", "a: 3\n"},
		{"a", "3", "# x", "# x\na: 3\n"},
		{"a", "3", "---\n", "---\na: 3\n"},
		{"a", "3", "{}\n", "a: 3\n"},
		{"a", "{b: [x], c: {}}", "a: 1\n", "a:\n  b:\n    - x\n  c: {}\n"},
		{"\"x.y\"", "1", "a: 1\n", "a: 1\nx.y: 1\n"},
		// Removing.
		{"b", NULL, "a: 1\n# x\nb: 2 # y\n# z\nc: 3\n", "a: 1\n# x\n# z\nc: 3\n"},
		{"a", NULL, "a:\n  - x\n  - y # z\nb: 1\n", "b: 1\n"},
		{"a", NULL, "a: |\n  x\n\nb: 1\n", "\nb: 1\n"},
		{"a", NULL, "a: 1\n", "{}\n"},
		{"a", NULL, "# x\na: 1 # y\n# z\n", "# x\n{} # y\n# z\n"},
		{"a.b", NULL, "a:\n  b: 1\nc: 2\n", "a: {}\nc: 2\n"},
		{"a.b", NULL, "a: # x\n  b: 1 # y\n", "a: # x\n  {} # y\n"},
		{"b", NULL, "a: 1\nb: 2", "a: 1\n"},
		{"a.b", NULL, "a: {b: 1, c: 2}\n", "a: {c: 2}\n"},
		{"a.c", NULL, "a: {b: 1, c: 2}\n", "a: {b: 1}\n"},
		{"a.c", NULL, "a: {b: 1, c: 2, d: 3}\n", "a: {b: 1, d: 3}\n"},
		{"a.b", NULL, "a: {b: 1}\n", "a: {}\n"},
		{"a.c", NULL, "a: {\n  b: 1, # x\n  c: 2 # y\n  }\n", "a: {\n  b: 1, # x\n  }\n"},
		{"c", NULL, "a: 1\n", "a: 1\n"},
		{"a.b.c", NULL, "a: 1\n", "a: 1\n"},
		{"", NULL, "a: 1\n", "{}\n"},
	};

	(void)state;
	check(examples, LENGTH(examples));
}

static void test_lists(void **state)
{
	static const struct example examples[] = {
		{"a[=z]", "z", "a:\n- x\n- y # c\nb: 1\n", "a:\n- x\n- y # c\n- z\nb: 1\n"},
		{"a[=z]", "z", "a:\n    -   x\n", "a:\n    -   x\n    - z\n"},
		{"a[=z]", "z", "a: [x, y] # c\n", "a: [x, y, z] # c\n"},
		{"a[=z]", "z", "a: [\n  x, # c\n  y # d\n  ]\n", "a: [\n  x, # c\n  y, z # d\n  ]\n"},
		{"a[=z]", "z", "a: []\n", "a:\n  - z\n"},
		{"a[=z]", "z", "a:\n", "a:\n  - z\n"},
		{"a[=z]", "z", "b: 1\n", "b: 1\na:\n  - z\n"},
		{"a[=\"x: y\"]", "z", "a: [x]\n", "a: [x, \"x: y\"]\n"},
		{"a[=x]", "z", "a: [x]\n", "a: [x]\n"},
		{"a[=x]", NULL, "a:\n- x # c\n- y\n", "a:\n- y\n"},
		{"a[=y]", NULL, "a:\n- x # c\n# d\n- y # e\n", "a:\n- x # c\n# d\n"},
		{"a[=x]", NULL, "a:\n  - x\nb: 1\n", "a: []\nb: 1\n"},
		{"a[=x]", NULL, "a: [x, y]\n", "a: [y]\n"},
		{"a[=y]", NULL, "a: [x, y]\n", "a: [x]\n"},
		{"a[=y]", NULL, "a: [x, y,]\n", "a: [x,]\n"},
		{"a[=x]", NULL, "a: [\n  x, # c\n  y\n  ]\n", "a: [\n  y\n  ]\n"},
		{"a[=z]", NULL, "a: [x]\n", "a: [x]\n"},
		{"l[2].n", "x", "l:\n- id: 1\n  n: a # c\n- id: 2\n", "l:\n- id: 1\n  n: a # c\n- id: 2\n  n: x\n"},
		{"l[1].n", "x", "l:\n- n: a # c\n  id: 1\n", "l:\n- n: x # c\n  id: 1\n"},
		{"l[1].n", NULL, "l:\n- n: a # c\n  # d\n  id: 1\n", "l:\n- # d\n  id: 1\n"},
		{"l[1].n", NULL, "l:\n- n: a\n  id: 1\n", "l:\n- id: 1\n"},
		{"l[i]", "{n: x}", "l:\n- id: h\n", "l:\n- id: h\n- id: i\n  n: x\n"},
		{"l[i]", "{n: x, id: i}", "l:\n- id: h\n", "l:\n- id: h\n- n: x\n  id: i\n"},
		{"l[i].n", "x", "l: []\n", "l:\n  - id: i\n    n: x\n"},
		{"l[i].n.m", "x", "a: 1\n", "a: 1\nl:\n  - id: i\n    n:\n      m: x\n"},
		{"l[\"1\"].n", "x", "l:\n- {id: 1}\n", "l:\n- {id: 1}\n- id: \"1\"\n  n: x\n"},
		{"l[h]", NULL, "l:\n- id: h\n  n: 1\n- id: i\n", "l:\n- id: i\n"},
		{"l[i]", "{n: x}", "l:\n- id: i # c\n  m: y\n- id: j\n", "l:\n- id: i\n  n: x\n- id: j\n"},
		{"a", "[1, 2]", "a: [x, y] # c\n", "a: [1, 2] # c\n"},
		{"a", "[1, 2]", "a:\n- x\n- y\nb: 1\n", "a:\n- 1\n- 2\nb: 1\n"},
		{"a", "[1, 2]", "a:\n    - x\nb: 1\n", "a:\n    - 1\n    - 2\nb: 1\n"},
		{"a", "{b: 1}", "a:\n- x\n- y\nc: 1\n", "a:\n  b: 1\nc: 1\n"},
		{"a", "[]", "a:\n- x\n- y\n", "a: []\n"},
		{"a.b", "[1, 2]", "a: {b: 1}\n", "a: {b: [1, 2]}\n"},
		{"", "[1, 2]", "a: 1\n# c\n", "- 1\n- 2\n# c\n"},
		{"", "{a: 1}", "--- x # c\n", "---  # c\na: 1\n"},
	};

	(void)state;
	check(examples, LENGTH(examples));
}

// What cannot be edited in place is written anew, as little of it as can be.
static void test_hard_layouts(void **state)
{
	static const struct example examples[] = {
		{"b", "2", "? a # x\n: 1\n", "a: 1\nb: 2\n"},
		{"a", "2", "? a # x\n: 1 # y\n", "? a # x\n: 2 # y\n"},
		{"a.c", "2", "# x\na:\n  ? b\n  : 1\nd: 3\n", "# x\na:\n  b: 1\n  c: 2\nd: 3\n"},
		{"a.c", "2", "a: {? b : 1}\n", "a: {b: 1, c: 2}\n"},
		// A comment that a block scalar above would swallow goes with what is removed.
		{"b", NULL, "a: |\n  x\nb: 1\n   # c\n# d\ne: 2\n", "a: |\n  x\n# d\ne: 2\n"},
		{"b", NULL, "a: |+\n  x\nb: 1\n\nc: 2\n", "a: |+\n  x\nc: 2\n"},
	};

	(void)state;
	check(examples, LENGTH(examples));
}

static void test_refused(void **state)
{
	static const struct {
		const char *place, *value, *before;
	} cases[] = {
		{"a.b", "1", "a: x\n"},
		{"a.b", "1", "a: [x]\n"},
		{"a.b", "1", "a: ''\n"},
		{"a[=b]", "1", "a: x\n"},
		{"a[=b]", "1", "a: {}\n"},
		{"a[=b]", "1", "a: [1]\n"},
		{"a[=b]", "1", "a: [{id: 1}]\n"},
		{"a[b].c", "1", "a: [b]\n"},
		{"a[b].c", "1", "a: [{id: b}, {id: b}]\n"},
		{"a[b]", "1", "a: [{id: b}]\n"},
		{"a[b]", "[x]", "a: []\n"},
		{"a[b]", "{id: c}", "a: []\n"},
		{"a.b", "1", "- a\n"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_buf out = {0};
		struct mg_error err = {0};

		if (set(cases[i].before, cases[i].place, cases[i].value, &out, &err) != MG_EINVALID)
			fail_msg("%s = %s was done to\n%s", cases[i].place, cases[i].value, cases[i].before);
		assert_true(*err.message);
		mg_buf_clear(&out);
	}
}

// Values that no reader would take back.
static void test_unwritable(void **state)
{
	struct mg_place place = {0};
	struct mg_arena arena;
	struct mg_buf out = {0}, text = {0};
	struct mg_error err = {0};
	const struct mg_node *deep;
	struct mg_doc doc;

	(void)state;
	mg_arena_init(&arena, 0);
	read_text(&doc, "a: 1\n");
	assert_int_equal(mg_yaml_set(&doc, &place, mg_node_new_string(&arena, mg_slice_of("\xFF")), &out, &err),
			 MG_EINVALID);
	mg_buf_fill(&text, 'x', MG_MAX_RECORD_BYTES);
	assert_int_equal(mg_yaml_set(&doc, &place, mg_node_new_string(&arena, mg_buf_slice(&text)), &out, &err),
			 MG_EINVALID);
	assert_non_null(strstr(err.message, "larger"));
	deep = mg_node_new_null(&arena);
	for (unsigned i = 0; i <= MG_MAX_DEPTH; i++)
		deep = mg_node_new_list(&arena, &deep, 1);
	assert_int_equal(mg_yaml_set(&doc, &place, deep, &out, &err), MG_EINVALID);
	assert_non_null(strstr(err.message, "nested"));
	mg_doc_clear(&doc);
	mg_buf_clear(&out);
	mg_buf_clear(&text);
	mg_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scalars),      cmocka_unit_test(test_texts_of_several_lines),
		cmocka_unit_test(test_keys),         cmocka_unit_test(test_lists),
		cmocka_unit_test(test_hard_layouts), cmocka_unit_test(test_refused),
		cmocka_unit_test(test_unwritable),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
