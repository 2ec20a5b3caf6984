// SPDX-License-Identifier: EUPL-1.2
//
// The inside of a signatory's key file (docs/format-key.md), for core/key/key_sealed.c, core/key/home.c and the tests.
#ifndef MG_CORE_KEY_SEALED_H
#define MG_CORE_KEY_SEALED_H

#include "core/key/key.h"

// What deriving the box's key from the passphrase costs. Written in the file, so that it can rise later.
struct mg_key_cost {
	uint32_t passes;
	uint32_t kib; // of memory: argon2id's own unit, so that every bit of the file counts
};

// 0.2 to 0.5 s on an office computer: above the second recommendation of RFC 9106 (3 passes over 64 MiB), and still
// possible on the smallest rented server. Test builds make and open keys by the thousand, and guard none.
#ifdef MG_TEST_BUILD
#define MG_KEY_COST ((struct mg_key_cost){1, 1024u})
#else
#define MG_KEY_COST ((struct mg_key_cost){3, 128u * 1024u})
#endif

struct mg_sealed_key {
	struct mg_slice line; // the public key as an authorized_keys line, in clear
	struct mg_key_cost cost;
	struct mg_slice salt;
	struct mg_slice nonce;
	struct mg_slice box;
};

// The same as mg_key_format_sealed, at another cost.
int mg_sealed_key_format(const struct mg_secret_key *key, struct mg_slice passphrase, struct mg_key_cost cost,
			 struct mg_buf *out, struct mg_error *err) MG_CHECKED;

// Takes the armour off into bytes (MG_MAX_KEYFILE_BYTES of room), which the fields then borrow from, and checks all that
// can be without the passphrase: so a file cannot ask for more memory or time than we allow.
int mg_sealed_key_decode(struct mg_slice text, uint8_t *bytes, struct mg_sealed_key *sealed,
			 struct mg_error *err) MG_CHECKED;

// The public key and, in name, what follows it on the line, without the passphrase: as true as the file is untouched.
int mg_sealed_key_public(struct mg_slice text, struct mg_public_key *key, char name[MG_KEY_NAME_BYTES],
			 struct mg_error *err) MG_CHECKED;

#endif
