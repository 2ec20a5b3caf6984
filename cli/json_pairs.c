// SPDX-License-Identifier: EUPL-1.2
#include "cli/json_pairs.h"

#include "base/text.h"

#define ESCAPE 6u // bytes of \\uXXXX

static bool begins_as_json(struct mg_slice text)
{
	size_t at = 0;

	while (at < text.len && text.data[at] && strchr(" \t\r\n", text.data[at]))
		at++;
	return at < text.len && text.data[at] && strchr("{[\"", text.data[at]);
}

static unsigned digit(char c)
{
	return c >= '0' && c <= '9'   ? (unsigned)(c - '0')
	       : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
	       : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
				      : 16;
}

// The number of an escape \\uXXXX at an offset; 0 when there is none.
static uint32_t escape_at(struct mg_slice text, size_t at)
{
	uint32_t number = 0;

	if (at > text.len || text.len - at < ESCAPE || text.data[at] != '\\' || text.data[at + 1] != 'u')
		return 0;
	for (size_t i = 2; i < ESCAPE; i++) {
		const unsigned each = digit(text.data[at + i]);

		if (each > 15)
			return 0;
		number = number * 16 + each;
	}
	return number;
}

// The character of two halves at an offset; 0 when they are none.
static uint32_t pair_at(struct mg_slice text, size_t at)
{
	const uint32_t high = escape_at(text, at), low = high ? escape_at(text, at + ESCAPE) : 0;

	if (high < 0xD800 || high > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
		return 0;
	return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

static void put_character(struct mg_buf *out, uint32_t c)
{
	mg_buf_putc(out, (char)(0xF0 | c >> 18));
	mg_buf_putc(out, (char)(0x80 | (c >> 12 & 0x3F)));
	mg_buf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
	mg_buf_putc(out, (char)(0x80 | (c & 0x3F)));
}

void mg_json_join_pairs(struct mg_buf *text)
{
	const struct mg_slice from = mg_buf_slice(text);
	struct mg_buf out = {0};

	if (!begins_as_json(from) || text->failed)
		return;
	for (size_t at = 0; at < from.len;) {
		const uint32_t c = from.data[at] == '\\' ? pair_at(from, at) : 0;
		const size_t n = from.data[at] == '\\' && at + 1 < from.len ? 2 : 1; // "\\\\" escapes itself

		if (c)
			put_character(&out, c);
		else
			mg_buf_put(&out, from.data + at, n);
		at += c ? 2 * ESCAPE : n;
	}
	if (out.failed) {
		mg_buf_clear(&out);
		return;
	}
	out.max = text->max;
	mg_buf_clear(text);
	*text = out;
}
