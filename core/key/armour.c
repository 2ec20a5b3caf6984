// SPDX-License-Identifier: EUPL-1.2
#include "core/key/armour.h"

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

static bool is_base64(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
	       c == '=';
}

bool mg_base64_decode(struct mg_slice text, bool lines, uint8_t *out, size_t max, size_t *len)
{
	*len = 0;
	// libsodium 1.0.18 reads every byte above 127 as '/', and skips NUL where it is told to skip anything.
	for (size_t i = 0; i < text.len; i++)
		if (!is_base64(text.data[i]) && !(lines && (text.data[i] == '\n' || text.data[i] == '\r')))
			return false;
	if (sodium_base642bin(out, max, text.data, text.len, lines ? "\r\n" : NULL, len, NULL,
			      sodium_base64_VARIANT_ORIGINAL) == 0)
		return true;
	*len = 0;
	return false;
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
	if (!mg_base64_decode(text, true, out, max, len))
		return mg_fail(err, MG_EINVALID, _("the base64 of %s is malformed or too long"), label);
	return 0;
}

bool mg_armour_is_canonical(const char *label, struct mg_slice text, size_t len)
{
	size_t begin = strlen("-----BEGIN -----") + strlen(label), end = strlen("-----END -----") + strlen(label);
	size_t chars = sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL) - 1;
	size_t lines = (chars + LINE_CHARS - 1) / LINE_CHARS;
	size_t body = begin + 1 + chars + lines;

	if (text.len != body + end && (text.len != body + end + 1 || text.data[text.len - 1] != '\n'))
		return false;
	// Decoding found nothing but base64 and line ends, which are then as many as lines.
	if (text.data[begin] != '\n' || text.data[body - 1] != '\n')
		return false;
	for (size_t i = 1; i < lines; i++)
		if (text.data[begin + i * (LINE_CHARS + 1)] != '\n')
			return false;
	return true;
}
