// SPDX-License-Identifier: EUPL-1.2
//
// When to look at the folder, and where.
#include "daemon/engine_impl.h"

#include "schema/record/path.h"

#include <stdlib.h>

static void todo_clear(struct mg_todo *todo)
{
	mg_arena_clear(&todo->arena);
	todo->n = 0;
	todo->all = todo->any = false;
}

// Without room or memory for one path more, all files are looked at: slower, and never wrong.
static void todo_add(struct mg_todo *todo, const char *path)
{
	todo->any = true;
	if (todo->all)
		return;
	for (size_t i = 0; i < todo->n; i++) {
		if (strcmp(todo->paths[i], path) == 0)
			return;
	}
	if (todo->n < MG_HINTS_MAX)
		todo->paths[todo->n] = mg_arena_strdup(&todo->arena, path);
	if (todo->n == MG_HINTS_MAX || !todo->paths[todo->n])
		todo->all = true;
	else
		todo->n++;
}

void mg_engine_files_init(struct mg_engine_files *files)
{
	mg_arena_init(&files->next.arena, 0);
	mg_arena_init(&files->doing.arena, 0);
	files->rescan_ms = MG_NEVER;
	files->not_before_ms = INT64_MIN;
}

void mg_engine_files_clear(struct mg_engine_files *files)
{
	todo_clear(&files->next);
	todo_clear(&files->doing);
	free(files->left);
}

// ---- hints

// Puts the look off until it is quiet.
static void put_off(struct mg_engine *engine)
{
	struct mg_engine_files *files = &engine->files;

	if (!files->next.any)
		files->patience_ms = engine->now_ms + MG_PATIENCE_MS;
	files->due_ms = mg_earlier(engine->now_ms + MG_QUIET_MS, files->patience_ms);
}

// Editors' temporary files and whatever else has no place in a CA cause no work.
void mg_engine_files_hint_path(struct mg_engine *engine, const char *path)
{
	struct mg_path parsed;

	if (mg_path_parse(engine->types, path, &parsed, NULL) != 0)
		return;
	put_off(engine);
	todo_add(&engine->files.next, path);
}

void mg_engine_files_hint_all(struct mg_engine *engine)
{
	put_off(engine);
	engine->files.next.any = engine->files.next.all = true;
}

void mg_engine_files_hint_lines(struct mg_engine *engine)
{
	put_off(engine);
	engine->files.next.any = true;
}

int64_t mg_engine_files_next_ms(const struct mg_engine_files *files)
{
	int64_t at_ms = files->rescan_ms;

	if (files->running)
		return MG_NEVER;
	if (files->next.any)
		at_ms = mg_earlier(at_ms, files->due_ms);
	return mg_later(at_ms, files->not_before_ms);
}

void mg_engine_files_start_due(struct mg_engine *engine)
{
	struct mg_engine_files *files = &engine->files;
	struct mg_effect *effect;
	bool idle = !files->next.any && files->has_begun;

	if (mg_engine_files_next_ms(files) > engine->now_ms)
		return;
	if (files->rescan_ms <= engine->now_ms)
		files->next.all = true;
	files->doing = files->next; // the paths move along
	files->next = (struct mg_todo){0};
	mg_arena_init(&files->next.arena, 0);
	files->running = true;
	effect = mg_engine_emit(engine, MG_EFFECT_SAVE);
	effect->as.save.all = files->doing.all;
	effect->as.save.first = !files->has_begun;
	effect->as.save.idle = idle;
	if (!files->doing.all) {
		effect->as.save.paths = files->doing.paths;
		effect->as.save.n = files->doing.n;
	}
}

// ---- what was left out

static const struct mg_finding *why_invalid(const struct mg_findings *findings, const char *path)
{
	for (size_t i = 0; findings && i < findings->n; i++) {
		if (findings->items[i].level == MG_LEVEL_INVALID && strcmp(findings->items[i].path, path) == 0)
			return &findings->items[i];
	}
	return NULL;
}

static uint64_t digest_left(const struct mg_unrecorded *left, const struct mg_finding *why)
{
	uint64_t digest = mg_digest_number(MG_DIGEST_START, left->state);

	digest = mg_digest_text(digest, left->stale_field);
	digest = mg_digest_text(digest, left->why);
	if (why) {
		digest = mg_digest_text(digest, why->code);
		digest = mg_digest_text(digest, why->message);
		digest = mg_digest_number(digest, (uint64_t)why->mark.line << 32 | why->mark.col);
	}
	return digest;
}

static struct mg_left *find_left(struct mg_engine_files *files, uint64_t path)
{
	for (size_t i = 0; i < files->n_left; i++) {
		if (files->left[i].path == path)
			return &files->left[i];
	}
	return NULL;
}

// Whether this is another state of that file than the one told last. One that cannot be remembered is never news, or
// it would be told each minute.
static bool remember_left(struct mg_engine *engine, const char *path, uint64_t state)
{
	struct mg_engine_files *files = &engine->files;
	uint64_t name = mg_digest_text(MG_DIGEST_START, path);
	struct mg_left *known = find_left(files, name), *grown;

	if (!known) {
		if (files->n_left == MG_LEFT_MAX)
			return false;
		grown = mg_engine_grow(engine, files->left, files->n_left, &files->left_cap, sizeof *grown);
		if (!grown)
			return false;
		files->left = grown;
		known = &grown[files->n_left++];
		*known = (struct mg_left){.path = name};
	}
	known->seen = true;
	return mg_is_news(&known->state, state);
}

static bool was_looked_at(const struct mg_todo *done, uint64_t path)
{
	for (size_t i = 0; !done->all && i < done->n; i++) {
		if (mg_digest_text(MG_DIGEST_START, done->paths[i]) == path)
			return true;
	}
	return done->all;
}

// What was looked at and is not left out any more has been mended.
static void forget_mended(struct mg_engine_files *files)
{
	size_t kept = 0;

	for (size_t i = 0; i < files->n_left; i++) {
		struct mg_left left = files->left[i];

		if (!left.seen && was_looked_at(&files->doing, left.path))
			continue;
		left.seen = false;
		files->left[kept++] = left;
	}
	files->n_left = kept;
}

static void tell_left(struct mg_engine *engine, const struct mg_saved *saved)
{
	size_t news = 0;

	for (size_t i = 0; i < saved->n_left; i++) {
		const struct mg_unrecorded *left = &saved->left[i];
		const struct mg_finding *why = why_invalid(saved->findings, left->path);

		if (remember_left(engine, left->path, digest_left(left, why)) && news++ < MG_LEFT_TOLD_MAX)
			mg_tell_left(engine, left, why);
	}
	if (news > MG_LEFT_TOLD_MAX)
		mg_tell_left_more(engine, news - MG_LEFT_TOLD_MAX);
	forget_mended(&engine->files);
}

// ---- what came of a look

static void do_again(struct mg_engine *engine, int64_t wait_ms)
{
	struct mg_engine_files *files = &engine->files;

	files->not_before_ms = engine->now_ms + wait_ms;
	if (!files->next.any)
		files->due_ms = files->not_before_ms;
	files->next.any = true;
	files->next.all = files->next.all || files->doing.all;
	for (size_t i = 0; i < files->doing.n; i++)
		todo_add(&files->next, files->doing.paths[i]);
}

static void tell_failure(struct mg_engine *engine, const struct mg_error *err)
{
	uint64_t trouble = mg_digest_text(mg_digest_number(MG_DIGEST_START, (uint64_t)err->code), err->message);
	enum mg_log_level level = err->code == MG_EBUSY || err->code == MG_EDENIED ? MG_LOG_WARN : MG_LOG_ERROR;

	if (!mg_is_news(&engine->files.trouble, trouble))
		level = MG_LOG_DEBUG;
	mg_tell_save_failed(engine, level, err);
}

void mg_engine_files_saved(struct mg_engine *engine, const struct mg_saved *saved)
{
	struct mg_engine_files *files = &engine->files;
	bool made = !mg_id_is_zero(&saved->recorded.commit);

	files->running = false;
	if (made)
		mg_tell_recorded(engine, &saved->recorded);
	if (saved->code) {
		tell_failure(engine, &saved->err);
	} else {
		files->trouble = 0;
		tell_left(engine, saved);
	}
	files->put_off = saved->put_off;
	files->has_begun |= saved->code != MG_EBUSY;
	if (saved->code == MG_EBUSY)
		do_again(engine, MG_BUSY_RETRY_MS);
	else if (saved->put_off)
		do_again(engine, MG_FIRST_EXCHANGE_MS);
	else if (files->doing.all) // a failure other than that is tried again by the next rescan, or the next edit
		files->rescan_ms = engine->now_ms + MG_RESCAN_MS;
	todo_clear(&files->doing);
	if (saved->remotes)
		mg_remotes_listed(engine, saved->remotes, saved->n_remotes);
	if (saved->tips)
		mg_remotes_tips(engine, saved->tips, made, NULL);
}

void mg_engine_files_remotes_asked(struct mg_engine *engine)
{
	struct mg_engine_files *files = &engine->files;

	if (files->put_off)
		files->not_before_ms = files->due_ms = engine->now_ms;
	files->put_off = false;
}

void mg_engine_files_shift(struct mg_engine_files *files, int64_t ms)
{
	mg_shift(&files->due_ms, ms);
	mg_shift(&files->patience_ms, ms);
	mg_shift(&files->rescan_ms, ms);
	if (files->not_before_ms != INT64_MIN)
		files->not_before_ms += ms;
}
