// SPDX-License-Identifier: EUPL-1.2
//
// In the order of PROTOCOL.sshsig's fields.
#include "core/key/sshsig.h"

#include "base/i18n.h"
#include "core/key/armour.h"
#include "core/key/key_format.h"
#include "core/key/sshwire.h"

#include <sodium.h>

#define LABEL     "SSH SIGNATURE"
#define MAGIC     "SSHSIG" // without its NUL
#define MAGIC_LEN 6
#define VERSION   1
#define HASH      "sha512"
#define MAX_BYTES 4096 // a signature by a large RSA key fits, so that it is told what it is

// What the Ed25519 signature is made of: not the message but its hash, bound to the namespace.
static void put_signed(struct mg_buf *out, const char *ns, struct mg_slice message)
{
	uint8_t digest[crypto_hash_sha512_BYTES];

	crypto_hash_sha512(digest, (const uint8_t *)message.data, message.len);
	mg_buf_put(out, MAGIC, MAGIC_LEN);
	mg_sshwire_put_text(out, ns);
	mg_sshwire_put_text(out, ""); // reserved
	mg_sshwire_put_text(out, HASH);
	mg_sshwire_put_string(out, (struct mg_slice){(const char *)digest, sizeof digest});
}

static void put_blob(struct mg_buf *out, const struct mg_public_key *key, const char *ns,
		     const uint8_t signature[MG_KEY_SIGNATURE_BYTES])
{
	uint8_t blob[MG_KEY_BLOB_BYTES];

	mg_key_blob(key, blob);
	mg_buf_put(out, MAGIC, MAGIC_LEN);
	mg_sshwire_put_u32(out, VERSION);
	mg_sshwire_put_string(out, (struct mg_slice){(const char *)blob, sizeof blob});
	mg_sshwire_put_text(out, ns);
	mg_sshwire_put_text(out, ""); // reserved
	mg_sshwire_put_text(out, HASH);
	mg_sshwire_put_u32(out, 4 + sizeof MG_KEY_TYPE - 1 + 4 + MG_KEY_SIGNATURE_BYTES);
	mg_sshwire_put_text(out, MG_KEY_TYPE);
	mg_sshwire_put_string(out, (struct mg_slice){(const char *)signature, MG_KEY_SIGNATURE_BYTES});
}

int mg_sshsig_sign(const struct mg_secret_key *key, const char *ns, struct mg_slice message, struct mg_buf *armour,
		   struct mg_error *err)
{
	uint8_t signature[MG_KEY_SIGNATURE_BYTES];
	struct mg_buf work = {0};
	int code;

	put_signed(&work, ns, message);
	code = mg_buf_check(&work, err);
	if (code)
		goto out;
	mg_key_sign(key, mg_buf_slice(&work), signature);
	mg_buf_reset(&work);
	put_blob(&work, &key->public, ns, signature);
	code = mg_buf_check(&work, err);
	if (code)
		goto out;
	mg_armour_encode(LABEL, mg_buf_slice(&work), armour);
	code = mg_buf_check(armour, err);
out:
	mg_buf_clear(&work);
	return code;
}

struct fields {
	struct mg_slice key, ns, hash, signature;
};

static int read_fields(struct mg_slice blob, struct fields *fields, struct mg_error *err)
{
	struct mg_slice magic, reserved;
	struct mg_sshwire in;
	uint32_t version;

	mg_sshwire_init(&in, blob);
	magic = mg_sshwire_raw(&in, MAGIC_LEN);
	if (!mg_slice_is(magic, MAGIC))
		return mg_fail(err, MG_EINVALID, _("this is no SSH signature"));
	version = mg_sshwire_u32(&in);
	if (!in.failed && version != VERSION)
		return mg_fail(err, MG_EINVALID, _("the SSH signature has the unknown version %u"), version);
	fields->key = mg_sshwire_string(&in);
	fields->ns = mg_sshwire_string(&in);
	reserved = mg_sshwire_string(&in);
	fields->hash = mg_sshwire_string(&in);
	fields->signature = mg_sshwire_string(&in);
	if (!mg_sshwire_done(&in) || reserved.len)
		return mg_fail(err, MG_EINVALID, _("the SSH signature is damaged"));
	return 0;
}

// Splits "string type, string bytes", the form of both the key and the signature, and asks for Ed25519's.
static int read_typed(struct mg_slice blob, size_t len, struct mg_slice *bytes, struct mg_error *err)
{
	struct mg_slice type;
	struct mg_sshwire in;

	mg_sshwire_init(&in, blob);
	type = mg_sshwire_string(&in);
	if (!in.failed && !mg_slice_is(type, MG_KEY_TYPE))
		return mg_fail(err, MG_ETRUST, _("the signature is not by an %s key"), MG_KEY_TYPE);
	*bytes = mg_sshwire_string(&in);
	if (!mg_sshwire_done(&in) || bytes->len != len)
		return mg_fail(err, MG_EINVALID, _("the SSH signature is damaged"));
	return 0;
}

static int verify_fields(const struct fields *fields, const char *ns, struct mg_slice message,
			 struct mg_public_key *signer, struct mg_error *err)
{
	struct mg_slice point, signature;
	struct mg_buf signed_bytes = {0};
	struct mg_public_key key;
	int code;

	code = read_typed(fields->key, MG_KEY_BYTES, &point, err);
	if (!code)
		code = read_typed(fields->signature, MG_KEY_SIGNATURE_BYTES, &signature, err);
	if (code)
		return code;
	if (!mg_slice_is(fields->ns, ns))
		return mg_fail(err, MG_ETRUST, _("the signature was not made for the use \"%s\""), ns);
	if (!mg_slice_is(fields->hash, HASH))
		return mg_fail(err, MG_ETRUST, _("the signature does not use the hash %s"), HASH);
	mg_key_set_public(&key, (const uint8_t *)point.data);
	put_signed(&signed_bytes, ns, message);
	code = mg_buf_check(&signed_bytes, err);
	if (!code && !mg_key_verify(&key, mg_buf_slice(&signed_bytes), (const uint8_t *)signature.data))
		code = mg_fail(err, MG_ETRUST, _("the signature does not match what is signed"));
	mg_buf_clear(&signed_bytes);
	if (!code)
		*signer = key;
	return code;
}

int mg_sshsig_verify(struct mg_slice armour, const char *ns, struct mg_slice message, struct mg_public_key *signer,
		     struct mg_error *err)
{
	struct fields fields;
	uint8_t bytes[MAX_BYTES];
	struct mg_slice blob = {(const char *)bytes, 0};
	int code;

	code = mg_armour_decode(LABEL, armour, bytes, sizeof bytes, &blob.len, err);
	// One signature has one armour, its last newline apart (a commit's header leaves it out). Otherwise anybody could
	// cut the lines of another's commit elsewhere and have a second commit that verifies: a fork of a line whose key
	// he does not have.
	if (!code && !mg_armour_is_canonical(LABEL, armour, blob.len)) {
		code = mg_fail(err, MG_EINVALID, _("the SSH signature is not laid out as OpenSSH does"));
		mg_error_hint(err, _("its lines or line ends were changed: take the file as it was signed"));
	}
	if (!code)
		code = read_fields(blob, &fields, err);
	if (!code)
		code = verify_fields(&fields, ns, message, signer, err);
	return code;
}
