// SPDX-License-Identifier: EUPL-1.2
#include "cli/json_number.h"

#include "schema/value/number.h"

#include <inttypes.h>

static size_t digits(struct mg_slice text, size_t from)
{
	size_t n = 0;

	while (from + n < text.len && text.data[from + n] >= '0' && text.data[from + n] <= '9')
		n++;
	return n;
}

// RFC 8259, section 6: what may be written as it stands.
static bool is_json_number(struct mg_slice text)
{
	size_t i = text.len && text.data[0] == '-', n = digits(text, i);

	if (!n || (n > 1 && text.data[i] == '0'))
		return false;
	i += n;
	if (i < text.len && text.data[i] == '.') {
		n = digits(text, i + 1);
		if (!n)
			return false;
		i += 1 + n;
	}
	if (i < text.len && (text.data[i] == 'e' || text.data[i] == 'E')) {
		i++;
		i += i < text.len && (text.data[i] == '+' || text.data[i] == '-');
		n = digits(text, i);
		if (!n)
			return false;
		i += n;
	}
	return i == text.len;
}

// As many as a double can have: a file of nothing but digits costs no time.
#define BASED_DIGITS_MAX 256
#define DECIMAL_DIGITS   310

static void times_plus(unsigned char decimal[static DECIMAL_DIGITS], size_t *n, unsigned factor, unsigned carry)
{
	for (size_t i = 0; i < *n; i++) {
		carry += decimal[i] * factor;
		decimal[i] = (unsigned char)(carry % 10);
		carry /= 10;
	}
	for (; carry; carry /= 10)
		decimal[(*n)++] = (unsigned char)(carry % 10);
}

// 0x1F and 0o17 as 31 and 15. False when the text is neither, or too long.
static bool put_based(struct mg_slice text, struct mg_buf *out)
{
	unsigned char decimal[DECIMAL_DIGITS];
	unsigned base;
	size_t n = 0;

	if (text.len < 3 || text.len > 2 + BASED_DIGITS_MAX || (text.data[1] != 'x' && text.data[1] != 'o'))
		return false;
	base = text.data[1] == 'x' ? 16 : 8;
	for (size_t i = 2; i < text.len; i++) {
		char c = text.data[i];

		times_plus(decimal, &n, base, (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10));
	}
	while (n)
		mg_buf_putc(out, (char)('0' + decimal[--n]));
	return true;
}

// What YAML allows and JSON does not: a plus, zeros before, a point without a digit on one side.
static void put_decimal(struct mg_slice text, struct mg_buf *out)
{
	size_t i = text.data[0] == '-' || text.data[0] == '+', n;

	if (text.data[0] == '-')
		mg_buf_putc(out, '-');
	while (i + 1 < text.len && text.data[i] == '0' && text.data[i + 1] >= '0' && text.data[i + 1] <= '9')
		i++;
	n = digits(text, i);
	mg_buf_put(out, n ? text.data + i : "0", n ? n : 1);
	i += n;
	if (i < text.len && text.data[i] == '.' && digits(text, i + 1) == 0) {
		mg_buf_puts(out, ".0");
		i++;
	}
	mg_buf_put(out, text.data + i, text.len - i);
}

bool mg_json_number(const struct mg_node *node, struct mg_buf *out)
{
	const size_t before = out->len;

	if (is_json_number(node->text))
		mg_buf_put_slice(out, node->text);
	else if (node->type == MG_INT)
		mg_buf_printf(out, "%" PRId64, node->as.integer);
	else if (node->text.len && !put_based(node->text, out))
		put_decimal(node->text, out);
	if (is_json_number((struct mg_slice){mg_buf_text(out) + before, out->len - before}))
		return true;
	out->len = before;
	mg_number_format(node->as.number, out);
	return is_json_number((struct mg_slice){mg_buf_text(out) + before, out->len - before});
}
