// SPDX-License-Identifier: EUPL-1.2
//
// The invitations a home has made and not forgotten (docs/format-invitation.md): only they can answer a request to join.
#ifndef MG_CORE_INVITATION_H
#define MG_CORE_INVITATION_H

#include "core/key/home.h"
#include "core/carry/request.h"

#define MG_INVITATION_TEXT 512 // bytes of a name, a type or a role, with its NUL

struct mg_invitation {
	struct mg_id ca;
	uint8_t secret[MG_TICKET_SECRET_BYTES];
	char actor[MG_MAX_ID_CHARS + 1];
	char name[MG_INVITATION_TEXT], type[MG_INVITATION_TEXT], role[MG_INVITATION_TEXT]; // "": not said
	int64_t expires_s;
	char used_by[MG_KEY_ID_CHARS + 1]; // "" until a key was enrolled with it
};

// Keeps it, durably; one that was kept before is replaced.
int mg_invitation_save(const struct mg_home *home, const struct mg_invitation *invitation,
		       struct mg_error *err) MG_CHECKED;

// MG_ENOTFOUND when this home has made no such invitation; MG_EINVALID when its file is damaged.
int mg_invitation_find(const struct mg_home *home, const struct mg_id *ca, const char *name, struct mg_invitation *out,
		       struct mg_error *err) MG_CHECKED;

// Whether this home has invited anybody to a CA.
bool mg_invitation_any(const struct mg_home *home, const struct mg_id *ca);

// Whether a request, read from this text, was made with the ticket of an invitation of this home, be it used or expired.
bool mg_invitation_proved(const struct mg_home *home, const struct mg_id *ca, struct mg_slice text,
			  const struct mg_request *request);

// The invitation that a request answers: made here, for this CA and this actor, proved, not used by another key, not
// expired. MG_ETRUST says which of these fails; MG_EEXISTS when it has been used.
int mg_invitation_answered(const struct mg_home *home, const struct mg_id *ca, struct mg_slice text,
			   const struct mg_request *request, int64_t now_ms, struct mg_invitation *out,
			   struct mg_error *err) MG_CHECKED;

#endif
