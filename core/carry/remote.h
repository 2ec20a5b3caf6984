// SPDX-License-Identifier: EUPL-1.2
//
// Git remotes as carriers (docs/format-commit.md, "References"): a path, file://, ssh:// or https://. Lines are pushed,
// then fetched; each fetched commit is judged before it counts (core/trust/judge.h).
#ifndef MG_CORE_REMOTE_H
#define MG_CORE_REMOTE_H

#include "core/copy/copy.h"

#include <stdatomic.h>

// Remotes are git's own (`git remote` shows them). MG_EEXISTS, MG_ENOTFOUND, MG_EINVALID for a bad name or URL.
int mg_remote_add(struct mg_copy *copy, const char *name, const char *url, struct mg_error *err) MG_CHECKED;
int mg_remote_remove(struct mg_copy *copy, const char *name, struct mg_error *err) MG_CHECKED;

struct mg_remote {
	const char *name, *url; // without the login that may stand in it: as others can use it
};
int mg_remote_list(struct mg_copy *copy, struct mg_arena *arena, struct mg_remote **out, size_t *n,
		   struct mg_error *err) MG_CHECKED;

// Makes a copy in dir of the CA at url, with the remote `origin`; or, where url is a bundle's file, without a remote.
// ca_id: what its id must be, MG_ETRUST when it is not; or NULL. The folder is removed again when this fails. progress
// may be NULL.
int mg_remote_clone(const char *url, const char *dir, const char *ca_id, const struct mg_home *home,
		    const struct mg_clock *clock, const struct mg_types *types, struct mg_progress *progress,
		    struct mg_copy **out, struct mg_error *err) MG_CHECKED;

// What one exchange did. Texts in the arena given.
struct mg_sync_rejection {
	const char *ref, *reason;
};

struct mg_sync {
	const char *remote;
	size_t pushed;   // lines
	size_t received; // commits accepted
	size_t refused;  // commits refused, or stopped behind one
	size_t held;
	size_t requests;                      // to join, which were left there since the last exchange
	struct mg_sync_rejection *rejections; // references the remote would not take
	size_t n_rejections;
	bool main_left;  // its main is somebody else's and was left alone
	bool uses_heads; // it has just been found to refuse refs/maillage/: from now on it gets refs/heads/maillage/
};

// One exchange with a remote: push the lines it lacks, fetch those we lack, judge, accept, refresh the view and the
// folder. The network is used without the lock. Stops early, with MG_EBUSY, when *cancel becomes true (may be NULL,
// as progress).
int mg_remote_sync(struct mg_copy *copy, const char *name, const atomic_bool *cancel, struct mg_progress *progress,
		   struct mg_arena *arena, struct mg_sync *out, struct mg_error *err) MG_CHECKED;

// How far a remote was apart when last seen, and when that was (0: never); why the last exchange failed ("": it did
// not).
struct mg_peer_state {
	const char *name;
	int64_t last_ms;
	size_t ahead, behind; // lines it lacks; lines it has that are not accepted here
	const char *cause;
};
int mg_remote_states(struct mg_copy *copy, struct mg_arena *arena, struct mg_peer_state **out, size_t *n,
		     struct mg_error *err) MG_CHECKED;

#endif
