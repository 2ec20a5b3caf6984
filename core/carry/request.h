// SPDX-License-Identifier: EUPL-1.2
//
// The request a newcomer sends back (docs/format-invitation.md): a text that proves he had the ticket and holds the key he
// asks to be enrolled. Pure but for the signature.
#ifndef MG_CORE_REQUEST_H
#define MG_CORE_REQUEST_H

#include "core/carry/ticket.h"

#define MG_MAX_REQUEST_BYTES (16u * 1024u)

struct mg_request {
	struct mg_id ca;
	char actor[MG_MAX_ID_CHARS + 1];
	char invitation[MG_INVITATION_CHARS + 1];
	struct mg_public_key device;
	char holder[MG_KEY_NAME_BYTES];
	bool has_signatory;
	struct mg_public_key signatory;
	char signatory_holder[MG_KEY_NAME_BYTES];
};

// The text; device is the secret key of request->device.
int mg_request_format(const struct mg_request *request, const uint8_t secret[MG_TICKET_SECRET_BYTES],
		      const struct mg_secret_key *device, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

// Reads a request and checks that its key signed it. MG_EINVALID; MG_ETRUST when the signature is not that key's.
int mg_request_parse(struct mg_slice text, struct mg_request *out, struct mg_error *err) MG_CHECKED;

// Whether whoever made this text had the secret.
bool mg_request_proves(struct mg_slice text, const uint8_t secret[MG_TICKET_SECRET_BYTES]) MG_CHECKED;

#endif
