// SPDX-License-Identifier: EUPL-1.2
#include "base/i18n.h"
#include "base/text.h"
#include "core/key/armour.h"
#include "core/key/key_format.h"

#include <sodium.h>

#define BASE64_CHARS 68 // of MG_KEY_BLOB_BYTES, which is a multiple of three: no padding

void mg_key_format_line(const struct mg_public_key *key, const char *comment, struct mg_buf *out)
{
	uint8_t blob[MG_KEY_BLOB_BYTES];
	char base64[BASE64_CHARS + 1];

	mg_key_blob(key, blob);
	sodium_bin2base64(base64, sizeof base64, blob, sizeof blob, sodium_base64_VARIANT_ORIGINAL);
	mg_buf_printf(out, MG_KEY_TYPE " %s", base64);
	if (comment && *comment)
		mg_buf_printf(out, " %s", comment);
}

int mg_key_fail_type(struct mg_slice type, struct mg_error *err)
{
	char name[33];
	size_t n = 0;

	for (; n < type.len && n < sizeof name - 1; n++)
		name[n] = type.data[n] > ' ' && type.data[n] < 0x7F ? type.data[n] : '?';
	name[n] = '\0';
	mg_fail(err, MG_EINVALID, _("\"%s\" is not a key type Maillage accepts: only %s"), name, MG_KEY_TYPE);
	mg_error_hint(err, _("make a key with `maillage key new` or `ssh-keygen -t ed25519`"));
	return MG_EINVALID;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_line_end(char c)
{
	return c == '\r' || c == '\n';
}

static struct mg_slice trimmed(struct mg_slice text)
{
	while (text.len && (is_blank(text.data[0]) || is_line_end(text.data[0]))) {
		text.data++;
		text.len--;
	}
	while (text.len && (is_blank(text.data[text.len - 1]) || is_line_end(text.data[text.len - 1])))
		text.len--;
	return text;
}

// The next word of text, which moves behind it and the blanks that follow.
static struct mg_slice next_word(struct mg_slice *text)
{
	struct mg_slice word = {text->data, 0};

	while (word.len < text->len && !is_blank(text->data[word.len]))
		word.len++;
	if (word.len)
		*text = trimmed((struct mg_slice){text->data + word.len, text->len - word.len});
	return word;
}

static int decode_base64(struct mg_slice base64, uint8_t bytes[MG_KEY_BYTES], struct mg_error *err)
{
	uint8_t blob[MG_KEY_BLOB_BYTES];
	size_t len;

	if (!mg_base64_decode(base64, false, blob, sizeof blob, &len))
		return mg_fail(err, MG_EINVALID, _("the base64 of the public key is malformed or too long"));
	return mg_key_parse_blob((struct mg_slice){(const char *)blob, len}, bytes, err);
}

int mg_key_parse_named(struct mg_slice line, struct mg_public_key *key, char name[MG_KEY_NAME_BYTES],
		       struct mg_error *err)
{
	struct mg_slice rest = trimmed(line), type;
	uint8_t bytes[MG_KEY_BYTES];
	int code;

	for (size_t i = 0; i < rest.len; i++)
		if (is_line_end(rest.data[i]))
			return mg_fail(err, MG_EINVALID, _("a public key is one line, and here are several"));
	type = next_word(&rest);
	if (!mg_slice_is(type, MG_KEY_TYPE))
		return mg_key_fail_type(type, err);
	code = decode_base64(next_word(&rest), bytes, err);
	if (code)
		return code;
	if (!crypto_core_ed25519_is_valid_point(bytes))
		return mg_fail(err, MG_EINVALID, _("the public key is no point an honest key can have"));
	code = name ? mg_key_set_name(name, rest, err) : 0;
	if (!code)
		mg_key_set_public(key, bytes);
	return code;
}

int mg_key_parse_line(const char *line, struct mg_public_key *key, struct mg_error *err)
{
	return mg_key_parse_named(mg_slice_of(line), key, NULL, err);
}
