// SPDX-License-Identifier: EUPL-1.2
//
// The daemon: one loop that serves several copies, each for itself, until SIGTERM or SIGINT.
#ifndef MG_DAEMON_UV_LOOP_H
#define MG_DAEMON_UV_LOOP_H

#include "core/key/home.h"
#include "daemon/log.h"
#include "schema/record/type.h"

#define MG_SERVED_MAX 64 // copies of one daemon: each may occupy four threads

struct mg_daemon {
	const char *const *dirs;
	size_t n_dirs;
	const struct mg_home *home;
	const struct mg_types *types;
	enum mg_log_level level; // of the lines written to stderr
};

// Returns when it has been told to stop. *abandoned: a worker that waits for a network has not ended; the process must
// then leave by _exit, or it would wait for it.
int mg_daemon_run(const struct mg_daemon *daemon, bool *abandoned, struct mg_error *err) MG_CHECKED;

#endif
