// SPDX-License-Identifier: EUPL-1.2
#include "cli/slug.h"

#include "base/text.h"

static void put(char *out, size_t *len, char c)
{
	if (*len < MG_SLUG_MAX && !(c == '-' && (*len == 0 || out[*len - 1] == '-')))
		out[(*len)++] = c;
}

static void put_character(char *out, size_t *len, uint32_t c)
{
	const char *letters = mg_text_plain(c);

	if (!letters)
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
