// SPDX-License-Identifier: EUPL-1.2
#include "core/armour.h"

#include "base/i18n.h"

#include <sodium.h>
#include <stdio.h>

#define LINE_CHARS 70
#define PAIR_BYTES 105 // two lines: 70 characters are no whole number of base64 groups, 140 are

void mg_armour_encode(const char *label, struct mg_slice bytes, struct mg_buf *out)
{
	char pair[2 * LINE_CHARS + 1];

	mg_buf_printf(out, "-----BEGIN %s-----\n", label);
	while (bytes.len) {
		size_t n = bytes.len < PAIR_BYTES ? bytes.len : PAIR_BYTES;
		size_t chars;

		sodium_bin2base64(pair, sizeof pair, (const uint8_t *)bytes.data, n, sodium_base64_VARIANT_ORIGINAL);
		chars = strlen(pair);
		mg_buf_put(out, pair, chars < LINE_CHARS ? chars : LINE_CHARS);
		mg_buf_putc(out, '\n');
		if (chars > LINE_CHARS) {
			mg_buf_put(out, pair + LINE_CHARS, chars - LINE_CHARS);
			mg_buf_putc(out, '\n');
		}
		bytes.data += n;
		bytes.len -= n;
	}
	mg_buf_printf(out, "-----END %s-----\n", label);
	sodium_memzero(pair, sizeof pair);
}

// Takes "-----<word> <label>-----" off the start (or the end) of text, with the line end that must separate it from
// the base64.
static bool take(struct mg_slice *text, const char *word, const char *label, bool at_end)
{
	char line[80];
	int written = snprintf(line, sizeof line, at_end ? "\n-----%s %s-----" : "-----%s %s-----", word, label);
	size_t len = (size_t)written;

	if (written < 0 || len >= sizeof line || text->len < len)
		return false;
	if (memcmp(at_end ? text->data + text->len - len : text->data, line, len) != 0)
		return false;
	if (!at_end)
		text->data += len;
	text->len -= len;
	return true;
}

static struct mg_slice without_blanks_after(struct mg_slice text)
{
	while (text.len && strchr(" \t\r\n", text.data[text.len - 1]) && text.data[text.len - 1])
		text.len--;
	return text;
}

int mg_armour_decode(const char *label, struct mg_slice text, uint8_t *out, size_t max, size_t *len,
		     struct mg_error *err)
{
	*len = 0;
	text = without_blanks_after(text);
	if (!take(&text, "BEGIN", label, false))
		return mg_fail(err, MG_EINVALID, _("it does not start with -----BEGIN %s-----"), label);
	if (!take(&text, "END", label, true))
		return mg_fail(err, MG_EINVALID, _("it does not end with -----END %s-----"), label);
	if (text.len == 0 || (text.data[0] != '\n' && text.data[0] != '\r'))
		return mg_fail(err, MG_EINVALID, _("something follows BEGIN %s on its line"), label);
	if (sodium_base642bin(out, max, text.data, text.len, "\r\n", len, NULL, sodium_base64_VARIANT_ORIGINAL) != 0) {
		*len = 0;
		return mg_fail(err, MG_EINVALID, _("the base64 of %s is malformed or too long"), label);
	}
	return 0;
}
