// SPDX-License-Identifier: EUPL-1.2
//
// What the files of core/key share and nobody else needs: the pieces key files are made of (docs/format-key.md).
#ifndef MG_CORE_KEY_FORMAT_H
#define MG_CORE_KEY_FORMAT_H

#include "core/key/key.h"

#define MG_KEY_TYPE       "ssh-ed25519"
#define MG_KEY_TEXT_BYTES 1024 // more than any key file we write

// Copies a holder's name: less than MG_KEY_NAME_BYTES of UTF-8 without control characters.
int mg_key_set_name(char name[MG_KEY_NAME_BYTES], struct mg_slice text, struct mg_error *err) MG_CHECKED;

// Gives key->secret its protected memory.
int mg_key_alloc(struct mg_secret_key *key, struct mg_error *err) MG_CHECKED;

// Takes the point out of an SSH public key blob, whose bytes nothing may follow. Says nothing about the point itself.
int mg_key_parse_blob(struct mg_slice blob, uint8_t bytes[MG_KEY_BYTES], struct mg_error *err) MG_CHECKED;

// MG_EINVALID: the key is of another type than Ed25519, told without trusting its bytes.
int mg_key_fail_type(struct mg_slice type, struct mg_error *err) MG_CHECKED;

// The bytes inside a device key file's armour, which a sealed file boxes as they are. Decoding checks everything that
// can be: also that seed and public key belong together.
void mg_key_encode_openssh(const struct mg_secret_key *key, struct mg_buf *out);
int mg_key_decode_openssh(struct mg_slice bytes, struct mg_secret_key *key, struct mg_error *err) MG_CHECKED;

// Makes room at once, so that growing never leaves a copy of a secret behind.
void mg_key_reserve(struct mg_buf *buf, size_t bytes);

#endif
