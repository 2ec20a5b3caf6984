// SPDX-License-Identifier: EUPL-1.2
//
// Names of git objects: SHA-1, what libgit2 1.5 and every hosting service speak.
#ifndef MG_CORE_ID_H
#define MG_CORE_ID_H

#include "base/text.h"

#define MG_ID_BYTES 20
#define MG_ID_HEX   41 // 40 digits and a NUL

struct mg_id {
	uint8_t bytes[MG_ID_BYTES];
};

static inline int mg_id_compare(const struct mg_id *a, const struct mg_id *b)
{
	return memcmp(a->bytes, b->bytes, MG_ID_BYTES);
}

static inline bool mg_id_equal(const struct mg_id *a, const struct mg_id *b)
{
	return mg_id_compare(a, b) == 0;
}

// The zero id stands for "no object".
static inline bool mg_id_is_zero(const struct mg_id *id)
{
	static const struct mg_id zero;

	return mg_id_equal(id, &zero);
}

static inline char *mg_id_format(const struct mg_id *id, char hex[MG_ID_HEX])
{
	return mg_hex_encode(hex, id->bytes, MG_ID_BYTES);
}

static inline bool mg_id_parse(const char *hex, struct mg_id *id)
{
	return mg_hex_decode(id->bytes, MG_ID_BYTES, hex);
}

#endif
