// SPDX-License-Identifier: EUPL-1.2
//
// libcrypto knows how to ask the processor, which is four times as fast where it can: git's index has a megabyte.
#include "core/repo/sha1.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdbool.h>

void mg_sha1(struct mg_slice head, struct mg_slice bytes, uint8_t digest[MG_SHA1_BYTES])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool done = context && EVP_DigestInit_ex(context, EVP_sha1(), NULL) &&
		    EVP_DigestUpdate(context, head.data, head.len) &&
		    EVP_DigestUpdate(context, bytes.data, bytes.len) && EVP_DigestFinal_ex(context, digest, NULL);

	EVP_MD_CTX_free(context);
	assert(done); // fails only when memory is exhausted
	(void)done;
}
