// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/unit/yaml_fixture.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static void test_values(void **state)
{
	static const struct {
		const char *text, *canon;
	} cases[] = {
		{"", "null"},
		{"\n# rien\n", "null"},
		{"---\n", "null"},
		{"--- # x\n...\n", "null"},
		{"--- a\n...\n", "\"a\""},
		{"---\na: 1\n...\n# fin\n", "{\"a\":1}"},
		{"\xEF\xBB\xBF"
		 "a: 1",
		 "{\"a\":1}"},
		{"a: 1\r\nb: |\r\n  x\r\n  y\r\n", "{\"a\":1,\"b\":\"x\\ny\\n\"}"},
		// Typed as in YAML 1.2, not 1.1.
		{"[non, no, yes, on, y, 12:30, 2018-01-31, 1_000, 0b1, 0777]",
		 "[\"non\",\"no\",\"yes\",\"on\",\"y\",\"12:30\",\"2018-01-31\",\"1_000\",\"0b1\",777]"},
		{"[true, True, TRUE, tRue, null, Null, NULL, nUll, ~]",
		 "[true,true,true,\"tRue\",null,null,null,\"nUll\",null]"},
		{"[+, ., +.5, 1e, 1e+, e1, 0x, 0o8, 0xG, .infinity, +.nan, 1.2.3, 1 2]",
		 "[\"+\",\".\",0.5,\"1e\",\"1e+\",\"e1\",\"0x\",\"0o8\",\"0xG\",\".infinity\",\"+.nan\",\"1.2.3\",\"1 "
		 "2\"]"},
		// Keys are texts.
		{"1: a\ntrue: b\n~: c\n'x': d\n? e\n: f\n? g\n",
		 "{\"1\":\"a\",\"e\":\"f\",\"g\":null,\"true\":\"b\",\"x\":\"d\",\"~\":\"c\"}"},
		{"{a, b: , \"c\":1, ? d : e, f: [g: h]}",
		 "{\"a\":null,\"b\":null,\"c\":1,\"d\":\"e\",\"f\":[{\"g\":\"h\"}]}"},
		{"'<<': 1", "{\"<<\":1}"},
		{"a:\n- b\n-\n- - c\n  - d\n- e: 1\n  f: 2\n", "{\"a\":[\"b\",null,[\"c\",\"d\"],{\"e\":1,\"f\":2}]}"},
		{"a: un\n  deux\n\n  trois\nb: \"un\n  deux \\\n  trois\"\nc: 'l''un\n\n  deux'\n",
		 "{\"a\":\"un deux\\ntrois\",\"b\":\"un deux trois\",\"c\":\"l'un\\ndeux\"}"},
		{"a: |\n  x\n   y\n\nb: >\n  x\n  y\n\n  z\nc: |-\n  x\n\nd: |+\n  x\n\ne: |1\n  x\n",
		 "{\"a\":\"x\\n y\\n\",\"b\":\"x y\\nz\\n\",\"c\":\"x\",\"d\":\"x\\n\\n\",\"e\":\" x\\n\"}"},
		// A last line without end has one all the same.
		{"a: |\n  x", "{\"a\":\"x\\n\"}"},
		{"a: |+\n  x\n  ", "{\"a\":\"x\\n\\n\"}"},
		// Tabs that are no indentation.
		{"a:\tb\t# c\nd: \"e\tf\"\ng: h\ti\nj: |\n  k\tl\n  \tm\n",
		 "{\"a\":\"b\",\"d\":\"e\\tf\",\"g\":\"h\\ti\",\"j\":\"k\\tl\\n\\tm\\n\"}"},
		{"a: http://x.fr/#y\nb: c#d\ne: 'f' # g\nh: -1-\n",
		 "{\"a\":\"http://x.fr/#y\",\"b\":\"c#d\",\"e\":\"f\",\"h\":\"-1-\"}"},
		{"a: \xC2\xAB oui \xC2\xBB\nb: \xE2\x80\x9Coui\xE2\x80\x9D et \xE2\x80\x9Cnon\xE2\x80\x9D\nc: "
		 "l\xE2\x80\x99"
		 "eau\n",
		 "{\"a\":\"\xC2\xAB oui \xC2\xBB\",\"b\":\"\xE2\x80\x9Coui\xE2\x80\x9D et "
		 "\xE2\x80\x9Cnon\xE2\x80\x9D\",\"c\":\"l\xE2\x80\x99"
		 "eau\"}"},
		{"\"\\U0001F600\\xe9\\u00e9\\e\\a\\b\\v\\f\\_\\ \\/\"",
		 "\"\xF0\x9F\x98\x80\xC3\xA9\xC3\xA9\\u001B\\u0007\\u0008\\u000B\\u000C\xC2\xA0 /\""},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_doc doc;

		read_text(&doc, cases[i].text);
		assert_canon(doc.root, cases[i].canon);
		mg_doc_clear(&doc);
	}
}

static void test_source_text(void **state)
{
	struct mg_doc doc;

	(void)state;
	read_text(&doc, "a: 01103\nb: \"x\\ty\"\nc:\nd: 123456789012345678901234567890\n");
	assert_true(mg_slice_is(mg_node_get(doc.root, "a")->text, "01103"));
	assert_true(mg_slice_is(mg_node_get(doc.root, "b")->text, "x\ty"));
	assert_true(mg_slice_is(mg_node_get(doc.root, "c")->text, ""));
	assert_int_equal(mg_node_get(doc.root, "d")->type, MG_FLOAT);
	assert_true(mg_slice_is(mg_node_get(doc.root, "d")->text, "123456789012345678901234567890"));
	assert_false(doc.crlf);
	mg_doc_clear(&doc);
	read_text(&doc, "a: 1\r\n");
	assert_true(doc.crlf);
	mg_doc_clear(&doc);
}

// The bytes of a place, with where they begin and end.
static void check_place(const struct mg_doc *doc, const char *place_text, const char *bytes, uint32_t line,
			uint32_t col, uint32_t end_line, uint32_t end_col)
{
	const struct mg_node *node;
	struct mg_arena arena;
	struct mg_place place;
	struct mg_slice found;

	mg_arena_init(&arena, 0);
	parse_place(place_text, &arena, &place);
	node = mg_place_find(doc->root, &place);
	assert_non_null(node);
	found = (struct mg_slice){doc->text.data + node->start.offset, node->end.offset - node->start.offset};
	if (!mg_slice_is(found, bytes))
		fail_msg("%s is <%.*s>, not <%s>", place_text, (int)found.len, found.data, bytes);
	assert_int_equal(node->start.line, line);
	assert_int_equal(node->start.col, col);
	assert_int_equal(node->end.line, end_line);
	assert_int_equal(node->end.col, end_col);
	mg_arena_clear(&arena);
}

static void test_positions(void **state)
{
	struct mg_doc doc;

	(void)state;
	read_text(&doc, "\xEF\xBB\xBF\xC3\xA9t\xC3\xA9: \xC3\xA0 \xF0\x9F\x98\x80 # c\r\n"
			"l:\r\n- id: \"\xC3\xA9\"\r\n  x: [a, {b: \xC3\xA9}]\r\n  v:\r\n"
			"t: |  # c\r\n  \xC3\xA9\r\n\r\n# d\r\nk: >+\r\n x\r\n\r\n"
			"m: un\r\n  deux\r\nn: |-\r\no: 'a\r\n\r\n  b'\r\np: ~\r\nq: |\r\n  r\r\n   \r\n \r\n");
	check_place(&doc, "\"\xC3\xA9t\xC3\xA9\"", "\xC3\xA0 \xF0\x9F\x98\x80", 1, 6, 1, 9);
	check_place(&doc, "l", "- id: \"\xC3\xA9\"\r\n  x: [a, {b: \xC3\xA9}]\r\n  v:", 3, 1, 5, 5);
	check_place(&doc, "l[\"\xC3\xA9\"].id", "\"\xC3\xA9\"", 3, 7, 3, 10);
	check_place(&doc, "l[\"\xC3\xA9\"].x", "[a, {b: \xC3\xA9}]", 4, 6, 4, 17);
	check_place(&doc, "l[\"\xC3\xA9\"].v", "", 5, 5, 5, 5);
	check_place(&doc, "t", "|  # c\r\n  \xC3\xA9", 6, 4, 7, 4);
	check_place(&doc, "k", ">+\r\n x\r\n", 10, 4, 12, 1);
	check_place(&doc, "m", "un\r\n  deux", 13, 4, 14, 7);
	check_place(&doc, "n", "|-", 15, 4, 15, 6);
	check_place(&doc, "o", "'a\r\n\r\n  b'", 16, 4, 18, 5);
	check_place(&doc, "p", "~", 19, 4, 19, 5);
	check_place(&doc, "q", "|\r\n  r\r\n   ", 20, 4, 22, 4);
	assert_int_equal(doc.root->as.map.pairs[0].key_start.offset, 3);
	assert_int_equal(doc.root->as.map.pairs[0].key_start.col, 1);
	assert_int_equal(doc.root->as.map.pairs[0].key_end.col, 4);
	mg_doc_clear(&doc);
}

static void test_empty_values(void **state)
{
	struct mg_doc doc;

	(void)state;
	read_text(&doc, "a: {b, c: , d : , e: }\nf: [g: ]\nh:   # i\n? j\n? k\n:\n");
	check_place(&doc, "a.b", "", 1, 6, 1, 6);
	check_place(&doc, "a.c", "", 1, 10, 1, 10);
	check_place(&doc, "a.d", "", 1, 16, 1, 16);
	check_place(&doc, "a.e", "", 1, 21, 1, 21);
	check_place(&doc, "h", "", 3, 3, 3, 3);
	check_place(&doc, "j", "", 4, 4, 4, 4);
	check_place(&doc, "k", "", 6, 2, 6, 2);
	mg_doc_clear(&doc);
}

static void nested(struct mg_buf *out, const char *open, unsigned n, const char *close)
{
	mg_buf_reset(out);
	for (unsigned i = 0; i < n; i++)
		mg_buf_puts(out, open);
	for (unsigned i = 0; i < n; i++)
		mg_buf_puts(out, close);
}

static int try_read(struct mg_slice text, const char *code)
{
	struct mg_findings findings;
	struct mg_doc doc;
	int result;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	result = mg_yaml_read(&doc, "x", text, &findings);
	if (result == MG_EINVALID) {
		assert_null(doc.root);
		assert_string_equal(findings.items[0].code, code);
	}
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	return result;
}

static void test_depth(void **state)
{
	struct mg_buf text = {0};

	(void)state;
	nested(&text, "[", MG_MAX_DEPTH, "]");
	assert_int_equal(try_read(mg_buf_slice(&text), ""), 0);
	nested(&text, "[", MG_MAX_DEPTH + 1, "]");
	assert_int_equal(try_read(mg_buf_slice(&text), "yaml-depth"), MG_EINVALID);
	nested(&text, "- ", MG_MAX_DEPTH, "");
	assert_int_equal(try_read(mg_buf_slice(&text), ""), 0);
	nested(&text, "- ", MG_MAX_DEPTH + 1, "");
	assert_int_equal(try_read(mg_buf_slice(&text), "yaml-depth"), MG_EINVALID);
	mg_buf_clear(&text);
}

static void deep_siblings(struct mg_buf *text, size_t n)
{
	mg_buf_reset(text);
	mg_buf_fill(text, '[', MG_MAX_DEPTH - 1);
	for (size_t i = 0; i < n; i++)
		mg_buf_puts(text, "[],");
	mg_buf_fill(text, ']', MG_MAX_DEPTH - 1);
}

// Each bracket costs libyaml a walk over those around it.
static void test_depths_add_up(void **state)
{
	struct mg_buf text = {0};

	(void)state;
	deep_siblings(&text, 15000);
	assert_int_equal(try_read(mg_buf_slice(&text), ""), 0);
	deep_siblings(&text, 20000);
	assert_int_equal(try_read(mg_buf_slice(&text), "yaml-depth"), MG_EINVALID);
	mg_buf_clear(&text);
}

// Inputs that cost libyaml seconds, or would cost us.
static void test_hostile(void **state)
{
	static const struct {
		const char *open, *repeated, *code;
	} cases[] = {
		{"", "[", "yaml-depth"},         {"", "{", "yaml-key"},
		{"", "{a: ", "yaml-depth"},      {"", "- ", "yaml-depth"},
		{"", "? ", "yaml-key"},          {"", "a: 1\n", "yaml-duplicate"},
		{"{", "?,", "yaml-duplicate"},   {"a: [x", "\n,b", "yaml-indent"},
		{"", "a: [\n", "yaml-indent"},   {"", "a: \"x\n", "yaml-quote"},
		{"", "- &a b\n", "yaml-anchor"}, {"[", "*a,", "yaml-alias"},
		{"a:\n", "\t- b\n", "yaml-tab"}, {"", "a: b: c\n", "yaml-colon"},
	};
	struct mg_buf text = {0};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		mg_buf_reset(&text);
		mg_buf_puts(&text, cases[i].open);
		while (text.len + strlen(cases[i].repeated) + 1 < MG_MAX_RECORD_BYTES)
			mg_buf_puts(&text, cases[i].repeated);
		if (strcmp(cases[i].open, "{") == 0)
			mg_buf_putc(&text, '}');
		assert_int_equal(try_read(mg_buf_slice(&text), cases[i].code), MG_EINVALID);
	}
	mg_buf_clear(&text);
}

static void test_many_keys(void **state)
{
	struct mg_buf text = {0};

	(void)state;
	for (unsigned i = 0; i < 20000; i++)
		mg_buf_printf(&text, "k%u: 1\n", i);
	assert_int_equal(try_read(mg_buf_slice(&text), ""), 0);
	mg_buf_puts(&text, "k77: 1\n");
	assert_int_equal(try_read(mg_buf_slice(&text), "yaml-duplicate"), MG_EINVALID);
	mg_buf_clear(&text);
}

static void test_size(void **state)
{
	struct mg_buf text = {0};

	(void)state;
	mg_buf_fill(&text, '#', MG_MAX_RECORD_BYTES);
	assert_int_equal(try_read(mg_buf_slice(&text), ""), 0);
	mg_buf_putc(&text, '#');
	assert_int_equal(try_read(mg_buf_slice(&text), "yaml-size"), MG_EINVALID);
	mg_buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),    cmocka_unit_test(test_source_text),
		cmocka_unit_test(test_positions), cmocka_unit_test(test_empty_values),
		cmocka_unit_test(test_depth),     cmocka_unit_test(test_depths_add_up),
		cmocka_unit_test(test_hostile),   cmocka_unit_test(test_many_keys),
		cmocka_unit_test(test_size),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
