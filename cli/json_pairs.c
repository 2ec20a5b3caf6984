// SPDX-License-Identifier: EUPL-1.2
#include "cli/json_pairs.h"

#include "base/text.h"

static bool begins_as_json(struct mg_slice text)
{
	size_t at = 0;

	while (at < text.len && text.data[at] && strchr(" \t\r\n", text.data[at]))
		at++;
	return at < text.len && text.data[at] && strchr("{[\"", text.data[at]);
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
		const uint32_t c = from.data[at] == '\\' ? mg_text_pair(from, at) : 0;
		const size_t n = from.data[at] == '\\' && at + 1 < from.len ? 2 : 1; // "\\\\" escapes itself

		if (c)
			put_character(&out, c);
		else
			mg_buf_put(&out, from.data + at, n);
		at += c ? MG_TEXT_PAIR : n;
	}
	if (out.failed) {
		mg_buf_clear(&out);
		return;
	}
	out.max = text->max;
	mg_buf_clear(text);
	*text = out;
}
