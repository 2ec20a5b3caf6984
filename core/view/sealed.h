// SPDX-License-Identifier: EUPL-1.2
//
// The view of a signed record (docs/format-history.md, "Seals"): it is shown at its signed bytes whatever arrives
// beside it. Private to core/view/fold.c.
#ifndef MG_CORE_SEALED_H
#define MG_CORE_SEALED_H

#include "core/view/snapshot.h"
#include "schema/record/path.h"

struct mg_sealed {
	bool is_sealed;
	struct mg_id blob;    // the signed bytes that are shown
	mg_position first;    // of the commits that signed them, the one of smallest (stamp, id)
	mg_position *signers; // all of them
	size_t n_signers;
};

// What of a record is signed in the history of a frontier. Several signed contents need dishonesty: the one with the most
// signatories, then of the smallest (stamp, id), is shown. In the arena.
int mg_sealed_find(struct mg_store *store, const struct mg_path *record, const mg_position *frontier, size_t n,
		   struct mg_arena *arena, struct mg_sealed *out, struct mg_error *err) MG_CHECKED;

// Of several signatures that came to one path, the latest of those over the bytes that are shown; *out is NULL when none
// is. history: the signature's, restricted to the frontier.
int mg_sealed_signature(struct mg_store *store, const struct mg_path *signature, const struct mg_sealed *sealed,
			const struct mg_index_history *history, const struct mg_index_touch **out,
			struct mg_error *err) MG_CHECKED;

// Replaces a record's view by its sealed one: the signed value, and one conflict at the record itself between the seal and
// what was written beside it, unless that has been settled. history: restricted to the frontier; pending may be NULL.
int mg_sealed_view(struct mg_store *store, const struct mg_path *record, const struct mg_sealed *sealed,
		   const struct mg_index_history *history, const struct mg_pending *pending, struct mg_arena *arena,
		   struct mg_view_result *result, struct mg_view_input *input, struct mg_error *err) MG_CHECKED;

#endif
