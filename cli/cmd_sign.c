// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/signing.h"
#include "cli/typed.h"

enum { SIGN_PASSPHRASE, SIGN_REASON };

static int run_sign(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_path path;
	int rc = mg_typed_record(cli, args->words[0], &path, err);
	const struct mg_signing how = {MG_ACT_SIGN, args->values[SIGN_PASSPHRASE], args->values[SIGN_REASON], false};

	return rc == 0 ? mg_signing(cli, &path, &how, err) : rc;
}

static const struct mg_option options[] = {
	[SIGN_PASSPHRASE] = MG_OPTION_PASSPHRASE,
	[SIGN_REASON] = MG_OPTION_REASON,
	{0},
};

const struct mg_command mg_cmd_sign = {
	.name = "sign",
	.purpose = N_("signs a record with your signatory key"),
	.synopsis = N_("RECORD [--passphrase-file FILE] [-m REASON]"),
	.details =
		N_("The record is checked first: what the guide obliges must be done (`maillage schema rules`). Once\n"
		   "signed it does not change; a correction is a record of its own."),
	.example = "maillage sign bilans/2018-T1/consolidation",
	.options = options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run_sign,
};
