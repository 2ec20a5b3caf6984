// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/location.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "core/repo/id.h"
#include "core/carry/remote.h"

#include <signal.h>
#include <stdio.h>

enum { CLONE_ID };

// Whoever is not enrolled yet can read at once, and is told how to be able to write.
static void tell_writer(struct mg_cli *cli)
{
	struct mg_writer writer;
	struct mg_error err;

	if (mg_copy_writer(cli->copy, &writer, &err) == 0) {
		mg_say(cli, _("You write here for %s."), writer.actor);
		return;
	}
	mg_say(cli, "%s", err.message);
	if (*err.hint)
		mg_say(cli, "→ %s", err.hint);
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *url = mg_location_absolute(args->words[0], &cli->arena), *id = args->values[CLONE_ID];
	struct mg_progress_line line;
	struct mg_id parsed;
	int rc;

	if (!url)
		return mg_cli_no_memory(err);
	if (id && !mg_id_parse(id, &parsed)) {
		(void)mg_fail(err, MG_EUSAGE, _("\"%s\" is no coopérative's id"), id);
		return mg_error_hint(err, _("an id has 40 characters of 0-9 and a-f"));
	}
	signal(SIGPIPE, SIG_IGN); // a lost connection is an error to tell
	rc = mg_remote_clone(url, args->words[1], id, &cli->home, mg_cli_clock(), cli->types,
			     mg_progress_begin(cli, &line), &cli->copy, err);
	mg_progress_end(&line);
	if (rc < 0)
		return rc;
	printf("%s\n", mg_copy_id(cli->copy));
	mg_say(cli, _("The copy is in %s."), args->words[1]);
	tell_writer(cli);
	return 0;
}

static const struct mg_option options[] = {
	[CLONE_ID] = {0, "id", N_("CA-ID"), N_("refuse any other coopérative")},
	{0},
};

const struct mg_command mg_cmd_clone = {
	.name = "clone",
	.purpose = N_("gets a copy of a coopérative from a git remote, or a bundle"),
	.synopsis = N_("URL DIR [--id CA-ID]"),
	.details =
		N_("Makes DIR, with URL as the remote `origin`, checks every commit and prints the coopérative's id.\n"
		   "URL may be a bundle's file: there is no remote then. The copy is read-only until the key of this\n"
		   "device is enrolled."),
	.example = "maillage clone https://git.example.org/ca-yvelines.git ca",
	.options = options,
	.min_words = 2,
	.max_words = 2,
	.flags = MG_NEEDS_HOME | MG_NEEDS_TYPES,
	.run = run,
};
