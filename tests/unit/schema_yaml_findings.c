// SPDX-License-Identifier: EUPL-1.2
//
// What a person is told of each mistake: its code, where it is, and how many there are.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema/yaml/yaml.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

// One "code line:col" a finding.
static void list_findings(struct mg_slice text, struct mg_buf *out)
{
	struct mg_findings findings;
	struct mg_doc doc;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	if (mg_yaml_read(&doc, "test.yaml", text, &findings) == 0)
		mg_buf_puts(out, "accepted");
	mg_findings_sort(&findings);
	for (size_t i = 0; i < findings.n; i++) {
		const struct mg_finding *finding = &findings.items[i];

		assert_int_equal(finding->level, MG_LEVEL_INVALID);
		assert_string_equal(finding->path, "test.yaml");
		assert_true(*finding->message && *finding->hint);
		mg_buf_printf(out, "%s%s %u:%u", i ? ", " : "", finding->code, (unsigned)finding->mark.line,
			      (unsigned)finding->mark.col);
	}
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
}

struct example {
	const char *text, *expected;
};

static void check(const struct example *examples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct mg_buf out = {0};

		list_findings(mg_slice_of(examples[i].text), &out);
		if (strcmp(mg_buf_text(&out), examples[i].expected) != 0)
			fail_msg("<%s>\ngot      %s\nexpected %s", examples[i].text, mg_buf_text(&out),
				 examples[i].expected);
		mg_buf_clear(&out);
	}
}

static void test_usual_mistakes(void **state)
{
	static const struct example examples[] = {
		// A second colon.
		{"titre: a: b\n", "yaml-colon 1:9"},
		{"a: 1\ntitre: Mantes : gare\n", "yaml-colon 2:15"},
		{"- x: y: z\n", "yaml-colon 1:7"},
		// A key without a space after its colon.
		{"a: 1\ntitre:abc\nb: 2\n", "yaml-space 2:6"},
		{"titre:abc\nb: 2\n", "yaml-space 1:6"},
		{"x: 1\ntitre:abc\n  b: 2\n", "yaml-space 2:6"},
		{"url: http://x\n  b: 2\n", "yaml-indent 2:3"},
		{"a: 1\nvers 12:30 ou http://x\nb: 2\n", "yaml-key 2:1"},
		{"l:\n  - a\n  -b\n", "yaml-space 3:3"},
		{"{a:}", "yaml-space 1:3"},
		{"[?a]", "yaml-space 1:2"},
		// No key at all.
		{"a: 1\nune phrase\nb: 2\n", "yaml-key 2:1"},
		{"a: 1\nune phrase\n", "yaml-key 2:1"},
		// Quotes.
		{"titre: \"abc\nb: 1\n", "yaml-quote 1:8"},
		{"titre: \"abc\nb: \"d\"\n", "yaml-quote 1:8"},
		{"titre: 'l'eau'\n", "yaml-quote 1:11"},
		{"titre: \"un\" deux\n", "yaml-quote 1:13"},
		{"titre: [\"un\" deux]\n", "yaml-quote 1:14"},
		{"a: \"x\n---\ny\"\n", "yaml-quote 1:4"},
		{"a: 'x\nb'\n", "yaml-quote 1:4"},
		{"titre: \xE2\x80\x9Coui\xE2\x80\x9D\n", "yaml-word-quotes 1:8"},
		{"\xE2\x80\x98titre\xE2\x80\x99: oui\n", "yaml-word-quotes 1:1"},
		{"titre: \xE2\x80\x9Cun: deux\xE2\x80\x9D\n", "yaml-word-quotes 1:8"},
		{"a: 1\n\xE2\x80\x9Cun\xE2\x80\x9D\nb: 2\n", "yaml-word-quotes 2:1"},
		// Backslashes.
		{"a: \"C:\\dossier\"\n", "yaml-escape 1:7"},
		{"a: \"\\xZZ\"\n", "yaml-escape 1:7"},
		{"a: \"\\ud800\"\n", "yaml-escape 1:7"},
		// Tabs.
		{"a:\n\tb: 1\n", "yaml-tab 2:1"},
		{"a:\n  b: 1\n\tc: 2\n", "yaml-tab 3:1"},
		{"-\ta\n", "yaml-tab 1:2"},
		{"a: {\n\tb: 1}\n", "yaml-tab 2:1"},
		{"a: |\n\tb\n", "yaml-tab 2:1"},
		{"a: b\n\tc\n", "yaml-tab 2:1"},
		{"a:\n\tb:\tc\n", "yaml-tab 2:1"},
		{"a:\n\t-\tc\n", "yaml-tab 2:1"},
		{"a:\n\tb: c\td\n", "yaml-tab 2:1"},
		{"a:\n\tb\t\n", "yaml-tab 2:1"},
		// Cells of a spreadsheet.
		{"a: b\tc\n\td\te\n", "yaml-cells 2:1"},
		{"a: b\r\n\td\te\r\n", "yaml-cells 2:1"},
		{"a: 1\nb\tc\td\n", "yaml-cells 2:1"},
		{"a: 1\nb c\t\t2\nd: 3\n", "yaml-cells 2:1"},
		{"a: \"b\"\tc\n", "yaml-cells 1:8"},
		{"a: \"b\nc\n\"\td\n", "yaml-cells 3:3"},
		{"a: \"b\nc\" \td\n", "yaml-quote 1:4"},
		// Indentation.
		{"a: 1\n  b: 2\n", "yaml-indent 2:3"},
		{"  a: 1\nb: 2\n", "yaml-indent 2:1"},
		{"# fiche\n\n  a: 1\n b: 2\n", "yaml-indent 4:2"},
		{"a:\n  b: 1\n c: 2\n", "yaml-indent 3:2"},
		{"a:\n  - b\n - c\n", "yaml-indent 3:2"},
		{"a: [\nb]\n", "yaml-indent 2:1"},
		{"a: [\n  b\n]\n", "yaml-indent 3:1"},
		{"a: {b: c\nd}\n", "yaml-indent 2:1"},
		{"a: >\n   \n  \n x\n", "yaml-indent 4:2"},
		// Dashes.
		{"a: - b\n", "yaml-dash 1:4"},
		{"a: b\n- c\n", "yaml-indent 2:1"},
		{"[-]\n", "yaml-syntax 1:2"},
		// Brackets.
		{"a:\n• b\n• c\n", "yaml-dash 2:1"},
		{"a: b\n– c\n", "yaml-dash 2:1"},
		{"a: [b, c\nd: 1\n", "yaml-bracket 1:4, yaml-indent 2:1"},
		{"a: [b, c\n", "yaml-bracket 1:4"},
		{"a: [b}\n", "yaml-bracket 1:4"},
		{"a: {b: c]\n", "yaml-bracket 1:4"},
		{"a: [b]]\n", "yaml-bracket 1:7"},
		{"a: b\n]\n", "yaml-bracket 2:1"},
		{"a: [b,,c]\n", "yaml-syntax 1:7"},
		{"a: ?\n", "yaml-reserved 1:4"},
		{"a: ? b\n", "yaml-reserved 1:4"},
		// Signs that begin no text.
		{"a: @b\n", "yaml-reserved 1:4"},
		{"a: `b\n", "yaml-reserved 1:4"},
		{"a: %b\n", "yaml-reserved 1:4"},
		{"a: | b\n", "yaml-block 1:4"},
		{"a: > 10\n", "yaml-block 1:4"},
		{"a: |0\n  b\n", "yaml-block 1:4"},
		{"a: *\n", "yaml-alias 1:4"},
		{"a: & b\n", "yaml-anchor 1:4"},
		// Comments.
		{"a: \"b\"#c\n", "yaml-comment 1:7"},
		{"a: [b,#c\n  d]\n", "yaml-comment 1:7"},
		{"a: |#b\n  c\n", "yaml-comment 1:5"},
	};

	(void)state;
	check(examples, LENGTH(examples));
}

static void test_left_out(void **state)
{
	static const struct example examples[] = {
		{"a: &x b\n", "yaml-anchor 1:4"},
		{"- *a\n", "yaml-alias 1:3"},
		{"*a : b\n", "yaml-alias 1:1"},
		{"a: **gras**\n", "yaml-alias 1:4"},
		{"a: !!str b\n", "yaml-tag 1:4"},
		{"a: !x [b]\n", "yaml-tag 1:4"},
		{"a: ! b\n", "yaml-tag 1:4"},
		{"a: !<x\n", "yaml-tag 1:4"},
		{"<<: {a: 1}\n", "yaml-merge 1:1"},
		{"a: 1\nb: 2\n'a': 3\na: 4\n", "yaml-duplicate 3:1, yaml-duplicate 4:1"},
		{"a: {b: 1, b: 2}\n", "yaml-duplicate 1:11"},
		{"1: a\n'1': b\n", "yaml-duplicate 2:1"},
		{"%YAML 1.2\n---\na: 1\n", "yaml-directive 1:1"},
		{"%TAG ! x:\n---\na: 1\n", "yaml-directive 1:1"},
		{"%pour cent\n", "yaml-directive 1:1"},
		{"a: 1\n---\nb: 2\n", "yaml-documents 2:1"},
		{"a: 1\n...\n---\nb: 2\n", "yaml-documents 3:1"},
		{"--- a: 1\n", "yaml-indent 1:1"},
		{"--- - a\n", "yaml-dash 1:5"},
		{"? [a]\n: b\n", "yaml-key 1:3"},
		{"{a: 1}: b\n", "yaml-key 1:1"},
		{"a: 1\n...\nb\n", "yaml-syntax 3:1"},
	};

	(void)state;
	check(examples, LENGTH(examples));
}

// libyaml takes a key of more than 1,024 bytes for none.
static void test_long_keys(void **state)
{
	static const char *const around[][2] = {{"", ": 1\n"},
						{"\"", "\": 1\n"},
						{"a:\n  ", ": 1\n"},
						{"? ", "\n: 1\n"}};
	struct mg_buf text = {0}, out = {0};

	(void)state;
	for (size_t i = 0; i < LENGTH(around); i++) {
		mg_buf_reset(&text);
		mg_buf_puts(&text, around[i][0]);
		mg_buf_fill(&text, 'k', 1100);
		mg_buf_puts(&text, around[i][1]);
		mg_buf_reset(&out);
		list_findings(mg_buf_slice(&text), &out);
		assert_memory_equal(mg_buf_text(&out), "yaml-key ", strlen("yaml-key "));
	}
	mg_buf_clear(&text);
	mg_buf_clear(&out);
}

static void test_bytes(void **state)
{
	static const struct example examples[] = {
		{"titre: \xE9t\xE9\n", "yaml-encoding 1:8"},
		{"\xFF\xFEt", "yaml-encoding 0:0"},
		{"PK\x03\x04 ods", "yaml-encoding 0:0"},
		{"\xD0\xCF\x11\xE0 xls", "yaml-encoding 0:0"},
		{"{\\rtf1 intitule: A}", "yaml-encoding 0:0"},
		{"%PDF-1.7\n", "yaml-encoding 0:0"},
		{"<!DOCTYPE html>\n", "yaml-encoding 0:0"},
		{"<html>\n", "yaml-encoding 0:0"},
		{"a: \xED\xA0\x80\n", "yaml-encoding 1:4"},
		{"a: b\x01\nc: \x7F\n", "yaml-character 1:5, yaml-character 2:4"},
		{"a: b\rc: d\n", "yaml-character 1:5"},
		{"a: \xC3\xA9\xC2\x85\n", "yaml-character 1:5"},
		{"a: \xE2\x80\xA8\xE2\x80\xA9\n", "yaml-character 1:4, yaml-character 1:5"},
		{"a: \xEF\xBB\xBF\n", "yaml-character 1:4"},
		{"a: \xEF\xBF\xBE\n", "yaml-character 1:4"},
	};
	struct mg_buf out = {0};

	(void)state;
	check(examples, LENGTH(examples));
	list_findings((struct mg_slice){"a: \0b\n", 6}, &out);
	assert_string_equal(mg_buf_text(&out), "yaml-character 1:4");
	mg_buf_reset(&out);
	list_findings((struct mg_slice){"\0a\0:\0", 5}, &out);
	assert_string_equal(mg_buf_text(&out), "yaml-character 1:1, yaml-character 1:3, yaml-character 1:5");
	mg_buf_clear(&out);
}

// Somebody who made several mistakes is told of several.
static void test_all_at_once(void **state)
{
	static const struct example examples[] = {
		{"a: &x 1\na: *x\nb: !t c\n<<: 1\nd: \xE2\x80\x9C"
		 "e\xE2\x80\x9D\n",
		 "yaml-anchor 1:4, yaml-duplicate 2:1, yaml-alias 2:4, yaml-tag 3:4, yaml-merge 4:1, "
		 "yaml-word-quotes 5:4"},
		{"a: b: c\nd: 1\ne:f\ng: \"h\ni: 2\n", "yaml-colon 1:5, yaml-space 3:2, yaml-quote 4:4"},
		{"a: 1\na: 2\nb: c: d\n", "yaml-duplicate 2:1, yaml-colon 3:5"},
		{"a: [\nb,\nc\n]\n", "yaml-indent 2:1, yaml-indent 3:1, yaml-indent 4:1"},
	};

	(void)state;
	check(examples, LENGTH(examples));
}

// However many keys, each that comes again is told, with the line of the first.
static void test_many_duplicates(void **state)
{
	struct mg_findings findings;
	struct mg_buf text = {0};
	struct mg_doc doc;

	(void)state;
	for (unsigned i = 0; i < 100; i++)
		mg_buf_printf(&text, "k%u: 1\n", i);
	mg_buf_puts(&text, "k7: 1\nk7: 2\n");
	mg_findings_init(&findings);
	mg_doc_init(&doc);
	assert_int_equal(mg_yaml_read(&doc, "a.yaml", mg_buf_slice(&text), &findings), MG_EINVALID);
	assert_int_equal(findings.n, 2);
	assert_int_equal(findings.items[1].mark.line, 102);
	assert_string_equal(findings.items[1].message, "the key \"k7\" is written twice; it already stands on line 8");
	mg_buf_clear(&text);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
}

static void test_wording(void **state)
{
	struct mg_findings findings;
	struct mg_buf out = {0};
	struct mg_doc doc;
	struct mg_slice text = mg_slice_of("titre: l'\xC3\xA9t\xC3\xA9 : bilan\n");

	(void)state;
	mg_findings_init(&findings);
	mg_doc_init(&doc);
	assert_int_equal(mg_yaml_read(&doc, "a.yaml", text, &findings), MG_EINVALID);
	mg_finding_print(&findings.items[0], text, &out);
	assert_string_equal(mg_buf_text(&out),
			    "a.yaml:1:14: a second colon stands on this line, where a text was expected\n"
			    "    titre: l'\xC3\xA9t\xC3\xA9 : bilan\n"
			    "                 ^\n"
			    "    Put the text after the first colon between quotes: key: \"a: b\".\n");
	mg_buf_clear(&out);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_usual_mistakes), cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_bytes),          cmocka_unit_test(test_long_keys),
		cmocka_unit_test(test_all_at_once),    cmocka_unit_test(test_many_duplicates),
		cmocka_unit_test(test_wording),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
