// SPDX-License-Identifier: EUPL-1.2
//
// Tells which files of a copy change: one uv_fs_event a folder, since Linux watches no folder below. Only hints: events
// get lost without a word when too many come at once, and new folders are watched a moment late, so whoever listens also
// looks by himself now and then, and calls mg_watch_refresh with it.
//
// What begins with a dot is not watched, .git above all, except for the folder of the lines' references. That of a remote
// is watched too when the remote is a folder of this machine: what a partner puts there is then fetched at once.
#ifndef MG_DAEMON_UV_WATCH_H
#define MG_DAEMON_UV_WATCH_H

#include "core/carry/remote.h"

#include <uv.h>

struct mg_watch;

// Called from the loop; only failed also from within a function below.
struct mg_watch_calls {
	void (*changed)(void *context, const char *path); // relative to the copy; NULL: somewhere
	void (*lines)(void *context);
	void (*remote)(void *context, const char *name);              // something was put there, perhaps by us
	void (*failed)(void *context, const char *path, int uv_code); // a folder that cannot be watched
};

// Watches nothing before the first refresh. The texts are borrowed. NULL without memory.
struct mg_watch *mg_watch_open(uv_loop_t *loop, const char *dir, const char *lines_dir,
			       const struct mg_watch_calls *calls, void *context);

// Watches the folders that are not watched, and forgets those that are gone; forgets the remotes.
void mg_watch_refresh(struct mg_watch *watch);

// Watches these remotes, as far as they can be, that are not watched.
void mg_watch_remotes(struct mg_watch *watch, const struct mg_remote *remotes, size_t n);

// No call comes afterwards. Frees itself when the loop has closed its handles. NULL is allowed.
void mg_watch_close(struct mg_watch *watch);

#endif
