// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/text.h"
#include "schema/due/ics.h"

#define CA "0123456789abcdef0123456789abcdef01234567"

static const struct mg_ics calendar = {CA, "Alliance d'acteurs, « publics »", 1515970800000};

// A deadline with nothing remarkable; tests change what they are about.
static struct mg_due plain(void)
{
	return (struct mg_due){
		.code = "L1",
		.subject = "2018-T1.asso-1",
		.what = "Report",
		.whom = "asso-1",
		.date = {2018, 12, 31},
		.state = MG_DUE_COMING,
		.article = "G:1",
		.formula = "end + 30",
	};
}

static void write_one(struct mg_due due, struct mg_buf *out)
{
	struct mg_dues dues;

	mg_dues_init(&dues);
	assert_int_equal(mg_dues_add(&dues, &due, NULL), 0);
	mg_buf_reset(out);
	mg_ics_write(&dues, &calendar, out);
	assert_int_equal(mg_buf_check(out, NULL), 0);
	mg_dues_clear(&dues);
}

static void check_has(const struct mg_buf *out, const char *line)
{
	if (!strstr(mg_buf_text(out), line))
		fail_msg("no \"%s\" in:\n%s", line, mg_buf_text(out));
}

static void an_event_is_a_whole_day(void **state)
{
	struct mg_buf out = {0};

	(void)state;
	write_one(plain(), &out);
	check_has(&out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
	check_has(&out, "\r\nUID:L1.2018-T1.asso-1@" CA ".maillage\r\n");
	check_has(&out, "\r\nDTSTAMP:20180114T230000Z\r\n");
	check_has(&out, "\r\nDTSTART;VALUE=DATE:20181231\r\nDTEND;VALUE=DATE:20190101\r\n");
	check_has(&out, "\r\nSUMMARY:asso-1: Report\r\n");
	check_has(&out, "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	mg_buf_clear(&out);
}

static void a_uid_outlives_a_date(void **state)
{
	struct mg_due moved = plain();
	struct mg_buf out = {0};

	(void)state;
	moved.date = (struct mg_date){2019, 2, 1};
	moved.what = "Another sentence";
	write_one(moved, &out);
	check_has(&out, "\r\nUID:L1.2018-T1.asso-1@" CA ".maillage\r\n");
	mg_buf_clear(&out);
}

static void what_is_done_is_left_out(void **state)
{
	struct mg_due due = plain();
	struct mg_buf out = {0};

	(void)state;
	due.state = MG_DUE_DONE;
	write_one(due, &out);
	assert_null(strstr(mg_buf_text(&out), "VEVENT"));
	due.state = MG_DUE_LATE;
	write_one(due, &out);
	check_has(&out, "BEGIN:VEVENT");
	mg_buf_clear(&out);
}

static void what_means_something_is_escaped(void **state)
{
	static const struct {
		const char *what, *line;
	} cases[] = {
		{"a, b; c", "SUMMARY:a\\, b\\; c\r\n"},      {"C:\\new", "SUMMARY:C:\\\\new\r\n"},
		{"one\ntwo", "SUMMARY:one\\ntwo\r\n"},       {"one\r\ntwo", "SUMMARY:one\\ntwo\r\n"},
		{"bell\a\x7f.", "SUMMARY:bell.\r\n"},        {"a \"quoted\": word", "SUMMARY:a \"quoted\": word\r\n"},
		{"x\nEND:VEVENT", "SUMMARY:x\\nEND:VEVENT"}, {"", "SUMMARY:\r\n"},
	};
	struct mg_buf out = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mg_due due = plain();

		due.whom = "";
		due.what = cases[i].what;
		write_one(due, &out);
		check_has(&out, cases[i].line);
	}
	mg_buf_clear(&out);
}

// Takes the folds out of what was written.
static void unfold(const struct mg_buf *out, struct mg_buf *text)
{
	mg_buf_reset(text);
	for (size_t i = 0; i < out->len; i++) {
		if (i + 2 < out->len && memcmp(out->data + i, "\r\n ", 3) == 0)
			i += 2;
		else
			mg_buf_putc(text, out->data[i]);
	}
}

static void check_lines(const struct mg_buf *out)
{
	for (const char *line = mg_buf_text(out), *end; *line; line = end + 2) {
		end = strstr(line, "\r\n");
		assert_non_null(end);
		if (end - line > 75)
			fail_msg("a line of %d octets: %.*s", (int)(end - line), (int)(end - line), line);
		assert_null(memchr(line, '\n', (size_t)(end - line)));
		assert_int_equal(mg_utf8_check((struct mg_slice){line, (size_t)(end - line)}), (size_t)(end - line));
	}
}

// Whatever its length and wherever the two, three and four bytes of a character fall.
static void long_lines_are_folded_between_characters(void **state)
{
	static const char *const characters[] = {"a", "é", "€", "🗓"};
	struct mg_buf out = {0}, what = {0}, text = {0};

	(void)state;
	for (size_t kind = 0; kind < 4; kind++) {
		for (size_t n = 60; n < 160; n++) {
			struct mg_due due = plain();

			mg_buf_reset(&what);
			mg_buf_fill(&what, 'x', n % 5);
			for (size_t i = 0; i < n; i++)
				mg_buf_puts(&what, characters[kind]);
			due.what = mg_buf_text(&what);
			write_one(due, &out);
			check_lines(&out);
			unfold(&out, &text);
			check_has(&text, mg_buf_text(&what));
		}
	}
	mg_buf_clear(&out);
	mg_buf_clear(&what);
	mg_buf_clear(&text);
}

static void the_description_tells_why(void **state)
{
	static const char *const records[] = {"cooperative.yaml", "conventions/v1.yaml"};
	struct mg_due due = plain();
	struct mg_buf out = {0}, text = {0};

	(void)state;
	due.records = records;
	due.n_records = 2;
	write_one(due, &out);
	unfold(&out, &text);
	check_has(
		&text,
		"DESCRIPTION:For: asso-1\\nArticle: G:1\\nDate: end + 30\\ncooperative.yaml\\nconventions/v1.yaml\r\n");
	due.whom = "";
	write_one(due, &out);
	unfold(&out, &text);
	check_has(&text, "DESCRIPTION:Article: G:1\\n");
	mg_buf_clear(&out);
	mg_buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_is_a_whole_day),
		cmocka_unit_test(a_uid_outlives_a_date),
		cmocka_unit_test(what_is_done_is_left_out),
		cmocka_unit_test(what_means_something_is_escaped),
		cmocka_unit_test(long_lines_are_folded_between_characters),
		cmocka_unit_test(the_description_tells_why),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
