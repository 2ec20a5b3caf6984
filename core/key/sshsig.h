// SPDX-License-Identifier: EUPL-1.2
//
// Detached signatures in OpenSSH's SSHSIG format (PROTOCOL.sshsig), Ed25519 with sha512. What `ssh-keygen -Y verify`
// and `git verify-commit` (gpg.format=ssh) read. Verification checks form and mathematics only: whether the key may
// sign is the caller's question.
#ifndef MG_CORE_SSHSIG_H
#define MG_CORE_SSHSIG_H

#include "core/key/key.h"

#define MG_NS_COMMIT "git"
#define MG_NS_CLE    "cle@maillage"

// Armoured signature of message, lines of 70 characters as OpenSSH writes them, ending in a newline.
int mg_sshsig_sign(const struct mg_secret_key *key, const char *ns, struct mg_slice message, struct mg_buf *armour,
		   struct mg_error *err) MG_CHECKED;

// Verifies an armoured signature of message in namespace ns and gives the key that made it. MG_EINVALID when the
// armour, the base64 or the inner structure is malformed; MG_ETRUST when the namespace, hash, key type or signature is
// wrong.
int mg_sshsig_verify(struct mg_slice armour, const char *ns, struct mg_slice message, struct mg_public_key *signer,
		     struct mg_error *err) MG_CHECKED;

#endif
