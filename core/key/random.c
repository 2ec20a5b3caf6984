// SPDX-License-Identifier: EUPL-1.2
#include "core/key/random.h"

#include "base/text.h"

#include <assert.h>
#include <sodium.h>

void mg_random_bytes(uint8_t *out, size_t n)
{
	randombytes_buf(out, n);
}

char *mg_random_base32(char *out, size_t chars)
{
	uint8_t bytes[MG_RANDOM_MAX_CHARS * 5 / 8];

	assert(chars <= MG_RANDOM_MAX_CHARS);
	mg_random_bytes(bytes, sizeof bytes);
	return mg_base32_encode(out, chars, bytes);
}
