// SPDX-License-Identifier: EUPL-1.2
//
// SHA-1 (RFC 3174): git's checksums against accidents, the names of trees that are made here, and whether an object is
// still what it was when it was named. Other objects are named by libgit2, which also looks for collisions; signatures
// use other hashes.
#ifndef MG_CORE_SHA1_H
#define MG_CORE_SHA1_H

#include "base/slice.h"

#include <stdint.h>

#define MG_SHA1_BYTES 20

// Of head, which may be empty, and bytes after it.
void mg_sha1(struct mg_slice head, struct mg_slice bytes, uint8_t digest[MG_SHA1_BYTES]);

// Of n parts, one after the other.
void mg_sha1_of(const struct mg_slice *parts, size_t n, uint8_t digest[MG_SHA1_BYTES]);

// Of what comes piece by piece: NULL when memory is exhausted. The end gives it and frees.
struct mg_sha1_sum;
struct mg_sha1_sum *mg_sha1_sum_new(void);
void mg_sha1_sum_add(struct mg_sha1_sum *sum, struct mg_slice piece);
void mg_sha1_sum_end(struct mg_sha1_sum *sum, uint8_t digest[MG_SHA1_BYTES]);

#endif
