// SPDX-License-Identifier: EUPL-1.2
//
// When to exchange with which remote. Whether there is something to send is told by digests of all tips: a remote that
// has what stands here now is left alone until the minute is over, whoever moved the lines.
#include "daemon/engine_impl.h"

#include <stdlib.h>

static void plan_free(struct mg_remote_plan *plan)
{
	free(plan->name);
	free(plan);
}

void mg_remotes_clear(struct mg_engine *engine)
{
	for (size_t i = 0; i < engine->n_remotes; i++)
		plan_free(engine->remotes[i]);
	free(engine->remotes);
}

static struct mg_remote_plan *find(const struct mg_engine *engine, const char *name)
{
	for (size_t i = 0; i < engine->n_remotes; i++) {
		if (strcmp(engine->remotes[i]->name, name) == 0)
			return engine->remotes[i];
	}
	return NULL;
}

static void drop_gone(struct mg_engine *engine)
{
	size_t kept = 0;

	for (size_t i = 0; i < engine->n_remotes; i++) {
		struct mg_remote_plan *plan = engine->remotes[i];

		if (plan->gone && !plan->running)
			plan_free(plan);
		else
			engine->remotes[kept++] = plan;
	}
	engine->n_remotes = kept;
}

static void add(struct mg_engine *engine, const char *name)
{
	struct mg_remote_plan **grown, *plan;

	grown = mg_engine_grow(engine, engine->remotes, engine->n_remotes, &engine->remotes_cap, sizeof plan);
	if (!grown)
		return;
	engine->remotes = grown;
	plan = calloc(1, sizeof *plan);
	if (plan)
		plan->name = strdup(name);
	if (!plan || !plan->name) {
		free(plan);
		engine->out->failed = true;
		return;
	}
	plan->due_ms = engine->now_ms;
	plan->ended_ms = engine->now_ms - MG_SYNC_GAP_MS;
	grown[engine->n_remotes++] = plan;
}

void mg_remotes_listed(struct mg_engine *engine, const struct mg_remote *remotes, size_t n)
{
	for (size_t i = 0; i < engine->n_remotes; i++)
		engine->remotes[i]->gone = true;
	for (size_t i = 0; i < n; i++) {
		struct mg_remote_plan *plan = find(engine, remotes[i].name);

		if (plan)
			plan->gone = false;
		else
			add(engine, remotes[i].name);
	}
	drop_gone(engine);
}

// Soon. One that has just failed is not asked at every edit, but need not wait for minutes either.
static void want(struct mg_engine *engine, struct mg_remote_plan *plan)
{
	int64_t at_ms = plan->ended_ms + (plan->failures ? MG_BACKOFF_FIRST_MS : MG_SYNC_GAP_MS);

	plan->due_ms = mg_earlier(plan->due_ms, mg_later(at_ms, engine->now_ms));
}

void mg_remotes_tips(struct mg_engine *engine, uint64_t tips, bool ours, const struct mg_remote_plan *from)
{
	bool moved = mg_is_news(&engine->tips, tips);

	for (size_t i = 0; i < engine->n_remotes; i++) {
		struct mg_remote_plan *plan = engine->remotes[i];

		if (plan->running)
			plan->again = plan->again || (ours && plan != from);
		else if (plan->failures ? moved : plan->synced != tips)
			want(engine, plan);
	}
}

// Our own exchanges are seen too: one more finds nothing, and that is the end of it. One that failed waits its time: a
// stick pulled out makes events as well.
void mg_remotes_hint(struct mg_engine *engine, const char *name)
{
	struct mg_remote_plan *plan = find(engine, name);

	if (!plan || plan->failures)
		return;
	if (plan->running)
		plan->again = true;
	else
		want(engine, plan);
}

// ---- what came of an exchange

static void on_failure(struct mg_engine *engine, struct mg_remote_plan *plan, const struct mg_error *err)
{
	uint64_t trouble = mg_digest_text(mg_digest_number(MG_DIGEST_START, (uint64_t)err->code), err->message);
	bool news = mg_is_news(&plan->trouble, trouble);
	int64_t wait_ms = MG_BUSY_RETRY_MS;

	if (err->code != MG_EBUSY) {
		wait_ms = MG_BACKOFF_FIRST_MS;
		for (unsigned i = 0; i < plan->failures && wait_ms < MG_BACKOFF_MAX_MS; i++)
			wait_ms *= 2;
		wait_ms = mg_earlier(wait_ms, MG_BACKOFF_MAX_MS);
		plan->failures++;
	}
	plan->due_ms = engine->now_ms + wait_ms;
	if (engine->phase == MG_PHASE_RUN) // a cancelled one is no failure
		mg_tell_sync_failed(engine, news ? MG_LOG_WARN : MG_LOG_DEBUG, plan, err);
}

static uint64_t digest_refusals(const struct mg_sync *sync)
{
	uint64_t digest = mg_digest_number(MG_DIGEST_START, sync->refused);

	digest = mg_digest_number(digest, sync->held);
	digest = mg_digest_number(digest, sync->main_left);
	for (size_t i = 0; i < sync->n_rejections; i++) {
		digest = mg_digest_text(digest, sync->rejections[i].ref);
		digest = mg_digest_text(digest, sync->rejections[i].reason);
	}
	return digest;
}

static void on_success(struct mg_engine *engine, struct mg_remote_plan *plan, const struct mg_synced *synced)
{
	const struct mg_sync *sync = &synced->sync;
	bool worth_telling = sync->pushed || sync->received || plan->trouble;

	mg_tell_synced(engine, worth_telling ? MG_LOG_INFO : MG_LOG_DEBUG, sync, plan->name);
	if (mg_is_news(&plan->refusals, digest_refusals(sync)))
		mg_tell_refusals(engine, sync, plan->name);
	plan->failures = 0;
	plan->trouble = 0;
	plan->synced = synced->own_kept && !plan->again ? synced->tips : 0;
	plan->due_ms = engine->now_ms + MG_SYNC_EVERY_MS;
}

static bool all_asked(const struct mg_engine *engine)
{
	for (size_t i = 0; i < engine->n_remotes; i++) {
		if (!engine->remotes[i]->asked)
			return false;
	}
	return true;
}

void mg_remotes_synced(struct mg_engine *engine, const struct mg_synced *synced)
{
	struct mg_remote_plan *plan = find(engine, synced->remote);

	if (!plan || !plan->running)
		return;
	plan->running = false;
	plan->asked = true;
	plan->ended_ms = engine->now_ms;
	if (synced->code)
		on_failure(engine, plan, &synced->err);
	else
		on_success(engine, plan, synced);
	if (synced->tips)
		mg_remotes_tips(engine, synced->tips, synced->sync.received > 0, plan);
	plan->again = false;
	drop_gone(engine);
	if (all_asked(engine))
		mg_engine_files_remotes_asked(engine);
}

// ---- time

size_t mg_remotes_running(const struct mg_engine *engine)
{
	size_t n = 0;

	for (size_t i = 0; i < engine->n_remotes; i++)
		n += engine->remotes[i]->running;
	return n;
}

// The one to start next: who waits longest, so that none starves.
static struct mg_remote_plan *first_due(const struct mg_engine *engine)
{
	struct mg_remote_plan *first = NULL;

	if (mg_remotes_running(engine) >= MG_SYNCS_AT_ONCE)
		return NULL;
	for (size_t i = 0; i < engine->n_remotes; i++) {
		struct mg_remote_plan *plan = engine->remotes[i];

		if (!plan->running && (!first || plan->due_ms < first->due_ms))
			first = plan;
	}
	return first;
}

int64_t mg_remotes_next_ms(const struct mg_engine *engine)
{
	const struct mg_remote_plan *plan = first_due(engine);

	return plan ? plan->due_ms : MG_NEVER;
}

void mg_remotes_start_due(struct mg_engine *engine)
{
	struct mg_remote_plan *plan = first_due(engine);

	while (plan && plan->due_ms <= engine->now_ms) {
		plan->running = true;
		mg_engine_emit(engine, MG_EFFECT_SYNC)->as.remote = plan->name;
		plan = first_due(engine);
	}
}

void mg_remotes_shift(struct mg_engine *engine, int64_t ms)
{
	for (size_t i = 0; i < engine->n_remotes; i++) {
		mg_shift(&engine->remotes[i]->due_ms, ms);
		mg_shift(&engine->remotes[i]->ended_ms, ms);
	}
}
