// SPDX-License-Identifier: EUPL-1.2
#include "cli/slug.h"

#include "base/text.h"

// The plain letters of an accented one; NULL when there are none.
static const char *fold(uint32_t c)
{
	static const struct {
		const char *from, *to;
	} table[] = {
		{"àáâãäåāăąÀÁÂÃÄÅĀĂĄ", "a"},
		{"çćčÇĆČ", "c"},
		{"ďđĎĐ", "d"},
		{"èéêëēęěÈÉÊËĒĘĚ", "e"},
		{"ğĞ", "g"},
		{"ìíîïīıÌÍÎÏĪİ", "i"},
		{"łĺľŁĹĽ", "l"},
		{"ñńňÑŃŇ", "n"},
		{"òóôõöøōőÒÓÔÕÖØŌŐ", "o"},
		{"ŕřŔŘ", "r"},
		{"śşšŚŞŠ", "s"},
		{"ťţŤŢ", "t"},
		{"ùúûüūůűÙÚÛÜŪŮŰ", "u"},
		{"ýÿÝŸ", "y"},
		{"źżžŹŻŽ", "z"},
		{"œŒ", "oe"},
		{"æÆ", "ae"},
		{"ß", "ss"},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct mg_slice rest = mg_slice_of(table[i].from);

		while (rest.len) {
			uint32_t each = 0;
			size_t n = mg_utf8_next(rest, &each);

			if (each == c)
				return table[i].to;
			rest.data += n;
			rest.len -= n;
		}
	}
	return NULL;
}

static void put(char *out, size_t *len, char c)
{
	if (*len < MG_SLUG_MAX && !(c == '-' && (*len == 0 || out[*len - 1] == '-')))
		out[(*len)++] = c;
}

static void put_character(char *out, size_t *len, uint32_t c)
{
	const char *letters = fold(c);

	if (c >= 'A' && c <= 'Z')
		put(out, len, (char)(c - 'A' + 'a'));
	else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		put(out, len, (char)c);
	else if (!letters)
		put(out, len, '-');
	for (; letters && *letters; letters++)
		put(out, len, *letters);
}

// Ends at the last word that fits, when the slug is long and has words.
static size_t cut(const char *out, size_t len)
{
	size_t end = len > MG_SLUG_PREFERS ? MG_SLUG_PREFERS : len;

	while (end < len && end && out[end] != '-')
		end--;
	return end ? end : len;
}

bool mg_slug_make(struct mg_slice text, char *out)
{
	size_t len = 0;

	while (text.len) {
		uint32_t character = '-';
		size_t n = mg_utf8_next(text, &character);

		put_character(out, &len, n ? character : '-');
		text.data += n ? n : 1;
		text.len -= n ? n : 1;
	}
	len = cut(out, len);
	while (len && out[len - 1] == '-')
		len--;
	out[len] = '\0';
	return len > 0;
}
