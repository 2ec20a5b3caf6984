// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/value/date.h"

#include <stdlib.h>

static struct mg_date date_of(const char *text)
{
	struct mg_date date = {0};

	assert_true(mg_date_parse(mg_slice_of(text), &date));
	return date;
}

static void check_date(struct mg_date date, const char *expected)
{
	char text[MG_DATE_CHARS + 1];

	mg_date_format(date, text);
	assert_string_equal(text, expected);
}

static void dates_read_back(void **state)
{
	static const char *const texts[] = {"2018-01-31", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		check_date(date_of(texts[i]), texts[i]);
}

static void what_is_no_date_is_refused(void **state)
{
	static const char *const texts[] = {
		"",           "2018",        "2018-1-31",   "2018-01-1",  "2018/01/31", "18-01-31",    "2018-00-10",
		"2018-13-01", "2018-01-00",  "2018-01-32",  "2018-04-31", "2023-02-29", "1900-02-29",  "0000-01-01",
		"2018-01-3a", "2018-01-31 ", " 2018-01-31", "+018-01-31", "2018-01--1", "31-01-20188", "2018-1a-31",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mg_date date = {7, 7, 7};

		if (mg_date_parse(mg_slice_of(texts[i]), &date))
			fail_msg("\"%s\" was taken for a date", texts[i]);
		assert_int_equal(date.year, 7);
	}
}

static void months_are_clamped_to_their_end(void **state)
{
	static const struct {
		const char *from;
		int months;
		const char *to;
	} cases[] = {
		{"2023-01-31", 1, "2023-02-28"},          {"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},         {"2018-08-31", -2, "2018-06-30"},
		{"2018-11-30", 3, "2019-02-28"},          {"2019-11-30", 3, "2020-02-29"},
		{"2018-12-31", -2, "2018-10-31"},         {"2018-05-15", 0, "2018-05-15"},
		{"2018-12-15", 1, "2019-01-15"},          {"2018-01-15", -1, "2017-12-15"},
		{"2018-01-15", -13, "2016-12-15"},        {"2018-03-31", 36, "2021-03-31"},
		{"2024-02-29", 48, "2028-02-29"},         {"2018-01-15", 12, "2019-01-15"},
		{"9999-12-31", 1, "9999-12-31"},          {"0001-01-31", -1, "0001-01-01"},
		{"2018-06-30", 2147483647, "9999-12-31"}, {"2018-06-30", -2147483647 - 1, "0001-01-01"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check_date(mg_date_add_months(date_of(cases[i].from), cases[i].months), cases[i].to);
}

static void days_carry_over(void **state)
{
	static const struct {
		const char *from;
		int days;
		const char *to;
	} cases[] = {
		{"2018-12-31", 1, "2019-01-01"},       {"2024-02-28", 1, "2024-02-29"},
		{"2023-02-28", 1, "2023-03-01"},       {"2024-03-01", -1, "2024-02-29"},
		{"2018-03-31", 15, "2018-04-15"},      {"2018-01-01", -1, "2017-12-31"},
		{"2018-01-01", 365, "2019-01-01"},     {"2000-01-01", 366, "2001-01-01"},
		{"9999-12-31", 1, "9999-12-31"},       {"0001-01-01", -1, "0001-01-01"},
		{"0001-01-01", 3652058, "9999-12-31"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check_date(mg_date_add_days(date_of(cases[i].from), cases[i].days), cases[i].to);
}

// Every day of four centuries follows the one before it: the calendar repeats after that.
static void every_day_has_its_number(void **state)
{
	struct mg_date first = {1900, 1, 1}, date = first;

	(void)state;
	for (int days = 0; days < 146097; days++) {
		struct mg_date reached = mg_date_add_days(first, days);

		assert_int_equal(mg_date_compare(reached, date), 0);
		assert_int_equal(mg_date_days_between(first, date), days);
		if (++date.day > mg_date_days_in_month(date.year, date.month)) {
			date.day = 1;
			date.year += date.month == 12;
			date.month = date.month % 12 + 1;
		}
	}
	assert_int_equal(date.year, 2300);
}

static void dates_compare(void **state)
{
	(void)state;
	assert_true(mg_date_compare(date_of("2018-01-31"), date_of("2018-02-01")) < 0);
	assert_true(mg_date_compare(date_of("2018-02-01"), date_of("2018-01-31")) > 0);
	assert_true(mg_date_compare(date_of("2017-12-31"), date_of("2018-01-01")) < 0);
	assert_true(mg_date_compare(date_of("2018-01-02"), date_of("2018-01-01")) > 0);
	assert_int_equal(mg_date_compare(date_of("2018-01-01"), date_of("2018-01-01")), 0);
}

static void quarters_have_their_days(void **state)
{
	static const struct {
		const char *text, *first, *last;
	} cases[] = {
		{"2018-T1", "2018-01-01", "2018-03-31"},
		{"2018-T2", "2018-04-01", "2018-06-30"},
		{"2018-T3", "2018-07-01", "2018-09-30"},
		{"2018-T4", "2018-10-01", "2018-12-31"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_quarter quarter = {0}, of;
		char text[MG_PERIOD_CHARS + 1];

		assert_true(mg_quarter_parse(mg_slice_of(cases[i].text), &quarter));
		check_date(mg_quarter_first_day(quarter), cases[i].first);
		check_date(mg_quarter_last_day(quarter), cases[i].last);
		of = mg_quarter_of(mg_quarter_last_day(quarter));
		mg_quarter_format(of, text);
		assert_string_equal(text, cases[i].text);
		of = mg_quarter_of(mg_quarter_first_day(quarter));
		assert_int_equal(of.number, quarter.number);
	}
}

static void what_is_no_quarter_is_refused(void **state)
{
	static const char *const texts[] = {"",        "2018",    "2018-T0", "2018-T5",  "2018-t1", "2018-1",
					    "2018T1",  "18-T1",   "0000-T1", "2018-T11", "2O18-T1", "2018_T1",
					    "2018-T ", "T1-2018", "2018-S1", "-018-T1"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mg_quarter quarter = {7, 7};

		if (mg_quarter_parse(mg_slice_of(texts[i]), &quarter))
			fail_msg("\"%s\" was taken for a quarter", texts[i]);
		assert_int_equal(quarter.year, 7);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_read_back),
		cmocka_unit_test(what_is_no_date_is_refused),
		cmocka_unit_test(months_are_clamped_to_their_end),
		cmocka_unit_test(days_carry_over),
		cmocka_unit_test(every_day_has_its_number),
		cmocka_unit_test(dates_compare),
		cmocka_unit_test(quarters_have_their_days),
		cmocka_unit_test(what_is_no_quarter_is_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
