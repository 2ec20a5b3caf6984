// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/json.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "core/carry/bundle.h"

enum { CREATE_FOR, CREATE_ALL };

static int run_create(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *file = args->words[0], *whom = args->values[CREATE_FOR];
	struct mg_json json = {.out = stdout};
	struct mg_progress_line line;
	struct mg_bundle_made made;
	int rc = mg_bundle_create(cli->copy, file, whom, args->values[CREATE_ALL] != NULL,
				  mg_progress_begin(cli, &line), &made, err);

	mg_progress_end(&line);
	if (rc < 0)
		return rc;
	mg_say(cli, P_("%s: %zu line, %zu bytes", "%s: %zu lines, %zu bytes", made.lines), file, made.lines,
	       made.bytes);
	if (made.needed)
		mg_say(cli, _("It goes on from what %s was given last; --all makes one of everything."), whom);
	if (!cli->json)
		return 0;
	mg_json_open(&json, '{');
	mg_json_pair(&json, "file", file);
	mg_json_pair(&json, "for", whom);
	mg_json_pair_int(&json, "lines", (int64_t)made.lines);
	mg_json_pair_int(&json, "bytes", (int64_t)made.bytes);
	mg_json_pair_int(&json, "needs", (int64_t)made.needed);
	mg_json_close(&json, '{');
	mg_json_end(&json);
	return 0;
}

static const struct mg_option create_options[] = {
	[CREATE_FOR] = {0, "for", N_("NAME"), N_("who gets it: only what is new since the last one for NAME")},
	[CREATE_ALL] = {0, "all", NULL, N_("everything, also what NAME was given")},
	{0},
};

const struct mg_command mg_cmd_bundle_create = {
	.name = "bundle create",
	.purpose = N_("puts the lines in one file, for mail or a USB stick"),
	.synopsis = N_("FILE [--for NAME [--all]]"),
	.details = N_(
		"Git reads FILE too: `git clone FILE`, `git bundle verify FILE`. NAME is any word you choose for who\n"
		"gets it; what they were given is remembered here, so the next one is small."),
	.example = "maillage bundle create /media/usb/ca.bundle --for mairie",
	.options = create_options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_HAS_JSON,
	.run = run_create,
};

static void tell_taken(struct mg_cli *cli, const char *file, const struct mg_bundle_taken *taken)
{
	if (!taken->received && !taken->refused && !taken->held)
		mg_say(cli, _("%s: nothing new"), file);
	if (taken->received)
		mg_say(cli, P_("%s: %zu commit received", "%s: %zu commits received", taken->received), file,
		       taken->received);
	if (taken->refused)
		mg_warn(P_("%zu commit from %s was refused: `maillage status` says why",
			   "%zu commits from %s were refused: `maillage status` says why", taken->refused),
			taken->refused, file);
	if (taken->held)
		mg_say(cli,
		       P_("%zu commit from %s waits: `maillage status` says for what",
			  "%zu commits from %s wait: `maillage status` says for what", taken->held),
		       taken->held, file);
}

static int run_apply(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_json json = {.out = stdout};
	struct mg_bundle_taken taken;
	struct mg_progress_line line;
	int rc = mg_bundle_apply(cli->copy, args->words[0], mg_progress_begin(cli, &line), &taken, err);

	mg_progress_end(&line);
	if (rc < 0)
		return rc;
	tell_taken(cli, args->words[0], &taken);
	if (!cli->json)
		return 0;
	mg_json_open(&json, '{');
	mg_json_pair(&json, "file", args->words[0]);
	mg_json_pair_int(&json, "received", (int64_t)taken.received);
	mg_json_pair_int(&json, "refused", (int64_t)taken.refused);
	mg_json_pair_int(&json, "held", (int64_t)taken.held);
	mg_json_close(&json, '{');
	mg_json_end(&json);
	return 0;
}

const struct mg_command mg_cmd_bundle_apply = {
	.name = "bundle apply",
	.purpose = N_("takes in what a bundle brings"),
	.synopsis = N_("FILE"),
	.details = N_(
		"Every commit is checked as at `sync`. A file that is damaged, of another coopérative, or that goes\n"
		"on from commits this copy has not is refused whole."),
	.example = "maillage bundle apply /media/usb/ca.bundle",
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_HAS_JSON,
	.run = run_apply,
};
