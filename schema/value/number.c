// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DIGITS_MAX   780   // more than the 767 that can decide the rounding of a double
#define EXPONENT_MAX 99999 // far beyond the range of a double, far below that of an int
#define EXACT_DIGITS 15    // a mantissa of so many digits, and
#define EXACT_POWER  22    // a power of ten up to this one, are both exact: one division or multiplication rounds right

struct decimal {
	bool negative;
	char digits[DIGITS_MAX + 2]; // significant, without leading zeros
	size_t n;
	int exponent; // the value is digits * 10^exponent
};

static int parse_exponent(const char *p, const char *end)
{
	bool negative = p < end && *p == '-';
	int value = 0;

	if (p < end && (*p == '-' || *p == '+'))
		p++;
	for (; p < end; p++)
		if (value <= EXPONENT_MAX)
			value = value * 10 + (*p - '0');
	return negative ? -value : value;
}

// A digit beyond those kept only matters by not being zero: then a 1 stands for all of them.
static void add_digit(struct decimal *number, char digit, bool *inexact)
{
	if (!number->n && digit == '0')
		return;
	if (number->n < DIGITS_MAX) {
		number->digits[number->n++] = digit;
		return;
	}
	*inexact |= digit != '0';
	if (number->exponent < EXPONENT_MAX)
		number->exponent++;
}

static void split(struct mg_slice text, struct decimal *number)
{
	const char *p = text.data, *end = text.data + text.len;
	bool inexact = false, fraction = false;

	number->n = 0;
	number->exponent = 0;
	number->negative = p < end && *p == '-';
	if (p < end && (*p == '-' || *p == '+'))
		p++;
	for (; p < end && *p != 'e' && *p != 'E'; p++) {
		if (*p == '.') {
			fraction = true;
			continue;
		}
		number->exponent -= fraction && number->exponent > -EXPONENT_MAX;
		add_digit(number, *p, &inexact);
	}
	if (p < end)
		number->exponent += parse_exponent(p + 1, end);
	if (inexact) {
		number->digits[number->n++] = '1';
		number->exponent--;
	}
	number->digits[number->n] = '\0';
}

static bool convert_exactly(const struct decimal *number, double *value)
{
	static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
					1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
	int64_t mantissa = 0;

	if (number->n > EXACT_DIGITS || abs(number->exponent) > EXACT_POWER)
		return false;
	for (size_t i = 0; i < number->n; i++)
		mantissa = mantissa * 10 + (number->digits[i] - '0');
	*value = number->exponent < 0 ? (double)mantissa / powers[-number->exponent]
				      : (double)mantissa * powers[number->exponent];
	return true;
}

static double convert(const struct decimal *number)
{
	char text[DIGITS_MAX + 32];
	double value;

	if (!number->n)
		return 0;
	if (!convert_exactly(number, &value)) {
		// Without a decimal point strtod reads the same in every locale.
		snprintf(text, sizeof text, "%se%d", number->digits, number->exponent);
		value = strtod(text, NULL);
	}
	return number->negative ? -value : value;
}

double mg_number_parse(struct mg_slice text)
{
	struct decimal number;

	split(text, &number);
	return convert(&number);
}

static unsigned bits_of_digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

double mg_number_parse_bits(struct mg_slice digits, unsigned bits)
{
	uint64_t top = 0;
	int shifted = 0;
	bool sticky = false;

	for (size_t i = 0; i < digits.len; i++) {
		unsigned digit = bits_of_digit(digits.data[i]);

		if (top >> (64 - bits)) {
			sticky |= digit != 0;
			shifted += shifted < EXPONENT_MAX ? (int)bits : 0;
			continue;
		}
		top = top << bits | digit;
	}
	// The lowest of 64 bits is far below a double's 53: it may carry what was shifted out.
	return ldexp((double)(top | sticky), shifted);
}

// 123e-1 as 12.3, 5e0 as 5.0.
static void put_positional(const struct decimal *number, struct mg_buf *out)
{
	int point = (int)number->n + number->exponent;

	if (point <= 0) {
		mg_buf_puts(out, "0.");
		mg_buf_fill(out, '0', (size_t)-point);
		mg_buf_put(out, number->digits, number->n);
	} else if (number->exponent >= 0) {
		mg_buf_put(out, number->digits, number->n);
		mg_buf_fill(out, '0', (size_t)number->exponent);
		mg_buf_puts(out, ".0");
	} else {
		mg_buf_put(out, number->digits, (size_t)point);
		mg_buf_putc(out, '.');
		mg_buf_put(out, number->digits + point, number->n - (size_t)point);
	}
}

static void put_scientific(const struct decimal *number, int power, struct mg_buf *out)
{
	mg_buf_put(out, number->digits, 1);
	if (number->n > 1) {
		mg_buf_putc(out, '.');
		mg_buf_put(out, number->digits + 1, number->n - 1);
	}
	mg_buf_printf(out, "e%+d", power);
}

// printf's %e, whatever character the locale has for a point.
static void round_to(double value, int digits, struct decimal *number)
{
	char text[64];
	const char *p = text;

	snprintf(text, sizeof text, "%.*e", digits - 1, fabs(value));
	number->negative = value < 0;
	number->n = 0;
	for (; *p && *p != 'e'; p++)
		if (*p >= '0' && *p <= '9')
			number->digits[number->n++] = *p;
	number->exponent = parse_exponent(p + 1, p + strlen(p)) - (digits - 1);
	while (number->n > 1 && number->digits[number->n - 1] == '0') {
		number->n--;
		number->exponent++;
	}
	number->digits[number->n] = '\0';
}

void mg_number_format(double value, struct mg_buf *out)
{
	struct decimal number;
	// Below the normal range doubles hold fewer digits.
	int digits = fabs(value) < DBL_MIN ? 1 : EXACT_DIGITS, power;

	if (isnan(value) || isinf(value)) {
		mg_buf_puts(out, isnan(value) ? ".nan" : value < 0 ? "-.inf" : ".inf");
		return;
	}
	if (value == 0) {
		mg_buf_puts(out, "0.0");
		return;
	}
	do
		round_to(value, digits, &number);
	while (digits++ < 17 && convert(&number) != value);
	if (number.negative)
		mg_buf_putc(out, '-');
	power = (int)number.n + number.exponent - 1;
	if (power >= -6 && power < 16)
		put_positional(&number, out);
	else
		put_scientific(&number, power, out);
}
