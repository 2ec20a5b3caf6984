// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/jsonschema/jsonschema_format.h"

#include "schema/record/date_guess.h"

static void check(const char *name, const char *const *texts, size_t n, bool expected)
{
	const struct mg_format *format = mg_format_find(mg_slice_of(name));

	assert_non_null(format);
	assert_true(format->matches(mg_slice_of(format->example)));
	assert_false(format->matches(mg_slice_of("")));
	for (size_t i = 0; i < n; i++)
		if (format->matches(mg_slice_of(texts[i])) != expected)
			fail_msg("%s: \"%s\"", name, texts[i]);
}

#define GOOD(name, texts) check(name, texts, sizeof(texts) / sizeof *(texts), true)
#define BAD(name, texts)  check(name, texts, sizeof(texts) / sizeof *(texts), false)

static void dates(void **state)
{
	static const char *const good[] = {"2026-04-03", "2024-02-29", "2000-02-29", "1582-10-10"};
	static const char *const bad[] = {"2026-02-29", "2100-02-29",  "2026-04-31",           "2026-4-3",
					  "03/04/2026", "2026-04-03 ", "2026-04-03T10:00:00Z", "20260403",
					  "2026-W13-2", "2026-00-01",  "2026-13-01",           "+2026-04-03",
					  "२०२६-०४-०३"};

	(void)state;
	GOOD("date", good);
	BAD("date", bad);
}

static void times(void **state)
{
	static const char *const good[] = {"14:30:00Z",      "14:30:00z",
					   "00:00:00+02:00", "23:59:59.999999999-00:00",
					   "23:59:60Z",      "01:59:60+02:00",
					   "15:59:60-08:00", "00:29:60-23:30",
					   "23:29:60+23:30"};
	static const char *const bad[] = {"14:30",          "14:30:00",       "14:30:00+2",     "14:30:00+0200",
					  "14:30:00+02:60", "14:30:00+24:00", "24:00:00Z",      "14:60:00Z",
					  "14:30:61Z",      "14:30:60Z",      "23:59:60+02:00", "00:59:60Z",
					  "14:30:00.Z",     "14:30:00,5Z",    "14.30.00Z",      "14:30:00ZZ",
					  "14:30:00 Z",     "4:30:00Z",       "14h30",          "14:30:00Z+02:00",
					  "-1:30:00Z",      "14:30:00*02:00", "14:30:00+02-00"};

	(void)state;
	GOOD("time", good);
	BAD("time", bad);
}

static void dates_and_times(void **state)
{
	static const char *const good[] = {"2026-04-03T14:30:00+02:00", "2026-04-03t14:30:00z", "2016-12-31T23:59:60Z",
					   "2026-04-03T14:30:00.5Z"};
	static const char *const bad[] = {"2026-04-03",
					  "14:30:00Z",
					  "2026-04-03 14:30:00Z",
					  "2026-04-03T14:30:00",
					  "2026-02-30T14:30:00Z",
					  "2026-04-03T25:30:00Z",
					  "2026-04-03T14:30Z",
					  "2026-04-03T",
					  "2026-04-03T14:30:00+25:00",
					  "2026-04-03TT4:30:00Z",
					  "2026-4-3T14:30:00Z"};

	(void)state;
	GOOD("date-time", good);
	BAD("date-time", bad);
}

static void mailboxes(void **state)
{
	static const char *const good[] = {"a@b",
					   "jean.dupont+ca@asso-sante.example.fr",
					   "\"jean dupont\"@b.fr",
					   "\"a\\\"b\"@c.fr",
					   "\"a@b\"@c.fr",
					   "a@[127.0.0.1]",
					   "a@[IPv6:::1]",
					   "o'neil@c.fr"};
	static const char *const bad[] = {
		"a",
		"@b.fr",
		"a@",
		"a@b@c",
		".a@b.fr",
		"a.@b.fr",
		"a..b@c.fr",
		"a b@c.fr",
		"a@b c.fr",
		"a@-b.fr",
		"a@b-.fr",
		"a@b..fr",
		"a@.fr",
		"a@b.fr.",
		"a@b_c.fr",
		"é@b.fr",
		"a@é.fr",
		"\"a@b.fr",
		"\"a\"b@c.fr",
		"\"a\\\"@c.fr",
		"\"a\"b\"@c.fr",
		"a@[1.2.3]",
		"a@[::1]",
		"a@[IPv6:1]",
		"a@[1.2.3.4",
		"Jean <a@b.fr>",
		"a@b.fr, c@d.fr",
		"a@b.fr\n",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.fr",
	};

	(void)state;
	GOOD("email", good);
	BAD("email", bad);
}

static void uuids(void **state)
{
	static const char *const good[] = {"00000000-0000-0000-0000-000000000000",
					   "2EB8AA08-aa98-11ea-b4aa-73b441d16380"};
	static const char *const bad[] = {"2eb8aa08-aa98-11ea-b4aa-73b441d1638",
					  "2eb8aa08-aa98-11ea-b4aa-73b441d163800",
					  "2eb8aa08aa98-11ea-b4aa-73b441d163800",
					  "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
					  "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}",
					  "2eb8aa08aa9811eab4aa73b441d16380"};

	(void)state;
	GOOD("uuid", good);
	BAD("uuid", bad);
}

static void other_formats_are_not_asserted(void **state)
{
	static const char *const names[] = {"", "Date", "regex", "hostname", "telephone", "dat"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_null(mg_format_find(mg_slice_of(names[i])));
}

static void guesses(void **state)
{
	static const char *const cases[][2] = {
		{"3/4/2026", "2026-04-03"},        {"03-04-2026", "2026-04-03"},   {"03.04.26", "2026-04-03"},
		{"3 4 2026", "2026-04-03"},        {"2026/4/3", "2026-04-03"},     {"2026-4-3", "2026-04-03"},
		{"20260403", "2026-04-03"},        {"04/23/2026", "2026-04-23"},   {"1er avril 2026", "2026-04-01"},
		{"3 avr. 2026", "2026-04-03"},     {"12 août 2026", "2026-08-12"}, {"12 aout 2026", "2026-08-12"},
		{"12 fevrier 2026", "2026-02-12"}, {"12 déc 2026", "2026-12-12"},  {"12 JUILLET 2026", "2026-07-12"},
		{"29/02/2024", "2024-02-29"},
	};
	static const char *const none[] = {
		"",          "demain",           "avril 2026", "2026",
		"2026-04",   "29/02/2026",       "31/04/2026", "13/13/2026",
		"0/4/2026",  "3/4/126",          "3/4/20266",  "3 jui 2026",
		"3 av 2026", "3 thermidor 2026", "123/4/2026", "3/4/2026 10h",
		"202604031", "20261303",         "3/4/2026T",  "/4/2026",
		"un 4 2026", "99999999999 1 1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[MG_DATE_CHARS + 1];
		struct mg_date date;

		if (!mg_date_guess(mg_slice_of(cases[i][0]), &date))
			fail_msg("\"%s\" was no date", cases[i][0]);
		mg_date_format(date, text);
		assert_string_equal(text, cases[i][1]);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (mg_date_guess(mg_slice_of(none[i]), &(struct mg_date){0}))
			fail_msg("\"%s\" was taken for a date", none[i]);
}

// A day that its month has not: who typed it wants to know which is the last.
static void days_beyond_a_month(void **state)
{
	static const char *const cases[][2] = {
		{"2026-02-30", "2026-02-28"}, {"2028-02-30", "2028-02-29"},      {"30/2/2026", "2026-02-28"},
		{"31/04/26", "2026-04-30"},   {"31 février 2026", "2026-02-28"}, {"20260431", "2026-04-30"},
		{"2026-02-29", "2026-02-28"}, {"1900-02-29", "1900-02-28"},
	};
	static const char *const none[] = {
		"2026-02-28", "2026-01-31", "2026-13-30", "2026-00-30", "2026-02-32", "30/30/2026", "2026-02-00",
		"0000-02-30", "demain",     "",           "2026-02",    "30 2",       "2/30/2026x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[MG_DATE_CHARS + 1];
		struct mg_date last;

		if (!mg_date_guess_month_end(mg_slice_of(cases[i][0]), &last))
			fail_msg("\"%s\" was not beyond its month", cases[i][0]);
		mg_date_format(last, text);
		assert_string_equal(text, cases[i][1]);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (mg_date_guess_month_end(mg_slice_of(none[i]), &(struct mg_date){0}))
			fail_msg("\"%s\" was taken for a day beyond its month", none[i]);
}

static void what_to_tell_of_a_date(void **state)
{
	static const char *const cases[][2] = {
		{"3/4/2026", "did you mean 2026-04-03?"},
		{"2018-02-30", "that month has 28 days; the last is 2018-02-28"},
		{"2026-13-40", ""},
		{"demain", ""},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_buf hint = {0};

		assert_int_equal(mg_date_hint(mg_slice_of(cases[i][0]), &hint), *cases[i][1] != '\0');
		assert_string_equal(mg_buf_text(&hint), cases[i][1]);
		mg_buf_clear(&hint);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates),
		cmocka_unit_test(times),
		cmocka_unit_test(dates_and_times),
		cmocka_unit_test(mailboxes),
		cmocka_unit_test(uuids),
		cmocka_unit_test(other_formats_are_not_asserted),
		cmocka_unit_test(guesses),
		cmocka_unit_test(days_beyond_a_month),
		cmocka_unit_test(what_to_tell_of_a_date),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
