// SPDX-License-Identifier: EUPL-1.2
// Templates: what each tag does, and what none can do.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/paper/template.h"
#include "tests/unit/yaml_fixture.h"

#include <stdio.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define ITEM(name, text)                                                                                               \
	{                                                                                                              \
		name, (const unsigned char *)(text), strlen(text)                                                      \
	}

// Renders the template a, which may include b, with data written in YAML. The code, and what came out.
static int render(const char *a, const char *b, const char *data, struct mg_buf *out, struct mg_error *err)
{
	const struct mg_embedded items[] = {ITEM("a", a), ITEM("b", b)};
	struct mg_template_set *set;
	struct mg_arena arena;
	struct mg_doc doc;
	int rc;

	mg_arena_init(&arena, 0);
	read_text(&doc, data);
	rc = mg_template_open(items, LENGTH(items), &arena, &set, err);
	if (rc == 0)
		rc = mg_template_render(set, "a", doc.root, out, err);
	mg_doc_clear(&doc);
	mg_arena_clear(&arena);
	return rc;
}

static void check(const char *a, const char *b, const char *data, const char *expected)
{
	struct mg_error err = {0};
	struct mg_buf out = {0};

	if (render(a, b, data, &out, &err) < 0)
		fail_msg("%s: %s", a, err.message);
	assert_string_equal(mg_buf_text(&out), expected);
	mg_buf_clear(&out);
}

static void test_tags(void **state)
{
	static const struct {
		const char *a, *data, *expected;
	} cases[] = {
		{"", "{}", ""},
		{"a { b } c", "{}", "a { b } c"},
		{"}} {", "{}", "}} {"},
		{"[{{x}}]", "x: 1", "[1]"},
		{"[{{ x }}]", "x: oui", "[oui]"},
		{"[{{x}}]", "y: 1", "[]"},
		{"[{{x}}]", "x: null", "[]"},
		{"[{{x}}]", "x: 0", "[0]"},
		{"[{{x}}]", "x: 1.50", "[1.50]"},
		{"[{{x.y.z}}]", "x: {y: {z: 3}}", "[3]"},
		{"[{{x.y}}]", "x: 1", "[]"},
		{"[{{x_1}}]", "x_1: a", "[a]"},
		{"{{#x}}<{{y}}>{{/x}}", "x: {y: 1}", "<1>"},
		{"{{#x}}<{{.}}>{{/x}}", "x: [a, b]", "<a><b>"},
		{"{{#x}}<{{y}}>{{/x}}", "x: [{y: 1}, {y: 2}]", "<1><2>"},
		{"{{#x}}<{{x}}>{{/x}}", "x: a", "<a>"},
		{"{{#x}}<{{x}}>{{/x}}", "x: 0", "<0>"},
		{"{{#x}}y{{/x}}", "x: true", "y"},
		{"{{#x}}y{{/x}}", "x: false", ""},
		{"{{#x}}y{{/x}}", "x: ''", ""},
		{"{{#x}}y{{/x}}", "x: []", ""},
		{"{{#x}}y{{/x}}", "x: null", ""},
		{"{{#x}}y{{/x}}", "{}", ""},
		{"{{^x}}n{{/x}}", "{}", "n"},
		{"{{^x}}n{{/x}}", "x: []", "n"},
		{"{{^x}}n{{/x}}", "x: [1]", ""},
		{"{{^x}}{{y}}{{/x}}", "y: 1", "1"},
		{"{{#a}}{{#b}}{{c}}{{/b}}{{/a}}", "a: [{b: [{c: 1}, {c: 2}]}, {b: [{c: 3}]}]", "123"},
		{"a{{! rien }}b", "{}", "ab"},
		{"a\n{{! rien }}\nb", "{}", "a\nb"},
		{"a\n  {{#x}}  \nb\n {{/x}}\nc", "x: true", "a\nb\nc"},
		{"{{#x}}\nb\n{{/x}}", "x: true", "b\n"},
		{"a {{#x}}\nb{{/x}}", "x: true", "a \nb"},
		{"{{#x}}{{/x}}\n", "x: true", "\n"},
		{"  {{x}}\n", "x: 1", "  1\n"},
		{"{{>b}}", "x: 1", "[1]"},
		{"<{{#y}}{{>b}}{{/y}}>", "y: [{x: 1}, {x: 2}]", "<[1][2]>"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		check(cases[i].a, "[{{x}}]", cases[i].data, cases[i].expected);
}

// A name is looked for where one stands, never around it.
static void test_what_a_record_lacks_is_not_taken_from_elsewhere(void **state)
{
	(void)state;
	check("{{#x}}<{{y}}>{{/x}}", "", "{y: 1, x: {z: 2}}", "<>");
	check("{{#x}}<{{y}}>{{/x}}", "", "{y: 1, x: [{y: 2}, {z: 3}]}", "<2><>");
	check("{{#x}}{{#y}}non{{/y}}{{/x}}", "", "{y: true, x: {z: 2}}", "");
	check("{{#x}}<{{y}}>{{/x}}", "", "{y: 1, x: [a]}", "<>");
	check("{{#x}}{{>b}}{{/x}}", "<{{y}}>", "{y: 1, x: {z: 2}}", "<>");
}

static void test_values_are_inert(void **state)
{
	static const struct {
		const char *value, *expected;
	} cases[] = {
		{"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
		{"\\\" onload=x", "&quot; onload=x"},
		{"' onload=x", "&#39; onload=x"},
		{"a & b &amp;", "a &amp; b &amp;amp;"},
		{"{{x}}{{>b}}", "{{x}}{{&gt;b}}"},
		{"</style></title><b>", "&lt;/style&gt;&lt;/title&gt;&lt;b&gt;"},
		{"-->", "--&gt;"},
		{"\\u0000\\u0001\\u001b[31m", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD[31m"},
		{"\\u0085\\u009b\\u007f", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
		{"a\\tb\\nc", "a\tb\nc"},
		{"a\\r\\nb\\rc", "a\nb\xEF\xBF\xBD"
				 "c"},
		{"\\u202egnp.txt", "[U+202E]gnp.txt"},
		{"\\u2066a\\u2069", "[U+2066]a[U+2069]"},
		{"\\u202a\\u202b\\u202c\\u202d", "[U+202A][U+202B][U+202C][U+202D]"},
		{"مرحبا é 😀", "مرحبا é 😀"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		char data[256];

		snprintf(data, sizeof data, "x: \"%s\"", cases[i].value);
		check("{{x}}", "", data, cases[i].expected);
	}
}

static void test_wrong_templates(void **state)
{
	static const struct {
		const char *a, *told;
	} cases[] = {
		{"{{", "line 1"},
		{"{{x", "closed"},
		{"{{x}", "closed"},
		{"a\nb\n{{x", "line 3"},
		{"{{}}", "name"},
		{"{{ }}", "name"},
		{"{{{x}}}", "escaped"},
		{"{{&x}}", "escaped"},
		{"{{& x}}", "escaped"},
		{"{{=<% %>=}}", "escaped"},
		{"{{#{x}}", "escaped"},
		{"{{x y}}", "name"},
		{"{{X}}", "name"},
		{"{{x-y}}", "name"},
		{"{{é}}", "name"},
		{"{{x.}}", "name"},
		{"{{.x}}", "name"},
		{"{{x..y}}", "name"},
		{"{{..}}", "name"},
		{"{{x\n}}", "name"},
		{"{{x|safe}}", "name"},
		{"{{$x}}", "name"},
		{"{{#}}", "name"},
		{"{{>}}", "name"},
		{"{{/x}}", "not that of"},
		{"{{#x}}", "no end"},
		{"{{^x}}", "no end"},
		{"a\n{{#x}}\n{{#y}}{{/y}}", "line 2"},
		{"{{#x}}{{/y}}", "not that of"},
		{"{{#x}}{{#y}}{{/x}}{{/y}}", "not that of"},
		{"{{#x}}{{/x}}{{/x}}", "not that of"},
		{"{{#x.y}}{{/x}}", "not that of"},
		{"{{>c}}", "no template c"},
		{"{{>a.html}}", "no template a.html"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_error err = {0};
		struct mg_buf out = {0};

		if (render(cases[i].a, "", "x: 1", &out, &err) != MG_EINVALID || !strstr(err.message, cases[i].told) ||
		    !strstr(err.message, "template a"))
			fail_msg("%s: %s", cases[i].a, err.message);
		assert_int_equal(out.len, 0);
		mg_buf_clear(&out);
	}
}

static void test_what_cannot_be_filled(void **state)
{
	static const struct {
		const char *a, *b, *data;
		int code;
	} cases[] = {
		{"{{x}}", "", "x: [1]", MG_EINVALID},
		{"{{x}}", "", "x: []", MG_EINVALID},
		{"{{x}}", "", "x: {y: 1}", MG_EINVALID},
		{"{{.}}", "", "{}", MG_EINVALID},
		{"{{#x}}{{.}}{{/x}}", "", "x: [[1]]", MG_EINVALID},
		{"{{#x}}{{.}}{{/x}}", "", "x: a", MG_EINVALID}, // a text is no place to stand in
		{"{{>a}}", "", "{}", MG_ELIMIT},
		{"{{>b}}", "{{>a}}", "{}", MG_ELIMIT},
		{"{{>b}}", "{{#x}}{{>b}}{{/x}}", "x: 1", MG_ELIMIT},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct mg_error err = {0};
		struct mg_buf out = {0};

		if (render(cases[i].a, cases[i].b, cases[i].data, &out, &err) != cases[i].code)
			fail_msg("%s: %s", cases[i].a, err.message);
		mg_buf_clear(&out);
	}
}

static void test_names_are_looked_up_in_the_set(void **state)
{
	const struct mg_embedded items[] = {ITEM("a", "{{#x.y}}{{>b}}{{/x.y}}"), ITEM("b", "{{^z}}{{>a}}{{/z}}"),
					    ITEM("c", "x {{! x }}{{xy}}")};
	struct mg_template_set *set;
	struct mg_buf out = {0};
	struct mg_error err = {0};
	struct mg_arena arena;

	(void)state;
	mg_arena_init(&arena, 0);
	assert_int_equal(mg_template_open(items, LENGTH(items), &arena, &set, &err), 0);
	assert_true(mg_template_mentions(set, "a", "x.y"));
	assert_true(mg_template_mentions(set, "a", "x"));
	assert_true(mg_template_mentions(set, "a", "z"));
	assert_true(mg_template_mentions(set, "b", "x.y"));
	assert_false(mg_template_mentions(set, "a", "x.y.z"));
	assert_false(mg_template_mentions(set, "a", "b"));
	assert_false(mg_template_mentions(set, "c", "x"));
	assert_false(mg_template_mentions(set, "d", "x"));
	assert_string_equal(mg_template_named(set, mg_slice_of("b")), "b");
	assert_null(mg_template_named(set, mg_slice_of("d")));
	assert_int_equal(mg_template_render(set, "d", NULL, &out, &err), MG_ENOTFOUND);
	mg_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_what_a_record_lacks_is_not_taken_from_elsewhere),
		cmocka_unit_test(test_values_are_inert),
		cmocka_unit_test(test_wrong_templates),
		cmocka_unit_test(test_what_cannot_be_filled),
		cmocka_unit_test(test_names_are_looked_up_in_the_set),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
