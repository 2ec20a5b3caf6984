// SPDX-License-Identifier: EUPL-1.2
//
// multipleOf, exactly: by long division over the decimal digits a person wrote.
#include "schema/jsonschema/jsonschema_value.h"

#include "schema/value/number.h"

#include <inttypes.h>

#define MAX_DIGITS   17   // a remainder times ten stays in 64 bits
#define MAX_EXPONENT 2000 // beyond any double, and keeps sums of exponents far from overflow

struct digits {
	struct mg_slice text; // sign, digits and point, without the exponent
	size_t significant;   // digits up to the last that is not 0; none of a zero
	int exponent;         // of that last digit
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

// The number in decimal: as written, or formatted when it was written otherwise (0x1F) or built.
static struct mg_slice decimal_text(const struct mg_node *node, struct mg_buf *room)
{
	bool plain = node->text.len > 0;

	for (size_t i = 0; plain && i < node->text.len; i++)
		plain = is_digit(node->text.data[i]) || (node->text.data[i] && strchr("+-.eE", node->text.data[i]));
	if (plain)
		return node->text;
	if (node->type == MG_INT)
		mg_buf_printf(room, "%" PRId64, node->as.integer);
	else
		mg_number_format(node->as.number, room);
	return mg_buf_slice(room);
}

static int read_exponent(struct mg_slice text)
{
	size_t at = text.len > 0 && (text.data[0] == '-' || text.data[0] == '+');
	int value = 0;

	for (; at < text.len && value < MAX_EXPONENT; at++)
		value = value * 10 + (text.data[at] - '0');
	return text.len > 0 && text.data[0] == '-' ? -value : value;
}

static struct digits read_digits(struct mg_slice text)
{
	struct digits out = {.text = text};
	int written = 0, fraction = 0, after_last = 0; // fraction: digits after the point; after_last: final zeros
	bool point = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (c == 'e' || c == 'E') {
			out.text.len = i;
			out.exponent = read_exponent((struct mg_slice){text.data + i + 1, text.len - i - 1});
			break;
		}
		point |= c == '.';
		if (!is_digit(c))
			continue;
		written++;
		fraction += point;
		after_last = c == '0' ? after_last + 1 : 0;
	}
	out.significant = (size_t)(written - after_last);
	out.exponent += after_last - fraction;
	return out;
}

bool mg_decimal_read(const struct mg_node *node, struct mg_decimal *out)
{
	struct mg_buf room = {0};
	struct digits digits = read_digits(decimal_text(node, &room));
	size_t left = digits.significant, kept = 0;

	*out = (struct mg_decimal){.exponent = digits.exponent};
	for (const char *p = digits.text.data; left > 0 && *p != '-' && kept <= MAX_DIGITS; p++) {
		if (!is_digit(*p))
			continue;
		kept += kept > 0 || *p != '0';
		out->digits = out->digits * 10 + (uint64_t)(*p - '0');
		left--;
	}
	mg_buf_clear(&room);
	return left == 0 && kept > 0 && kept <= MAX_DIGITS;
}

bool mg_value_is_multiple(const struct mg_node *node, const struct mg_decimal *divisor)
{
	struct mg_buf room = {0};
	struct digits digits = read_digits(decimal_text(node, &room));
	size_t left = digits.significant;
	bool finer = left > 0 && digits.exponent < divisor->exponent; // its last digit is finer than any multiple's
	uint64_t rest = 0;

	for (const char *p = digits.text.data; left > 0; p++)
		if (is_digit(*p)) {
			rest = (rest * 10 + (uint64_t)(*p - '0')) % divisor->digits;
			left--;
		}
	for (int e = digits.exponent; e > divisor->exponent && rest > 0; e--)
		rest = rest * 10 % divisor->digits;
	mg_buf_clear(&room);
	return !finer && rest == 0;
}
