// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/record.h"
#include "cli/referring.h"
#include "cli/say.h"
#include "cli/typed.h"

enum { RM_REASON };

#define MAX_TOLD 10u

// Nothing stops a removal: the history keeps what was there, and `check` tells what now leads nowhere.
static void warn(const struct mg_referring *items, size_t n)
{
	char printed[MG_MAX_PATH_BYTES + 1];

	for (size_t i = 0; i < n && i < MAX_TOLD; i++) {
		mg_path_print(items[i].path, printed);
		mg_warn(_("%s still names it (%s)"), printed, items[i].field);
	}
	if (n > MAX_TOLD)
		mg_warn(P_("and %zu other record", "and %zu other records", n - MAX_TOLD), n - MAX_TOLD);
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const struct mg_recording how = {.reason = args->values[RM_REASON]};
	char printed[MG_MAX_PATH_BYTES + 1];
	struct mg_edit edit = {0};
	struct mg_recorded recorded;
	struct mg_referring *referring = NULL;
	size_t n_referring = 0;
	struct mg_path path;
	int rc = mg_typed_record(cli, args->words[0], &path, err);

	if (rc == 0 && path.kind != MG_PATH_RECORD && path.kind != MG_PATH_PIECE)
		rc = mg_fail(err, MG_EUSAGE, _("%s is not removed by hand"), path.text);
	if (rc == 0)
		rc = mg_record_refuse_edits(cli, path.text, err);
	if (rc == 0 && path.kind == MG_PATH_RECORD)
		rc = mg_referring_to(cli, path.text, &referring, &n_referring, err);
	if (rc < 0)
		return rc;
	edit.path = path.text;
	rc = mg_record_edits(cli, &edit, 1, &how, &recorded, err);
	mg_path_print(path.text, printed);
	if (rc == 0) {
		mg_say(cli, _("%s is removed; its history stays"), printed);
		warn(referring, n_referring);
	}
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
	.details = N_("The removal is recorded; `maillage log RECORD` still tells what the record was.\n"
		      "Records that name it are told: they stay as they are."),
	.example = "maillage rm actions/doublon-x2b4 -m \"saisie deux fois\"",
	.options = options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run,
};
