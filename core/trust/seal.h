// SPDX-License-Identifier: EUPL-1.2
//
// Signatures of records: <stem>.<acteur>.sig, an SSHSIG over its exact bytes (docs/format-key.md, "Signature";
// docs/format-history.md, "Seals"). A record with one in the view is sealed.
#ifndef MG_CORE_SEAL_H
#define MG_CORE_SEAL_H

#include "core/view/snapshot.h"
#include "schema/record/path.h"

// "cles/<key-id>.yaml".
void mg_seal_key_path(const char *key_id, char out[MG_MAX_PATH_BYTES + 1]);

// The SSHSIG namespace of a signature: its type's, or, where others than the actor it is about sign a receipt, theirs.
const char *mg_seal_namespace(const struct mg_path *signature);

struct mg_seal_signature {
	const char *path;  // of the .sig
	const char *actor; // who signs
};

// The signatures of a record in a view, by actor. In the arena.
int mg_seal_signatures(struct mg_store *store, const struct mg_snapshot *view, const struct mg_path *record,
		       struct mg_arena *arena, struct mg_seal_signature **out, size_t *n,
		       struct mg_error *err) MG_CHECKED;

// Checks a new signature of a record's bytes in the light of a view: it verifies; its key is a signatory's, of the actor
// the path names, enrolled and not revoked; the record names this CA; whoever signs first by x-signature.ouvre has
// signed, or is signing. MG_ETRUST or MG_EINVALID, with a sentence.
int mg_seal_check(struct mg_store *store, const struct mg_snapshot *view, const struct mg_path *signature,
		  struct mg_slice record, struct mg_slice armour, struct mg_error *err) MG_CHECKED;

// Checks form, bytes and key only: what can be said of any signature standing in the view, whatever happened to the key
// since. Gives the key that signed.
int mg_seal_verify(const struct mg_path *signature, struct mg_slice record, struct mg_slice armour,
		   struct mg_public_key *signer, struct mg_error *err) MG_CHECKED;

#endif
