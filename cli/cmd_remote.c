// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/json.h"
#include "cli/location.h"
#include "cli/say.h"
#include "core/carry/remote.h"

static int run_add(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *url = mg_location_absolute(args->words[1], &cli->arena);

	return url ? mg_remote_add(cli->copy, args->words[0], url, err) : mg_cli_no_memory(err);
}

const struct mg_command mg_cmd_remote_add = {
	.name = "remote add",
	.purpose = N_("names a place to sync with"),
	.synopsis = N_("NAME URL"),
	.details =
		N_("URL is a git repository: a path (a shared folder, a USB stick), file://, ssh:// or https://.\n"
		   "Over ssh the host is shown this device's key: give it the line of `maillage key show`, as one\n"
		   "that may write. Over https it wants a name and an access token: https://NAME:TOKEN@host/ca.git."),
	.example = "maillage remote add ars https://git.example.org/ca-yvelines.git",
	.min_words = 2,
	.max_words = 2,
	.flags = MG_NEEDS_COPY,
	.run = run_add,
};

static int run_list(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_json json = {.out = stdout};
	struct mg_remote *remotes;
	size_t n;

	(void)args;
	if (mg_remote_list(cli->copy, &cli->arena, &remotes, &n, err) < 0)
		return err->code;
	if (!cli->json) {
		for (size_t i = 0; i < n; i++)
			printf("%s\t%s\n", remotes[i].name, remotes[i].url);
		return 0;
	}
	mg_json_open(&json, '[');
	for (size_t i = 0; i < n; i++) {
		mg_json_open(&json, '{');
		mg_json_pair(&json, "name", remotes[i].name);
		mg_json_pair(&json, "url", remotes[i].url);
		mg_json_close(&json, '{');
	}
	mg_json_close(&json, '[');
	mg_json_end(&json);
	return 0;
}

const struct mg_command mg_cmd_remote_list = {
	.name = "remote list",
	.purpose = N_("lists the places to sync with: name, tab, URL"),
	.synopsis = "",
	.example = "maillage remote list",
	.flags = MG_NEEDS_COPY | MG_HAS_JSON,
	.run = run_list,
};

static int run_remove(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	int rc = mg_remote_remove(cli->copy, args->words[0], err);

	if (rc == MG_ENOTFOUND)
		return mg_error_hint(err, _("`maillage remote list` shows their names"));
	return rc;
}

const struct mg_command mg_cmd_remote_remove = {
	.name = "remote remove",
	.purpose = N_("forgets a place to sync with"),
	.synopsis = N_("NAME"),
	.details = N_("What came from it stays; nothing is done to the place itself."),
	.example = "maillage remote remove ars",
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY,
	.run = run_remove,
};
