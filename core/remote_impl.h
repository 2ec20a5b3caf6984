// SPDX-License-Identifier: EUPL-1.2
//
// What remote.c, remote_sync.c and remote_clone.c share. Private to them.
#ifndef MG_CORE_REMOTE_IMPL_H
#define MG_CORE_REMOTE_IMPL_H

#include "core/copy_impl.h"
#include "core/remote.h"

#include <git2.h>

// Where a host that refuses refs/maillage/ keeps the lines.
#define MG_REF_HEADS "refs/heads/maillage/"

// A connection's options: progress and cancelling. payload's first member must be this.
struct mg_transfer {
	const volatile bool *cancel; // or NULL
};
void mg_remote_callbacks(git_remote_callbacks *callbacks, struct mg_transfer *payload);

// The remote of that name, nameless and without refspecs of its own; insteadOf of the configuration does not count.
// MG_ENOTFOUND.
int mg_remote_open(struct mg_copy *copy, const char *name, git_remote **out, struct mg_error *err) MG_CHECKED;

// Fetches lines and forks, both ways they may be kept, into refs/maillage/remotes/<name>/.
int mg_remote_fetch(git_remote *remote, const char *name, struct mg_transfer *transfer,
		    struct mg_error *err) MG_CHECKED;

// The tips fetched from a remote, each once. In the arena.
int mg_remote_tips(struct mg_copy *copy, const char *name, struct mg_arena *arena, struct mg_id **out, size_t *n,
		   struct mg_error *err) MG_CHECKED;

// Ingests the tips; one that cannot be walked (an object is missing) is held and the others go on. With the lock.
int mg_remote_ingest(struct mg_copy *copy, const struct mg_id *tips, size_t n, struct mg_ingested *counts,
		     struct mg_error *err) MG_CHECKED;

// .git/maillage/remotes/<name>: "<milliseconds of the last exchange> <why it failed, or empty>".
int mg_remote_remember(struct mg_copy *copy, const char *name, const char *cause, struct mg_error *err) MG_CHECKED;

#endif
