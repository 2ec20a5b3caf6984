// SPDX-License-Identifier: EUPL-1.2
//
// One exchange with a remote, in the files that play it: remote_sync.c connects, fetches and says in which order,
// remote_push.c sends, folder_push.c to a folder. Private to them. One thread.
#ifndef MG_CORE_EXCHANGE_H
#define MG_CORE_EXCHANGE_H

#include "core/carry/remote_impl.h"

struct mg_exchange {
	struct mg_transfer transfer; // first: the callbacks' payload
	struct mg_copy *copy;
	git_remote *remote;
	const char *name;
	struct mg_arena *arena;
	struct mg_sync *out;
	size_t rejections_cap;
	bool uses_heads; // the remote refuses refs/maillage/
	struct mg_error *err;
	// what the remote said it has
	const char **refs;
	struct mg_id *tips;
	size_t n_refs;
	struct mg_remote_head *heads; // of these, lines and forks
	size_t n_heads;
};

// Asks the remote what it has. MG_ENOTFOUND when it is a folder that is not there, or libgit2's code.
int mg_exchange_connect(struct mg_exchange *x) MG_CHECKED;

// What a reference is there; NULL when it is not. Borrowed until the next connection.
const struct mg_id *mg_exchange_tip(const struct mg_exchange *x, const char *ref);

// Is told of each reference that was offered: why it was not taken, or NULL.
typedef int (*mg_exchange_answer)(const char *ref, const char *why, void *exchange);

// Opens the repository of a remote that is a folder of this machine and can be sent to without libgit2's transport.
bool mg_exchange_folder(const struct mg_exchange *x, git_repository **out);

// Puts objects there, as one pack, then moves references (theirs) to these tips, from what they were when the remote was
// asked.
int mg_exchange_put(struct mg_exchange *x, git_repository *theirs, const char *const *refs, const struct mg_id *tips,
		    size_t n, mg_exchange_answer answer) MG_CHECKED;

// Sends the lines and forks that the connected remote lacks; what it refuses is told in x->out. A host that takes nothing
// under refs/maillage/ is offered them as branches.
int mg_exchange_push(struct mg_exchange *x) MG_CHECKED;

// After a fetch, which may have told that the remote has another branch of a line than we: sends ours, as a fork. Connects
// when there is one.
int mg_exchange_push_forks(struct mg_exchange *x) MG_CHECKED;

// Sends main, a courtesy to who reads there with git. A refusal is no error: nobody's work depends on it.
int mg_exchange_push_main(struct mg_exchange *x) MG_CHECKED;

#endif
