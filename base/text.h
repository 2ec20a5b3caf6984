// SPDX-License-Identifier: EUPL-1.2
//
// Small pure functions over text: UTF-8 (RFC 3629), hexadecimal, base32 (RFC 4648, lower case, no padding), the nearest
// of several words.
#ifndef MG_BASE_TEXT_H
#define MG_BASE_TEXT_H

#include "base/slice.h"

#include <stdint.h>

// Length in bytes of the well-formed UTF-8 character at the start of text (1 to 4), or 0: overlong forms, surrogates
// and values above U+10FFFF are not well-formed. *character (when not NULL) receives it.
size_t mg_utf8_next(struct mg_slice text, uint32_t *character);

// Offset of the first malformed byte, or text.len when there is none.
size_t mg_utf8_check(struct mg_slice text);

// Characters (code points) in well-formed text.
size_t mg_utf8_count(struct mg_slice text);

// Offset of the first byte from `from` on that is not ASCII, or text.len.
size_t mg_text_ascii(struct mg_slice text, size_t from);

// Offset of the first of 0 to 9 from `from` on, or text.len.
size_t mg_text_digit(struct mg_slice text, size_t from);

// The plain lower-case letters or the digit that a character is read as: "e" of É, "oe" of Œ, "7" of 7. NULL of any other.
const char *mg_text_plain(uint32_t character);

// The character beyond U+FFFF that two escapes \uXXXX at an offset are the halves of, as JSON (RFC 8259, 7) and regular
// expressions of ECMA-262 write it, in MG_TEXT_PAIR bytes; 0 when there is none.
#define MG_TEXT_PAIR 12u
uint32_t mg_text_pair(struct mg_slice text, size_t at);

// out has room for 2n + 1 characters; returns out.
char *mg_hex_encode(char *out, const uint8_t *bytes, size_t n);
// False unless text is exactly 2n lower-case digits.
bool mg_hex_decode(uint8_t *bytes, size_t n, const char *text);

// RFC 4648 base32 in lower case, the first `chars` characters, NUL-terminated; bytes must hold enough bits for them.
char *mg_base32_encode(char *out, size_t chars, const uint8_t *bytes);
// The whole bytes of such text. False unless it is n bytes exactly: every character of the alphabet, bits left over zero.
bool mg_base32_decode(uint8_t *bytes, size_t n, struct mg_slice text);

// The word of words[0..n) that a person most likely meant by typed: fewest edits (insertion, deletion, substitution,
// transposition; an accent costs half, case nothing), at most a third of the length; NULL when none is near.
const char *mg_nearest(const char *typed, const char *const *words, size_t n);

#endif
