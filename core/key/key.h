// SPDX-License-Identifier: EUPL-1.2
//
// Ed25519 keys (RFC 8032) as OpenSSH writes them (docs/format-key.md; OpenSSH's PROTOCOL.key).
// Secrets live in memory of sodium_malloc and are never printed or logged.
#ifndef MG_CORE_KEY_H
#define MG_CORE_KEY_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

#define MG_KEY_ID_CHARS        16 // lower-case base32 of the first 10 bytes of SHA-256 of the SSH public key blob
#define MG_KEY_BYTES           32
#define MG_KEY_SECRET_BYTES    64
#define MG_KEY_SIGNATURE_BYTES 64
#define MG_KEY_BLOB_BYTES      51  // string "ssh-ed25519", string key (RFC 8709)
#define MG_KEY_NAME_BYTES      128 // a holder's name with its NUL: UTF-8 without control characters

struct mg_public_key {
	uint8_t bytes[MG_KEY_BYTES];
	char id[MG_KEY_ID_CHARS + 1];
};

struct mg_secret_key {
	struct mg_public_key public;
	uint8_t *secret; // MG_KEY_SECRET_BYTES of sodium_malloc: seed, then public key (libsodium's form)
	char comment[MG_KEY_NAME_BYTES]; // the holder's name, as written in the key file
};

// Once per process, before anything else of core.
int mg_key_init(struct mg_error *err) MG_CHECKED;

// A new key from the system's randomness.
int mg_key_generate(struct mg_secret_key *key, const char *comment, struct mg_error *err) MG_CHECKED;

// Wipes and frees; a key that was never filled (all zero) is allowed. Functions that fill a key leave it so on failure.
void mg_key_clear(struct mg_secret_key *key);

void mg_key_set_public(struct mg_public_key *key, const uint8_t bytes[MG_KEY_BYTES]);
void mg_key_blob(const struct mg_public_key *key, uint8_t blob[MG_KEY_BLOB_BYTES]);

// Raw Ed25519, for what has a format of its own. Verification is strict: a key or R of small order, a
// key not canonical, S not below the order are all refused.
void mg_key_sign(const struct mg_secret_key *key, struct mg_slice message, uint8_t signature[MG_KEY_SIGNATURE_BYTES]);
bool mg_key_verify(const struct mg_public_key *key, struct mg_slice message,
		   const uint8_t signature[MG_KEY_SIGNATURE_BYTES]) MG_CHECKED;

// One authorized_keys line without options or newline: "ssh-ed25519 AAAA... comment" (comment may be NULL). Parsing
// accepts surrounding blanks, refuses any other key type (with the reason), a wrong length, trailing data in the blob,
// and points of small order or not canonical.
void mg_key_format_line(const struct mg_public_key *key, const char *comment, struct mg_buf *out);
int mg_key_parse_line(const char *line, struct mg_public_key *key, struct mg_error *err) MG_CHECKED;

// The same, giving also the comment when name is not NULL ("" without one).
int mg_key_parse_named(struct mg_slice line, struct mg_public_key *key, char name[MG_KEY_NAME_BYTES],
		       struct mg_error *err) MG_CHECKED;

// A device's key file: OpenSSH private key format, not encrypted. out is wiped by whoever owns it (mg_key_wipe).
int mg_key_format_openssh(const struct mg_secret_key *key, struct mg_buf *out, struct mg_error *err) MG_CHECKED;
int mg_key_parse_openssh(struct mg_slice text, struct mg_secret_key *key, struct mg_error *err) MG_CHECKED;

// A signatory's key file: argon2id and secretbox of libsodium (docs/format-key.md). A wrong passphrase is MG_ECRYPTO.
int mg_key_format_sealed(const struct mg_secret_key *key, struct mg_slice passphrase, struct mg_buf *out,
			 struct mg_error *err) MG_CHECKED;
int mg_key_parse_sealed(struct mg_slice text, struct mg_slice passphrase, struct mg_secret_key *key,
			struct mg_error *err) MG_CHECKED;

// Wipes and frees a buffer that held a secret.
void mg_key_wipe(struct mg_buf *buf);

// SHA-256 (FIPS 180-4) in hexadecimal; what documents name each other by.
#define MG_SHA256_HEX 65
void mg_sha256_hex(struct mg_slice bytes, char out[MG_SHA256_HEX]);
void mg_sha256(struct mg_slice bytes, uint8_t out[32]);

#endif
