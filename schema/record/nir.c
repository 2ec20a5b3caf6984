// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/nir.h"

#include "base/text.h"

#include <stdint.h>

#define DEPARTMENT 3 // the group that may be 2A or 2B
#define BODY       6 // groups without the key
#define SHORTEST   13

// Digits of each group: sex, year, month, department, commune, rank, key.
static const unsigned char groups[] = {1, 2, 2, 2, 3, 3, 2};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Bytes of the one separator at text, 0 when there is none: blank, dot, hyphen, or a no-break space of either width,
// which French word processors put between groups of digits.
static size_t separator(struct mg_slice text)
{
	if (!text.len)
		return 0;
	switch (text.data[0]) {
	case ' ':
	case '.':
	case '-':
	case '\t':
		return 1;
	case '\xC2': // U+00A0
		return text.len > 1 && text.data[1] == '\xA0' ? 2 : 0;
	case '\xE2': // U+202F
		return text.len > 2 && text.data[1] == '\x80' && text.data[2] == '\xAF' ? 3 : 0;
	default:
		return 0;
	}
}

// Reads one group at text into number; returns its bytes, 0 when it is not there. Corsica's letters count as 19 and 18.
static size_t read_group(struct mg_slice text, unsigned group, uint64_t *number)
{
	size_t len = groups[group];

	if (text.len < len)
		return 0;
	if (group == DEPARTMENT && text.data[0] == '2' && strchr("AaBb", text.data[1]) && text.data[1]) {
		*number = *number * 100 + (text.data[1] == 'A' || text.data[1] == 'a' ? 19 : 18);
		return len;
	}
	for (size_t i = 0; i < len; i++) {
		if (!is_digit(text.data[i]))
			return 0;
		*number = *number * 10 + (uint64_t)(text.data[i] - '0');
	}
	return len;
}

static struct mg_slice from(struct mg_slice text, size_t offset)
{
	return (struct mg_slice){text.data + offset, text.len - offset};
}

// True where a word ends: the next byte belongs to no number or name.
static bool ends_word(struct mg_slice text, size_t at)
{
	return at >= text.len || !is_word(text.data[at]);
}

// Bytes of the number at the start of text, 0 when there is none.
static size_t match(struct mg_slice text)
{
	uint64_t number = 0, key = 0;
	size_t at = 0, body, len;

	for (unsigned group = 0; group < BODY; group++) {
		if (group)
			at += separator(from(text, at));
		len = read_group(from(text, at), group, &number);
		if (!len)
			return 0;
		at += len;
	}
	body = at;
	at += separator(from(text, at));
	len = read_group(from(text, at), BODY, &key);
	if (len && ends_word(text, at + len) && key == 97 - number % 97)
		return at + len;
	return ends_word(text, body) ? body : 0;
}

bool mg_nir_find(struct mg_slice text, struct mg_slice *found)
{
	for (size_t i = mg_text_digit(text, 0); i + SHORTEST <= text.len; i = mg_text_digit(text, i)) {
		bool starts = i == 0 || !is_word(text.data[i - 1]);
		size_t len = starts && (text.data[i] == '1' || text.data[i] == '2') ? match(from(text, i)) : 0;

		if (len) {
			*found = (struct mg_slice){text.data + i, len};
			return true;
		}
		while (i < text.len && is_word(text.data[i]))
			i++;
	}
	return false;
}
