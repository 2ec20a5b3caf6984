// SPDX-License-Identifier: EUPL-1.2
//
// Evidence about a signed record, for somebody who has git and ssh-keygen and no Maillage (docs/format-preuve.md).
#ifndef MG_CORE_PROOF_H
#define MG_CORE_PROOF_H

#include "core/copy/copy.h"

struct mg_proof_signature {
	const char *actor, *ns, *path; // of the .sig
	char key[MG_KEY_ID_CHARS + 1];
	struct mg_index_commit commit; // that recorded it
};

struct mg_proof {
	struct mg_proof_signature *signatures; // by time
	size_t n;
	size_t commits; // in the history given
};

// Writes the archive about a record of the view. MG_ENOTFOUND when nobody has signed it; MG_ETRUST when a signature does
// not verify; MG_EEXISTS when the file is there. Nothing is left after a failure. out lives in the arena.
int mg_proof_write(struct mg_copy *copy, const char *path, const char *file, struct mg_arena *arena,
		   struct mg_proof *out, struct mg_error *err) MG_CHECKED;

#endif
