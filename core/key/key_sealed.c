// SPDX-License-Identifier: EUPL-1.2
//
// A signatory's key file, in the order of its fields (docs/format-key.md).
#include "core/key/key_sealed.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "core/key/armour.h"
#include "core/key/key_format.h"
#include "core/key/sshwire.h"

#include <sodium.h>

#define LABEL      "MAILLAGE SIGNATORY KEY"
#define MAGIC      "maillage-key-v1" // with its NUL
#define KDF        "argon2id13"
#define CIPHER     crypto_secretbox_PRIMITIVE
#define MAX_PASSES 16 // a file from elsewhere must not stop the program for minutes
#define MIN_KIB    (crypto_pwhash_MEMLIMIT_MIN / 1024u)
#define MAX_KIB    (1024u * 1024u) // libsodium's "sensitive"

// The key of the box, in protected memory. NULL, and err told, on failure.
static uint8_t *derive(struct mg_slice passphrase, const uint8_t *salt, struct mg_key_cost cost, struct mg_error *err)
{
	uint8_t *key = sodium_malloc(crypto_secretbox_KEYBYTES);

	if (key && crypto_pwhash(key, crypto_secretbox_KEYBYTES, passphrase.data, passphrase.len, salt, cost.passes,
				 (size_t)cost.kib * 1024, crypto_pwhash_ALG_ARGON2ID13) == 0)
		return key;
	sodium_free(key);
	mg_fail(err, MG_ENOMEM, _("not enough memory to derive a key from the passphrase"));
	mg_error_hint(err, _("%u MiB of memory must be free"), cost.kib / 1024);
	return NULL;
}

static void put_clear(const struct mg_secret_key *key, struct mg_key_cost cost, const uint8_t *salt,
		      const uint8_t *nonce, struct mg_buf *out)
{
	struct mg_buf line = {0};

	mg_key_format_line(&key->public, key->comment, &line);
	mg_buf_put(out, MAGIC, sizeof MAGIC);
	mg_sshwire_put_string(out, mg_buf_slice(&line));
	mg_sshwire_put_text(out, KDF);
	mg_sshwire_put_u32(out, cost.passes);
	mg_sshwire_put_u32(out, cost.kib);
	mg_sshwire_put_string(out, (struct mg_slice){(const char *)salt, crypto_pwhash_SALTBYTES});
	mg_sshwire_put_text(out, CIPHER);
	mg_sshwire_put_string(out, (struct mg_slice){(const char *)nonce, crypto_secretbox_NONCEBYTES});
	if (line.failed)
		out->failed = line.failed;
	mg_buf_clear(&line);
}

// Boxes the bytes of a device key file's armour, in place.
static void put_box(const struct mg_secret_key *key, const uint8_t *box_key, const uint8_t *nonce, struct mg_buf *out)
{
	struct mg_buf plain = {0};

	mg_key_encode_openssh(key, &plain);
	mg_buf_fill(&plain, '\0', crypto_secretbox_MACBYTES);
	if (!plain.failed) {
		uint8_t *bytes = (uint8_t *)plain.data;

		crypto_secretbox_easy(bytes, bytes, plain.len - crypto_secretbox_MACBYTES, nonce, box_key);
		mg_sshwire_put_string(out, mg_buf_slice(&plain));
	} else {
		out->failed = plain.failed;
	}
	mg_key_wipe(&plain);
}

int mg_sealed_key_format(const struct mg_secret_key *key, struct mg_slice passphrase, struct mg_key_cost cost,
			 struct mg_buf *out, struct mg_error *err)
{
	uint8_t salt[crypto_pwhash_SALTBYTES], nonce[crypto_secretbox_NONCEBYTES], *box_key;
	struct mg_buf bytes = {0};
	int code;

	if (passphrase.len == 0)
		return mg_fail(err, MG_EINVALID, _("an empty passphrase protects nothing"));
	randombytes_buf(salt, sizeof salt);
	randombytes_buf(nonce, sizeof nonce);
	box_key = derive(passphrase, salt, cost, err);
	if (!box_key)
		return MG_ENOMEM;
	put_clear(key, cost, salt, nonce, &bytes);
	put_box(key, box_key, nonce, &bytes);
	sodium_free(box_key);
	code = mg_buf_check(&bytes, err);
	if (!code) {
		mg_armour_encode(LABEL, mg_buf_slice(&bytes), out);
		code = mg_buf_check(out, err);
	}
	mg_buf_clear(&bytes);
	return code;
}

int mg_key_format_sealed(const struct mg_secret_key *key, struct mg_slice passphrase, struct mg_buf *out,
			 struct mg_error *err)
{
	return mg_sealed_key_format(key, passphrase, MG_KEY_COST, out, err);
}

static int check_fields(const struct mg_sealed_key *sealed, struct mg_slice kdf, struct mg_slice cipher,
			struct mg_error *err)
{
	if (!mg_slice_is(kdf, KDF) || !mg_slice_is(cipher, CIPHER)) {
		mg_fail(err, MG_EINVALID, _("the signatory key is protected in a way this program does not know"));
		mg_error_hint(err, _("a later version of Maillage may have written it"));
		return MG_EINVALID;
	}
	if (sealed->cost.passes == 0 || sealed->cost.passes > MAX_PASSES || sealed->cost.kib < MIN_KIB ||
	    sealed->cost.kib > MAX_KIB)
		return mg_fail(err, MG_ELIMIT, _("the signatory key asks for an absurd amount of work"));
	if (sealed->salt.len != crypto_pwhash_SALTBYTES || sealed->nonce.len != crypto_secretbox_NONCEBYTES ||
	    sealed->box.len < crypto_secretbox_MACBYTES)
		return mg_fail(err, MG_EINVALID, _("the signatory key is damaged"));
	return 0;
}

int mg_sealed_key_decode(struct mg_slice text, uint8_t *bytes, struct mg_sealed_key *sealed, struct mg_error *err)
{
	struct mg_slice magic, kdf, cipher;
	struct mg_sshwire in;
	size_t len;
	int code = mg_armour_decode(LABEL, text, bytes, MG_MAX_KEYFILE_BYTES, &len, err);

	if (code)
		return code;
	mg_sshwire_init(&in, (struct mg_slice){(const char *)bytes, len});
	magic = mg_sshwire_raw(&in, sizeof MAGIC);
	sealed->line = mg_sshwire_string(&in);
	kdf = mg_sshwire_string(&in);
	sealed->cost.passes = mg_sshwire_u32(&in);
	sealed->cost.kib = mg_sshwire_u32(&in);
	sealed->salt = mg_sshwire_string(&in);
	cipher = mg_sshwire_string(&in);
	sealed->nonce = mg_sshwire_string(&in);
	sealed->box = mg_sshwire_string(&in);
	if (!mg_sshwire_done(&in) || memcmp(magic.data, MAGIC, sizeof MAGIC) != 0)
		return mg_fail(err, MG_EINVALID, _("the signatory key is damaged"));
	return check_fields(sealed, kdf, cipher, err);
}

// The line in clear is not inside the box: it must be the one its key gives, to the byte.
static int check_line(const struct mg_sealed_key *sealed, const struct mg_secret_key *key, struct mg_error *err)
{
	struct mg_buf line = {0};
	int code;

	mg_key_format_line(&key->public, key->comment, &line);
	code = mg_buf_check(&line, err);
	if (!code && !mg_slice_equal(sealed->line, mg_buf_slice(&line)))
		code = mg_fail(err, MG_EINVALID, _("the signatory key and its public key do not belong together"));
	mg_buf_clear(&line);
	return code;
}

static int open_box(const struct mg_sealed_key *sealed, struct mg_slice passphrase, struct mg_secret_key *key,
		    struct mg_error *err)
{
	size_t len = sealed->box.len - crypto_secretbox_MACBYTES;
	uint8_t *plain = sodium_malloc(len), *box_key = NULL;
	int code = 0;

	if (!plain)
		return mg_fail(err, MG_ENOMEM, _("no protected memory left for a secret key"));
	box_key = derive(passphrase, (const uint8_t *)sealed->salt.data, sealed->cost, err);
	if (!box_key)
		code = MG_ENOMEM;
	else if (crypto_secretbox_open_easy(plain, (const uint8_t *)sealed->box.data, sealed->box.len,
					    (const uint8_t *)sealed->nonce.data, box_key) != 0)
		code = mg_fail(err, MG_ECRYPTO, _("the passphrase does not open the signatory key"));
	else
		code = mg_key_decode_openssh((struct mg_slice){(const char *)plain, len}, key, err);
	sodium_free(box_key);
	sodium_free(plain);
	return code;
}

int mg_key_parse_sealed(struct mg_slice text, struct mg_slice passphrase, struct mg_secret_key *key,
			struct mg_error *err)
{
	uint8_t bytes[MG_MAX_KEYFILE_BYTES];
	struct mg_sealed_key sealed;
	int code;

	*key = (struct mg_secret_key){0};
	code = mg_sealed_key_decode(text, bytes, &sealed, err);
	if (!code)
		code = open_box(&sealed, passphrase, key, err);
	if (!code)
		code = check_line(&sealed, key, err);
	if (code)
		mg_key_clear(key);
	return code;
}

int mg_sealed_key_public(struct mg_slice text, struct mg_public_key *key, char name[MG_KEY_NAME_BYTES],
			 struct mg_error *err)
{
	uint8_t bytes[MG_MAX_KEYFILE_BYTES];
	struct mg_sealed_key sealed;
	int code = mg_sealed_key_decode(text, bytes, &sealed, err);

	return code ? code : mg_key_parse_named(sealed.line, key, name, err);
}
