// SPDX-License-Identifier: EUPL-1.2
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void set_fills_everything_and_returns_the_code(void **state)
{
	struct mg_error err;

	(void)state;
	memset(&err, 0xAA, sizeof err);
	assert_int_equal(mg_error_set(&err, MG_EGIT, -16, "repo.c", 42, "%s: %d objects", "pack", 3), MG_EGIT);
	assert_int_equal(err.code, MG_EGIT);
	assert_int_equal(err.cause, -16);
	assert_string_equal(err.file, "repo.c");
	assert_int_equal(err.line, 42);
	assert_string_equal(err.message, "pack: 3 objects");
	assert_string_equal(err.hint, "");
}

static void fail_tells_where_it_happened(void **state)
{
	struct mg_error err = {0};

	(void)state;
	assert_int_equal(mg_fail(&err, MG_EINVALID, "wrong"), MG_EINVALID);
	assert_string_equal(err.file, __FILE__);
	assert_int_equal(err.line, __LINE__ - 2);
}

static void a_new_failure_forgets_the_former_hint(void **state)
{
	struct mg_error err = {0};

	(void)state;
	(void)mg_fail(&err, MG_EBUSY, "busy");
	(void)mg_error_hint(&err, "wait for %s", "it");
	assert_string_equal(err.hint, "wait for it");
	(void)mg_fail(&err, MG_EIO, "later");
	assert_string_equal(err.hint, "");
}

static void a_null_error_is_allowed_everywhere(void **state)
{
	(void)state;
	assert_int_equal(mg_fail(NULL, MG_ELIMIT, "lost %d", 1), MG_ELIMIT);
	errno = ENOENT;
	assert_int_equal(mg_fail_errno(NULL, "lost"), MG_ENOTFOUND);
	mg_error_prefix(NULL, "lost");
	assert_true(mg_error_hint(NULL, "lost") < 0);
}

static void errno_gives_the_code_and_the_reason(void **state)
{
	static const struct {
		int cause;
		enum mg_code code;
	} cases[] = {
		{ENOENT, MG_ENOTFOUND}, {EEXIST, MG_EEXISTS}, {ENOMEM, MG_ENOMEM}, {EACCES, MG_EIO},
		{ENOSPC, MG_EIO},       {EISDIR, MG_EIO},     {ELOOP, MG_EIO},     {ENOTDIR, MG_EIO},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_error err = {0};
		char expected[128];

		errno = cases[i].cause;
		assert_int_equal(mg_fail_errno(&err, "cannot read %s", "a.yaml"), cases[i].code);
		assert_int_equal(err.code, cases[i].code);
		assert_int_equal(err.cause, cases[i].cause);
		snprintf(expected, sizeof expected, "cannot read a.yaml: %s", strerror(cases[i].cause));
		assert_string_equal(err.message, expected);
	}
}

static void prefixes_stack_from_the_inside_out(void **state)
{
	struct mg_error err = {0};

	(void)state;
	(void)mg_fail(&err, MG_EINVALID, "not a date");
	mg_error_prefix(&err, "%s:%d", "etapes/x.yaml", 7);
	mg_error_prefix(&err, "copil");
	assert_string_equal(err.message, "copil: etapes/x.yaml:7: not a date");
	assert_int_equal(err.code, MG_EINVALID);
}

static void a_prefix_may_quote_no_format_of_the_message(void **state)
{
	struct mg_error err = {0};

	(void)state;
	(void)mg_fail(&err, MG_EINVALID, "%s", "100 %s %n");
	mg_error_prefix(&err, "taux");
	assert_string_equal(err.message, "taux: 100 %s %n");
}

// Hostile lengths: whatever is cut, the text ends within its array.
static void texts_too_long_are_cut(void **state)
{
	struct mg_error err = {0};
	char text[2 * MG_ERROR_MESSAGE_MAX];

	(void)state;
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';

	(void)mg_fail(&err, MG_EINVALID, "%s", text);
	assert_int_equal(strlen(err.message), MG_ERROR_MESSAGE_MAX - 1);
	mg_error_prefix(&err, "actions/a.yaml");
	assert_int_equal(strlen(err.message), MG_ERROR_MESSAGE_MAX - 1);
	assert_memory_equal(err.message, "actions/a.yaml: xxx", 19);
	mg_error_prefix(&err, "%s", text);
	assert_int_equal(strlen(err.message), MG_ERROR_MESSAGE_MAX - 1);
	errno = EIO;
	(void)mg_fail_errno(&err, "%s", text);
	assert_int_equal(strlen(err.message), MG_ERROR_MESSAGE_MAX - 1);
	assert_int_equal(mg_error_hint(&err, "%s", text), MG_EIO);
	assert_int_equal(strlen(err.hint), MG_ERROR_HINT_MAX - 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(set_fills_everything_and_returns_the_code),
		cmocka_unit_test(fail_tells_where_it_happened),
		cmocka_unit_test(a_new_failure_forgets_the_former_hint),
		cmocka_unit_test(a_null_error_is_allowed_everywhere),
		cmocka_unit_test(errno_gives_the_code_and_the_reason),
		cmocka_unit_test(prefixes_stack_from_the_inside_out),
		cmocka_unit_test(a_prefix_may_quote_no_format_of_the_message),
		cmocka_unit_test(texts_too_long_are_cut),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("base_error", tests, NULL, NULL);
}
