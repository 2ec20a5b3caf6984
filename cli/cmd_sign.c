// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/round.h"
#include "cli/signed_paper.h"
#include "cli/signing.h"
#include "cli/typed.h"

enum { SIGN_PASSPHRASE, SIGN_REASON, SIGN_PAPER, SIGN_PARTY, SIGN_PERSON, SIGN_DATE, SIGN_MODE };

static int refuse_paper_options(const struct mg_args *args, struct mg_error *err)
{
	if (!args->values[SIGN_PARTY] && !args->values[SIGN_PERSON] && !args->values[SIGN_DATE] &&
	    !args->values[SIGN_MODE])
		return 0;
	(void)mg_fail(err, MG_EUSAGE, _("--party, --person, --date and --mode tell of a signature on paper"));
	return mg_error_hint(err, _("add --paper SCAN, or leave them out to sign with your key"));
}

static int sign_here(struct mg_cli *cli, const struct mg_args *args, const struct mg_path *path, struct mg_error *err)
{
	const struct mg_sign_request how = {MG_ACT_SIGN, args->values[SIGN_PASSPHRASE], args->values[SIGN_REASON],
					    false};
	int rc = refuse_paper_options(args, err);

	return rc == 0 ? mg_signing(cli, path, &how, err) : rc;
}

static int run_sign(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_path path;
	int rc = mg_typed_record(cli, args->words[0], &path, err);
	const struct mg_signed_paper paper = {args->values[SIGN_PAPER],  args->values[SIGN_PARTY],
					      args->values[SIGN_PERSON], args->values[SIGN_DATE],
					      args->values[SIGN_MODE],   args->values[SIGN_REASON]};

	if (rc == 0 && paper.scan)
		rc = mg_signed_paper(cli, &path, &paper, err);
	else if (rc == 0)
		rc = sign_here(cli, args, &path, err);
	return rc == 0 ? mg_round_tell(cli, &path, err) : rc;
}

static const struct mg_option options[] = {
	[SIGN_PASSPHRASE] = MG_OPTION_PASSPHRASE,
	[SIGN_REASON] = MG_OPTION_REASON,
	[SIGN_PAPER] = {0, "paper", N_("SCAN"), N_("record a signature given on paper; this is its scan")},
	[SIGN_PARTY] = {0, "party", N_("ACTOR"), N_("whose it is, when it is not yours: the DD may record another's")},
	[SIGN_PERSON] = {0, "person", N_("WHO"), N_("who signed it; else the representative that the text names")},
	[SIGN_DATE] = {0, "date", N_("DAY"), N_("the day on the paper, AAAA-MM-JJ")},
	[SIGN_MODE] = {0, "mode", N_("MODE"), N_("manuscrite_numerisee unless told, or another of signature_externe")},
	{0},
};

const struct mg_command mg_cmd_sign = {
	.name = "sign",
	.purpose = N_("signs a record with your signatory key"),
	.synopsis =
		N_("RECORD [--passphrase-file FILE] [-m REASON]\n"
		   "       maillage sign RECORD --paper SCAN --date DAY [--party ACTOR] [--person WHO] [--mode MODE]"),
	.details =
		N_("The record is checked first: what the guide obliges must be done (`maillage schema rules`). Once\n"
		   "signed it does not change; a correction is a record of its own. With --paper, a text of several\n"
		   "parties that one of them signed by hand: `maillage print` it after the DD has signed, have it\n"
		   "signed, scan it. The scan is attached and its SHA-256 recorded; the paper stays the original."),
	.example = "maillage sign bilans/2018-T1/consolidation",
	.options = options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run_sign,
};
