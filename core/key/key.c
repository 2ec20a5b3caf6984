// SPDX-License-Identifier: EUPL-1.2
#include "core/key/key.h"

#include "base/i18n.h"
#include "base/text.h"
#include "core/key/key_format.h"
#include "core/key/sshwire.h"

#include <sodium.h>
#include <stdlib.h>

int mg_key_init(struct mg_error *err)
{
	if (sodium_init() < 0)
		return mg_fail(err, MG_ECRYPTO, _("libsodium cannot start: the system gives no randomness"));
	return 0;
}

int mg_key_set_name(char name[MG_KEY_NAME_BYTES], struct mg_slice text, struct mg_error *err)
{
	if (text.len >= MG_KEY_NAME_BYTES)
		return mg_fail(err, MG_ELIMIT, _("the name of a key is longer than %d bytes"), MG_KEY_NAME_BYTES - 1);
	if (mg_utf8_check(text) != text.len)
		return mg_fail(err, MG_EINVALID, _("the name of a key is not UTF-8 text"));
	for (size_t i = 0; i < text.len; i++)
		if ((uint8_t)text.data[i] < ' ' || text.data[i] == 0x7F)
			return mg_fail(err, MG_EINVALID, _("the name of a key holds a control character"));
	if (text.len)
		memcpy(name, text.data, text.len);
	name[text.len] = '\0';
	return 0;
}

int mg_key_alloc(struct mg_secret_key *key, struct mg_error *err)
{
	key->secret = sodium_malloc(MG_KEY_SECRET_BYTES);
	if (!key->secret)
		return mg_fail(err, MG_ENOMEM, _("no protected memory left for a secret key"));
	return 0;
}

int mg_key_generate(struct mg_secret_key *key, const char *comment, struct mg_error *err)
{
	uint8_t bytes[MG_KEY_BYTES];
	int code;

	*key = (struct mg_secret_key){0};
	code = mg_key_set_name(key->comment, mg_slice_of(comment), err);
	if (!code)
		code = mg_key_alloc(key, err);
	if (code) {
		mg_key_clear(key);
		return code;
	}
	crypto_sign_keypair(bytes, key->secret);
	mg_key_set_public(&key->public, bytes);
	return 0;
}

void mg_key_clear(struct mg_secret_key *key)
{
	sodium_free(key->secret); // wipes
	*key = (struct mg_secret_key){0};
}

void mg_key_set_public(struct mg_public_key *key, const uint8_t bytes[MG_KEY_BYTES])
{
	uint8_t blob[MG_KEY_BLOB_BYTES], digest[32];

	memmove(key->bytes, bytes, MG_KEY_BYTES);
	mg_key_blob(key, blob);
	mg_sha256((struct mg_slice){(const char *)blob, sizeof blob}, digest);
	mg_base32_encode(key->id, MG_KEY_ID_CHARS, digest);
}

#define BLOB_PREFIX "\0\0\0\013" MG_KEY_TYPE "\0\0\0\040" // lengths 11 and 32

void mg_key_blob(const struct mg_public_key *key, uint8_t blob[MG_KEY_BLOB_BYTES])
{
	_Static_assert(sizeof BLOB_PREFIX - 1 + MG_KEY_BYTES == MG_KEY_BLOB_BYTES, "two strings of RFC 8709");

	memcpy(blob, BLOB_PREFIX, sizeof BLOB_PREFIX - 1);
	memcpy(blob + sizeof BLOB_PREFIX - 1, key->bytes, MG_KEY_BYTES);
}

int mg_key_parse_blob(struct mg_slice blob, uint8_t bytes[MG_KEY_BYTES], struct mg_error *err)
{
	struct mg_slice type, point;
	struct mg_sshwire in;

	mg_sshwire_init(&in, blob);
	type = mg_sshwire_string(&in);
	if (!in.failed && !mg_slice_is(type, MG_KEY_TYPE))
		return mg_key_fail_type(type, err);
	point = mg_sshwire_string(&in);
	if (!mg_sshwire_done(&in) || point.len != MG_KEY_BYTES)
		return mg_fail(err, MG_EINVALID, _("the public key has the wrong length"));
	memcpy(bytes, point.data, MG_KEY_BYTES);
	return 0;
}

void mg_key_sign(const struct mg_secret_key *key, struct mg_slice message, uint8_t signature[MG_KEY_SIGNATURE_BYTES])
{
	crypto_sign_detached(signature, NULL, (const uint8_t *)message.data, message.len, key->secret);
}

bool mg_key_verify(const struct mg_public_key *key, struct mg_slice message,
		   const uint8_t signature[MG_KEY_SIGNATURE_BYTES])
{
	return crypto_sign_verify_detached(signature, (const uint8_t *)message.data, message.len, key->bytes) == 0;
}

void mg_key_reserve(struct mg_buf *buf, size_t bytes)
{
	mg_buf_fill(buf, '\0', bytes);
	if (!buf->failed)
		buf->len -= bytes;
}

void mg_key_wipe(struct mg_buf *buf)
{
	if (buf->data)
		sodium_memzero(buf->data, buf->cap);
	mg_buf_clear(buf);
}

void mg_sha256(struct mg_slice bytes, uint8_t out[32])
{
	crypto_hash_sha256(out, (const uint8_t *)bytes.data, bytes.len);
}

void mg_sha256_hex(struct mg_slice bytes, char out[MG_SHA256_HEX])
{
	uint8_t digest[32];

	mg_sha256(bytes, digest);
	mg_hex_encode(out, digest, sizeof digest);
}
