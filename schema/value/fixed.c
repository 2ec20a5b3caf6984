// SPDX-License-Identifier: EUPL-1.2
#include "schema/value/fixed.h"

#include "schema/value/number.h"

#define MAX_DIGITS    18u // read on either side of the point
#define MAX_FORMATTED 40u // digits of the greatest value

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

// A power of ten that fits mg_fixed_units.
static bool power_of_ten(unsigned exponent, mg_fixed_units *out)
{
	*out = 1;
	if (exponent > 38)
		return false;
	while (exponent--)
		*out *= 10;
	return true;
}

// ---- reading

// Digits at *at go into value; returns how many, or MAX_DIGITS + 1 when there are too many that count.
static unsigned read_digits(struct mg_slice text, size_t *at, mg_fixed_units *value)
{
	unsigned n = 0;

	while (*at < text.len && is_digit(text.data[*at])) {
		*value = *value * 10 + (text.data[(*at)++] - '0');
		if (++n > MAX_DIGITS)
			return n;
	}
	return n;
}

static void skip_zeros(struct mg_slice text, size_t *at, unsigned *zeros)
{
	while (*at < text.len && text.data[*at] == '0') {
		(*at)++;
		(*zeros)++;
	}
}

// The exponent after e or E, within what can matter.
static bool read_exponent(struct mg_slice text, size_t *at, int *exponent)
{
	mg_fixed_units value = 0;
	bool negative = false;
	unsigned n;

	*exponent = 0;
	if (*at == text.len || (text.data[*at] != 'e' && text.data[*at] != 'E'))
		return true;
	if (++*at < text.len && (text.data[*at] == '+' || text.data[*at] == '-'))
		negative = text.data[(*at)++] == '-';
	n = read_digits(text, at, &value);
	if (!n || n > 4)
		return false;
	*exponent = negative ? -(int)value : (int)value;
	return true;
}

// Shifts the point by an exponent.
static bool scale_by(struct mg_fixed *value, int exponent)
{
	int scale = (int)value->scale - exponent;
	mg_fixed_units factor;

	if (scale > (int)MG_FIXED_MAX_SCALE)
		return value->units == 0;
	if (scale >= 0) {
		value->scale = (unsigned)scale;
		return true;
	}
	value->scale = 0;
	return power_of_ten((unsigned)-scale, &factor) && !__builtin_mul_overflow(value->units, factor, &value->units);
}

bool mg_fixed_parse(struct mg_slice text, struct mg_fixed *out)
{
	struct mg_fixed value = {0};
	unsigned before = 0, zeros = 0;
	bool negative = false;
	size_t at = 0;
	int exponent;

	if (at < text.len && (text.data[at] == '-' || text.data[at] == '+'))
		negative = text.data[at++] == '-';
	skip_zeros(text, &at, &zeros);
	before = read_digits(text, &at, &value.units);
	if (at < text.len && text.data[at] == '.') {
		at++;
		value.scale = read_digits(text, &at, &value.units);
	}
	if (before > MAX_DIGITS || value.scale > MAX_DIGITS || before + zeros + value.scale == 0)
		return false;
	if (!read_exponent(text, &at, &exponent) || at != text.len || !scale_by(&value, exponent))
		return false;
	if (negative)
		value.units = -value.units;
	*out = value;
	return true;
}

bool mg_fixed_read(const struct mg_node *node, struct mg_fixed *out)
{
	if (!node || (node->type != MG_INT && node->type != MG_FLOAT))
		return false;
	if (node->type == MG_FLOAT)
		return mg_fixed_parse(node->text, out);
	*out = (struct mg_fixed){node->as.integer, 0}; // the text may be hexadecimal
	return true;
}

// ---- computing

static bool rescale(struct mg_fixed *value, unsigned scale)
{
	mg_fixed_units factor;

	if (!power_of_ten(scale - value->scale, &factor) || __builtin_mul_overflow(value->units, factor, &value->units))
		return false;
	value->scale = scale;
	return true;
}

static bool same_scale(struct mg_fixed *a, struct mg_fixed *b)
{
	return a->scale < b->scale ? rescale(a, b->scale) : rescale(b, a->scale);
}

bool mg_fixed_add(struct mg_fixed a, struct mg_fixed b, struct mg_fixed *out)
{
	struct mg_fixed sum;

	if (!same_scale(&a, &b) || __builtin_add_overflow(a.units, b.units, &sum.units))
		return false;
	sum.scale = a.scale;
	*out = sum;
	return true;
}

bool mg_fixed_multiply(struct mg_fixed a, struct mg_fixed b, struct mg_fixed *out)
{
	struct mg_fixed product = {.scale = a.scale + b.scale};

	if (__builtin_mul_overflow(a.units, b.units, &product.units))
		return false;
	*out = product;
	return true;
}

bool mg_fixed_divide(struct mg_fixed a, struct mg_fixed b, unsigned scale, struct mg_fixed *out)
{
	mg_fixed_units quotient, rest;

	// a.units / 10^a.scale / (b.units / 10^b.scale) * 10^scale, as one fraction of integers
	if (!b.units || (a.scale < b.scale + scale && !rescale(&a, b.scale + scale)) ||
	    (a.scale > b.scale + scale && !rescale(&b, a.scale - scale)))
		return false;
	quotient = a.units / b.units;
	rest = a.units % b.units;
	if (rest < 0)
		rest = -rest;
	if (rest > (b.units < 0 ? -b.units : b.units) - rest - 1)
		quotient += (a.units < 0) == (b.units < 0) ? 1 : -1;
	*out = (struct mg_fixed){quotient, scale};
	return true;
}

bool mg_fixed_compare(struct mg_fixed a, struct mg_fixed b, int *order)
{
	if (!same_scale(&a, &b))
		return false;
	*order = (a.units > b.units) - (a.units < b.units);
	return true;
}

// ---- writing

char *mg_fixed_format(struct mg_fixed value, char out[MG_FIXED_MAX_CHARS])
{
	char digits[MAX_FORMATTED];
	unsigned n = 0, len = 0;
	mg_fixed_units rest = value.units;

	do {
		int digit = (int)(rest % 10);

		digits[n++] = (char)('0' + (digit < 0 ? -digit : digit));
		rest /= 10;
	} while ((rest || n <= value.scale) && n < MAX_FORMATTED);
	if (value.units < 0)
		out[len++] = '-';
	while (n) {
		if (n == value.scale)
			out[len++] = '.';
		out[len++] = digits[--n];
	}
	out[len] = '\0';
	return out;
}

const struct mg_node *mg_fixed_node(struct mg_arena *arena, struct mg_fixed value)
{
	char text[MG_FIXED_MAX_CHARS];
	struct mg_node *node;

	if (!value.scale && value.units >= INT64_MIN && value.units <= INT64_MAX)
		return mg_node_new_int(arena, (int64_t)value.units);
	node = mg_arena_alloc(arena, sizeof *node);
	if (!node)
		return NULL;
	mg_fixed_format(value, text);
	node->type = MG_FLOAT;
	node->text = (struct mg_slice){mg_arena_strdup(arena, text), strlen(text)};
	node->as.number = mg_number_parse(node->text);
	return node->text.data ? node : NULL;
}
