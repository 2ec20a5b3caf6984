// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/json.h"
#include "schema/yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

// What a document of the YAML subset becomes, without its last newline. The caller frees it.
static char *converted(const char *yaml)
{
	struct mg_findings findings;
	struct mg_json json = {0};
	struct mg_doc doc;
	char *text = NULL;
	size_t len = 0;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	assert_int_equal(mg_yaml_read(&doc, "", mg_slice_of(yaml), &findings), 0);
	json.out = open_memstream(&text, &len);
	mg_json_node(&json, doc.root);
	fclose(json.out);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	return text;
}

static void values_keep_what_they_are(void **state)
{
	static const struct {
		const char *yaml, *json;
	} cases[] = {
		{"", "null"},
		{"~", "null"},
		{"true", "true"},
		{"non", "\"non\""},
		{"12:30", "\"12:30\""},
		{"\"01103\"", "\"01103\""},
		{"{}", "{}"},
		{"[]", "[]"},
		{"[1, 2]", "[\n  1,\n  2\n]"},
		{"a: {b: [c]}", "{\n  \"a\": {\n    \"b\": [\n      \"c\"\n    ]\n  }\n}"},
		{"\"a\\\"b\\\\c\\n\\u0001\"", "\"a\\\"b\\\\c\\n\\u0001\""},
		{"é", "\"é\""},
		{"\"\": x", "{\n  \"\": \"x\"\n}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *got = converted(cases[i].yaml);

		assert_string_equal(got, cases[i].json);
		free(got);
	}
}

static void numbers_keep_their_digits(void **state)
{
	static const struct {
		const char *yaml, *json;
	} cases[] = {
		{"0.1", "0.1"},
		{"12.50", "12.50"},
		{"-0", "-0"},
		{"1e3", "1e3"},
		{"1E+30", "1E+30"},
		{"12345678901234567890123", "12345678901234567890123"},
		{"0x1F", "31"}, // what JSON cannot write so
		{"0o17", "15"},
		{"+1", "1"},
		{"007", "7"},
		{"1.", "1.0"},
		{".5", "0.5"},
		{"-.inf", "\"-.inf\""},
		{".nan", "\".nan\""},
		// beyond 64 bits
		{"0x7fffffffffffffff", "9223372036854775807"},
		{"0x8000000000000000", "9223372036854775808"},
		{"0xFFFFFFFFFFFFFFFFFF", "4722366482869645213695"},
		{"0o7777777777777777777777777", "37778931862957161709567"},
		{"0x0000000000000000000000000000000000000001", "1"},
		{"+12345678901234567890123", "12345678901234567890123"},
		{"-0012345678901234567890123", "-12345678901234567890123"},
		{"-.12345678901234567890123", "-0.12345678901234567890123"},
		{"12345678901234567890123.", "12345678901234567890123.0"},
		{"+1.e400", "1.0e400"},
		{"+00", "0"},
		{"-00.50", "-0.50"},
		{"+.inf", "\".inf\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *got = converted(cases[i].yaml);

		assert_string_equal(got, cases[i].json);
		free(got);
	}
}

// As many digits as a double can have are written out; with more of them it is told as YAML has it.
static void numbers_without_end(void **state)
{
	char hex[2 + 257 + 1] = "0x", *got;

	(void)state;
	memset(hex + 2, 'F', 257);
	got = converted(hex);
	assert_string_equal(got, "\".inf\"");
	free(got);
	hex[2 + 256] = '\0';
	got = converted(hex);
	assert_int_equal(strlen(got), 309);
	assert_memory_equal(got,
			    "179769313486231590772930519078902473361797697894230657273430081157732675805500963132708",
			    87);
	free(got);
}

static void documents_are_laid_out(void **state)
{
	struct mg_json json = {0};
	char *text = NULL;
	size_t len = 0;

	(void)state;
	json.out = open_memstream(&text, &len);
	mg_json_open(&json, '{');
	mg_json_pair(&json, "none", NULL);
	mg_json_key(&json, "list");
	mg_json_open(&json, '[');
	mg_json_open(&json, '{');
	mg_json_close(&json, '{');
	mg_json_text(&json, "bad \xFF\xC3 end");
	mg_json_int(&json, INT64_MIN);
	mg_json_close(&json, '[');
	mg_json_pair_record(&json, "record", "actions/a.yaml");
	mg_json_key(&json, "time");
	mg_json_time(&json, 1516010400000);
	mg_json_key(&json, "never");
	mg_json_time(&json, 0);
	mg_json_key(&json, "old");
	mg_json_canon(&json, "{\"a\":.inf}");
	mg_json_close(&json, '{');
	mg_json_end(&json);
	fclose(json.out);
	assert_string_equal(text, "{\n"
				  "  \"none\": null,\n"
				  "  \"list\": [\n"
				  "    {},\n"
				  "    \"bad \xEF\xBF\xBD\xEF\xBF\xBD end\",\n"
				  "    -9223372036854775808\n"
				  "  ],\n"
				  "  \"record\": \"actions/a\",\n"
				  "  \"time\": \"2018-01-15T10:00:00Z\",\n"
				  "  \"never\": null,\n"
				  "  \"old\": {\n"
				  "    \"a\": \".inf\"\n"
				  "  }\n"
				  "}\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_keep_what_they_are),
		cmocka_unit_test(numbers_keep_their_digits),
		cmocka_unit_test(numbers_without_end),
		cmocka_unit_test(documents_are_laid_out),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
