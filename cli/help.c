// SPDX-License-Identifier: EUPL-1.2
#include "cli/help.h"

#include "base/i18n.h"
#include "base/text.h"
#include "base/version.h"
#include "cli/commands.h"
#include "cli/say.h"

#define NAME_COLUMNS 18

static size_t columns(const char *text)
{
	return mg_utf8_count(mg_slice_of(text));
}

static void put_padded(FILE *out, const char *text, size_t width)
{
	size_t used = columns(text);

	fprintf(out, "  %s", text);
	mg_put_blanks(out, used < width ? width - used : 1);
}

void mg_help_list(FILE *out)
{
	fputs(_("maillage keeps a coopérative d'acteurs as a folder of records that every partner holds.\n\n"
		"Usage: maillage [-C DIR] COMMAND [ARGUMENT…]\n\nCommands:\n"),
	      out);
	for (size_t i = 0; i < mg_commands_count; i++) {
		put_padded(out, mg_commands[i]->name, NAME_COLUMNS);
		fprintf(out, "%s\n", mg_cli_text(mg_commands[i]->purpose));
	}
	fputs(_("\nEverywhere:\n"
		"  -C DIR            as if started in DIR\n"
		"  --json            one JSON document on stdout, of commands that read\n"
		"  -q                only errors on stderr\n"
		"  --help            what a command does, with an example\n"
		"  --version         which version this is\n"
		"\n`maillage help COMMAND` says more. A RECORD is a path such as actions/maraudes-7k2m.\n"),
	      out);
}

bool mg_help_family(const char *first, FILE *out)
{
	size_t len = strlen(first), told = 0;

	for (size_t i = 0; i < mg_commands_count; i++) {
		if (strncmp(mg_commands[i]->name, first, len) != 0 || mg_commands[i]->name[len] != ' ')
			continue;
		put_padded(out, mg_commands[i]->name, NAME_COLUMNS);
		fprintf(out, "%s\n", mg_cli_text(mg_commands[i]->purpose));
		told++;
	}
	return told > 0;
}

static void put_option(const struct mg_option *option, FILE *out)
{
	char left[64];
	char letter[] = {'-', option->letter, ',', '\0'};

	snprintf(left, sizeof left, "%-3s --%s %s", option->letter ? letter : "", option->name,
		 mg_cli_text(option->value));
	put_padded(out, left, 28);
	fprintf(out, "%s\n", mg_cli_text(option->help));
}

static void put_exit_codes(const struct mg_command *command, FILE *out)
{
	if (!(command->flags & (MG_CAN_CONFLICT | MG_CAN_TRUST)))
		return;
	fputs(_("\nExit code: 0 done, 1 failed, 2 usage, "), out);
	if (command->flags & MG_CAN_CONFLICT)
		fputs(_("3 conflicts are pending, "), out);
	if (command->flags & MG_CAN_TRUST)
		fputs(_("4 something is not to be trusted, "), out);
	fputs(_("5 busy.\n"), out);
}

void mg_help_command(const struct mg_command *command, FILE *out)
{
	fprintf(out, "maillage %s: %s\n\n", command->name, mg_cli_text(command->purpose));
	fprintf(out, _("Usage: maillage %s %s\n"), command->name, mg_cli_text(command->synopsis));
	if (command->details)
		fprintf(out, "\n%s\n", mg_cli_text(command->details));
	if (command->options) {
		fputs(_("\nOptions:\n"), out);
		for (const struct mg_option *option = command->options; option->name; option++)
			put_option(option, out);
	}
	fputs(_("\nExample:\n"), out);
	fprintf(out, "  %s\n", command->example);
	put_exit_codes(command, out);
}

void mg_help_version(FILE *out)
{
	fprintf(out, "maillage %s\n", MG_VERSION);
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const struct mg_command *command;
	size_t used;

	(void)cli;
	if (!args->n) {
		mg_help_list(stdout);
		return 0;
	}
	if (mg_command_find(args->words, args->n, &command, &used, err) < 0)
		return args->n == 1 && mg_help_family(args->words[0], stdout) ? 0 : err->code;
	mg_help_command(command, stdout);
	return 0;
}

const struct mg_command mg_cmd_help = {
	.name = "help",
	.purpose = N_("lists the commands, or explains one"),
	.synopsis = N_("[COMMAND]"),
	.example = "maillage help set",
	.max_words = 2,
	.run = run,
};
