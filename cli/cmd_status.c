// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/dues.h"
#include "cli/json.h"
#include "cli/read.h"
#include "cli/record.h"
#include "cli/returns.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "cli/when.h"
#include "core/carry/invitation.h"
#include "core/carry/joining.h"
#include "core/trust/judge.h"
#include "core/carry/remote.h"
#include "schema/record/path.h"
#include "schema/yaml/yaml.h"

struct status {
	struct mg_writer writer;
	bool can_write;
	struct mg_error why_not; // when it cannot
	struct mg_id main;
	int64_t format;
	struct mg_line_state *lines;
	size_t n_lines;
	struct mg_open_conflicts conflicts;
	struct mg_unrecorded *unrecorded;
	size_t n_unrecorded;
	struct mg_findings invalid;
	struct mg_index_verdict *verdicts;
	size_t n_verdicts;
	struct mg_history history;
	bool clock_is_wrong;
	struct mg_peer_state *peers;
	size_t n_peers;
	struct mg_joining *requests;
	size_t n_requests;
	struct mg_return *returns; // of the writer's bilans
	size_t n_returns;
	struct mg_dues dues;
};

// ---- reading

static int read_format(struct mg_cli *cli, int64_t *format, struct mg_error *err)
{
	const struct mg_node *number;
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	rc = mg_read_recorded(cli, "cooperative.yaml", &doc, err);
	number = mg_node_get(doc.root, "format");
	*format = number && number->type == MG_INT ? number->as.integer : 0;
	mg_doc_clear(&doc);
	return rc;
}

// Those that answer an invitation of this home: nobody else can accept them.
static int read_requests(struct mg_cli *cli, struct status *status, struct mg_error *err)
{
	const struct mg_id *ca = &mg_copy_store(cli->copy)->ca;
	struct mg_invitation invitation;
	struct mg_joining *all;
	size_t n;

	if (!cli->home.dir || !mg_invitation_any(&cli->home, ca))
		return 0;
	if (mg_joining_list(cli->copy, &cli->arena, &all, &n, err) < 0)
		return err->code;
	status->requests = all;
	for (size_t i = 0; i < n; i++) {
		if (mg_invitation_find(&cli->home, ca, all[i].request.invitation, &invitation, NULL) == 0)
			all[status->n_requests++] = all[i];
	}
	return 0;
}

static int read_status(struct mg_cli *cli, struct status *status, struct mg_error *err)
{
	struct mg_index *index = mg_copy_store(cli->copy)->index;
	int rc = mg_copy_main(cli->copy, &status->main, err);

	status->can_write = mg_copy_writer(cli->copy, &status->writer, &status->why_not) == 0;
	if (rc == 0)
		rc = read_format(cli, &status->format, err);
	if (rc == 0)
		rc = mg_copy_lines(cli->copy, &cli->arena, &status->lines, &status->n_lines, err);
	if (rc == 0)
		rc = mg_conflicts_read(cli, &status->conflicts, err);
	if (rc == 0)
		rc = mg_copy_scan(cli->copy, NULL, 0, &cli->arena, &status->unrecorded, &status->n_unrecorded,
				  &status->invalid, err);
	if (rc == 0)
		rc = mg_index_verdicts(index, &cli->arena, &status->verdicts, &status->n_verdicts, err);
	if (rc == 0)
		rc = mg_copy_history(cli->copy, &cli->arena, &status->history, err);
	if (rc == 0)
		status->clock_is_wrong = mg_copy_clock_is_wrong(cli->copy);
	if (rc == 0)
		rc = mg_remote_states(cli->copy, &cli->arena, &status->peers, &status->n_peers, err);
	if (rc == 0)
		rc = read_requests(cli, status, err);
	if (rc == 0 && status->can_write)
		rc = mg_returns_read(cli, status->writer.actor, NULL, &status->returns, &status->n_returns, err);
	if (rc == 0)
		rc = mg_dues_read(cli, &status->dues, err);
	return rc;
}

// ---- people

static void show_writer(const struct status *status)
{
	if (status->can_write)
		printf(_("You write for %s, with the key %s.\n"), status->writer.actor, status->writer.key);
	else
		printf(_("You can read only: %s\n"), status->why_not.message);
	if (!status->can_write && *status->why_not.hint)
		printf("→ %s\n", status->why_not.hint);
}

static void show_lines(struct mg_cli *cli, const struct status *status)
{
	printf(_("\nLines (%zu):\n"), status->n_lines);
	for (size_t i = 0; i < status->n_lines; i++) {
		const struct mg_line_state *line = &status->lines[i];
		const char *holder = mg_copy_holder(cli->copy, line->key, &cli->arena);
		char when[MG_WHEN_BYTES];

		printf("  %s  %-24s %6u  %s  ", line->key, line->actor, (unsigned)line->count,
		       mg_when_format(line->stamp_ms, when));
		mg_put_text(stdout, holder ? holder : "", 40);
		putchar('\n');
		if (line->n_forks)
			printf(_("    forked: %zu other branches of this key; it was used in two copies at once\n"),
			       line->n_forks);
	}
}

static const char *state_words(enum mg_unrecorded_state state)
{
	switch (state) {
	case MG_UNRECORDED_CHANGED:
		return _("changed");
	case MG_UNRECORDED_NEW:
		return _("new");
	case MG_UNRECORDED_REMOVED:
		return _("removed");
	case MG_UNRECORDED_INVALID:
		return _("not valid: see `maillage check`");
	case MG_UNRECORDED_STALE:
		return _("changed by somebody else too: `maillage save --mine` or `--theirs`");
	case MG_UNRECORDED_DENIED:
		return _("not yours to change");
	case MG_UNRECORDED_FOREIGN:
		break;
	}
	return _("no file of a coopérative: see `maillage check`");
}

static void show_unrecorded(const struct status *status)
{
	bool first = true;

	for (size_t i = 0; i < status->n_unrecorded; i++) {
		const struct mg_unrecorded *file = &status->unrecorded[i];
		char printed[MG_MAX_PATH_BYTES + 1];

		if (file->state == MG_UNRECORDED_FOREIGN && !mg_typed_looks_like_record(file->path))
			continue;
		if (first)
			fputs(_("\nNot recorded (`maillage save` records it):\n"), stdout);
		first = false;
		mg_path_print(file->path, printed);
		fputs("  ", stdout);
		mg_put_text(stdout, printed, 0);
		printf("  (%s%s%s)\n", file->why ? file->why : state_words(file->state),
		       file->stale_field && *file->stale_field ? ": " : "", file->stale_field ? file->stale_field : "");
	}
}

static void show_verdicts(const struct status *status, bool held)
{
	bool first = true;

	for (size_t i = 0; i < status->n_verdicts; i++) {
		const struct mg_index_verdict *verdict = &status->verdicts[i];
		char hex[MG_ID_HEX];

		if (verdict->held != held)
			continue;
		if (first)
			fputs(held ? _("\nWaiting:\n") : _("\nRefused, with what follows on their line:\n"), stdout);
		first = false;
		printf("  %.12s  %s  ", mg_id_format(&verdict->commit, hex), verdict->code);
		mg_put_text(stdout, verdict->key, 64);
		fputs("  ", stdout);
		mg_put_text(stdout, verdict->actor, 64);
		fputs(*verdict->path ? "  " : "", stdout);
		mg_put_text(stdout, verdict->path, 0);
		fputs("\n      ", stdout);
		mg_put_text(stdout, verdict->message, 0);
		putchar('\n');
	}
}

#define LEFT_OUT "hors-coupure" // beyond the cut of a revocation

static void show_left_out(const struct status *status)
{
	if (status->history.n_cuts)
		fputs(_("\nLeft out, since the key was revoked (`maillage recover` records it anew):\n"), stdout);
	for (size_t i = 0; i < status->history.n_cuts; i++) {
		const struct mg_history_cut *cut = &status->history.cuts[i];
		char hex[MG_ID_HEX];

		printf("  %.12s  " LEFT_OUT "  %s  %s  ", mg_id_format(&cut->last.id, hex), cut->last.key,
		       cut->last.actor);
		printf(P_("%u commit\n", "%u commits\n", cut->count), cut->count);
	}
}

static void show_peers(const struct status *status)
{
	if (!status->n_peers) {
		fputs(_("\nNo remote: `maillage remote add NAME URL` gives one to sync with.\n"), stdout);
		return;
	}
	fputs(_("\nRemotes:\n"), stdout);
	for (size_t i = 0; i < status->n_peers; i++) {
		const struct mg_peer_state *peer = &status->peers[i];
		char when[MG_WHEN_BYTES];

		printf("  %-12s ", peer->name);
		if (!peer->last_ms)
			fputs(_("never exchanged"), stdout);
		else
			printf(_("last exchange %s"), mg_when_format(peer->last_ms, when));
		if (peer->ahead)
			printf(P_(", %zu line to send", ", %zu lines to send", peer->ahead), peer->ahead);
		if (peer->behind)
			printf(P_(", %zu line to receive", ", %zu lines to receive", peer->behind), peer->behind);
		if (peer->cause && *peer->cause) {
			fputs("\n      ", stdout);
			mg_put_text(stdout, peer->cause, 0);
		}
		putchar('\n');
	}
}

static void show_requests(const struct status *status)
{
	if (!status->n_requests)
		return;
	fputs(_("\nThey ask to join; accept with `maillage enrol --request KEY`:\n"), stdout);
	for (size_t i = 0; i < status->n_requests; i++) {
		const struct mg_request *request = &status->requests[i].request;

		printf("  %s %s, ", request->device.id, request->actor);
		mg_put_text(stdout, request->holder, 0);
		putchar('\n');
	}
}

static void show_returns(const struct status *status)
{
	if (status->n_returns)
		fputs(_("\nTo correct, the DD says (`maillage new bilan_trimestriel PERIOD -m REASON`):\n"), stdout);
	for (size_t i = 0; i < status->n_returns; i++) {
		const struct mg_return *each = &status->returns[i];
		char printed[MG_MAX_PATH_BYTES + 1];

		mg_path_print(each->bilan, printed);
		printf("  %s  %s  ", printed, each->date);
		mg_put_text(stdout, each->reason, 0);
		putchar('\n');
	}
}

static void show(struct mg_cli *cli, const struct status *status)
{
	char hex[MG_ID_HEX];

	printf(_("Coopérative %s, format %d\n"), mg_copy_id(cli->copy), (int)status->format);
	show_writer(status);
	printf(_("main is %s\n"), mg_id_format(&status->main, hex));
	show_lines(cli, status);
	if (status->conflicts.n)
		printf(P_("\n%zu conflict waits for somebody to choose: `maillage conflicts`\n",
			  "\n%zu conflicts wait for somebody to choose: `maillage conflicts`\n", status->conflicts.n),
		       status->conflicts.n);
	show_returns(status);
	show_unrecorded(status);
	show_verdicts(status, false);
	show_verdicts(status, true);
	if (status->clock_is_wrong)
		fputs(_("\nThis computer's clock is wrong: three actors are more than an hour ahead of it. Set it.\n"),
		      stdout);
	show_left_out(status);
	show_peers(status);
	show_requests(status);
	mg_dues_summary(&status->dues);
}

// ---- programs

static void lines_json(struct mg_json *json, const struct status *status)
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
		mg_json_key(json, "forks");
		mg_json_open(json, '[');
		for (size_t j = 0; j < line->n_forks; j++)
			mg_json_id(json, &line->forks[j]);
		mg_json_close(json, '[');
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void files_json(struct mg_json *json, const struct status *status)
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

static void verdicts_json(struct mg_json *json, const struct status *status, bool held)
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

static void peers_json(struct mg_json *json, const struct status *status)
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

static void requests_json(struct mg_json *json, const struct status *status)
{
	mg_json_key(json, "requests");
	mg_json_open(json, '[');
	for (size_t i = 0; i < status->n_requests; i++) {
		const struct mg_request *request = &status->requests[i].request;

		mg_json_open(json, '{');
		mg_json_pair(json, "key", request->device.id);
		mg_json_pair(json, "actor", request->actor);
		mg_json_pair(json, "name", request->holder);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void left_out_json(struct mg_json *json, const struct status *status)
{
	mg_json_key(json, "left_out");
	mg_json_open(json, '[');
	for (size_t i = 0; i < status->history.n_cuts; i++) {
		const struct mg_history_cut *cut = &status->history.cuts[i];

		mg_json_open(json, '{');
		mg_json_pair(json, "key", cut->last.key);
		mg_json_pair(json, "actor", cut->last.actor);
		mg_json_pair(json, "code", LEFT_OUT);
		mg_json_key(json, "first");
		mg_json_id(json, &cut->first.id);
		mg_json_key(json, "commit");
		mg_json_id(json, &cut->last.id);
		mg_json_pair_int(json, "count", cut->count);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
}

static void returns_json(struct mg_json *json, const struct status *status)
{
	mg_json_key(json, "returned");
	mg_returns_json(json, status->returns, status->n_returns);
}

static void show_json(struct mg_cli *cli, const struct status *status)
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
	left_out_json(&json, status);
	peers_json(&json, status);
	requests_json(&json, status);
	returns_json(&json, status);
	mg_dues_summary_json(&json, &status->dues);
	mg_json_close(&json, '{');
	mg_json_end(&json);
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct status status = {0};
	int rc;

	(void)args;
	mg_findings_init(&status.invalid);
	mg_dues_init(&status.dues);
	rc = read_status(cli, &status, err);
	if (rc == 0 && cli->json)
		show_json(cli, &status);
	else if (rc == 0)
		show(cli, &status);
	mg_findings_clear(&status.invalid);
	mg_dues_clear(&status.dues);
	return rc == 0 && status.conflicts.n ? MG_EXIT_CONFLICTS : rc;
}

const struct mg_command mg_cmd_status = {
	.name = "status",
	.purpose = N_("shows how this copy stands"),
	.synopsis = "",
	.details =
		N_("Who you are here, everybody's lines, conflicts, edits that are not recorded, what was refused or\n"
		   "waits, and the remotes with their last exchange. Two copies with the same main are in sync."),
	.example = "maillage status",
	.flags = MG_NEEDS_COPY | MG_HAS_JSON | MG_CAN_CONFLICT,
	.run = run,
};
