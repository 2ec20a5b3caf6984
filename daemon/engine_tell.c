// SPDX-License-Identifier: EUPL-1.2
//
// The words of the log: maillaged(8) lists them.
#include "daemon/engine_impl.h"

#include "schema/record/path.h"

static const char *const state_names[] = {
	[MG_UNRECORDED_CHANGED] = "changed", [MG_UNRECORDED_NEW] = "new",     [MG_UNRECORDED_REMOVED] = "removed",
	[MG_UNRECORDED_INVALID] = "invalid", [MG_UNRECORDED_STALE] = "stale", [MG_UNRECORDED_DENIED] = "denied",
	[MG_UNRECORDED_FOREIGN] = "foreign",
};

static struct mg_buf begin(const char *event)
{
	struct mg_buf line = {0};

	mg_log_text(&line, "event", event);
	return line;
}

static void end(struct mg_engine *engine, enum mg_log_level level, struct mg_buf *line)
{
	struct mg_effect *effect = mg_engine_emit(engine, MG_EFFECT_LOG);

	effect->as.log.level = level;
	effect->as.log.text = mg_arena_copy(&engine->out->arena, mg_buf_text(line), line->len);
	if (line->failed || !effect->as.log.text) {
		engine->out->failed = true;
		effect->as.log.text = "";
	}
	mg_buf_clear(line);
}

static void put_path(struct mg_buf *line, const char *path)
{
	char printed[MG_MAX_PATH_BYTES + 1];

	if (strlen(path) > MG_MAX_PATH_BYTES) { // only a file that has no place in a CA
		mg_log_text(line, "path", path);
		return;
	}
	mg_path_print(path, printed);
	mg_log_text(line, "path", printed);
}

void mg_tell_event(struct mg_engine *engine, enum mg_log_level level, const char *event)
{
	struct mg_buf line = begin(event);

	end(engine, level, &line);
}

static void tell_settled(struct mg_engine *engine, const struct mg_settled *settled)
{
	struct mg_buf line = begin("settled");

	mg_log_text(&line, "conflict", settled->id);
	put_path(&line, settled->path);
	mg_log_text(&line, "field", settled->place);
	end(engine, MG_LOG_INFO, &line);
}

void mg_tell_recorded(struct mg_engine *engine, const struct mg_recorded *recorded)
{
	struct mg_buf line = begin("recorded");
	char commit[MG_ID_HEX];

	mg_log_text(&line, "commit", mg_id_format(&recorded->commit, commit));
	mg_log_number(&line, "fields", (int64_t)recorded->n_fields);
	if (recorded->n_paths == 1)
		put_path(&line, recorded->paths[0]);
	else
		mg_log_number(&line, "files", (int64_t)recorded->n_paths);
	end(engine, MG_LOG_INFO, &line);
	for (size_t i = 0; i < recorded->n_settled; i++)
		tell_settled(engine, &recorded->settled[i]);
}

void mg_tell_left(struct mg_engine *engine, const struct mg_unrecorded *left, const struct mg_finding *why)
{
	bool waits = left->state == MG_UNRECORDED_INVALID || left->state == MG_UNRECORDED_STALE ||
		     left->state == MG_UNRECORDED_DENIED;
	struct mg_buf line = begin("left");

	mg_log_text(&line, "state", state_names[left->state]);
	put_path(&line, left->path);
	mg_log_text(&line, "field", left->stale_field);
	mg_log_text(&line, "error", left->why);
	if (why && why->mark.line) {
		mg_log_number(&line, "line", why->mark.line);
		mg_log_number(&line, "column", why->mark.col);
	}
	if (why) {
		mg_log_text(&line, "code", why->code);
		mg_log_text(&line, "error", why->message);
	}
	end(engine, waits ? MG_LOG_WARN : MG_LOG_INFO, &line);
}

void mg_tell_left_more(struct mg_engine *engine, size_t n)
{
	struct mg_buf line = begin("left");

	mg_log_number(&line, "more", (int64_t)n);
	end(engine, MG_LOG_WARN, &line);
}

void mg_tell_save_failed(struct mg_engine *engine, enum mg_log_level level, const struct mg_error *err)
{
	struct mg_buf line = begin("record-failed");

	mg_log_error(&line, err);
	end(engine, level, &line);
}

void mg_tell_sync_failed(struct mg_engine *engine, enum mg_log_level level, const struct mg_remote_plan *remote,
			 const struct mg_error *err)
{
	struct mg_buf line = begin("sync-failed");

	mg_log_text(&line, "remote", remote->name);
	mg_log_number(&line, "retry-ms", remote->due_ms - engine->now_ms);
	mg_log_error(&line, err);
	end(engine, level, &line);
}

void mg_tell_synced(struct mg_engine *engine, enum mg_log_level level, const struct mg_sync *sync, const char *remote)
{
	struct mg_buf line = begin("synced");

	mg_log_text(&line, "remote", remote);
	mg_log_number(&line, "pushed", (int64_t)sync->pushed);
	mg_log_number(&line, "received", (int64_t)sync->received);
	end(engine, level, &line);
}

static void tell_count(struct mg_engine *engine, const char *event, const char *remote, size_t n)
{
	struct mg_buf line = begin(event);

	mg_log_text(&line, "remote", remote);
	mg_log_number(&line, "commits", (int64_t)n);
	end(engine, MG_LOG_WARN, &line);
}

static void tell_rejection(struct mg_engine *engine, const char *remote, const struct mg_sync_rejection *rejection)
{
	struct mg_buf line = begin("rejected");

	mg_log_text(&line, "remote", remote);
	mg_log_text(&line, "ref", rejection->ref);
	mg_log_text(&line, "reason", rejection->reason);
	end(engine, MG_LOG_WARN, &line);
}

void mg_tell_refusals(struct mg_engine *engine, const struct mg_sync *sync, const char *remote)
{
	if (sync->refused)
		tell_count(engine, "refused", remote, sync->refused);
	if (sync->held)
		tell_count(engine, "held", remote, sync->held);
	for (size_t i = 0; i < sync->n_rejections && i < MG_LEFT_TOLD_MAX; i++)
		tell_rejection(engine, remote, &sync->rejections[i]);
	if (sync->main_left) {
		struct mg_buf line = begin("main-left");

		mg_log_text(&line, "remote", remote);
		end(engine, MG_LOG_INFO, &line);
	}
}
