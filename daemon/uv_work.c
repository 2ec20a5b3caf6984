// SPDX-License-Identifier: EUPL-1.2
#include "daemon/uv_work.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

struct save_work {
	uv_work_t request;
	const struct mg_site *site;
	struct mg_copy **kept;
	struct mg_look look;
	struct mg_arena arena;
	struct mg_findings findings;
	struct mg_saved saved;
	mg_work_saved done;
	void *context;
};

struct sync_work {
	uv_work_t request;
	const struct mg_site *site;
	const char *remote;
	const atomic_bool *cancel;
	struct mg_arena arena;
	struct mg_synced synced;
	mg_work_synced done;
	void *context;
};

// A daemon works for milliseconds and waits for minutes: what a job used goes back to the system.
static void give_memory_back(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

static void save(uv_work_t *request)
{
	struct save_work *work = request->data;

	mg_job_save(work->site, work->kept, &work->look, &work->arena, &work->findings, &work->saved);
	give_memory_back();
}

static void after_save(uv_work_t *request, int status)
{
	struct save_work *work = request->data;

	(void)status; // never cancelled
	work->done(work->context, &work->saved);
	mg_findings_clear(&work->findings);
	mg_arena_clear(&work->arena);
	free(work);
}

bool mg_work_save(uv_loop_t *loop, const struct mg_site *site, struct mg_copy **kept, const struct mg_look *look,
		  mg_work_saved done, void *context)
{
	struct save_work *work = calloc(1, sizeof *work);

	if (!work)
		return false;
	work->request.data = work;
	work->site = site;
	work->kept = kept;
	work->look = *look;
	work->done = done;
	work->context = context;
	mg_arena_init(&work->arena, 0);
	mg_findings_init(&work->findings);
	uv_queue_work(loop, &work->request, save, after_save); // fails only without functions
	return true;
}

static void sync_remote(uv_work_t *request)
{
	struct sync_work *work = request->data;

	mg_job_sync(work->site, work->remote, work->cancel, &work->arena, &work->synced);
	give_memory_back();
}

static void after_sync(uv_work_t *request, int status)
{
	struct sync_work *work = request->data;

	(void)status;
	work->done(work->context, &work->synced);
	mg_arena_clear(&work->arena);
	free(work);
}

bool mg_work_sync(uv_loop_t *loop, const struct mg_site *site, const char *remote, const atomic_bool *cancel,
		  mg_work_synced done, void *context)
{
	struct sync_work *work = calloc(1, sizeof *work);

	if (!work)
		return false;
	work->request.data = work;
	work->site = site;
	work->remote = remote;
	work->cancel = cancel;
	work->done = done;
	work->context = context;
	mg_arena_init(&work->arena, 0);
	uv_queue_work(loop, &work->request, sync_remote, after_sync);
	return true;
}
