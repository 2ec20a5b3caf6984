// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/html.h"

#include "base/text.h"

#define REPLACEMENT "\xEF\xBF\xBD"

static bool is_control(uint32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || (c & 0xFFFE) == 0xFFFE ||
	       (c >= 0xFDD0 && c <= 0xFDEF);
}

static bool turns_direction(uint32_t c)
{
	return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static const char *entity(uint32_t c)
{
	return c == '&'    ? "&amp;"
	       : c == '<'  ? "&lt;"
	       : c == '>'  ? "&gt;"
	       : c == '"'  ? "&quot;"
	       : c == '\'' ? "&#39;"
			   : NULL;
}

// A line end of Windows is one line end.
static bool is_crlf(struct mg_slice rest)
{
	return rest.len > 1 && rest.data[0] == '\r' && rest.data[1] == '\n';
}

void mg_html_put(struct mg_slice text, struct mg_buf *out)
{
	while (text.len) {
		uint32_t c = 0xFFFE;
		size_t n = mg_utf8_next(text, &c);
		const char *named = n ? entity(c) : NULL;

		if (named)
			mg_buf_puts(out, named);
		else if (n && turns_direction(c))
			mg_buf_printf(out, "[U+%04X]", (unsigned)c);
		else if (!n || (is_control(c) && !is_crlf(text)))
			mg_buf_puts(out, REPLACEMENT);
		else if (!is_crlf(text))
			mg_buf_put(out, text.data, n);
		n = n ? n : 1;
		text = (struct mg_slice){text.data + n, text.len - n};
	}
}
