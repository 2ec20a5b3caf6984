// SPDX-License-Identifier: EUPL-1.2
#include "cli/status.h"

#include "cli/json.h"

static void lines_json(struct mg_json *json, const struct mg_status *status)
{
	mg_json_key(json, "lines");
	mg_json_open(json, '[');
	for (size_t i = 0; i < status->n_lines; i++) {
		const struct mg_line_state *line = &status->lines[i];

		mg_json_open(json, '{');
		mg_json_pair(json, "key", line->key);
		mg_json_pair(json, "actor", line->actor);
		mg_json_key(json, "tip");
		mg_json_id(json, &line->tip);
		mg_json_pair_int(json, "count", line->count);
		mg_json_key(json, "revoked");
		mg_json_bool(json, status->revoked[i] != NULL);
		mg_json_key(json, "forks");
		mg_json_open(json, '[');
		for (size_t j = 0; j < line->n_forks; j++)
			mg_json_id(json, &line->forks[j]);
		mg_json_close(json, '[');
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void files_json(struct mg_json *json, const struct mg_status *status)
{
	mg_json_key(json, "unrecorded");
	mg_json_open(json, '[');
	for (size_t i = 0; i < status->n_unrecorded; i++)
		if (status->unrecorded[i].state != MG_UNRECORDED_FOREIGN)
			mg_json_text(json, status->unrecorded[i].path);
	mg_json_close(json, '[');
	mg_json_key(json, "invalid");
	mg_json_open(json, '[');
	for (size_t i = 0; i < status->invalid.n; i++) {
		const struct mg_finding *finding = &status->invalid.items[i];

		mg_json_open(json, '{');
		mg_json_pair(json, "path", finding->path);
		mg_json_pair_int(json, "line", finding->mark.line);
		mg_json_pair_int(json, "col", finding->mark.col);
		mg_json_pair(json, "code", finding->code);
		mg_json_pair(json, "message", finding->message);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void verdicts_json(struct mg_json *json, const struct mg_status *status, bool held)
{
	mg_json_key(json, held ? "held" : "refused");
	mg_json_open(json, '[');
	for (size_t i = 0; i < status->n_verdicts; i++) {
		const struct mg_index_verdict *verdict = &status->verdicts[i];

		if (verdict->held != held)
			continue;
		mg_json_open(json, '{');
		mg_json_pair(json, "key", verdict->key);
		mg_json_pair(json, "actor", verdict->actor);
		mg_json_key(json, "commit");
		mg_json_id(json, &verdict->commit);
		mg_json_pair(json, "code", verdict->code);
		mg_json_pair(json, "path", verdict->path);
		mg_json_pair(json, "message", verdict->message);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void peers_json(struct mg_json *json, const struct mg_status *status)
{
	mg_json_key(json, "peers");
	mg_json_open(json, '[');
	for (size_t i = 0; i < status->n_peers; i++) {
		const struct mg_peer_state *peer = &status->peers[i];

		mg_json_open(json, '{');
		mg_json_pair(json, "name", peer->name);
		mg_json_key(json, "last");
		mg_json_time(json, peer->last_ms);
		mg_json_pair_int(json, "ahead", (int64_t)peer->ahead);
		mg_json_pair_int(json, "behind", (int64_t)peer->behind);
		mg_json_pair(json, "cause", peer->cause && *peer->cause ? peer->cause : NULL);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void requests_json(struct mg_json *json, const struct mg_status *status)
{
	mg_json_key(json, "requests");
	mg_json_open(json, '[');
	for (size_t i = 0; i < status->n_requests; i++) {
		const struct mg_request *request = &status->requests[i].request;

		mg_json_open(json, '{');
		mg_json_pair(json, "key", request->device.id);
		mg_json_pair(json, "actor", request->actor);
		mg_json_pair(json, "name", request->holder);
		mg_json_pair(json, "problem", status->unanswerable[i]);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void left_out_json(struct mg_json *json, const struct mg_status *status)
{
	mg_json_key(json, "left_out");
	mg_json_open(json, '[');
	for (size_t i = 0; i < status->history.n_cuts; i++) {
		const struct mg_history_cut *cut = &status->history.cuts[i];

		mg_json_open(json, '{');
		mg_json_pair(json, "key", cut->last.key);
		mg_json_pair(json, "actor", cut->last.actor);
		mg_json_pair(json, "code", MG_STATUS_LEFT_OUT);
		mg_json_key(json, "first");
		mg_json_id(json, &cut->first.id);
		mg_json_key(json, "commit");
		mg_json_id(json, &cut->last.id);
		mg_json_pair_int(json, "count", cut->count);
		mg_json_pair_int(json, "recovered", status->recovered[i]);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void returns_json(struct mg_json *json, const struct mg_status *status)
{
	mg_json_key(json, "returned");
	mg_returns_json(json, status->returns, status->n_returns);
}

void mg_status_json(struct mg_cli *cli, const struct mg_status *status)
{
	struct mg_json json = {.out = stdout};

	mg_json_open(&json, '{');
	mg_json_pair(&json, "cooperative", mg_copy_id(cli->copy));
	mg_json_key(&json, "main");
	mg_json_id(&json, &status->main);
	mg_json_pair_int(&json, "format", status->format);
	mg_json_pair(&json, "actor", status->can_write ? status->writer.actor : NULL);
	mg_json_pair(&json, "key", status->can_write ? status->writer.key : NULL);
	lines_json(&json, status);
	mg_json_pair_int(&json, "conflicts", (int64_t)status->conflicts.n);
	files_json(&json, status);
	verdicts_json(&json, status, false);
	verdicts_json(&json, status, true);
	mg_json_key(&json, "clock_is_wrong");
	mg_json_bool(&json, status->clock_is_wrong);
	mg_json_key(&json, "early");
	mg_json_time(&json, status->early_ms);
	left_out_json(&json, status);
	peers_json(&json, status);
	requests_json(&json, status);
	returns_json(&json, status);
	mg_to_signs_json(&json, &status->to_sign);
	mg_dues_summary_json(&json, &status->dues);
	mg_json_close(&json, '{');
	mg_json_end(&json);
}
