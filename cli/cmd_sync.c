// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/json.h"
#include "cli/progress.h"
#include "cli/record.h"
#include "cli/say.h"
#include "core/carry/remote.h"

#include <signal.h>
#include <stdatomic.h>

enum { SYNC_ALLOW };

// The exchange that ^C stops between two steps; a second ^C ends the program at once, which the core survives.
static atomic_bool cancelled;

static void cancel(int number)
{
	(void)number;
	cancelled = true;
}

static void watch_signals(void)
{
	struct sigaction action = {.sa_handler = cancel, .sa_flags = (int)SA_RESETHAND};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN); // a lost connection is an error to tell
}

struct outcome {
	struct mg_sync sync;
	struct mg_error error;
	bool failed;
};

// ---- what is told

static void tell_refused(struct mg_cli *cli, const struct mg_sync *sync)
{
	if (sync->refused)
		mg_warn(P_("%zu commit from %s was refused: `maillage status` says why",
			   "%zu commits from %s were refused: `maillage status` says why", sync->refused),
			sync->refused, sync->remote);
	if (sync->held)
		mg_say(cli,
		       P_("%zu commit from %s waits: `maillage status` says for what",
			  "%zu commits from %s wait: `maillage status` says for what", sync->held),
		       sync->held, sync->remote);
	if (sync->requests)
		mg_say(cli,
		       P_("%zu request to join has come from %s: `maillage status` shows it",
			  "%zu requests to join have come from %s: `maillage status` shows them", sync->requests),
		       sync->requests, sync->remote);
	for (size_t i = 0; i < sync->n_rejections; i++)
		mg_warn(_("%s would not take %s: %s"), sync->remote, sync->rejections[i].ref,
			sync->rejections[i].reason);
	if (sync->uses_heads)
		mg_say(cli, _("%s refuses refs/maillage/: its lines are kept in branches, maillage/<key>, from now on"),
		       sync->remote);
	if (sync->main_left)
		mg_say(cli, _("%s: its branch main is somebody else's and was left alone"), sync->remote);
}

static void tell(struct mg_cli *cli, const struct outcome *outcome)
{
	const struct mg_sync *sync = &outcome->sync;

	if (outcome->failed) {
		mg_say_error(&outcome->error);
		return;
	}
	if (!sync->pushed && !sync->received)
		mg_say(cli, _("%s: nothing new"), sync->remote);
	if (sync->pushed)
		mg_say(cli, P_("%s: %zu line sent", "%s: %zu lines sent", sync->pushed), sync->remote, sync->pushed);
	if (sync->received)
		mg_say(cli, P_("%s: %zu commit received", "%s: %zu commits received", sync->received), sync->remote,
		       sync->received);
	tell_refused(cli, sync);
}

static void sync_json(struct mg_json *json, const struct outcome *outcome)
{
	const struct mg_sync *sync = &outcome->sync;

	mg_json_open(json, '{');
	mg_json_pair(json, "remote", sync->remote);
	mg_json_pair_int(json, "sent", (int64_t)sync->pushed);
	mg_json_pair_int(json, "received", (int64_t)sync->received);
	mg_json_pair_int(json, "refused", (int64_t)sync->refused);
	mg_json_pair_int(json, "held", (int64_t)sync->held);
	mg_json_pair_int(json, "requests", (int64_t)sync->requests);
	mg_json_key(json, "rejections");
	mg_json_open(json, '[');
	for (size_t i = 0; i < sync->n_rejections; i++) {
		mg_json_open(json, '{');
		mg_json_pair(json, "ref", sync->rejections[i].ref);
		mg_json_pair(json, "reason", sync->rejections[i].reason);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
	mg_json_pair(json, "error", outcome->failed ? outcome->error.message : NULL);
	mg_json_close(json, '{');
}

// ---- the exchanges

static void exchange(struct mg_cli *cli, const char *name, struct outcome *outcome)
{
	struct mg_progress_line line;
	struct mg_progress *progress = mg_progress_begin(cli, &line);

	*outcome = (struct outcome){0};
	outcome->failed =
		mg_remote_sync(cli->copy, name, &cancelled, progress, &cli->arena, &outcome->sync, &outcome->error) < 0;
	mg_progress_end(&line);
	outcome->sync.remote = name;
	if (outcome->failed)
		mg_error_prefix(&outcome->error, "%s", name);
}

static int choose(struct mg_cli *cli, const char *name, struct mg_remote **remotes, size_t *n, struct mg_error *err)
{
	const char **names, *nearest;

	if (mg_remote_list(cli->copy, &cli->arena, remotes, n, err) < 0)
		return err->code;
	names = mg_arena_array(&cli->arena, *n, sizeof *names);
	if (!names)
		return mg_cli_no_memory(err);
	for (size_t i = 0; name && i < *n; i++) {
		names[i] = (*remotes)[i].name;
		if (strcmp(names[i], name) == 0) {
			*remotes += i;
			*n = 1;
			return 0;
		}
	}
	if (name) {
		nearest = mg_nearest(name, names, *n);
		(void)mg_fail(err, MG_ENOTFOUND, _("there is no remote %s"), name);
		return nearest ? mg_error_hint(err, _("did you mean %s?"), nearest)
			       : mg_error_hint(err, _("`maillage remote list` shows them"));
	}
	if (*n)
		return 0;
	(void)mg_fail(err, MG_ENOTFOUND, _("this copy has no remote to sync with"));
	return mg_error_hint(err, _("give it one: maillage remote add NAME URL"));
}

static int conclude(struct mg_cli *cli, bool failed, enum mg_code code, struct mg_error *err)
{
	struct mg_open_conflicts open;

	if (failed)
		return code == MG_EBUSY ? MG_EXIT_BUSY : MG_EXIT_FAILED;
	if (mg_conflicts_read(cli, &open, err) < 0)
		return err->code;
	if (!open.n)
		return 0;
	mg_say(cli,
	       P_("%zu conflict waits for somebody to choose: `maillage conflicts`",
		  "%zu conflicts wait for somebody to choose: `maillage conflicts`", open.n),
	       open.n);
	return MG_EXIT_CONFLICTS;
}

static int allow(struct mg_cli *cli, const char *key, struct mg_error *err)
{
	size_t taken;
	int rc = mg_copy_allow(cli->copy, key, &taken, err);

	if (rc < 0)
		return mg_error_hint(err, _("`maillage status` shows what waits"));
	mg_say(cli, P_("%zu commit that waited was taken in", "%zu commits that waited were taken in", taken), taken);
	return 0;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_json json = {.out = stdout};
	enum mg_code code = MG_OK;
	struct mg_remote *remotes;
	bool failed = false;
	size_t n;

	if (args->values[SYNC_ALLOW] && allow(cli, args->values[SYNC_ALLOW], err) < 0)
		return err->code;
	if (choose(cli, args->n ? args->words[0] : NULL, &remotes, &n, err) < 0)
		return err->code;
	watch_signals();
	if (cli->json)
		mg_json_open(&json, '[');
	for (size_t i = 0; i < n && !cancelled; i++) {
		struct outcome outcome;

		exchange(cli, remotes[i].name, &outcome);
		tell(cli, &outcome);
		if (cli->json)
			sync_json(&json, &outcome);
		failed = failed || outcome.failed || outcome.sync.n_rejections;
		code = outcome.failed ? outcome.error.code : code;
	}
	if (cli->json) {
		mg_json_close(&json, '[');
		mg_json_end(&json);
	}
	return conclude(cli, failed || cancelled, code, err);
}

static const struct mg_option options[] = {
	[SYNC_ALLOW] = {0, "allow", N_("KEY"), N_("first take in what waits of this line because it came in too fast")},
	{0},
};

const struct mg_command mg_cmd_sync = {
	.name = "sync",
	.purpose = N_("exchanges what is new with one remote, or all"),
	.synopsis = N_("[NAME] [--allow KEY]"),
	.details =
		N_("Sends the lines a remote lacks, then takes those this copy lacks. Every commit is checked before\n"
		   "it counts; one that is refused is told and harms nothing. Edits that are not recorded stay\n"
		   "where they are: `maillage save` records them."),
	.example = "maillage sync",
	.options = options,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_HAS_JSON | MG_CAN_CONFLICT,
	.run = run,
};
