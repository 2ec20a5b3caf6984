// SPDX-License-Identifier: EUPL-1.2
#include "daemon/uv_loop.h"

#include "base/i18n.h"
#include "daemon/uv_clock.h"
#include "daemon/uv_copy.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

struct run {
	uv_loop_t loop;
	uv_signal_t signals[2];
	struct mg_system_clock system_clock;
	struct mg_clock clock;
	struct mg_service service;
	struct mg_served *served[MG_SERVED_MAX];
	size_t n_served, alive;
};

static const int stop_signals[] = {SIGTERM, SIGINT};

static int fail_uv(struct mg_error *err, int uv_code, const char *what)
{
	return mg_error_set(err, MG_EIO, uv_code, __FILE__, __LINE__, "%s: %s", what, uv_strerror(uv_code));
}

// ---- the end

// The last copy that ends stops the loop; workers that have not answered would keep it running.
static void on_ended(void *context)
{
	struct run *run = context;

	if (--run->alive == 0)
		uv_stop(&run->loop);
}

static void on_signal(uv_signal_t *handle, int signum)
{
	struct run *run = handle->data;

	(void)signum;
	for (size_t i = 0; i < run->n_served; i++)
		mg_served_stop(run->served[i]);
}

static bool is_working(const struct run *run)
{
	for (size_t i = 0; i < run->n_served; i++) {
		if (mg_served_is_working(run->served[i]))
			return true;
	}
	return false;
}

static bool has_failed(const struct run *run)
{
	for (size_t i = 0; i < run->n_served; i++) {
		if (mg_served_has_failed(run->served[i]))
			return true;
	}
	return false;
}

static void close_handle(uv_handle_t *handle, void *unused)
{
	(void)unused;
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

static void close_all(struct run *run)
{
	uv_walk(&run->loop, close_handle, NULL);
	while (uv_run(&run->loop, UV_RUN_DEFAULT) != 0) // a stop asked for before it ran ends the first
		continue;
	for (size_t i = 0; i < run->n_served; i++)
		mg_served_close(run->served[i]);
	uv_loop_close(&run->loop);
}

// ---- the beginning

// A worker must be free for each copy's recordings and exchanges, or a slow partner would delay the others. Set before
// libuv first starts them; who set it himself knows why.
static void size_thread_pool(size_t n_copies)
{
	char threads[24];

	snprintf(threads, sizeof threads, "%zu", n_copies * (1 + MG_SYNCS_AT_ONCE));
	setenv("UV_THREADPOOL_SIZE", threads, 0);
}

static int watch_signals(struct run *run, struct mg_error *err)
{
	for (size_t i = 0; i < sizeof stop_signals / sizeof *stop_signals; i++) {
		int rc = uv_signal_init(&run->loop, &run->signals[i]);

		if (rc == 0) {
			run->signals[i].data = run;
			rc = uv_signal_start(&run->signals[i], on_signal, stop_signals[i]);
		}
		if (rc != 0)
			return fail_uv(err, rc, _("cannot wait for signals"));
	}
	return 0;
}

static int open_served(struct run *run, const char *dir, struct mg_error *err)
{
	struct mg_served *served;
	int code = mg_served_open(&run->service, dir, &served, err);

	if (code)
		return code;
	for (size_t i = 0; i < run->n_served; i++) {
		if (strcmp(mg_served_dir(run->served[i]), mg_served_dir(served)) == 0) {
			code = mg_fail(err, MG_EUSAGE, _("%s is given twice"), mg_served_dir(served));
			mg_served_close(served);
			return code;
		}
	}
	run->served[run->n_served++] = served;
	return 0;
}

static int open_all(struct run *run, const struct mg_daemon *daemon, struct mg_error *err)
{
	int code = 0;

	if (daemon->n_dirs > MG_SERVED_MAX)
		return mg_fail(err, MG_ELIMIT, _("one daemon serves %u folders at most"), MG_SERVED_MAX);
	for (size_t i = 0; !code && i < daemon->n_dirs; i++)
		code = open_served(run, daemon->dirs[i], err);
	return code ? code : watch_signals(run, err);
}

static int serve(struct run *run, struct mg_error *err)
{
	run->alive = run->n_served;
	for (size_t i = 0; i < run->n_served; i++)
		mg_served_start(run->served[i]);
	if (run->alive)
		uv_run(&run->loop, UV_RUN_DEFAULT);
	return has_failed(run) ? mg_fail_memory(err) : 0;
}

int mg_daemon_run(const struct mg_daemon *daemon, bool *abandoned, struct mg_error *err)
{
	struct run *run = calloc(1, sizeof *run);
	int code;

	*abandoned = false;
	if (!run)
		return mg_fail_memory(err);
	size_thread_pool(daemon->n_dirs);
	code = uv_loop_init(&run->loop);
	if (code != 0) {
		free(run);
		return fail_uv(err, code, _("cannot start the event loop"));
	}
	run->clock = mg_system_clock_init(&run->system_clock);
	run->service = (struct mg_service){.loop = &run->loop,
					   .home = daemon->home,
					   .clock = &run->clock,
					   .types = daemon->types,
					   .level = daemon->level,
					   .ended = on_ended,
					   .context = run};
	code = open_all(run, daemon, err);
	if (!code)
		code = serve(run, err);
	*abandoned = is_working(run);
	if (*abandoned) // its thread still uses all this
		return code;
	close_all(run);
	free(run);
	return code;
}
