// SPDX-License-Identifier: EUPL-1.2
//
// maillage: reads the command line, runs one command, prints its error once and turns it into an exit code.
#include "cli/command.h"

#include "base/i18n.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/say.h"
#include "core/key/key.h"

#include <errno.h>
#include <unistd.h>

// Codes that only some commands may end with become MG_EXIT_FAILED from the others.
static int exit_code(const struct mg_command *command, int rc)
{
	static const struct {
		enum mg_code code;
		int exit;
		unsigned flag; // a command must have it
	} table[] = {
		{MG_OK, MG_EXIT_DONE, 0},
		{MG_EUSAGE, MG_EXIT_USAGE, 0},
		{MG_EBUSY, MG_EXIT_BUSY, 0},
		{MG_ECONFLICT, MG_EXIT_CONFLICTS, MG_CAN_CONFLICT},
		{MG_ETRUST, MG_EXIT_TRUST, MG_CAN_TRUST},
	};
	unsigned flags = command ? command->flags : 0;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if ((rc == (int)table[i].code || rc == table[i].exit) && (flags & table[i].flag) == table[i].flag)
			return table[i].exit;
	return MG_EXIT_FAILED;
}

// As git does: everything that follows starts in DIR.
static int go_to(const char *dir, struct mg_error *err)
{
	return dir && chdir(dir) != 0 ? mg_fail_errno(err, _("cannot go to %s"), dir) : 0;
}

static int run(struct mg_cli *cli, int argc, char **argv, struct mg_globals *globals, struct mg_error *err)
{
	struct mg_args args;
	int rc = mg_options_parse(cli->command, argc, argv, &cli->arena, globals, &args, err);

	if (rc < 0)
		return rc;
	if (globals->help) {
		mg_help_command(cli->command, stdout);
		return 0;
	}
	cli->json = globals->json;
	cli->quiet = globals->quiet;
	rc = go_to(globals->dir, err);
	if (rc == 0)
		rc = mg_key_init(err);
	if (rc == 0)
		rc = mg_cli_need(cli, cli->command->flags, err);
	return rc == 0 ? cli->command->run(cli, &args, err) : rc;
}

// The command's name, then the rest.
static int dispatch(struct mg_cli *cli, int argc, char **argv, struct mg_error *err)
{
	struct mg_globals globals = {0};
	const char **words;
	int first, rc = mg_options_global(argc, argv, &globals, &first, err);
	size_t used, n = (size_t)(argc > first ? argc - first : 0);

	if (rc < 0)
		return rc;
	if (globals.version) {
		mg_help_version(stdout);
		return 0;
	}
	if (!n) {
		mg_help_list(globals.help ? stdout : stderr);
		return globals.help ? MG_EXIT_DONE : MG_EXIT_USAGE;
	}
	words = mg_arena_array(&cli->arena, n, sizeof *words);
	if (!words)
		return mg_cli_no_memory(err);
	for (size_t i = 0; i < n; i++)
		words[i] = argv[first + (int)i];
	rc = mg_command_find(words, n, &cli->command, &used, err);
	if (rc < 0 && n == 2 && strcmp(words[1], "--help") == 0 && mg_help_family(words[0], stdout))
		return 0;
	if (rc < 0)
		return rc;
	first += (int)used - 1; // getopt begins after one name
	return run(cli, argc - first, argv + first, &globals, err);
}

// What was written may be lost only now, on a full disk.
static int finish_output(struct mg_error *err)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	return mg_fail_errno(err, _("cannot write the output"));
}

int main(int argc, char **argv)
{
	struct mg_error err = {0}, lost = {0};
	struct mg_cli cli = {0};
	int rc;

	mg_i18n_init();
	rc = dispatch(&cli, argc, argv, &err);
	if (cli.copy &&
	    mg_index_is_damaged(mg_copy_store(cli.copy)->index)) // neither what was printed nor why it failed is sure
		rc = mg_index_fail_damaged(mg_copy_store(cli.copy)->index, &err);
	if (rc < 0)
		mg_say_error(&err);
	if (finish_output(&lost) < 0) {
		mg_say_error(&lost);
		rc = rc ? rc : MG_EXIT_FAILED;
	}
	rc = exit_code(cli.command, rc);
	mg_cli_clear(&cli);
	return rc;
}
