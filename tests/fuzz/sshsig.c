// SPDX-License-Identifier: EUPL-1.2
//
// The first line of the input is the namespace, the rest an armour. Whatever verifies must be the one layout of its
// signature: signing is not possible here, so a second one could only come from a lax reader.
#include "core/key/armour.h"
#include "core/key/sshsig.h"

#include <stdlib.h>

#define MESSAGE "bilan T1\n"
#define LABEL   "SSH SIGNATURE"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_layout(struct mg_slice armour)
{
	uint8_t bytes[4096];
	struct mg_buf again = {0};
	size_t len;

	if (mg_armour_decode(LABEL, armour, bytes, sizeof bytes, &len, NULL) != 0)
		abort();
	mg_armour_encode(LABEL, (struct mg_slice){(const char *)bytes, len}, &again);
	if (armour.len != again.len && armour.len != again.len - 1)
		abort();
	if (memcmp(armour.data, again.data, armour.len) != 0)
		abort();
	mg_buf_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
	struct mg_public_key signer;
	struct mg_slice armour;
	char ns[64];
	size_t len;

	if (!end || (len = (size_t)(end - data)) >= sizeof ns || mg_key_init(NULL) != 0)
		return 0;
	memcpy(ns, data, len);
	ns[len] = '\0';
	armour = (struct mg_slice){(const char *)end + 1, size - len - 1};
	if (mg_sshsig_verify(armour, ns, mg_slice_of(MESSAGE), &signer, NULL) == 0)
		check_layout(armour);
	return 0;
}
