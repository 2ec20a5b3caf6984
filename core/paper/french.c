// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/french.h"

#define NO_BREAK        "\xC2\xA0"
#define NO_BREAK_NARROW "\xE2\x80\xAF"
#define MINUS           "\xE2\x88\x92"

void mg_french_date(struct mg_date date, struct mg_buf *out)
{
	static const char *const months[] = {"janvier", "février", "mars",      "avril",   "mai",      "juin",
					     "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};

	mg_buf_printf(out, "%d%s" NO_BREAK "%s" NO_BREAK "%d", date.day, date.day == 1 ? "er" : "",
		      months[date.month - 1], date.year);
}

void mg_french_quarter(struct mg_quarter quarter, struct mg_buf *out)
{
	mg_buf_printf(out, "%d%s" NO_BREAK "trimestre" NO_BREAK "%d", quarter.number, quarter.number == 1 ? "er" : "e",
		      quarter.year);
}

// Formatted digits in French: more than `ungrouped` of them by three; a fraction of zeros only with `zeros`.
static void put_digits(const char *digits, size_t ungrouped, bool zeros, struct mg_buf *out)
{
	const char *point = strchr(digits, '.');
	size_t n;

	if (*digits == '-') {
		mg_buf_puts(out, MINUS);
		digits++;
	}
	n = point ? (size_t)(point - digits) : strlen(digits);
	for (size_t i = 0; i < n; i++) {
		if (i && n > ungrouped && (n - i) % 3 == 0)
			mg_buf_puts(out, NO_BREAK_NARROW);
		mg_buf_putc(out, digits[i]);
	}
	if (point && (zeros || point[1 + strspn(point + 1, "0")]))
		mg_buf_printf(out, ",%s", point + 1);
}

void mg_french_number(struct mg_slice number, struct mg_buf *out)
{
	char digits[MG_FIXED_MAX_CHARS];
	struct mg_fixed value;

	if (mg_fixed_parse(number, &value))
		put_digits(mg_fixed_format(value, digits), 4, false, out);
	else
		mg_buf_put_slice(out, number);
}

void mg_french_amount(struct mg_slice number, struct mg_buf *out)
{
	const struct mg_fixed one = {1, 0};
	char digits[MG_FIXED_MAX_CHARS];
	struct mg_fixed value;

	if (mg_fixed_parse(number, &value) && mg_fixed_divide(value, one, 2, &value))
		put_digits(mg_fixed_format(value, digits), 3, true, out);
	else
		mg_buf_put_slice(out, number);
	mg_buf_puts(out, NO_BREAK "€");
}
