// SPDX-License-Identifier: EUPL-1.2
#include "schema/due/ics.h"

#include "base/i18n.h"
#include "base/text.h"

#define LINE_OCTETS 75 // of a content line, without its end (RFC 5545, 3.1)
#define REMIND_DAYS 7
#define DAY_SECONDS 86400

// ---- content lines

// Puts a line, folded between characters: a continuation begins with a blank, which counts.
static void put_line(struct mg_buf *out, struct mg_slice line)
{
	size_t column = 0;

	while (line.len) {
		size_t n = mg_utf8_next(line, NULL);

		n = n ? n : 1;
		if (column + n > LINE_OCTETS) {
			mg_buf_puts(out, "\r\n ");
			column = 1;
		}
		mg_buf_put(out, line.data, n);
		column += n;
		line = (struct mg_slice){line.data + n, line.len - n};
	}
	mg_buf_puts(out, "\r\n");
}

static void put_plain(struct mg_buf *out, const char *line)
{
	put_line(out, mg_slice_of(line));
}

// A value of type TEXT (3.3.11): line breaks are told, and other controls have no place in one.
static void escape(struct mg_buf *line, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			mg_buf_puts(line, "\\n");
		else if (strchr("\\;,", *text))
			mg_buf_printf(line, "\\%c", *text);
		else if (((unsigned char)*text >= ' ' && *text != 0x7f) || *text == '\t')
			mg_buf_putc(line, *text);
	}
}

// NAME:text, where name ends with its colon.
static void put_text(struct mg_buf *out, const char *name, const char *text)
{
	struct mg_buf line = {0};

	mg_buf_puts(&line, name);
	escape(&line, text);
	if (line.failed)
		out->failed = line.failed;
	put_line(out, mg_buf_slice(&line));
	mg_buf_clear(&line);
}

static void put_date(struct mg_buf *out, const char *name, struct mg_date date)
{
	mg_buf_printf(out, "%s%04d%02d%02d\r\n", name, date.year, date.month, date.day);
}

static void put_stamp(struct mg_buf *out, int64_t ms)
{
	int64_t seconds = ms > 0 ? ms / 1000 : 0;
	int of_day = (int)(seconds % DAY_SECONDS);
	struct mg_date date = mg_date_add_days((struct mg_date){1970, 1, 1}, (int)(seconds / DAY_SECONDS));

	mg_buf_printf(out, "DTSTAMP:%04d%02d%02dT%02d%02d%02dZ\r\n", date.year, date.month, date.day, of_day / 3600,
		      of_day / 60 % 60, of_day % 60);
}

// ---- events

// A day in the calendar that is not busy: the work it ends is done before.
static void put_days(struct mg_buf *out, struct mg_date date)
{
	put_date(out, "DTSTART;VALUE=DATE:", date);
	put_date(out, "DTEND;VALUE=DATE:", mg_date_add_days(date, 1));
	put_plain(out, "TRANSP:TRANSPARENT");
}

static void put_uid(struct mg_buf *out, const struct mg_due *due, const char *cooperative)
{
	struct mg_buf line = {0};

	mg_buf_printf(&line, "UID:%s.", due->code);
	escape(&line, due->subject);
	mg_buf_printf(&line, "@%s.maillage", cooperative);
	if (line.failed)
		out->failed = line.failed;
	put_line(out, mg_buf_slice(&line));
	mg_buf_clear(&line);
}

static void put_description(struct mg_buf *out, const struct mg_due *due)
{
	struct mg_buf text = {0};

	if (*due->whom)
		mg_buf_printf(&text, _("For: %s\n"), due->whom);
	mg_buf_printf(&text, _("Article: %s\nDate: %s"), due->article, due->formula);
	for (size_t i = 0; i < due->n_records; i++)
		mg_buf_printf(&text, "\n%s", due->records[i]);
	if (text.failed)
		out->failed = text.failed;
	put_text(out, "DESCRIPTION:", mg_buf_text(&text));
	mg_buf_clear(&text);
}

// Who has to do what, as the list of deadlines says it: a calendar shows titles alone, and several owe the same.
static void put_title(struct mg_buf *out, const char *property, const struct mg_due *due)
{
	struct mg_buf text = {0};

	mg_buf_printf(&text, "%s%s%s", due->whom, *due->whom ? _(": ") : "", due->what);
	if (text.failed)
		out->failed = text.failed;
	put_text(out, property, mg_buf_text(&text));
	mg_buf_clear(&text);
}

static void put_alarm(struct mg_buf *out, const struct mg_due *due)
{
	put_plain(out, "BEGIN:VALARM");
	put_plain(out, "ACTION:DISPLAY");
	put_title(out, "DESCRIPTION:", due);
	mg_buf_printf(out, "TRIGGER:-P%dD\r\n", REMIND_DAYS);
	put_plain(out, "END:VALARM");
}

static void put_event(struct mg_buf *out, const struct mg_due *due, const struct mg_ics *calendar)
{
	put_plain(out, "BEGIN:VEVENT");
	put_uid(out, due, calendar->cooperative);
	put_stamp(out, calendar->stamp_ms);
	put_days(out, due->date);
	put_title(out, "SUMMARY:", due);
	put_description(out, due);
	put_text(out, "CATEGORIES:", due->code);
	put_alarm(out, due);
	put_plain(out, "END:VEVENT");
}

void mg_ics_write(const struct mg_dues *dues, const struct mg_ics *calendar, struct mg_buf *out)
{
	put_plain(out, "BEGIN:VCALENDAR");
	put_plain(out, "VERSION:2.0");
	put_plain(out, "PRODID:-//Maillage//Maillage//FR");
	put_plain(out, "CALSCALE:GREGORIAN");
	put_text(out, "X-WR-CALNAME:", calendar->title);
	for (size_t i = 0; i < dues->n; i++)
		if (dues->items[i].state != MG_DUE_DONE)
			put_event(out, &dues->items[i], calendar);
	put_plain(out, "END:VCALENDAR");
}
