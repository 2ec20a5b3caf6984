// SPDX-License-Identifier: EUPL-1.2
//
// Going on after a key is gone (docs/format-history.md, "What counts"): what an actor's own commits changed and does
// not count is recorded anew, commit by commit, under a key that does.
#ifndef MG_CORE_RECOVER_H
#define MG_CORE_RECOVER_H

#include "core/copy/copy.h"

// Whether this home's device key can never write here again: spent, revoked, or let in by a commit that does not count.
int mg_recover_needs_key(struct mg_copy *copy, bool *needs, struct mg_error *err) MG_CHECKED;

// A file of a commit that could not be recorded anew: what it holds is still in that commit.
struct mg_stranded {
	struct mg_id commit;
	const char *path, *why;
};

// A commit of this device's actor that does not count, and of which something is not recorded anew yet, nor said by the
// records since.
struct mg_recoverable {
	struct mg_id id;
	int64_t stamp_ms;
	char key[MG_KEY_ID_CHARS + 1];
	const char *subject;
	const struct mg_stranded *left; // its files that something stands against
	size_t n_left;
};

// By rising stamp; those of a thief who had the key are among them. In the arena.
int mg_recover_list(struct mg_copy *copy, struct mg_arena *arena, struct mg_recoverable **out, size_t *n,
		    struct mg_error *err) MG_CHECKED;

struct mg_recovery {
	size_t n_done; // commits made
	struct mg_stranded *left;
	size_t n_left;
};

// Records anew what the commits of this device's actor that do not count had changed, each as one commit that names it;
// those done before are passed over. A field that somebody has changed since is not overwritten. only: NULL, or those that
// may be (n of them). In the arena.
int mg_recover(struct mg_copy *copy, const struct mg_id *only, size_t n, struct mg_arena *arena,
	       struct mg_recovery *out, struct mg_error *err) MG_CHECKED;

#endif
