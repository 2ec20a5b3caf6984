// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema/record/finding.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static void test_copies(void **state)
{
	char message[] = "first";
	struct mg_findings list;

	(void)state;
	mg_findings_init(&list);
	mg_findings_add(&list, &(struct mg_finding){.code = "x", .message = message});
	message[0] = 'F';
	assert_int_equal(list.n, 1);
	assert_string_equal(list.items[0].message, "first");
	assert_string_equal(list.items[0].path, "");
	assert_string_equal(list.items[0].hint, "");
	mg_findings_clear(&list);
	assert_int_equal(list.n, 0);
}

static void test_limit(void **state)
{
	struct mg_findings list;

	(void)state;
	mg_findings_init(&list);
	for (unsigned i = 0; i < MG_MAX_FINDINGS + 10; i++)
		mg_findings_add(&list, &(struct mg_finding){.code = "x", .message = "m"});
	assert_int_equal(list.n, MG_MAX_FINDINGS);
	assert_int_equal(mg_findings_count(&list, MG_LEVEL_INVALID), MG_MAX_FINDINGS + 10);
	mg_findings_clear(&list);
	assert_int_equal(mg_findings_count(&list, MG_LEVEL_I), 0);
}

// A mistake after a thousand pieces of advice must still decide.
static void test_verdict(void **state)
{
	struct mg_findings list;

	(void)state;
	mg_findings_init(&list);
	for (unsigned i = 0; i < MG_MAX_FINDINGS; i++)
		mg_findings_add(&list, &(struct mg_finding){.code = "x", .level = MG_LEVEL_A});
	assert_int_equal(mg_findings_count(&list, MG_LEVEL_E), 0);
	mg_findings_add(&list, &(struct mg_finding){.code = "y", .level = MG_LEVEL_INVALID});
	assert_int_equal(mg_findings_count(&list, MG_LEVEL_E), 1);
	mg_findings_clear(&list);
}

static void test_brief(void **state)
{
	struct mg_findings list;

	(void)state;
	mg_findings_init(&list);
	assert_false(mg_findings_pass(&list, MG_LEVEL_I));
	list.brief = true;
	assert_false(mg_findings_pass(&list, MG_LEVEL_INVALID));
	assert_true(mg_findings_pass(&list, MG_LEVEL_E));
	mg_findings_add(&list, &(struct mg_finding){.code = "a", .level = MG_LEVEL_A});
	mg_findings_add(&list, &(struct mg_finding){.code = "x", .level = MG_LEVEL_INVALID});
	assert_int_equal(list.n, 1);
	assert_string_equal(list.items[0].code, "x");
	assert_int_equal(mg_findings_count(&list, MG_LEVEL_INVALID), 1);
	assert_int_equal(mg_findings_count(&list, MG_LEVEL_E), 2);
	assert_int_equal(mg_findings_count(&list, MG_LEVEL_I), 3);
	mg_findings_clear(&list);
}

static void test_sort(void **state)
{
	static const struct mg_finding items[] = {
		{.path = "b", .mark = {0, 1, 1}, .code = "5"}, {.path = "a", .mark = {0, 9, 2}, .code = "3"},
		{.path = "a", .mark = {0, 9, 1}, .code = "1"}, {.path = "a", .code = "0"},
		{.path = "a", .mark = {0, 9, 2}, .code = "4"}, {.path = "a", .mark = {0, 9, 1}, .code = "2"},
	};
	struct mg_findings list;

	(void)state;
	mg_findings_init(&list);
	for (size_t i = 0; i < LENGTH(items); i++)
		mg_findings_add(&list, &items[i]);
	mg_findings_sort(&list);
	assert_string_equal(list.items[0].code, "0");
	assert_string_equal(list.items[1].code, "1");
	assert_string_equal(list.items[2].code, "2"); // stable
	assert_string_equal(list.items[3].code, "3");
	assert_string_equal(list.items[4].code, "4");
	assert_string_equal(list.items[5].code, "5");
	mg_findings_clear(&list);
}

static void test_levels(void **state)
{
	static const enum mg_level levels[] = {MG_LEVEL_A, MG_LEVEL_INVALID, MG_LEVEL_I, MG_LEVEL_E, MG_LEVEL_A};
	struct mg_findings list;

	(void)state;
	mg_findings_init(&list);
	for (size_t i = 0; i < LENGTH(levels); i++)
		mg_findings_add(&list, &(struct mg_finding){.level = levels[i]});
	assert_int_equal(mg_findings_count(&list, MG_LEVEL_INVALID), 1);
	assert_int_equal(mg_findings_count(&list, MG_LEVEL_E), 2);
	assert_int_equal(mg_findings_count(&list, MG_LEVEL_A), 4);
	assert_int_equal(mg_findings_count(&list, MG_LEVEL_I), 5);
	assert_string_equal(mg_level_name(MG_LEVEL_INVALID), "invalide");
	assert_string_equal(mg_level_name(MG_LEVEL_I), "I");
	mg_findings_clear(&list);
}

static void check_print(const struct mg_finding *finding, const char *text, const char *expected)
{
	struct mg_buf out = {0};

	mg_finding_print(finding, mg_slice_of(text), &out);
	assert_string_equal(mg_buf_text(&out), expected);
	mg_buf_clear(&out);
}

static void test_print(void **state)
{
	struct mg_finding finding = {.path = "a.yaml", .message = "wrong", .hint = "", .mark = {9, 2, 4}, .length = 2};

	(void)state;
	check_print(&finding, "a: 1\nb\tc: \xC3\xA9t\nd: 2\n", "a.yaml:2:4: wrong\n    b c: \xC3\xA9t\n       ^^\n");
	finding.hint = "Do this.";
	check_print(&finding, "", "a.yaml:2:4: wrong\n    Do this.\n");
	// Longer than the line.
	finding.length = 100;
	check_print(&finding, "a: 1\r\nb: cd\r\n", "a.yaml:2:4: wrong\n    b: cd\n       ^^\n    Do this.\n");
	finding.mark = (struct mg_mark){0};
	check_print(&finding, "a: 1\n", "a.yaml: wrong\n    Do this.\n");
	finding.path = "";
	check_print(&finding, "a: 1\n", "wrong\n    Do this.\n");
}

// At the end of the text, beyond it, and with what a terminal would obey.
static void test_print_hostile(void **state)
{
	struct mg_finding finding = {.path = "a", .message = "m", .hint = "", .mark = {2, 1, 3}};

	(void)state;
	check_print(&finding, "ab", "a:1:3: m\n    ab\n      ^\n");
	finding.mark.offset = 50;
	check_print(&finding, "ab", "a:1:3: m\n");
	finding.mark = (struct mg_mark){0, 1, 1};
	check_print(&finding, "\x1B[2J\xFF\xC2\x9B\xE2\x80\xAE",
		    "a:1:1: m\n    \xEF\xBF\xBD[2J\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\n    ^\n");
	finding.mark = (struct mg_mark){3, 1, 1};
	check_print(&finding,
		    "\xEF\xBB\xBF"
		    "ab\n",
		    "a:1:1: m\n    ab\n    ^\n");
}

// The caret stays in sight of what it is under.
static void test_print_long_line(void **state)
{
	struct mg_finding finding = {.path = "a", .message = "m", .hint = "", .mark = {500, 1, 501}, .length = 3};
	struct mg_buf text = {0}, out = {0};
	const char *shown, *caret;

	(void)state;
	mg_buf_fill(&text, '.', 500);
	mg_buf_puts(&text, "here");
	mg_buf_fill(&text, '.', 500);
	mg_finding_print(&finding, mg_buf_slice(&text), &out);
	assert_true(out.len < 250);
	shown = strchr(mg_buf_text(&out), '\n') + 1;
	caret = strchr(shown, '\n') + 1;
	assert_memory_equal(shown + strcspn(caret, "^"), "her", 3);
	mg_buf_clear(&text);
	mg_buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_verdict),
		cmocka_unit_test(test_brief),
		cmocka_unit_test(test_sort),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_print_hostile),
		cmocka_unit_test(test_print_long_line),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
