// SPDX-License-Identifier: EUPL-1.2
#include "daemon/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void times_are_utc(void **state)
{
	static const struct {
		int64_t ms;
		const char *line;
	} cases[] = {
		{0, "time=1970-01-01T00:00:00.000Z level=info"},
		{1795291200123, "time=2026-11-21T20:00:00.123Z level=info"},
		{1582934399999, "time=2020-02-28T23:59:59.999Z level=info"},
		{-1, "time=1969-12-31T23:59:59.999Z level=info"},
		{-1000, "time=1969-12-31T23:59:59.000Z level=info"},
		{253402300799999, "time=9999-12-31T23:59:59.999Z level=info"},
		{253402300800000, "time=253402300800000 level=info"},
		{INT64_MAX, "time=9223372036854775807 level=info"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mg_buf line = {0};

		mg_log_begin(&line, cases[i].ms, MG_LOG_INFO);
		assert_string_equal(mg_buf_text(&line), cases[i].line);
		mg_buf_clear(&line);
	}
}

static void whatever_a_value_holds_a_line_stays_a_line(void **state)
{
	static const struct {
		const char *value, *written;
	} cases[] = {
		{"plain", "plain"},
		{"actions/x-0000", "actions/x-0000"},
		{"été", "été"},
		{"refs/maillage/lines/*", "refs/maillage/lines/*"},
		{"", "\"\""},
		{" ", "\" \""},
		{"two words", "\"two words\""},
		{"a=b", "\"a=b\""},
		{"say \"no\"", "\"say \\\"no\\\"\""},
		{"back\\slash", "\"back\\\\slash\""},
		{"two\nlines", "\"two\\nlines\""},
		{"x\nlevel=error event=forged", "\"x\\nlevel=error event=forged\""},
		{"\r", "\"\\u000d\""},
		{"\x1b[31mred", "\"\\u001b[31mred\""},
		{"\x7f", "\"\\u007f\""},
		{"\xc2\x9b"
		 "2J",
		 "\"\\u009b2J\""},
		{"right\u202eleft", "\"right\\u202eleft\""},
		{"\u2066isolate", "\"\\u2066isolate\""},
		{"line\u2028separator", "\"line\\u2028separator\""},
		{"\xff\xfe", "\"\\xff\\xfe\""},
		{"cut \xc3", "\"cut \\xc3\""},
		{"\xc0\x8a", "\"\\xc0\\x8a\""},
		{"no\u00a0break", "no\u00a0break"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mg_buf line = {0}, expected = {0};

		mg_log_text(&line, "key", cases[i].value);
		mg_buf_printf(&expected, "key=%s", cases[i].written);
		assert_string_equal(mg_buf_text(&line), mg_buf_text(&expected));
		mg_buf_clear(&expected);
		mg_buf_clear(&line);
	}
}

static void pairs_are_parted_by_one_space(void **state)
{
	struct mg_buf line = {0};

	(void)state;
	mg_log_text(&line, "event", "recorded");
	mg_log_text(&line, "path", NULL);
	mg_log_number(&line, "fields", -3);
	mg_log_text(&line, "path", "x");
	assert_string_equal(mg_buf_text(&line), "event=recorded fields=-3 path=x");
	mg_buf_clear(&line);
}

static void errors_have_a_stable_code(void **state)
{
	static const struct {
		enum mg_code code;
		const char *hint, *line;
	} cases[] = {
		{MG_EINVALID, "", "code=invalid error=\"it broke\""},
		{MG_EBUSY, "wait", "code=busy error=\"it broke\" hint=wait"},
		{MG_EDENIED, "", "code=denied error=\"it broke\""},
		{MG_EINTERNAL, "", "code=internal error=\"it broke\""},
		{(enum mg_code) - 99, "", "code=unknown error=\"it broke\""},
		{(enum mg_code)1, "", "code=unknown error=\"it broke\""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mg_error err = {.code = cases[i].code, .message = "it broke"};
		struct mg_buf line = {0};

		if (*cases[i].hint)
			mg_error_hint(&err, "%s", cases[i].hint);
		mg_log_error(&line, &err);
		assert_string_equal(mg_buf_text(&line), cases[i].line);
		mg_buf_clear(&line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_utc),
		cmocka_unit_test(whatever_a_value_holds_a_line_stays_a_line),
		cmocka_unit_test(pairs_are_parted_by_one_space),
		cmocka_unit_test(errors_have_a_stable_code),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
