// SPDX-License-Identifier: EUPL-1.2
#include "daemon/engine_impl.h"

#include <stdlib.h>

// ---- effects

void mg_effects_init(struct mg_effects *effects)
{
	*effects = (struct mg_effects){0};
	mg_arena_init(&effects->arena, 0);
}

void mg_effects_clear(struct mg_effects *effects)
{
	mg_arena_clear(&effects->arena);
	*effects = (struct mg_effects){.arena = effects->arena};
}

struct mg_effect *mg_engine_emit(struct mg_engine *engine, enum mg_effect_kind kind)
{
	struct mg_effects *out = engine->out;
	struct mg_effect *items = mg_arena_grow(&out->arena, out->items, out->n, &out->cap, sizeof *items);

	if (!items) {
		out->failed = true;
		return &out->nobodys;
	}
	out->items = items;
	items[out->n] = (struct mg_effect){.kind = kind};
	return &items[out->n++];
}

void *mg_engine_grow(struct mg_engine *engine, void *items, size_t n, size_t *cap, size_t size)
{
	size_t larger = *cap ? *cap * 2 : 8;

	if (n < *cap)
		return items;
	items = realloc(items, larger * size);
	if (items)
		*cap = larger;
	else
		engine->out->failed = true;
	return items;
}

// ---- the engine

struct mg_engine *mg_engine_new(const struct mg_types *types)
{
	struct mg_engine *engine = calloc(1, sizeof *engine);

	if (engine) {
		engine->types = types;
		mg_engine_files_init(&engine->files);
	}
	return engine;
}

void mg_engine_free(struct mg_engine *engine)
{
	if (!engine)
		return;
	mg_engine_files_clear(&engine->files);
	mg_remotes_clear(engine);
	free(engine);
}

// When the clock was set back, every wait is moved along, so that none becomes longer.
static void follow_clock(struct mg_engine *engine, int64_t now_ms)
{
	int64_t back_ms = now_ms - engine->now_ms;

	engine->now_ms = now_ms;
	if (back_ms >= 0)
		return;
	mg_shift(&engine->give_up_ms, back_ms);
	mg_engine_files_shift(&engine->files, back_ms);
	mg_remotes_shift(engine, back_ms);
}

static void on_start(struct mg_engine *engine, const struct mg_event *event)
{
	(void)event;
	mg_tell_event(engine, MG_LOG_INFO, "started");
	mg_engine_files_hint_all(engine);
	engine->files.due_ms = engine->now_ms;
}

static void on_path(struct mg_engine *engine, const struct mg_event *event)
{
	mg_engine_files_hint_path(engine, event->as.path);
}

static void on_all(struct mg_engine *engine, const struct mg_event *event)
{
	(void)event;
	mg_engine_files_hint_all(engine);
}

static void on_lines(struct mg_engine *engine, const struct mg_event *event)
{
	(void)event;
	mg_engine_files_hint_lines(engine);
}

static void on_remote(struct mg_engine *engine, const struct mg_event *event)
{
	mg_remotes_hint(engine, event->as.remote);
}

// What is due is started after every event.
static void on_tick(struct mg_engine *engine, const struct mg_event *event)
{
	(void)engine;
	(void)event;
}

static void on_saved(struct mg_engine *engine, const struct mg_event *event)
{
	mg_engine_files_saved(engine, event->as.saved);
}

static void on_synced(struct mg_engine *engine, const struct mg_event *event)
{
	mg_remotes_synced(engine, event->as.synced);
}

static void on_stop(struct mg_engine *engine, const struct mg_event *event)
{
	(void)event;
	if (engine->phase == MG_PHASE_STOP) {
		engine->give_up_ms = engine->now_ms;
		return;
	}
	engine->phase = MG_PHASE_STOP;
	engine->give_up_ms = engine->now_ms + MG_STOP_GRACE_MS;
	if (mg_remotes_running(engine))
		mg_engine_emit(engine, MG_EFFECT_CANCEL);
}

static void (*const handlers[])(struct mg_engine *, const struct mg_event *) = {
	[MG_EVENT_START] = on_start, [MG_EVENT_PATH] = on_path,     [MG_EVENT_ALL] = on_all,
	[MG_EVENT_LINES] = on_lines, [MG_EVENT_REMOTE] = on_remote, [MG_EVENT_TICK] = on_tick,
	[MG_EVENT_SAVED] = on_saved, [MG_EVENT_SYNCED] = on_synced, [MG_EVENT_STOP] = on_stop,
};

static void wait_until(struct mg_engine *engine, int64_t at_ms)
{
	mg_engine_emit(engine, MG_EFFECT_WAIT)->as.at_ms = at_ms;
}

static void go_on(struct mg_engine *engine)
{
	mg_engine_files_start_due(engine);
	mg_remotes_start_due(engine);
	wait_until(engine, mg_earlier(mg_engine_files_next_ms(&engine->files), mg_remotes_next_ms(engine)));
}

static void end_when_done(struct mg_engine *engine)
{
	bool working = engine->files.running || mg_remotes_running(engine);

	if (working && engine->now_ms < engine->give_up_ms) {
		wait_until(engine, engine->give_up_ms);
		return;
	}
	engine->phase = MG_PHASE_ENDED;
	mg_tell_event(engine, working ? MG_LOG_WARN : MG_LOG_INFO, working ? "abandoned" : "stopped");
	mg_engine_emit(engine, MG_EFFECT_EXIT);
}

int mg_engine_step(struct mg_engine *engine, const struct mg_event *event, int64_t now_ms, struct mg_effects *effects)
{
	if (engine->phase == MG_PHASE_ENDED)
		return 0;
	engine->out = effects;
	follow_clock(engine, now_ms);
	handlers[event->kind](engine, event);
	if (engine->phase == MG_PHASE_RUN)
		go_on(engine);
	else
		end_when_done(engine);
	engine->out = NULL;
	return effects->failed ? MG_ENOMEM : 0;
}
