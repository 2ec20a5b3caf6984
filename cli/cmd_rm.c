// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/record.h"
#include "cli/say.h"
#include "cli/typed.h"

enum { RM_REASON };

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const struct mg_recording how = {.reason = args->values[RM_REASON]};
	char printed[MG_MAX_PATH_BYTES + 1];
	struct mg_edit edit = {0};
	struct mg_recorded recorded;
	struct mg_path path;
	int rc = mg_typed_record(cli, args->words[0], &path, err);

	if (rc == 0 && path.kind != MG_PATH_RECORD && path.kind != MG_PATH_PIECE)
		rc = mg_fail(err, MG_EUSAGE, _("%s is not removed by hand"), path.text);
	if (rc == 0)
		rc = mg_record_refuse_edits(cli, path.text, err);
	if (rc < 0)
		return rc;
	edit.path = path.text;
	rc = mg_record_edits(cli, &edit, 1, &how, &recorded, err);
	mg_path_print(path.text, printed);
	if (rc == 0)
		mg_say(cli, _("%s is removed; its history stays"), printed);
	return rc;
}

static const struct mg_option options[] = {
	[RM_REASON] = MG_OPTION_REASON,
	{0},
};

const struct mg_command mg_cmd_rm = {
	.name = "rm",
	.purpose = N_("removes a record"),
	.synopsis = N_("RECORD [-m REASON]"),
	.details = N_("The removal is recorded; `maillage log RECORD` still tells what the record was."),
	.example = "maillage rm actions/doublon-x2b4 -m \"saisie deux fois\"",
	.options = options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run,
};
