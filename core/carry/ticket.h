// SPDX-License-Identifier: EUPL-1.2
//
// The ticket an inviter hands to a newcomer: one line of text (docs/format-invitation.md). Pure.
#ifndef MG_CORE_TICKET_H
#define MG_CORE_TICKET_H

#include "base/limits.h"
#include "core/repo/id.h"
#include "core/key/key.h"

#define MG_TICKET_SECRET_BYTES 16
#define MG_TICKET_URL_MAX      255

struct mg_ticket {
	struct mg_id ca;
	char inviter[MG_KEY_ID_CHARS + 1];
	uint8_t secret[MG_TICKET_SECRET_BYTES];
	int64_t expires_s; // seconds since 1970
	char actor[MG_MAX_ID_CHARS + 1];
	char url[MG_TICKET_URL_MAX + 1]; // "": none
};

// MG_ELIMIT when the URL is too long for a ticket, MG_EINVALID when another field cannot be written.
int mg_ticket_format(const struct mg_ticket *ticket, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

// MG_EINVALID, with what is wrong and what to do.
int mg_ticket_parse(struct mg_slice text, struct mg_ticket *out, struct mg_error *err) MG_CHECKED;

// The invitation a secret belongs to: its name, which tells the secret to nobody.
#define MG_INVITATION_CHARS 16
void mg_ticket_invitation(const uint8_t secret[MG_TICKET_SECRET_BYTES], char out[MG_INVITATION_CHARS + 1]);

#endif
