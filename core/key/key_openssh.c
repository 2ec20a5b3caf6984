// SPDX-License-Identifier: EUPL-1.2
//
// OpenSSH's private key format (PROTOCOL.key), one Ed25519 key, not encrypted. In the order of its fields.
#include "base/i18n.h"
#include "core/key/armour.h"
#include "core/key/key_format.h"
#include "core/key/sshwire.h"

#include <sodium.h>

#define LABEL     "OPENSSH PRIVATE KEY"
#define MAGIC     "openssh-key-v1" // with its NUL
#define BLOCK     8                // of the cipher "none"
#define MAX_BYTES 4096             // an encrypted RSA key fits, so that it is told what it is

static void put_private(const struct mg_secret_key *key, struct mg_buf *out)
{
	uint32_t check = randombytes_random();

	mg_sshwire_put_u32(out, check);
	mg_sshwire_put_u32(out, check);
	mg_sshwire_put_text(out, MG_KEY_TYPE);
	mg_sshwire_put_string(out, (struct mg_slice){(const char *)key->public.bytes, MG_KEY_BYTES});
	mg_sshwire_put_string(out, (struct mg_slice){(const char *)key->secret, MG_KEY_SECRET_BYTES});
	mg_sshwire_put_text(out, key->comment);
	for (char pad = 1; out->len % BLOCK && !out->failed; pad++)
		mg_buf_putc(out, pad);
}

void mg_key_encode_openssh(const struct mg_secret_key *key, struct mg_buf *out)
{
	uint8_t blob[MG_KEY_BLOB_BYTES];
	struct mg_buf private = {0};

	mg_key_reserve(&private, MG_KEY_TEXT_BYTES);
	put_private(key, &private);
	mg_key_blob(&key->public, blob);
	mg_key_reserve(out, MG_KEY_TEXT_BYTES);
	mg_buf_put(out, MAGIC, sizeof MAGIC);
	mg_sshwire_put_text(out, "none"); // cipher
	mg_sshwire_put_text(out, "none"); // key derivation
	mg_sshwire_put_text(out, "");     // its options
	mg_sshwire_put_u32(out, 1);       // keys
	mg_sshwire_put_string(out, (struct mg_slice){(const char *)blob, sizeof blob});
	mg_sshwire_put_string(out, mg_buf_slice(&private));
	if (private.failed)
		out->failed = private.failed;
	mg_key_wipe(&private);
}

int mg_key_format_openssh(const struct mg_secret_key *key, struct mg_buf *out, struct mg_error *err)
{
	struct mg_buf bytes = {0};

	mg_key_encode_openssh(key, &bytes);
	mg_key_reserve(out, MG_KEY_TEXT_BYTES);
	mg_armour_encode(LABEL, mg_buf_slice(&bytes), out);
	if (bytes.failed)
		out->failed = bytes.failed;
	mg_key_wipe(&bytes);
	return mg_buf_check(out, err);
}

static int fail_malformed(struct mg_error *err)
{
	return mg_fail(err, MG_EINVALID, _("the private key is damaged"));
}

// Up to the private section, which is given out: what stands in clear also in an encrypted file.
static int read_public(struct mg_sshwire *in, uint8_t bytes[MG_KEY_BYTES], struct mg_slice *private,
		       struct mg_error *err)
{
	struct mg_slice magic = mg_sshwire_raw(in, sizeof MAGIC);
	struct mg_slice cipher = mg_sshwire_string(in), kdf = mg_sshwire_string(in), options = mg_sshwire_string(in);
	uint32_t keys = mg_sshwire_u32(in);
	struct mg_slice blob = mg_sshwire_string(in);

	*private = mg_sshwire_string(in);
	if (!mg_sshwire_done(in) || memcmp(magic.data, MAGIC, sizeof MAGIC) != 0 || keys != 1)
		return fail_malformed(err);
	if (!mg_slice_is(cipher, "none")) {
		mg_fail(err, MG_EINVALID, _("the private key is protected by a passphrase of OpenSSH"));
		mg_error_hint(err, _("take it off a copy of the file: ssh-keygen -p -N '' -f COPY"));
		return MG_EINVALID;
	}
	if (!mg_slice_is(kdf, "none") || options.len)
		return fail_malformed(err);
	return mg_key_parse_blob(blob, bytes, err);
}

static bool right_padding(struct mg_slice padding)
{
	for (size_t i = 0; i < padding.len; i++)
		if ((uint8_t)padding.data[i] != i + 1)
			return false;
	return padding.len < BLOCK;
}

// The seed alone makes a key: the three copies of the public key must be the one it gives, or a damaged file would sign
// in a way that gives the seed away.
static int set_secret(struct mg_secret_key *key, const uint8_t public[MG_KEY_BYTES], struct mg_slice secret,
		      struct mg_error *err)
{
	uint8_t bytes[MG_KEY_BYTES];
	int code = mg_key_alloc(key, err);

	if (code)
		return code;
	crypto_sign_seed_keypair(bytes, key->secret, (const uint8_t *)secret.data);
	if (memcmp(bytes, public, MG_KEY_BYTES) != 0 ||
	    sodium_memcmp(key->secret, secret.data, MG_KEY_SECRET_BYTES) != 0)
		return mg_fail(err, MG_EINVALID, _("the private key and its public key do not belong together"));
	mg_key_set_public(&key->public, bytes);
	return 0;
}

static int read_private(struct mg_slice section, const uint8_t public[MG_KEY_BYTES], struct mg_secret_key *key,
			struct mg_error *err)
{
	struct mg_slice type, copy, secret, comment;
	struct mg_sshwire in;
	uint32_t check;
	int code;

	mg_sshwire_init(&in, section);
	check = mg_sshwire_u32(&in);
	if (check != mg_sshwire_u32(&in) || section.len % BLOCK)
		return fail_malformed(err);
	type = mg_sshwire_string(&in);
	copy = mg_sshwire_string(&in);
	secret = mg_sshwire_string(&in);
	comment = mg_sshwire_string(&in);
	if (in.failed || !mg_slice_is(type, MG_KEY_TYPE) || secret.len != MG_KEY_SECRET_BYTES ||
	    !mg_slice_equal(copy, (struct mg_slice){(const char *)public, MG_KEY_BYTES}) || !right_padding(in.rest))
		return fail_malformed(err);
	code = mg_key_set_name(key->comment, comment, err);
	return code ? code : set_secret(key, public, secret, err);
}

int mg_key_decode_openssh(struct mg_slice bytes, struct mg_secret_key *key, struct mg_error *err)
{
	uint8_t public[MG_KEY_BYTES];
	struct mg_slice private;
	struct mg_sshwire in;
	int code;

	*key = (struct mg_secret_key){0};
	mg_sshwire_init(&in, bytes);
	code = read_public(&in, public, &private, err);
	if (!code)
		code = read_private(private, public, key, err);
	if (code)
		mg_key_clear(key);
	return code;
}

int mg_key_parse_openssh(struct mg_slice text, struct mg_secret_key *key, struct mg_error *err)
{
	uint8_t *bytes = sodium_malloc(MAX_BYTES);
	size_t len;
	int code;

	*key = (struct mg_secret_key){0};
	if (!bytes)
		return mg_fail(err, MG_ENOMEM, _("no protected memory left for a secret key"));
	code = mg_armour_decode(LABEL, text, bytes, MAX_BYTES, &len, err);
	if (!code)
		code = mg_key_decode_openssh((struct mg_slice){(const char *)bytes, len}, key, err);
	sodium_free(bytes);
	return code;
}
