// SPDX-License-Identifier: EUPL-1.2
//
// The jobs of daemon/job.h on libuv's worker threads. Each answer comes on the loop's thread, once, and is gone when the
// function returns.
#ifndef MG_DAEMON_UV_WORK_H
#define MG_DAEMON_UV_WORK_H

#include "daemon/job.h"

#include <stdatomic.h>
#include <uv.h>

typedef void (*mg_work_saved)(void *context, const struct mg_saved *saved);
typedef void (*mg_work_synced)(void *context, const struct mg_synced *synced);

// What the arguments point to is borrowed until the answer, but for the look itself. False, and no answer, without memory.
bool mg_work_save(uv_loop_t *loop, const struct mg_site *site, struct mg_copy **kept, const struct mg_look *look,
		  mg_work_saved done, void *context);
bool mg_work_sync(uv_loop_t *loop, const struct mg_site *site, const char *remote, const atomic_bool *cancel,
		  mg_work_synced done, void *context);

#endif
