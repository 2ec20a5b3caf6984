// SPDX-License-Identifier: EUPL-1.2
#include "base/text.h"

size_t mg_utf8_next(struct mg_slice text, uint32_t *character)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const uint8_t *p = (const uint8_t *)text.data;
	uint32_t value;
	size_t n;

	if (!text.len)
		return 0;
	n = p[0] < 0x80 ? 1 : p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
	if (n > text.len || (n > 1 && (p[0] < 0xC2 || p[0] > 0xF4)))
		return 0;
	value = n == 1 ? p[0] : p[0] & (0xFFu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (p[i] & 0x3Fu);
	}
	if (value < least[n] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return 0;
	if (character)
		*character = value;
	return n;
}

size_t mg_utf8_check(struct mg_slice text)
{
	size_t offset = 0;

	while (offset < text.len) {
		size_t n;

		if ((uint8_t)text.data[offset] < 0x80) {
			offset++;
			continue;
		}
		n = mg_utf8_next((struct mg_slice){text.data + offset, text.len - offset}, NULL);
		if (!n)
			return offset;
		offset += n;
	}
	return text.len;
}

// Eight bytes at once, each looked at without its neighbours: what most of a text is passed over by.
#define EACH(byte) ((byte)*0x0101010101010101u)
#define HIGH       EACH(0x80u)

static uint64_t load(const char *data)
{
	uint64_t bytes;

	memcpy(&bytes, data, sizeof bytes);
	return bytes;
}

size_t mg_utf8_count(struct mg_slice text)
{
	size_t count = text.len, i = 0;

	for (; text.len - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
		uint64_t bytes = load(text.data + i);

		bytes = bytes >> 7 & ~bytes >> 6 & EACH(1u); // what goes on with a character: bit 7 without bit 6
		count -= (size_t)(EACH(bytes) >> 56);
	}
	for (; i < text.len; i++)
		count -= ((uint8_t)text.data[i] & 0xC0) == 0x80;
	return count;
}

size_t mg_text_ascii(struct mg_slice text, size_t from)
{
	size_t i = from;

	while (i < text.len && text.len - i >= sizeof(uint64_t) && !(load(text.data + i) & HIGH))
		i += sizeof(uint64_t);
	while (i < text.len && (uint8_t)text.data[i] < 0x80)
		i++;
	return i;
}

static bool has_digit(uint64_t bytes)
{
	uint64_t low = bytes & ~HIGH;

	return (low + EACH(0x80u - '0')) & ~(low + EACH(0x7Fu - '9')) & ~bytes & HIGH;
}

size_t mg_text_digit(struct mg_slice text, size_t from)
{
	size_t i = from;

	while (i < text.len && text.len - i >= sizeof(uint64_t) && !has_digit(load(text.data + i)))
		i += sizeof(uint64_t);
	while (i < text.len && (text.data[i] < '0' || text.data[i] > '9'))
		i++;
	return i;
}

char *mg_hex_encode(char *out, const uint8_t *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * n] = '\0';
	return out;
}

static int hex_digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

bool mg_hex_decode(uint8_t *bytes, size_t n, const char *text)
{
	if (strlen(text) != 2 * n || strspn(text, "0123456789abcdef") != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++)
		bytes[i] = (uint8_t)(hex_digit(text[2 * i]) << 4 | hex_digit(text[2 * i + 1]));
	return true;
}

static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

char *mg_base32_encode(char *out, size_t chars, const uint8_t *bytes)
{
	for (size_t i = 0; i < chars; i++) {
		size_t bit = i * 5;
		unsigned pair = (unsigned)bytes[bit / 8] << 8;

		if (bit % 8 > 3)
			pair |= bytes[bit / 8 + 1];
		out[i] = alphabet[pair >> (11 - bit % 8) & 31];
	}
	out[chars] = '\0';
	return out;
}

bool mg_base32_decode(uint8_t *bytes, size_t n, struct mg_slice text)
{
	unsigned held = 0, bits = 0; // the last `bits` bits read are not written yet
	size_t done = 0;

	if (text.len != (8 * n + 4) / 5)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		const char *at = memchr(alphabet, text.data[i], sizeof alphabet - 1);

		if (!at)
			return false;
		held = (held << 5 | (unsigned)(at - alphabet)) & 0xfff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			bytes[done++] = (uint8_t)(held >> bits);
		}
	}
	return !(held & ((1u << bits) - 1));
}

#define NEAREST_MAX 48 // longer words are not typing mistakes of anything we name

// Folds case, accents and what joins words, so that they cost less than a wrong letter.
static uint32_t fold(uint32_t c)
{
	const char *plain = mg_text_plain(c);

	if (c == '-' || c == ' ')
		return '_';
	return plain && !plain[1] ? (uint32_t)plain[0] : c;
}

// A word's characters, as they are and folded: folding is too slow to do at each comparison.
struct word {
	uint32_t exact[NEAREST_MAX], folded[NEAREST_MAX];
	size_t n; // NEAREST_MAX + 1: a longer word
};

static void read_word(const char *text, struct word *word)
{
	struct mg_slice rest = mg_slice_of(text);
	size_t count = 0;

	while (rest.len && count < NEAREST_MAX) {
		size_t n = mg_utf8_next(rest, &word->exact[count]);

		if (!n)
			word->exact[count] = (uint8_t)rest.data[0], n = 1;
		word->folded[count] = fold(word->exact[count]);
		count++;
		rest.data += n;
		rest.len -= n;
	}
	word->n = rest.len ? NEAREST_MAX + 1 : count;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static unsigned substitution(const struct word *a, size_t i, const struct word *b, size_t j)
{
	return a->exact[i] == b->exact[j] ? 0 : a->folded[i] == b->folded[j] ? 1 : 2;
}

// Optimal string alignment distance, in half edits.
static unsigned distance(const struct word *a, const struct word *b)
{
	unsigned rows[3][NEAREST_MAX + 1];

	for (size_t j = 0; j <= b->n; j++)
		rows[0][j] = (unsigned)(2 * j);
	for (size_t i = 1; i <= a->n; i++) {
		unsigned *now = rows[i % 3], *before = rows[(i + 2) % 3], *twice = rows[(i + 1) % 3];

		now[0] = (unsigned)(2 * i);
		for (size_t j = 1; j <= b->n; j++) {
			now[j] = least(before[j - 1] + substitution(a, i - 1, b, j - 1),
				       least(before[j], now[j - 1]) + 2);
			if (i > 1 && j > 1 && a->exact[i - 1] == b->exact[j - 2] && a->exact[i - 2] == b->exact[j - 1])
				now[j] = least(now[j], twice[j - 2] + 2);
		}
	}
	return rows[a->n % 3][b->n];
}

const char *mg_nearest(const char *typed, const char *const *words, size_t n)
{
	struct word a, b;
	const char *best = NULL;
	unsigned best_distance = 0;

	read_word(typed, &a);
	if (a.n > NEAREST_MAX)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t longer;
		unsigned d;

		read_word(words[i], &b);
		if (b.n > NEAREST_MAX)
			continue;
		longer = b.n > a.n ? b.n : a.n;
		if (3 * 2 * (longer - (b.n > a.n ? a.n : b.n)) > 2 * longer + 2)
			continue; // too many letters are missing, wherever
		d = distance(&a, &b);
		if (3 * d <= 2 * longer + 2 && (!best || d < best_distance)) {
			best = words[i];
			best_distance = d;
		}
	}
	return best;
}

// ---- escapes

#define ESCAPE (MG_TEXT_PAIR / 2)

static unsigned either_case(char c)
{
	return c >= '0' && c <= '9'   ? (unsigned)(c - '0')
	       : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
	       : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
				      : 16;
}

// The number of an escape \uXXXX at an offset; 0 when there is none.
static uint32_t escape_at(struct mg_slice text, size_t at)
{
	uint32_t number = 0;

	if (at > text.len || text.len - at < ESCAPE || text.data[at] != '\\' || text.data[at + 1] != 'u')
		return 0;
	for (size_t i = 2; i < ESCAPE; i++) {
		const unsigned each = either_case(text.data[at + i]);

		if (each > 15)
			return 0;
		number = number * 16 + each;
	}
	return number;
}

uint32_t mg_text_pair(struct mg_slice text, size_t at)
{
	const uint32_t high = escape_at(text, at), low = high ? escape_at(text, at + ESCAPE) : 0;

	if (high < 0xD800 || high > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
		return 0;
	return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}
