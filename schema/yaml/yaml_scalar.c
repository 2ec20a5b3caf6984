// SPDX-License-Identifier: EUPL-1.2
#include "schema/yaml/yaml_scalar.h"

#include "schema/value/number.h"

#include <math.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex_digit(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_octal_digit(char c)
{
	return c >= '0' && c <= '7';
}

// The three spellings of the core schema: true, True, TRUE.
static bool is_word(struct mg_slice text, const char *lower, const char *title, const char *upper)
{
	return mg_slice_is(text, lower) || mg_slice_is(text, title) || mg_slice_is(text, upper);
}

static void set_bool(struct mg_slice text, struct mg_node *node)
{
	bool value = is_word(text, "true", "True", "TRUE");

	if (!value && !is_word(text, "false", "False", "FALSE"))
		return;
	node->type = MG_BOOL;
	node->as.boolean = value;
}

static void set_null(struct mg_slice text, struct mg_node *node)
{
	if (!text.len || mg_slice_is(text, "~") || is_word(text, "null", "Null", "NULL"))
		node->type = MG_NULL;
}

static void set_float(double value, struct mg_node *node)
{
	node->type = MG_FLOAT;
	node->as.number = value;
}

// 0x1F and 0o17: digits come without a sign.
static bool set_based(struct mg_slice text, struct mg_node *node)
{
	unsigned bits = text.len > 2 && text.data[0] == '0' ? text.data[1] == 'x' ? 4 : text.data[1] == 'o' ? 3 : 0 : 0;
	struct mg_slice digits;
	uint64_t value = 0;

	if (!bits)
		return false;
	digits = (struct mg_slice){text.data + 2, text.len - 2};
	for (size_t i = 0; i < digits.len; i++)
		if (bits == 4 ? !is_hex_digit(digits.data[i]) : !is_octal_digit(digits.data[i]))
			return true;
	for (size_t i = 0; i < digits.len; i++) {
		char c = digits.data[i];

		if (value >> (63 - bits)) {
			set_float(mg_number_parse_bits(digits, bits), node);
			return true;
		}
		value = value << bits | (uint64_t)(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	node->type = MG_INT;
	node->as.integer = (int64_t)value;
	return true;
}

static void set_integer(struct mg_slice text, struct mg_node *node)
{
	bool negative = text.data[0] == '-';
	int64_t value = 0;

	// Counting down, as the smallest integer has no opposite.
	for (size_t i = negative || text.data[0] == '+'; i < text.len; i++) {
		int digit = text.data[i] - '0';

		if (value < (INT64_MIN + digit) / 10) {
			set_float(mg_number_parse(text), node);
			return;
		}
		value = value * 10 - digit;
	}
	if (!negative && value == INT64_MIN) {
		set_float(mg_number_parse(text), node);
		return;
	}
	node->type = MG_INT;
	node->as.integer = negative ? value : -value;
}

static bool set_special(struct mg_slice text, struct mg_node *node)
{
	bool negative = text.data[0] == '-', sign = negative || text.data[0] == '+';
	struct mg_slice rest = {text.data + sign, text.len - sign};

	if (rest.len != strlen(".inf") || *rest.data != '.')
		return false;
	if (is_word(rest, ".inf", ".Inf", ".INF"))
		set_float(negative ? -HUGE_VAL : HUGE_VAL, node);
	else if (!sign && is_word(rest, ".nan", ".NaN", ".NAN"))
		set_float((double)NAN, node);
	else
		return false;
	return true;
}

static size_t skip_digits(struct mg_slice text, size_t i)
{
	while (i < text.len && is_digit(text.data[i]))
		i++;
	return i;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
static void set_number(struct mg_slice text, struct mg_node *node)
{
	size_t start = text.data[0] == '-' || text.data[0] == '+', i = skip_digits(text, start), digits = i - start;
	size_t exponent;

	if (i == text.len && digits) {
		set_integer(text, node);
		return;
	}
	if (i < text.len && text.data[i] == '.') {
		size_t fraction = i + 1;

		i = skip_digits(text, fraction);
		digits += i - fraction;
	}
	if (!digits)
		return;
	if (i < text.len && (text.data[i] == 'e' || text.data[i] == 'E')) {
		exponent = i + 1 + (i + 1 < text.len && (text.data[i + 1] == '-' || text.data[i + 1] == '+'));
		i = skip_digits(text, exponent);
		if (i == exponent)
			return;
	}
	if (i == text.len)
		set_float(mg_number_parse(text), node);
}

void mg_scalar_resolve(struct mg_slice text, struct mg_node *node)
{
	char first = text.len ? text.data[0] : '~';

	node->type = MG_STRING;
	if (is_digit(first) || first == '-' || first == '+' || first == '.') {
		if (!set_based(text, node) && !set_special(text, node))
			set_number(text, node);
	} else if (first == 't' || first == 'T' || first == 'f' || first == 'F') {
		set_bool(text, node);
	} else if (first == '~' || first == 'n' || first == 'N') {
		set_null(text, node);
	}
}

bool mg_scalar_is_string(struct mg_slice text)
{
	struct mg_node node = {0};

	mg_scalar_resolve(text, &node);
	return node.type == MG_STRING;
}

#define QUOTE_BYTES 3u // U+2018 to U+201F in UTF-8

// 1 for a single quote of word processors (U+2018 to U+201B), 2 for a double one (U+201C to U+201F), else 0.
static int quote_kind(const char *p)
{
	const unsigned char *byte = (const unsigned char *)p;

	if (byte[0] != 0xE2 || byte[1] != 0x80 || byte[2] < 0x98 || byte[2] > 0x9F)
		return 0;
	return byte[2] < 0x9C ? 1 : 2;
}

bool mg_scalar_is_typographic(struct mg_slice text)
{
	int kind;

	if (text.len < 2 * QUOTE_BYTES || (unsigned char)text.data[0] != 0xE2)
		return false;
	kind = quote_kind(text.data);
	if (!kind || quote_kind(text.data + text.len - QUOTE_BYTES) != kind)
		return false;
	for (size_t i = QUOTE_BYTES; i + QUOTE_BYTES <= text.len - QUOTE_BYTES; i++)
		if (quote_kind(text.data + i) == kind)
			return false;
	return true;
}
