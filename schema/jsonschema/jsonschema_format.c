// SPDX-License-Identifier: EUPL-1.2
#include "schema/jsonschema/jsonschema_format.h"

#include "base/i18n.h"
#include "schema/value/date.h"
#include "schema/value/uri.h"

#define MAX_LOCAL_PART 64 // RFC 5321, 4.5.3.1
#define MAX_MAILBOX    254

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct mg_slice part(struct mg_slice text, size_t from, size_t len)
{
	return (struct mg_slice){text.data + from, len};
}

// Two digits at an offset, or -1.
static int two_digits(struct mg_slice text, size_t at)
{
	if (at + 2 > text.len || !is_digit(text.data[at]) || !is_digit(text.data[at + 1]))
		return -1;
	return (text.data[at] - '0') * 10 + (text.data[at + 1] - '0');
}

// RFC 3339 full-date.
static bool is_date(struct mg_slice text)
{
	struct mg_date date;

	return mg_date_parse(text, &date);
}

// Minutes east of UTC of "Z" or "+hh:mm". False when it is neither.
static bool read_offset(struct mg_slice text, int *minutes)
{
	int hour, minute;

	*minutes = 0;
	if (text.len == 1)
		return text.data[0] == 'Z' || text.data[0] == 'z';
	if (text.len != 6 || (text.data[0] != '+' && text.data[0] != '-') || text.data[3] != ':')
		return false;
	hour = two_digits(text, 1);
	minute = two_digits(text, 4);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return false;
	*minutes = text.data[0] == '-' ? -(hour * 60 + minute) : hour * 60 + minute;
	return true;
}

// RFC 3339 full-time, with its offset; a second 60 only where UTC ends a day.
static bool is_time(struct mg_slice text)
{
	int hour = two_digits(text, 0), minute = two_digits(text, 3), second = two_digits(text, 6), offset;
	size_t at = 8;

	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
		return false;
	if (text.data[2] != ':' || text.data[5] != ':')
		return false;
	if (at < text.len && text.data[at] == '.') {
		size_t point = at++;

		while (at < text.len && is_digit(text.data[at]))
			at++;
		if (at == point + 1)
			return false;
	}
	if (!read_offset(part(text, at, text.len - at), &offset))
		return false;
	return second < 60 || (hour * 60 + minute - offset + 2 * 1440) % 1440 == 1439; // a leap second: 23:59 in UTC
}

static bool is_date_time(struct mg_slice text)
{
	return text.len > 11 && (text.data[10] == 'T' || text.data[10] == 't') && is_date(part(text, 0, 10)) &&
	       is_time(part(text, 11, text.len - 11));
}

static bool is_uuid(struct mg_slice text)
{
	if (text.len != 36)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text.data[i] != '-' : !is_hex(text.data[i]))
			return false;
	}
	return true;
}

static bool is_atext(char c)
{
	return is_letter(c) || is_digit(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

// Words of atext with single dots between them.
static bool is_dot_string(struct mg_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == '.' ? i == 0 || i + 1 == text.len || text.data[i - 1] == '.'
					: !is_atext(text.data[i]))
			return false;
	return text.len > 0;
}

// "..." of printable ASCII, with a backslash before a quote or a backslash.
static bool is_quoted(struct mg_slice text)
{
	if (text.len < 2 || text.data[0] != '"' || text.data[text.len - 1] != '"')
		return false;
	for (size_t i = 1; i + 1 < text.len; i++) {
		if (text.data[i] == '"')
			return false;
		i += text.data[i] == '\\'; // what it escapes may be anything printable
		if (i + 1 == text.len || text.data[i] < ' ' || text.data[i] > '~')
			return false;
	}
	return true;
}

// Labels of letters, digits and inner hyphens.
static bool is_domain(struct mg_slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool first = i == 0 || text.data[i - 1] == '.', last = i + 1 == text.len || text.data[i + 1] == '.';

		if (text.data[i] == '.' || text.data[i] == '-' ? first || last
							       : !is_letter(text.data[i]) && !is_digit(text.data[i]))
			return false;
	}
	return text.len > 0;
}

static bool is_address_literal(struct mg_slice text)
{
	if (text.len < 2 || text.data[0] != '[' || text.data[text.len - 1] != ']')
		return false;
	text = part(text, 1, text.len - 2);
	if (text.len > 5 && memcmp(text.data, "IPv6:", 5) == 0)
		return mg_ipv6_check(part(text, 5, text.len - 5));
	return mg_ipv4_check(text);
}

// RFC 5321 Mailbox: ASCII, quoted local parts and address literals included.
static bool is_email(struct mg_slice text)
{
	size_t at = text.len;
	struct mg_slice local, domain;

	while (at > 0 && text.data[at - 1] != '@')
		at--;
	if (at < 2 || at - 1 > MAX_LOCAL_PART || text.len > MAX_MAILBOX)
		return false;
	local = part(text, 0, at - 1);
	domain = part(text, at, text.len - at);
	return (is_dot_string(local) || is_quoted(local)) && (is_domain(domain) || is_address_literal(domain));
}

const struct mg_format *mg_format_find(struct mg_slice name)
{
	static const struct mg_format formats[] = {
		{"date", is_date, N_("a date that exists, written year-month-day"), "2026-04-03"},
		{"time", is_time, N_("a time of day with its offset from UTC"), "14:30:00+02:00"},
		{"date-time", is_date_time, N_("a date and time with its offset from UTC"),
		 "2026-04-03T14:30:00+02:00"},
		{"email", is_email, N_("an e-mail address"), "contact@asso.example.fr"},
		{"uri", mg_uri_check, N_("a URI with its scheme"), "https://www.iledefrance.ars.sante.fr/"},
		{"uuid", is_uuid, N_("a UUID"), "2eb8aa08-aa98-11ea-b4aa-73b441d16380"},
	};

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (mg_slice_is(name, formats[i].name))
			return &formats[i];
	return NULL;
}
