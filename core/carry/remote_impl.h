// SPDX-License-Identifier: EUPL-1.2
//
// What remote*.c and bundle_apply.c share. Private to them.
#ifndef MG_CORE_REMOTE_IMPL_H
#define MG_CORE_REMOTE_IMPL_H

#include "core/carry/login.h"
#include "core/carry/receive.h"
#include "core/carry/remote.h"

#include <git2.h>
#include <stdatomic.h>

// Where the lines are kept at a host that refuses refs/maillage/: <key>, and <key>-<commit> for a fork.
#define MG_REF_HEADS "refs/heads/maillage/"

// A connection's options. The first member of its callbacks' payload must be this.
struct mg_transfer {
	const atomic_bool *cancel;    // or NULL
	struct mg_progress *progress; // or NULL
	struct mg_login login;
};
void mg_remote_callbacks(git_remote_callbacks *callbacks, struct mg_transfer *payload);

// The remote of that name, nameless and without refspecs of its own; insteadOf of the configuration does not count. Its
// address is one to show: how to log in there goes into login. MG_ENOTFOUND; MG_EINVALID or MG_ELIMIT for a folder that
// nobody should open (core/carry/shared.h).
int mg_remote_open(struct mg_copy *copy, const char *name, struct mg_login *login, git_remote **out,
		   struct mg_error *err) MG_CHECKED;

// Says that a remote cannot be reached, from libgit2's code, and what to do where it does not let this device in.
int mg_remote_unreached(git_remote *remote, int rc, struct mg_error *err);

// The folder of a remote on this machine, a shared one or a USB stick's; NULL when it is elsewhere.
const char *mg_remote_folder(const char *url);

// ---- what a remote has

// One of its references to a line or a fork, well-formed.
struct mg_remote_head {
	const char *ref;
	const char *key;
	struct mg_id id;
	const char *problem; // why it could not be fetched, or NULL
};

// The key that a reference to a line or fork begins with; NULL of any other reference.
const char *mg_remote_key(const char *ref);

// Those of a connected remote. In the arena.
int mg_remote_heads(git_remote *remote, struct mg_arena *arena, struct mg_remote_head **out, size_t *n,
		    struct mg_error *err) MG_CHECKED;

// Keeps those that are neither accepted here nor refused, each commit once. name: the remote's; NULL: none.
size_t mg_remote_news(struct mg_copy *copy, const char *name, struct mg_remote_head *heads, size_t n);

// Brings what these heads lead to into a quarantine. What is beyond the limits stops its own head only, which then has a
// problem, in the arena.
int mg_remote_download(struct mg_copy *copy, git_remote *remote, struct mg_remote_head *heads, size_t n,
		       struct mg_quarantine *quarantine, struct mg_transfer *transfer, struct mg_arena *arena,
		       struct mg_error *err) MG_CHECKED;

// Judges what a remote (name; NULL: none) showed and takes it in. Closes the quarantine. With the lock.
int mg_receive_heads(struct mg_copy *copy, const char *name, const struct mg_remote_head *heads, size_t n,
		     struct mg_quarantine *quarantine, struct mg_transfer *transfer, struct mg_ingested *counts,
		     struct mg_error *err) MG_CHECKED;

// The same, then notes them.
int mg_remote_take(struct mg_copy *copy, const char *name, const struct mg_remote_head *heads, size_t n,
		   struct mg_quarantine *quarantine, struct mg_transfer *transfer, struct mg_ingested *counts,
		   struct mg_error *err) MG_CHECKED;

// Remembers what the remote has of what is here, in refs/maillage/remotes/<name>/.
int mg_remote_note(struct mg_copy *copy, const char *name, const struct mg_remote_head *heads, size_t n,
		   struct mg_error *err) MG_CHECKED;

// The reference that remembers what a remote has under a name.
void mg_remote_mirror(const char *name, const char *ref, char out[512]);

// ---- what is remembered of a remote

// The tips last seen that are here, each once. In the arena.
int mg_remote_tips(struct mg_copy *copy, const char *name, struct mg_arena *arena, struct mg_id **out, size_t *n,
		   struct mg_error *err) MG_CHECKED;

// .git/maillage/remotes/<name>: "<milliseconds of the last exchange> <why it failed, or empty>".
int mg_remote_remember(struct mg_copy *copy, const char *name, const char *cause, struct mg_error *err) MG_CHECKED;

// Whether it refuses refs/maillage/, in the repository's configuration: remote.<name>.maillage = heads.
bool mg_remote_uses_heads(struct mg_copy *copy, const char *name);
int mg_remote_use_heads(struct mg_copy *copy, const char *name, struct mg_error *err) MG_CHECKED;

#endif
