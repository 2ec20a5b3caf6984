// SPDX-License-Identifier: EUPL-1.2
//
// A calendar as another program reads it: Debian's python3-icalendar.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "schema/due/ics.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PYTHON "/usr/bin/python3" // Debian's own, which has Debian's packages
#define CA     "0123456789abcdef0123456789abcdef01234567"

static const struct mg_ics calendar = {CA, "Alliance d'acteurs ; « publics, invisibles »", 1515970801000};

// No backslash before an n: python3-icalendar 4 undoes \\n in two steps and takes it for a line break. tests/unit has it.
static const char *const texts[] = {
	"Transmettre le bilan 2018-T1",
	"a, b; c\\d: \"e\"",
	"Deux lignes\navec un accent é, un € et un 🗓",
	"Une phrase assez longue pour être pliée, avec des accents à chaque mot où l'été, déjà, préférait s'étaler — "
	"encore, encore",
	"BEGIN:VEVENT\nEND:VCALENDAR",
};

#define TEXTS (sizeof texts / sizeof *texts)

static void fill(struct mg_dues *dues)
{
	char subject[32];

	for (size_t i = 0; i < TEXTS; i++) {
		struct mg_due due = {.code = "L1",
				     .subject = subject,
				     .what = texts[i],
				     .whom = "asso-1",
				     .date = {2018, 12, 31},
				     .state = MG_DUE_COMING,
				     .article = "G:1",
				     .formula = texts[TEXTS - 1 - i]};

		snprintf(subject, sizeof subject, "2018-T%zu.asso-1", i + 1);
		assert_int_equal(mg_dues_add(dues, &due, NULL), 0);
	}
}

static void put_hex(struct mg_buf *out, const char *text)
{
	for (; *text; text++)
		mg_buf_printf(out, "%02x", (unsigned char)*text);
}

// What the reader must print.
static void expect(const struct mg_dues *dues, struct mg_buf *out)
{
	mg_buf_puts(out, "2.0 ");
	put_hex(out, calendar.title);
	for (size_t i = 0; i < dues->n; i++) {
		struct mg_buf description = {0};

		mg_buf_printf(&description, "For: asso-1\nArticle: G:1\nDate: %s", dues->items[i].formula);
		mg_buf_printf(out, "\nL1.%s@" CA ".maillage 20180114T230001Z 2018-12-31 2019-01-01 -7 ",
			      dues->items[i].subject);
		put_hex(out, "asso-1: ");
		put_hex(out, dues->items[i].what);
		mg_buf_puts(out, " 4c31 ");
		put_hex(out, mg_buf_text(&description));
		mg_buf_clear(&description);
	}
	mg_buf_putc(out, '\n');
}

static void read_by_another(const char *file, struct mg_buf *out)
{
	char command[256], piece[4096];
	FILE *reader;
	size_t n;

	snprintf(command, sizeof command, PYTHON " tests/vectors/ics.py '%s'", file);
	reader = popen(command, "r");
	assert_non_null(reader);
	while ((n = fread(piece, 1, sizeof piece, reader)) > 0)
		mg_buf_put(out, piece, n);
	assert_int_equal(pclose(reader), 0);
}

static void another_program_reads_every_event(void **state)
{
	struct mg_buf written = {0}, expected = {0}, found = {0};
	char file[] = "/tmp/maillage-ics-XXXXXX";
	struct mg_dues dues;
	int fd = mkstemp(file);

	(void)state;
	assert_true(fd >= 0);
	mg_dues_init(&dues);
	fill(&dues);
	mg_ics_write(&dues, &calendar, &written);
	assert_int_equal(write(fd, mg_buf_text(&written), written.len), (ssize_t)written.len);
	close(fd);
	expect(&dues, &expected);
	read_by_another(file, &found);
	unlink(file);
	assert_string_equal(mg_buf_text(&found), mg_buf_text(&expected));
	mg_dues_clear(&dues);
	mg_buf_clear(&written);
	mg_buf_clear(&expected);
	mg_buf_clear(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_program_reads_every_event),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
