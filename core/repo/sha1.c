// SPDX-License-Identifier: EUPL-1.2
//
// libcrypto knows how to ask the processor, which is four times as fast where it can: git's index has a megabyte. Its
// newer interface looks the algorithm up and allocates for each digest, which takes longer than hashing a record.
#define OPENSSL_API_COMPAT 10101 // declares the functions of 1.1.1, which 3.0 keeps

#include "core/repo/sha1.h"

#include <openssl/sha.h>
#include <stdlib.h>

void mg_sha1_of(const struct mg_slice *parts, size_t n, uint8_t digest[MG_SHA1_BYTES])
{
	SHA_CTX context;

	SHA1_Init(&context);
	for (size_t i = 0; i < n; i++)
		SHA1_Update(&context, parts[i].data, parts[i].len);
	SHA1_Final(digest, &context);
}

void mg_sha1(struct mg_slice head, struct mg_slice bytes, uint8_t digest[MG_SHA1_BYTES])
{
	mg_sha1_of((const struct mg_slice[]){head, bytes}, 2, digest);
}

struct mg_sha1_sum {
	SHA_CTX context;
};

struct mg_sha1_sum *mg_sha1_sum_new(void)
{
	struct mg_sha1_sum *sum = malloc(sizeof *sum);

	if (sum)
		SHA1_Init(&sum->context);
	return sum;
}

void mg_sha1_sum_add(struct mg_sha1_sum *sum, struct mg_slice piece)
{
	SHA1_Update(&sum->context, piece.data, piece.len);
}

void mg_sha1_sum_end(struct mg_sha1_sum *sum, uint8_t digest[MG_SHA1_BYTES])
{
	SHA1_Final(digest, &sum->context);
	free(sum);
}
