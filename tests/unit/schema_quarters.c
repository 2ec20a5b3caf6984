// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/due/quarters.h"

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

static void a_quarter_has_its_days(void **state)
{
	static const struct {
		const char *effect; // NULL: the calendar's quarters
		const char *quarter, *first, *last;
	} cases[] = {
		{NULL, "2018-T1", "2018-01-01", "2018-03-31"},
		{NULL, "2018-T4", "2018-10-01", "2018-12-31"},
		{"2018-01-01", "2018-T2", "2018-04-01", "2018-06-30"}, // as the calendar's
		{"2018-02-15", "2018-T1", "2018-02-15", "2018-05-14"},
		{"2018-02-15", "2018-T2", "2018-05-15", "2018-08-14"},
		{"2018-02-15", "2018-T3", "2018-08-15", "2018-11-14"},
		{"2018-02-15", "2018-T4", "2018-11-15", "2019-02-14"}, // ends in the year after
		{"2018-02-15", "2019-T1", "2019-02-15", "2019-05-14"}, // after a renewal
		{"2018-02-15", "2017-T4", "2017-11-15", "2018-02-14"},
		{"2018-11-30", "2018-T1", "2018-11-30", "2019-02-27"}, // clamped in February...
		{"2018-11-30", "2018-T2", "2019-02-28", "2019-05-29"}, // ... and not for good
		{"2018-11-30", "2018-T3", "2019-05-30", "2019-08-29"},
		{"2019-11-30", "2019-T2", "2020-02-29", "2020-05-29"},
		{"2024-02-29", "2024-T4", "2024-11-29", "2025-02-27"},
		{"2024-02-29", "2025-T1", "2025-02-28", "2025-05-28"},
		{"2024-02-29", "2028-T1", "2028-02-29", "2028-05-28"},
		{"2018-12-31", "2018-T2", "2019-03-31", "2019-06-29"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_quarters quarters = {.of_convention = cases[i].effect};
		struct mg_quarter quarter = {0};

		if (cases[i].effect)
			quarters.effect = date_of(cases[i].effect);
		assert_true(mg_quarter_parse(mg_slice_of(cases[i].quarter), &quarter));
		check_date(mg_quarters_first_day(&quarters, quarter), cases[i].first);
		check_date(mg_quarters_last_day(&quarters, quarter), cases[i].last);
	}
}

// Every day of eight years, from every day of a leap year, is in exactly the quarter that is found for it.
static void each_day_is_in_one_quarter(void **state)
{
	(void)state;
	for (int effect = 0; effect < 366; effect++) {
		struct mg_quarters quarters = {true, mg_date_add_days((struct mg_date){2024, 1, 1}, effect)};
		struct mg_date day = {2022, 1, 1};

		for (int i = 0; i < 8 * 365; i++, day = mg_date_add_days(day, 1)) {
			struct mg_quarter quarter = mg_quarters_of(&quarters, day);

			if (mg_date_compare(mg_quarters_first_day(&quarters, quarter), day) > 0 ||
			    mg_date_compare(mg_quarters_last_day(&quarters, quarter), day) < 0)
				fail_msg("%d-%02d-%02d is not in %d-T%d", day.year, day.month, day.day, quarter.year,
					 quarter.number);
		}
	}
}

static void the_calendar_has_its_own(void **state)
{
	struct mg_quarters quarters = {0};
	struct mg_quarter quarter = mg_quarters_of(&quarters, date_of("2018-08-31"));

	(void)state;
	assert_int_equal(quarter.year, 2018);
	assert_int_equal(quarter.number, 3);
	quarter = mg_quarter_next(mg_quarter_next(quarter));
	assert_int_equal(quarter.year, 2019);
	assert_int_equal(quarter.number, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quarter_has_its_days),
		cmocka_unit_test(each_day_is_in_one_quarter),
		cmocka_unit_test(the_calendar_has_its_own),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
