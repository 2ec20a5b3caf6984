// SPDX-License-Identifier: EUPL-1.2
//
// What was computed of signed files and their signatures, by their objects: digests, and whether a signature is over these
// bytes. Both are functions of the objects alone, whatever becomes of keys; whoever had to compute one keeps it, so that
// the 2,400 bilans of three years are not hashed and verified again for each table.
#ifndef MG_CORE_INDEX_SEALS_H
#define MG_CORE_INDEX_SEALS_H

#include "core/index/index.h"

struct mg_index_seal {
	struct mg_id signature, record; // the objects
	const char *ns;                 // the namespace it was verified in
	char key[MG_KEY_ID_CHARS + 1];  // whose signature of these bytes it is; "": it is none
};

struct mg_index_digest {
	struct mg_id blob;
	char sha256[MG_SHA256_HEX];
};

// Fills in the key, or the digest. *known is false when the index does not know.
int mg_index_seal(struct mg_index *index, struct mg_index_seal *seal, bool *known, struct mg_error *err) MG_CHECKED;
int mg_index_digest(struct mg_index *index, struct mg_index_digest *digest, bool *known,
		    struct mg_error *err) MG_CHECKED;

// Keeps some, when nobody else is writing and the disk has room. Needs no lock of the copy.
void mg_index_keep_seals(struct mg_index *index, const struct mg_index_seal *seals, size_t n_seals,
			 const struct mg_index_digest *digests, size_t n_digests);

// All that is known of signatures, by signature, record and namespace. In the arena.
int mg_index_seals(struct mg_index *index, struct mg_arena *arena, struct mg_index_seal **out, size_t *n,
		   struct mg_error *err) MG_CHECKED;

// All digests that are known, by blob. In the arena.
int mg_index_digests(struct mg_index *index, struct mg_arena *arena, struct mg_index_digest **out, size_t *n,
		     struct mg_error *err) MG_CHECKED;

// The commits that last touched the signatures there were, by path: what mg_index_span gives of each, read at once. In the
// arena.
struct mg_index_last {
	const char *path;
	struct mg_id commit;
	int64_t stamp_ms;
};
int mg_index_last_signed(struct mg_index *index, struct mg_arena *arena, struct mg_index_last **out, size_t *n,
			 struct mg_error *err) MG_CHECKED;

#endif
