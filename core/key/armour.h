// SPDX-License-Identifier: EUPL-1.2
//
// The text around a binary key or signature: a BEGIN line, base64 (RFC 4648) in lines of 70 characters as OpenSSH
// writes them, an END line.
#ifndef MG_CORE_ARMOUR_H
#define MG_CORE_ARMOUR_H

#include "base/buf.h"

#include <stdint.h>

// Appends the armour of bytes, ending in a newline. label is what follows BEGIN.
void mg_armour_encode(const char *label, struct mg_slice bytes, struct mg_buf *out);

// Decodes the armour that is the whole of text, blanks after it excepted, into out; *len receives how many of its max
// bytes are used. Lines may have any length, as other programs cut them elsewhere. Base64 must be padded and canonical.
// MG_EINVALID otherwise; *len is then 0.
int mg_armour_decode(const char *label, struct mg_slice text, uint8_t *out, size_t max, size_t *len,
		     struct mg_error *err) MG_CHECKED;

// Decodes padded, canonical base64 in which line ends may stand anywhere when lines is true. False otherwise, or when the
// result has more than max bytes; *len is then 0.
bool mg_base64_decode(struct mg_slice text, bool lines, uint8_t *out, size_t max, size_t *len) MG_CHECKED;

// Whether text, decoded before to len bytes, is to the byte what mg_armour_encode makes of them; its last newline may be
// left out.
bool mg_armour_is_canonical(const char *label, struct mg_slice text, size_t len);

#endif
