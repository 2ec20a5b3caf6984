// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/editor.h"

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *folder = args->n ? args->words[0] : NULL;
	int rc = mg_cli_need(cli, folder ? MG_NEEDS_TYPES : MG_NEEDS_COPY, err);

	if (rc < 0)
		return rc;
	if (!folder)
		folder = mg_arena_printf(&cli->arena, "%s/" MG_EDITOR_FOLDER, mg_copy_dir(cli->copy));
	return folder ? mg_editor_export(cli, folder, err) : mg_cli_no_memory(err);
}

const struct mg_command mg_cmd_schema_export = {
	.name = "schema export",
	.purpose = N_("writes the types of record as JSON Schemas, for editors"),
	.synopsis = N_("[DIR]"),
	.details =
		N_("One file a type, TYPE.schema.json, complete in itself, with titles and descriptions in French.\n"
		   "Without DIR they stay beside this copy, and each record that `new` makes from then on begins with\n"
		   "the line that leads editors to them: VS Code (extension YAML) and any editor that speaks to\n"
		   "yaml-language-server then complete and check while one types."),
	.example = "maillage schema export\n"
		   "  maillage schema export ~/schemas",
	.max_words = 1,
	.run = run,
};
