// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema/value/diff.h"
#include "tests/unit/yaml_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

// One line a write: the operation, the place, "value < old".
static void write_out(const struct mg_writes *writes, struct mg_buf *out)
{
	static const char *const ops[] = {"put", "drop", "in", "out", "map", "list", "keep"};

	for (size_t i = 0; i < writes->n; i++) {
		const struct mg_write *write = &writes->items[i];

		mg_buf_printf(out, "%s %s", ops[write->op], write->place);
		if (write->value)
			mg_buf_printf(out, " = %s", write->value);
		if (write->old)
			mg_buf_printf(out, " < %s", write->old);
		mg_buf_putc(out, '\n');
	}
}

// "-" stands for no document.
static void check(const char *before, const char *after, const char *expected)
{
	bool has_before = strcmp(before, "-") != 0, has_after = strcmp(after, "-") != 0;
	struct mg_writes writes = {0};
	struct mg_arena arena;
	struct mg_buf out = {0};
	struct mg_doc a, b;

	mg_arena_init(&arena, 0);
	writes.arena = &arena;
	read_text(&a, has_before ? before : "");
	read_text(&b, has_after ? after : "");
	assert_int_equal(mg_diff(has_before ? a.root : NULL, has_after ? b.root : NULL, &writes, NULL), 0);
	write_out(&writes, &out);
	assert_string_equal(mg_buf_text(&out), expected);
	mg_buf_clear(&out);
	mg_doc_clear(&a);
	mg_doc_clear(&b);
	mg_arena_clear(&arena);
}

static void test_nothing(void **state)
{
	(void)state;
	check("-", "-", "");
	check("a: 1\nb: [x, y]\n", "# c\nb:\n- y\n- 'x'\na: 0x1\n", "");
	check("l: [{id: a, x: 1}, {id: b}]", "l: [{id: b}, {x: 1, id: a}]", "");
	check("a: [1, {b: 2, c: 3}]", "a: [1, {c: 3, b: 2}]", "");
	check("a: []", "a:  [ ]", "");
}

static void test_scalars(void **state)
{
	(void)state;
	check("a: 1", "a: 2", "put a = 2 < 1\n");
	check("a: 1", "a: '1'", "put a = \"1\" < 1\n");
	check("a: 1", "a: 1.0", "put a = 1.0 < 1\n");
	check("a:", "a: x", "put a = \"x\" < null\n");
	check("a: x", "a:", "put a = null < \"x\"\n");
	check("b: 1", "b: 1\na: 2", "put a = 2\n");
	check("a: 1\nb: 2", "b: 2", "drop a < 1\n");
	check("1", "2", "put  = 2 < 1\n");
}

static void test_mappings(void **state)
{
	(void)state;
	check("-", "b: {c: 1}\na: {}", "map \nmap a\nmap b\nput b.c = 1\n");
	check("a: {b: 1, c: 2}", "-", "drop  < {\"a\":{\"b\":1,\"c\":2}}\n");
	check("a: {b: 1, c: 2}", "a: {c: 3}", "drop a.b < 1\nput a.c = 3 < 2\n");
	// Only the topmost place that is gone.
	check("a: {b: {c: 1}}\nd: 1", "d: 1", "drop a < {\"b\":{\"c\":1}}\n");
	check("a: {b: 1}", "a: {}", "drop a.b < 1\n");
	check("\"x.y\": 1", "\"x.y\": 2", "put \"x.y\" = 2 < 1\n");
}

static void test_sets(void **state)
{
	(void)state;
	check("a: [x, y]", "a: [z, y]", "out a[=x] < \"x\"\nin a[=z] = \"z\"\n");
	check("a: []", "a: [y, x]", "in a[=x] = \"x\"\nin a[=y] = \"y\"\n");
	check("a: [x]", "a: []", "out a[=x] < \"x\"\n");
	check("b: 1", "a: [y, 'x z']\nb: 1", "list a\nin a[=\"x z\"] = \"x z\"\nin a[=y] = \"y\"\n");
	check("b: 1", "a: []\nb: 1", "list a\n");
	check("a: [x]\nb: 1", "b: 1", "drop a < [\"x\"]\n");
}

static void test_keyed(void **state)
{
	(void)state;
	check("l: [{id: a, x: 1}]", "l: [{id: a, x: 2}, {id: 2, y: 3}]",
	      "put l[a].x = 2 < 1\nmap l[2]\nput l[2].y = 3\n");
	check("l: [{id: a, x: 1}, {id: b}]", "l: [{id: b}]", "drop l[a] < {\"id\":\"a\",\"x\":1}\n");
	check("l: []", "l: [{id: a}]", "map l[a]\n");
	check("l: [{id: a}]", "l: []", "drop l[a] < {\"id\":\"a\"}\n");
	check("b: 1", "b: 1\nl: [{x: 1, id: a}]", "list l\nmap l[a]\nput l[a].x = 1\n");
	// The id is the place: another one is another element.
	check("l: [{id: a, x: 1}]", "l: [{id: b, x: 1}]",
	      "drop l[a] < {\"id\":\"a\",\"x\":1}\nmap l[b]\nput l[b].x = 1\n");
	check("l: [{id: 1}]", "l: [{id: '1'}]", "map l[\"1\"]\ndrop l[1] < {\"id\":1}\n");
	// Only of an element: elsewhere id is a key like others.
	check("a: {id: 1}", "a: {id: 2}", "put a.id = 2 < 1\n");
	check("l: [{id: a, m: {id: 1}}]", "l: [{id: a, m: {id: 2}}]", "put l[a].m.id = 2 < 1\n");
}

static void test_values(void **state)
{
	(void)state;
	check("a: [1, 2]", "a: [2, 1]", "put a = [2,1] < [1,2]\n");
	check("a: [x, x]", "a: [x, x, y]", "put a = [\"x\",\"x\",\"y\"] < [\"x\",\"x\"]\n");
	check("b: 1", "a: [[y, x]]\nb: 1", "put a = [[\"y\",\"x\"]]\n");
}

static void test_kinds(void **state)
{
	(void)state;
	// A container by a leaf: the put ends what was below.
	check("a: {b: 1}", "a: 2", "put a = 2 < {\"b\":1}\n");
	check("a: [x]", "a: [1]", "put a = [1] < [\"x\"]\n");
	check("a: []", "a: [1]", "put a = [1] < []\n");
	// The reverse, and one container by another.
	check("a: 2", "a: {b: 1}", "drop a < 2\nmap a\nput a.b = 1\n");
	check("a: [1]", "a: [x]", "drop a < [1]\nlist a\nin a[=x] = \"x\"\n");
	check("a: [1]", "a: []", "drop a < [1]\nlist a\n");
	check("a: {b: 1}", "a: [x]", "drop a < {\"b\":1}\nlist a\nin a[=x] = \"x\"\n");
	check("a: [x]", "a: [{id: x}]", "drop a < [\"x\"]\nlist a\nmap a[x]\n");
	check("a: {}", "a: []", "drop a < {}\nlist a\n");
	check("a: []", "a: {}", "drop a < []\nmap a\n");
}

static void test_no_memory(void **state)
{
	struct mg_writes writes = {0};
	struct mg_arena arena;
	struct mg_doc doc;

	(void)state;
	mg_arena_init(&arena, 256);
	writes.arena = &arena;
	read_text(&doc, "a: 1\nb: 2\nc: 3\nd: 4\n");
	assert_int_equal(mg_diff(NULL, doc.root, &writes, NULL), MG_ENOMEM);
	mg_doc_clear(&doc);
	mg_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing), cmocka_unit_test(test_scalars),   cmocka_unit_test(test_mappings),
		cmocka_unit_test(test_sets),    cmocka_unit_test(test_keyed),     cmocka_unit_test(test_values),
		cmocka_unit_test(test_kinds),   cmocka_unit_test(test_no_memory),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
