// SPDX-License-Identifier: EUPL-1.2
//
// The daemon's two pieces of long work on a copy, as plain functions that block, for any thread. What they found out goes
// to the engine (daemon/engine.h).
#ifndef MG_DAEMON_JOB_H
#define MG_DAEMON_JOB_H

#include "daemon/engine.h"

#include <stdatomic.h>

// Where and as whom. Shared by all jobs of a copy, and never changed while one runs.
struct mg_site {
	const char *dir;
	const struct mg_home *home;
	const struct mg_clock *clock;
	const struct mg_types *types;
	const char *line; // the reference of this home's own line; "" when it has no key
};

// Opens the copy for one thread at a time. Some handle must stay open as long as jobs run: libgit2 starts with the first
// and ends with the last, and starting takes longer than recording.
int mg_job_open(const struct mg_site *site, struct mg_copy **out, struct mg_error *err) MG_CHECKED;

// Records what can be recorded where it is to look; then reads the tips and the remotes, also when there was nothing to
// record or it failed. Works with the handle kept from the time before, of which a look at all files makes a new one: that
// mends what another program left half done, or removed. A look when nobody edits tidies up. The first time since the
// start nothing is recorded when there are remotes. Everything in out lives in the arena and in findings, which the caller
// clears.
void mg_job_save(const struct mg_site *site, struct mg_copy **kept, const struct mg_look *look, struct mg_arena *arena,
		 struct mg_findings *findings, struct mg_saved *out);

// One exchange with a remote, with a handle of its own.
void mg_job_sync(const struct mg_site *site, const char *remote, const atomic_bool *cancel, struct mg_arena *arena,
		 struct mg_synced *out);

#endif
