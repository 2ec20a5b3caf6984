// SPDX-License-Identifier: EUPL-1.2
//
// Keys in a CA (docs/format-key.md, "Who enrols and revokes whom"): vouching for one, revoking one, bringing one's own.
#ifndef MG_CORE_KEYS_H
#define MG_CORE_KEYS_H

#include "core/copy/copy.h"

// The edit that lays a signatory's signature beside the record of a key, path, which is to hold these bytes. In the arena.
int mg_keys_vouch(struct mg_copy *copy, const char *path, struct mg_slice bytes, const struct mg_secret_key *signatory,
		  struct mg_arena *arena, struct mg_edit *out, struct mg_error *err) MG_CHECKED;

// Lets this device's first commit bring its own key, for an actor; what is recorded next must hold the key's record and
// its signature. Changes nothing for a key that is enrolled.
void mg_keys_bring(struct mg_copy *copy, const char *actor);

// Revokes a key, recorded at once. signatory: in whose name, or NULL when this device is above the key. MG_ENOTFOUND when
// there is no such key; MG_EEXISTS when it is revoked already.
int mg_keys_revoke(struct mg_copy *copy, const char *key_id, const char *reason, const struct mg_secret_key *signatory,
		   struct mg_arena *arena, struct mg_recorded *out, struct mg_error *err) MG_CHECKED;

#endif
