// SPDX-License-Identifier: EUPL-1.2
//
// One copy that the daemon serves: tells the engine what happens to it, and does what the engine asks.
#ifndef MG_DAEMON_UV_COPY_H
#define MG_DAEMON_UV_COPY_H

#include "daemon/job.h"

#include <uv.h>

struct mg_served;

// What all copies of a daemon share; outlives them.
struct mg_service {
	uv_loop_t *loop;
	const struct mg_home *home;
	const struct mg_clock *clock;
	const struct mg_types *types;
	enum mg_log_level level;      // lines below it are not written
	void (*ended)(void *context); // a copy is served no more; its handles are being closed
	void *context;
};

// Opens the copy whose folder is dir or holds dir, to see that it can be. Nothing is done before mg_served_start.
int mg_served_open(const struct mg_service *service, const char *dir, struct mg_served **out,
		   struct mg_error *err) MG_CHECKED;
void mg_served_start(struct mg_served *served);

// Asks it to end, which takes a moment; the second time it ends at once.
void mg_served_stop(struct mg_served *served);

const char *mg_served_dir(const struct mg_served *served);
bool mg_served_is_working(const struct mg_served *served); // a worker has not answered
bool mg_served_has_failed(const struct mg_served *served); // it ended for want of memory

// Only when it never started, or ended, its workers have answered and the loop has closed its handles.
void mg_served_close(struct mg_served *served);

#endif
