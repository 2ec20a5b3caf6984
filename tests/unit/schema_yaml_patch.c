// SPDX-License-Identifier: EUPL-1.2
//
// Patches are part of the replicated format: these bytes may never change within one format number.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "schema/value/diff.h"
#include "tests/unit/yaml_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static void check(const char *before, const char *target_text, const char *expected)
{
	struct mg_doc doc, target, after;
	struct mg_writes writes = {0};
	struct mg_arena arena;
	struct mg_buf out = {0};
	struct mg_error err = {0};

	mg_arena_init(&arena, 0);
	writes.arena = &arena;
	read_text(&doc, before);
	read_text(&target, target_text);
	if (mg_yaml_patch(&doc, target.root, &out, &err))
		fail_msg("%s", err.message);
	assert_string_equal(mg_buf_text(&out), expected);
	read_text(&after, mg_buf_text(&out));
	assert_int_equal(mg_diff(after.root, target.root, &writes, NULL), 0);
	assert_int_equal(writes.n, 0);
	mg_buf_clear(&out);
	mg_doc_clear(&doc);
	mg_doc_clear(&target);
	mg_doc_clear(&after);
	mg_arena_clear(&arena);
}

static void test_same(void **state)
{
	(void)state;
	check("# c\na: 0x1  # d\nb: [y, x]\nl: [{id: 2}, {id: 1}]\n", "{l: [{id: 1}, {id: 2}], b: [x, y], a: 1}",
	      "# c\na: 0x1  # d\nb: [y, x]\nl: [{id: 2}, {id: 1}]\n");
	check("", "~", "");
	check("a:\n", "{a: ~}", "a:\n");
}

static void test_keys(void **state)
{
	(void)state;
	check("b: 1 # x\na: 2 # y\n", "{a: 3, c: 4, A: 5, b: 1}", "b: 1 # x\na: 3 # y\nA: 5\nc: 4\n");
	check("a: 1\nb: 2 # x\nc: 3\n", "{c: 4, d: 5}", "c: 4\nd: 5\n");
	check("a:\n  b: 1 # x\n  c: 2\nd: 3\n", "{a: {c: 4, e: {z: 1, y: 2}}, d: 3}",
	      "a:\n  c: 4\n  e:\n    y: 2\n    z: 1\nd: 3\n");
	check("a: {b: 1, c: 2} # x\n", "{a: {c: 3, d: [q, p]}}", "a: {c: 3, d: [p, q]} # x\n");
	check("a: 1\n", "{}", "{}\n");
	check("a: {b: 1}\n", "{a: {c: 1}}", "a: {c: 1}\n");
	check("a: 1\r\n", "{a: 1, b: \"x\\ny\\n\"}", "a: 1\r\nb: |\r\n  x\r\n  y\r\n");
	check("a: 1\nb: 2", "{a: 1, c: 3, d: 4}", "a: 1\nc: 3\nd: 4");
}

static void test_sets(void **state)
{
	(void)state;
	check("a: [z, y, x] # c\n", "{a: [b, y, a, z]}", "a: [z, y, a, b] # c\n");
	check("a:\n- z # 1\n- y # 2\n- x # 3\n", "{a: [x, z, 'b c', b]}", "a:\n- z # 1\n- x # 3\n- b c\n- b\n");
	check("a: []\n", "{a: [y, x]}", "a:\n  - x\n  - y\n");
	check("a: [x]\n", "{a: []}", "a: []\n");
	check("a: [x]\n", "{a: [y]}", "a: [y]\n");
}

static void test_keyed(void **state)
{
	(void)state;
	check("l:\n- id: b\n  n: 1 # x\n- id: a # y\n", "{l: [{id: a}, {id: b, n: 2, m: 3}, {n: 4, id: 10}, {id: 9}]}",
	      "l:\n- id: b\n  n: 2 # x\n  m: 3\n- id: a # y\n- id: 10\n  n: 4\n- id: 9\n");
	check("l:\n- a: 1\n  b: 2\n  id: x # c\n- id: y\n", "{l: [{id: x}, {id: y}]}", "l:\n- id: x # c\n- id: y\n");
	check("l:\n- id: a\n- id: b # x\n", "{l: [{id: b}]}", "l:\n- id: b # x\n");
	check("l:\n- id: a\n  s: [x]\n", "{l: [{id: a, s: {k: 1}}]}", "l:\n- id: a\n  s:\n    k: 1\n");
	check("l:\n- id: a\n  s:\n  - x\n  - y # c\n", "{l: [{id: a, s: [y, z]}]}",
	      "l:\n- id: a\n  s:\n  - y # c\n  - z\n");
}

static void test_values(void **state)
{
	(void)state;
	check("a: [1, 2] # c\n", "{a: [2, 1]}", "a: [2, 1] # c\n");
	// Inside a list that is one value, lists keep their order.
	check("a: 1\n", "{a: 1, b: [[z, y], {d: [q, p], c: 1}]}",
	      "a: 1\nb:\n  - - z\n    - y\n  - c: 1\n    d:\n      - q\n      - p\n");
	check("a: 1 # c\n", "{a: {c: 1, b: 2}}", "a: # c\n  b: 2\n  c: 1\n");
	check("a:\n  b: 1\nc: 2\n", "{a: x, c: 2}", "a: x\nc: 2\n");
	check("a: [x]\n", "{a: [{id: x}]}", "a: [{id: x}]\n");
	check("a:\n  - x # c\nb: 1\n", "{a: {k: \"p\\nq\"}, b: 1}", "a:\n  k: \"p\\nq\" # c\nb: 1\n");
	check("a: 1\n   # c\nb: 1\n", "{a: \"p\\nq\", b: 2}", "a: \"p\\nq\"\n   # c\nb: 2\n");
	check("[1]", "{b: 1, a: 2}", "a: 2\nb: 1");
	check("a: |\n  x\n# c\nb: 1\n", "{a: \"y\\nz\\n\", b: 1}", "a: |\n  y\n  z\n# c\nb: 1\n");
}

// Layouts that cannot be edited part by part give way, as little of them as can be.
static void test_fallbacks(void **state)
{
	(void)state;
	check("# x\na:\n  ? b # y\n  : 1\n  d: 2 # z\ne: 3 # t\n", "{a: {b: 1, d: 4, c: 5}, e: 3}",
	      "# x\na:\n  b: 1\n  d: 4\n  c: 5 # z\ne: 3 # t\n");
	check("a: [b: 1] # x\n", "{a: [{b: 2}]}", "a: [{b: 2}] # x\n");
}

// The order of the target's keys is nobody's.
static void test_order_of_target(void **state)
{
	(void)state;
	check("x: 1\n", "{b: {d: 1, c: 2}, a: [{id: 2, z: 1, y: 2}, {id: 1}], x: 1}",
	      "x: 1\na:\n  - id: 1\n  - id: 2\n    y: 2\n    z: 1\nb:\n  c: 2\n  d: 1\n");
	check("x: 1\n", "{a: [{id: 1}, {y: 2, z: 1, id: 2}], x: 1, b: {c: 2, d: 1}}",
	      "x: 1\na:\n  - id: 1\n  - id: 2\n    y: 2\n    z: 1\nb:\n  c: 2\n  d: 1\n");
}

// Two records that could each be written may be too long together: the view must show them all the same.
static void test_beyond_the_limit(void **state)
{
	struct mg_buf a = {0}, b = {0}, out = {0};
	struct mg_doc doc, target;

	(void)state;
	mg_buf_puts(&a, "a: ");
	mg_buf_fill(&a, 'x', MG_MAX_RECORD_BYTES - 100);
	mg_buf_printf(&b, "a: x\nb: %s\n", mg_buf_text(&a) + 3);
	read_text(&doc, mg_buf_text(&a));
	read_text(&target, mg_buf_text(&b));
	// The target as it would be merged: both texts.
	target.root->as.map.pairs[0].value = doc.root->as.map.pairs[0].value;
	assert_int_equal(mg_yaml_patch(&doc, target.root, &out, NULL), 0);
	assert_true(out.len > MG_MAX_RECORD_BYTES);
	mg_doc_clear(&doc);
	mg_doc_clear(&target);
	mg_buf_clear(&a);
	mg_buf_clear(&b);
	mg_buf_clear(&out);
}

// Thousands of changes cost one reading, not thousands.
static void test_many_changes(void **state)
{
	struct mg_buf a = {0}, b = {0}, out = {0};
	struct mg_doc doc, target;

	(void)state;
	for (unsigned i = 0; i < 8000; i++) {
		mg_buf_printf(&a, "k%u: %u # c\n", i, i);
		if (i % 3)
			mg_buf_printf(&b, "k%u: %u\n", i, i + 1);
		else
			mg_buf_printf(&b, "n%u: x\n", i);
	}
	read_text(&doc, mg_buf_text(&a));
	read_text(&target, mg_buf_text(&b));
	assert_int_equal(mg_yaml_patch(&doc, target.root, &out, NULL), 0);
	assert_memory_equal(mg_buf_text(&out), "k1: 2 # c\nk2: 3 # c\nk4: 5 # c\n", 30);
	mg_doc_clear(&doc);
	mg_doc_clear(&target);
	mg_buf_clear(&a);
	mg_buf_clear(&b);
	mg_buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_sets),
		cmocka_unit_test(test_keyed),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_fallbacks),
		cmocka_unit_test(test_order_of_target),
		cmocka_unit_test(test_beyond_the_limit),
		cmocka_unit_test(test_many_changes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
