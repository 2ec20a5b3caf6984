// SPDX-License-Identifier: EUPL-1.2
//
// FNV-1a, 64 bits: tells "the same as last time" for states too long to keep. A collision, even one made on purpose,
// only delays a sync until the next minute or leaves a log line out, so no cryptographic hash is needed.
#ifndef MG_DAEMON_DIGEST_H
#define MG_DAEMON_DIGEST_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MG_DIGEST_START 14695981039346656037u // 0 is free to mean "none"

static inline uint64_t mg_digest(uint64_t digest, const void *data, size_t len)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < len; i++)
		digest = (digest ^ bytes[i]) * 1099511628211u;
	return digest;
}

// With its NUL, so that texts one after the other cannot be mistaken for others.
static inline uint64_t mg_digest_text(uint64_t digest, const char *text)
{
	return mg_digest(digest, text ? text : "", text ? strlen(text) + 1 : 1);
}

static inline uint64_t mg_digest_number(uint64_t digest, uint64_t number)
{
	return mg_digest(digest, &number, sizeof number);
}

#endif
