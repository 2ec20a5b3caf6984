// SPDX-License-Identifier: EUPL-1.2
//
// The system's randomness, for what must not collide between people offline: ends of record ids, ids of list elements,
// a CA's nonce. Keys draw their own (core/key/key.h). mg_key_init comes first.
#ifndef MG_CORE_RANDOM_H
#define MG_CORE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

void mg_random_bytes(uint8_t *out, size_t n);

// `chars` characters of lower-case base32 and a NUL: 5 bits each. At most MG_RANDOM_MAX_CHARS.
#define MG_RANDOM_MAX_CHARS 64
char *mg_random_base32(char *out, size_t chars);

#endif
