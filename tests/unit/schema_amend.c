// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "schema/value/amend.h"
#include "tests/unit/yaml_fixture.h"

// One line an amendment: "place: old > new", with - for nothing.
static void write_out(const struct mg_amendments *amendments, struct mg_buf *out)
{
	for (size_t i = 0; i < amendments->n; i++) {
		const struct mg_amendment *each = &amendments->items[i];

		mg_buf_printf(out, "%s: ", each->place);
		if (each->old)
			mg_node_canon(each->old, out);
		else
			mg_buf_putc(out, '-');
		mg_buf_puts(out, " > ");
		if (each->new)
			mg_node_canon(each->new, out);
		else
			mg_buf_putc(out, '-');
		mg_buf_putc(out, '\n');
	}
}

// Elements have no order here; canonical text gives lists theirs.
static bool are_same(const struct mg_node *a, const struct mg_node *b, struct mg_arena *arena)
{
	struct mg_amendments none = {0};

	assert_int_equal(mg_amend_diff(a, b, arena, &none, NULL), 0);
	return !none.n;
}

// What the difference says; and applied one by one, it makes the one of the other, both ways.
static void check(const char *before, const char *after, const char *expected)
{
	struct mg_amendments there = {0}, back = {0};
	const struct mg_node *node;
	struct mg_buf out = {0};
	struct mg_arena arena;
	struct mg_doc a, b;

	mg_arena_init(&arena, 0);
	read_text(&a, before);
	read_text(&b, after);
	assert_int_equal(mg_amend_diff(a.root, b.root, &arena, &there, NULL), 0);
	write_out(&there, &out);
	assert_string_equal(mg_buf_text(&out), expected);
	node = a.root;
	for (size_t i = 0; i < there.n; i++)
		assert_int_equal(mg_amend_apply(node, there.items[i].place, there.items[i].new, &arena, &node, NULL),
				 0);
	assert_true(are_same(node, b.root, &arena));
	assert_int_equal(mg_amend_diff(b.root, a.root, &arena, &back, NULL), 0);
	assert_int_equal(back.n, there.n);
	for (size_t i = 0; i < back.n; i++)
		assert_int_equal(mg_amend_apply(node, back.items[i].place, back.items[i].new, &arena, &node, NULL), 0);
	assert_true(are_same(node, a.root, &arena));
	mg_buf_clear(&out);
	mg_doc_clear(&a);
	mg_doc_clear(&b);
	mg_arena_clear(&arena);
}

static void test_nothing(void **state)
{
	(void)state;
	check("a: 1\nb: {c: x}", "b: {c: 'x'}\na: 1", "");
	check("l: [{id: a, x: 1}, {id: b}]", "l: [{id: b}, {x: 1, id: a}]", "");
	check("l: [x, y]", "l: [x, y]", "");
}

static void test_fields(void **state)
{
	(void)state;
	check("a: 1", "a: 2", "a: 1 > 2\n");
	check("a: 1", "a: 1.0", "a: 1 > 1.0\n");
	check("a: {b: 1, c: 2}", "a: {b: 1, c: 3, d: 4}", "a.c: 2 > 3\na.d: - > 4\n");
	check("a: {b: 1}\nz: 1", "z: 1", "a: {\"b\":1} > -\n");
	check("a: {b: 1}", "a: {}", "a.b: 1 > -\n");
	check("a: {b: 1}", "a: x", "a: {\"b\":1} > \"x\"\n");
	check("a:", "a: x", "a: null > \"x\"\n");
	check("\"x.y\": 1", "\"x.y\": 2", "\"x.y\": 1 > 2\n");
}

static void test_lists(void **state)
{
	(void)state;
	check("l: [x, y]", "l: [x, z]", "l: [\"x\",\"y\"] > [\"x\",\"z\"]\n"); // a set: whole, as it is read
	check("l: []", "l: [x]", "l: [] > [\"x\"]\n");
	check("l: [1, 2]", "l: [2, 1]", "l: [1,2] > [2,1]\n");
	check("l: [{x: 1}]", "l: [{x: 2}]", "l: [{\"x\":1}] > [{\"x\":2}]\n");
	check("l: [{id: a, x: 1}, {id: b}]", "l: [{id: a, x: 2}, {id: c, m: [u]}]",
	      "l[a].x: 1 > 2\nl[b]: {\"id\":\"b\"} > -\nl[c]: - > {\"id\":\"c\",\"m\":[\"u\"]}\n");
	check("l: [{id: a}]", "l: []", "l[a]: {\"id\":\"a\"} > -\n");
	check("l: [{id: 1}]", "l: [{id: '1'}]", "l[\"1\"]: - > {\"id\":\"1\"}\nl[1]: {\"id\":1} > -\n");
	check("l: [{id: a, m: [{id: b, x: 1}]}]", "l: [{id: a, m: [{id: b, x: 2}]}]", "l[a].m[b].x: 1 > 2\n");
	check("l: {a: 1}", "l: [{id: a}]", "l: {\"a\":1} > [{\"id\":\"a\"}]\n");
}

static void test_from_and_to_nothing(void **state)
{
	struct mg_amendments out = {0};
	struct mg_arena arena;
	struct mg_doc doc;

	(void)state;
	mg_arena_init(&arena, 0);
	read_text(&doc, "a: 1");
	assert_int_equal(mg_amend_diff(NULL, NULL, &arena, &out, NULL), 0);
	assert_int_equal(out.n, 0);
	assert_int_equal(mg_amend_diff(NULL, doc.root, &arena, &out, NULL), 0);
	assert_int_equal(out.n, 1);
	assert_string_equal(out.items[0].place, "");
	assert_null(out.items[0].old);
	mg_doc_clear(&doc);
	mg_arena_clear(&arena);
}

// ---- applying what no difference says

static void apply(const char *text, const char *place, const char *value, const char *expected)
{
	const struct mg_node *node = NULL;
	struct mg_arena arena;
	struct mg_doc doc, put;
	int rc;

	mg_arena_init(&arena, 0);
	read_text(&doc, text);
	read_text(&put, value ? value : "");
	rc = mg_amend_apply(doc.root, place, value ? put.root : NULL, &arena, &node, NULL);
	if (expected) {
		assert_int_equal(rc, 0);
		assert_canon(node, expected);
	} else {
		assert_int_equal(rc, MG_EINVALID);
	}
	mg_doc_clear(&doc);
	mg_doc_clear(&put);
	mg_arena_clear(&arena);
}

static void test_applying(void **state)
{
	(void)state;
	apply("b: 1", "a.c", "2", "{\"a\":{\"c\":2},\"b\":1}");
	apply("b: 1", "l[x]", "{id: x}", "{\"b\":1,\"l\":[{\"id\":\"x\"}]}");
	apply("b: 1", "a.c", NULL, "{\"b\":1}");
	apply("b: 1", "l[x].y", NULL, "{\"b\":1}");
	apply("a: {b: 1}", "a.c", NULL, "{\"a\":{\"b\":1}}");
	apply("l: [{id: x}]", "l[y]", NULL, "{\"l\":[{\"id\":\"x\"}]}");
	apply("l: [{id: y}, {id: x}]", "l[y].n", "1", "{\"l\":[{\"id\":\"y\",\"n\":1},{\"id\":\"x\"}]}");
	apply("a: 1", "", "b: 2", "{\"b\":2}");
}

static void test_places_that_are_none(void **state)
{
	(void)state;
	apply("a: x", "a.b", "1", NULL);
	apply("a: {b: 1}", "a[x]", "{id: x}", NULL);
	apply("a: [x, y]", "a[x]", "{id: x}", NULL);
	apply("a: [x, y]", "a[=x]", NULL, NULL);
	apply("a: [{id: x}]", "a.x", "1", NULL);
	apply("a: [{id: x}]", "a[x]", "{id: y}", NULL); // another element
	apply("a: [{id: x}]", "a[y].n", "1", NULL);     // an element without id
	apply("a: [{id: x}]", "a[x].id", "y", NULL);    // that loses its own
	apply("a: [{id: x}]", "a[x].id", NULL, NULL);
	apply("a: [{id: x}]", "a[x]", "1", NULL);
	apply("a: 1", "a..b", "1", NULL);
	apply("a: 1", "a[", "1", NULL);
}

static void test_too_deep(void **state)
{
	char deep[4 * MG_MAX_DEPTH];
	const struct mg_node *node;
	struct mg_arena arena;

	(void)state;
	memset(deep, '.', sizeof deep);
	for (size_t i = 0; i < sizeof deep; i += 2)
		deep[i] = 'a';
	deep[sizeof deep - 1] = '\0';
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_amend_apply(NULL, deep, NULL, &arena, &node, NULL), MG_ELIMIT);
	mg_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),  cmocka_unit_test(test_fields),
		cmocka_unit_test(test_lists),    cmocka_unit_test(test_from_and_to_nothing),
		cmocka_unit_test(test_applying), cmocka_unit_test(test_places_that_are_none),
		cmocka_unit_test(test_too_deep),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
