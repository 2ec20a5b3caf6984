// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/value/paris.h"

#include <stdlib.h>
#include <time.h>

static void check(int64_t ms, const char *expected)
{
	char text[MG_DATE_CHARS + 1];

	mg_date_format(mg_paris_date(ms), text);
	assert_string_equal(text, expected);
}

// Midnight in Paris is 22:00 UTC in summer, 23:00 UTC in winter; the times are those of date -u.
static void a_day_begins_at_midnight_in_paris(void **state)
{
	static const struct {
		int64_t seconds;
		const char *before, *from;
	} cases[] = {
		{1515970800, "2018-01-14", "2018-01-15"}, // 2018-01-14T23:00Z
		{1531605600, "2018-07-14", "2018-07-15"}, // 2018-07-14T22:00Z
		{1514761200, "2017-12-31", "2018-01-01"}, // 2017-12-31T23:00Z
		{1521932400, "2018-03-24", "2018-03-25"}, // the night before summer time: 23:00Z
		{1522015200, "2018-03-25", "2018-03-26"}, // the night after: 22:00Z
		{1540591200, "2018-10-26", "2018-10-27"}, // still summer
		{1540677600, "2018-10-27", "2018-10-28"}, // the day of 25 hours begins in summer time...
		{1540767600, "2018-10-28", "2018-10-29"}, // ... and ends in winter time
		{1711839600, "2024-03-30", "2024-03-31"}, // the last Sunday is the 31st
		{1711922400, "2024-03-31", "2024-04-01"},
		{1743289200, "2025-03-29", "2025-03-30"}, // 2025-03-29T23:00Z, the last Sunday is the 30th
		{1743372000, "2025-03-30", "2025-03-31"}, // and the 31st, Monday, is summer
		{1761429600, "2025-10-25", "2025-10-26"},
		{1761519600, "2025-10-26", "2025-10-27"},
		{-3600, "1969-12-31", "1970-01-01"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_date day = mg_paris_date(cases[i].seconds * 1000);

		check(cases[i].seconds * 1000 - 1, cases[i].before);
		check(cases[i].seconds * 1000, cases[i].from);
		assert_int_equal(mg_paris_midnight_ms(day), cases[i].seconds * 1000);
	}
}

// The hours of change themselves, 01:00 UTC, move no date; both sides of them are the same Sunday.
static void the_hours_of_change_stay_within_their_sunday(void **state)
{
	static const struct {
		int64_t seconds;
		const char *day;
	} cases[] = {
		{1521939600, "2018-03-25"}, // 2018-03-25T01:00Z
		{1540688400, "2018-10-28"}, // 2018-10-28T01:00Z
		{1711846800, "2024-03-31"}, // 2024-03-31T01:00Z
		{1729990800, "2024-10-27"}, // 2024-10-27T01:00Z
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		check(cases[i].seconds * 1000 - 1, cases[i].day);
		check(cases[i].seconds * 1000, cases[i].day);
	}
}

static void what_no_calendar_has_is_held(void **state)
{
	(void)state;
	check(INT64_MIN, "0001-01-01");
	check(INT64_MAX, "9999-12-31");
	check(INT64_MAX - 3600000, "9999-12-31");
}

// The C library, where it has the zone, agrees every six hours for sixty years, which end in the years it has no table for.
static void the_time_zone_database_agrees(void **state)
{
	(void)state;
	setenv("TZ", ":Europe/Paris", 1);
	tzset();
	if (timezone != -3600) {
		setenv("TZ", "UTC", 1);
		tzset();
		skip();
	}
	for (time_t t = 820454400; t < 820454400 + 60LL * 366 * 86400; t += 21600 - 60) {
		struct mg_date date = mg_paris_date((int64_t)t * 1000);
		struct tm local;

		assert_non_null(localtime_r(&t, &local));
		if (date.day != local.tm_mday || date.month != local.tm_mon + 1 || date.year != local.tm_year + 1900)
			fail_msg("at %lld Paris is on the %d, not the %d", (long long)t, local.tm_mday, date.day);
	}
	setenv("TZ", "UTC", 1);
	tzset();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_begins_at_midnight_in_paris),
		cmocka_unit_test(the_hours_of_change_stay_within_their_sunday),
		cmocka_unit_test(what_no_calendar_has_is_held),
		cmocka_unit_test(the_time_zone_database_agrees),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
