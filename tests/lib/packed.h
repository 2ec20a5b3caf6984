// SPDX-License-Identifier: EUPL-1.2
//
// Packs made by hand, for tests: started, filled, ended. Included after cmocka.h.
#ifndef MG_TESTS_LIB_PACKED_H
#define MG_TESTS_LIB_PACKED_H

#include "core/repo/pack_make.h"
#include "core/repo/sha1.h"

#define HERE   "intitule: Maraudes\nstatut: prevue\n"   // an object
#define HERE_N "\x22"                                   // its length
#define LATER  "intitule: Maraudes\nstatut: en_cours\n" // what the delta makes of it
#define DELTA                                                                                                          \
	HERE_N "\x24\x90\x1b\x08"                                                                                      \
	       "en_cours"                                                                                              \
	       "\x91\x21\x01" // 27 bytes of it, a word, and its last byte

static inline struct mg_slice packed_text(const char *bytes, size_t len)
{
	return (struct mg_slice){bytes, len};
}

static inline void packed_start(struct mg_buf *pack, unsigned n)
{
	mg_buf_reset(pack);
	mg_buf_put(pack, "PACK\0\0\0\2\0\0\0", 11);
	mg_buf_putc(pack, (char)n);
}

static inline void packed_put(struct mg_buf *pack, unsigned kind, const struct mg_id *base, size_t distance,
			      struct mg_slice bytes)
{
	mg_pack_put_kind(pack, kind, bytes.len);
	if (base)
		mg_buf_put(pack, base->bytes, sizeof base->bytes);
	else if (distance)
		mg_pack_put_distance(pack, distance);
	assert_int_equal(mg_pack_put_compressed(pack, bytes, NULL), 0);
}

static inline void packed_end(struct mg_buf *pack)
{
	uint8_t digest[MG_SHA1_BYTES];

	mg_sha1((struct mg_slice){0}, mg_buf_slice(pack), digest);
	mg_buf_put(pack, digest, sizeof digest);
}

#endif
