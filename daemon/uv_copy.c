// SPDX-License-Identifier: EUPL-1.2
#include "daemon/uv_copy.h"

#include "daemon/uv_watch.h"
#include "daemon/uv_work.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct mg_served {
	const struct mg_service *service;
	struct mg_site site;
	struct mg_copy *copy; // for the recordings, one at a time
	struct mg_engine *engine;
	struct mg_watch *watch;
	uv_timer_t timer;
	struct mg_arena arena; // owns the site's texts and lines_dir
	const char *lines_dir;
	atomic_bool cancel; // tells the running exchanges to end
	unsigned working;   // workers that have not answered
	bool ended, failed;
};

// ---- the log

static void write_line(struct mg_served *served, enum mg_log_level level, const char *text)
{
	const struct mg_clock *clock = served->service->clock;
	struct mg_buf line = {0};

	if (level < served->service->level)
		return;
	mg_log_begin(&line, clock->now_ms(clock->context), level);
	mg_log_text(&line, "copy", served->site.dir);
	mg_buf_printf(&line, " %s\n", text);
	if (!line.failed)
		fwrite(line.data, 1, line.len, stderr); // unbuffered: one write a line
	mg_buf_clear(&line);
}

// ---- doing what the engine asks

static void step(struct mg_served *served, const struct mg_event *event);

static void end(struct mg_served *served)
{
	if (served->ended)
		return;
	served->ended = true;
	mg_watch_close(served->watch);
	served->watch = NULL;
	uv_close((uv_handle_t *)&served->timer, NULL);
	served->service->ended(served->service->context);
}

static void fail(struct mg_served *served)
{
	if (served->ended)
		return;
	write_line(served, MG_LOG_ERROR, "event=failed code=memory");
	served->failed = true;
	served->cancel = true;
	end(served);
}

static void on_saved(void *context, const struct mg_saved *saved)
{
	struct mg_served *served = context;

	served->working--;
	if (served->watch && saved->remotes)
		mg_watch_remotes(served->watch, saved->remotes, saved->n_remotes);
	step(served, &(struct mg_event){.kind = MG_EVENT_SAVED, .as.saved = saved});
}

static void on_synced(void *context, const struct mg_synced *synced)
{
	struct mg_served *served = context;

	served->working--;
	step(served, &(struct mg_event){.kind = MG_EVENT_SYNCED, .as.synced = synced});
}

static void on_timer(uv_timer_t *timer)
{
	step(timer->data, &(struct mg_event){.kind = MG_EVENT_TICK});
}

static void do_log(struct mg_served *served, const struct mg_effect *effect)
{
	write_line(served, effect->as.log.level, effect->as.log.text);
}

// A look at all files is the time to see to the watched folders too.
static void do_save(struct mg_served *served, const struct mg_effect *effect)
{
	if (effect->as.save.all)
		mg_watch_refresh(served->watch);
	served->working++;
	if (!mg_work_save(served->service->loop, &served->site, &served->copy, &effect->as.save, on_saved, served)) {
		served->working--;
		fail(served);
	}
}

static void do_sync(struct mg_served *served, const struct mg_effect *effect)
{
	served->working++;
	if (!mg_work_sync(served->service->loop, &served->site, effect->as.remote, &served->cancel, on_synced,
			  served)) {
		served->working--;
		fail(served);
	}
}

static void do_wait(struct mg_served *served, const struct mg_effect *effect)
{
	int64_t wait_ms = effect->as.at_ms - (int64_t)uv_now(served->service->loop);

	if (effect->as.at_ms == MG_NEVER)
		uv_timer_stop(&served->timer);
	else
		uv_timer_start(&served->timer, on_timer, wait_ms > 0 ? (uint64_t)wait_ms : 0, 0);
}

static void do_cancel(struct mg_served *served, const struct mg_effect *effect)
{
	(void)effect;
	served->cancel = true;
}

static void do_exit(struct mg_served *served, const struct mg_effect *effect)
{
	(void)effect;
	end(served);
}

static void (*const doers[])(struct mg_served *, const struct mg_effect *) = {
	[MG_EFFECT_LOG] = do_log,   [MG_EFFECT_SAVE] = do_save,     [MG_EFFECT_SYNC] = do_sync,
	[MG_EFFECT_WAIT] = do_wait, [MG_EFFECT_CANCEL] = do_cancel, [MG_EFFECT_EXIT] = do_exit,
};

static void step(struct mg_served *served, const struct mg_event *event)
{
	struct mg_effects effects;
	int code;

	if (served->ended)
		return;
	mg_effects_init(&effects);
	code = mg_engine_step(served->engine, event, (int64_t)uv_now(served->service->loop), &effects);
	for (size_t i = 0; !code && !served->ended && i < effects.n; i++)
		doers[effects.items[i].kind](served, &effects.items[i]);
	mg_effects_clear(&effects);
	if (code)
		fail(served);
}

// ---- what the watch tells

static void on_changed(void *context, const char *path)
{
	struct mg_event event = {.kind = path ? MG_EVENT_PATH : MG_EVENT_ALL, .as.path = path};

	step(context, &event);
}

static void on_lines(void *context)
{
	step(context, &(struct mg_event){.kind = MG_EVENT_LINES});
}

static void on_remote(void *context, const char *name)
{
	step(context, &(struct mg_event){.kind = MG_EVENT_REMOTE, .as.remote = name});
}

// Not the engine's business: it looks at all files each minute anyway.
static void on_watch_failed(void *context, const char *path, int uv_code)
{
	struct mg_buf line = {0};

	mg_log_text(&line, "event", "watch-failed");
	mg_log_text(&line, "path", path);
	mg_log_text(&line, "error", uv_strerror(uv_code));
	write_line(context, MG_LOG_WARN, mg_buf_text(&line));
	mg_buf_clear(&line);
}

static const struct mg_watch_calls watch_calls = {on_changed, on_lines, on_remote, on_watch_failed};

// ---- open and close

// The reference of this home's own line, "" when it has no key: the copy is then only read.
static const char *own_line(const struct mg_home *home, struct mg_arena *arena)
{
	struct mg_public_key key;
	char name[MG_KEY_NAME_BYTES];

	if (mg_home_public(home, MG_HOME_DEVICE, &key, name, NULL) != 0)
		return "";
	return mg_arena_printf(arena, "refs/maillage/lines/%s", key.id);
}

static int look(struct mg_served *served, const char *dir, struct mg_error *err)
{
	struct mg_site *site = &served->site;
	int code;

	site->dir = dir;
	code = mg_job_open(site, &served->copy, err);
	if (code)
		return code;
	site->dir = mg_arena_strdup(&served->arena, mg_copy_dir(served->copy));
	site->line = own_line(site->home, &served->arena);
	served->lines_dir = mg_arena_printf(&served->arena, "%s/../refs/maillage/lines",
					    mg_repo_state_dir(mg_copy_store(served->copy)->repo));
	if (!site->dir || !site->line || !served->lines_dir)
		return mg_fail_memory(err);
	return 0;
}

int mg_served_open(const struct mg_service *service, const char *dir, struct mg_served **out, struct mg_error *err)
{
	struct mg_served *served = calloc(1, sizeof *served);
	int code;

	*out = NULL;
	if (!served)
		return mg_fail_memory(err);
	mg_arena_init(&served->arena, 0);
	served->service = service;
	served->site = (struct mg_site){.home = service->home, .clock = service->clock, .types = service->types};
	code = look(served, dir, err);
	if (!code)
		served->engine = mg_engine_new(service->types);
	if (!code && !served->engine)
		code = mg_fail_memory(err);
	if (code)
		mg_served_close(served);
	else
		*out = served;
	return code;
}

void mg_served_start(struct mg_served *served)
{
	uv_timer_init(served->service->loop, &served->timer);
	served->timer.data = served;
	served->watch = mg_watch_open(served->service->loop, served->site.dir, served->lines_dir, &watch_calls, served);
	if (served->watch)
		step(served, &(struct mg_event){.kind = MG_EVENT_START});
	else
		fail(served);
}

void mg_served_stop(struct mg_served *served)
{
	step(served, &(struct mg_event){.kind = MG_EVENT_STOP});
}

const char *mg_served_dir(const struct mg_served *served)
{
	return served->site.dir;
}

bool mg_served_is_working(const struct mg_served *served)
{
	return served->working > 0;
}

bool mg_served_has_failed(const struct mg_served *served)
{
	return served->failed;
}

void mg_served_close(struct mg_served *served)
{
	if (!served)
		return;
	mg_engine_free(served->engine);
	mg_copy_close(served->copy);
	mg_arena_clear(&served->arena);
	free(served);
}
