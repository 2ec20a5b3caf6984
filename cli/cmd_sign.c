// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/bilans.h"
#include "cli/blocking.h"
#include "cli/record.h"
#include "cli/say.h"
#include "cli/signatory.h"
#include "cli/typed.h"

#include <stdio.h>

enum { SIGN_PASSPHRASE, SIGN_REASON };

// What the guide obliges must be done before anybody answers for it.
static int check(struct mg_cli *cli, const struct mg_path *path, enum mg_act act, struct mg_error *err)
{
	int rc;

	if (path->kind != MG_PATH_RECORD || !path->type->opener)
		return mg_fail(err, MG_EUSAGE, _("%s is not of a type that is signed"), path->text);
	rc = mg_record_refuse_edits(cli, path->text, err);
	return rc == 0 ? mg_blocking(cli, path->text, act, err) : rc;
}

static int sign(struct mg_cli *cli, const struct mg_args *args, const struct mg_path *path, enum mg_act act,
		struct mg_error *err)
{
	struct mg_secret_key key = {0};
	char printed[MG_MAX_PATH_BYTES + 1];
	struct mg_recorded recorded;
	int rc = check(cli, path, act, err);

	if (rc == 0)
		rc = mg_signatory_load(cli, args->values[SIGN_PASSPHRASE], &key, err);
	if (rc == 0)
		rc = mg_copy_sign(cli->copy, path->text, &key, args->values[SIGN_REASON], &cli->arena, &recorded, err);
	mg_key_clear(&key);
	mg_path_print(path->text, printed);
	if (rc == 0)
		mg_say(cli, _("%s is signed; it does not change any more"), printed);
	return rc;
}

static int run_sign(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_path path;
	int rc = mg_typed_record(cli, args->words[0], &path, err);

	return rc == 0 ? sign(cli, args, &path, MG_ACT_SIGN, err) : rc;
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

// ---- submit

// The latest version of an actor's bilan. MG_ENOTFOUND.
static int find_bilan(struct mg_cli *cli, const char *periode, const char *actor, struct mg_path *path,
		      struct mg_error *err)
{
	const char *text = NULL;

	for (unsigned revision = 1;; revision++) {
		const char *next = revision == 1 ? mg_arena_printf(&cli->arena, "bilans/%s/%s.yaml", periode, actor)
						 : mg_arena_printf(&cli->arena, "bilans/%s/%s--r%u.yaml", periode,
								   actor, revision);

		if (!next)
			return mg_cli_no_memory(err);
		if (!mg_typed_exists(cli, next))
			break;
		text = next;
	}
	if (text)
		return mg_path_parse(cli->types, text, path, err);
	return mg_fail(err, MG_ENOTFOUND, _("there is no bilan of %s for %s"), actor, periode);
}

static int run_submit(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	char periode[MG_PERIOD_CHARS + 1];
	struct mg_writer writer;
	struct mg_path path;
	int rc = mg_bilans_period(args->words[0], periode, err);

	if (rc == 0)
		rc = mg_copy_writer(cli->copy, &writer, err);
	if (rc == 0)
		rc = find_bilan(cli, periode, writer.actor, &path, err);
	if (rc == MG_ENOTFOUND)
		return mg_error_hint(err, _("draft it: maillage new bilan_trimestriel %s"), periode);
	return rc == 0 ? sign(cli, args, &path, MG_ACT_SUBMIT, err) : rc;
}

const struct mg_command mg_cmd_submit = {
	.name = "submit",
	.purpose = N_("signs your bilan of a quarter, for the DD to consolidate"),
	.synopsis = N_("PERIOD [--passphrase-file FILE] [-m REASON]"),
	.details = N_("Signs bilans/PERIOD/ACTOR, of the actor you write for, in its latest version. The DD has it "
		      "after the\n"
		      "next sync."),
	.example = "maillage submit 2018-T1",
	.options = options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run_submit,
};

// ---- acknowledge

// What nobody answers for yet cannot be received.
static int need_signed(struct mg_cli *cli, const char *periode, const char *actor, const struct mg_path *path,
		       struct mg_error *err)
{
	struct mg_signature_state *signatures;
	size_t n;
	int rc = mg_copy_signatures(cli->copy, path->text, &cli->arena, &signatures, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		if (signatures[i].valid && strcmp(signatures[i].actor, actor) == 0)
			return 0;
	if (rc < 0)
		return rc;
	(void)mg_fail(err, MG_EDENIED, _("%s has not submitted the bilan of %s"), actor, periode);
	return mg_error_hint(err, _("they type: maillage submit %s"), periode);
}

static int run_acknowledge(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *actor = args->words[1];
	char periode[MG_PERIOD_CHARS + 1];
	struct mg_path path = {0};
	int rc = mg_bilans_period(args->words[0], periode, err);

	if (rc == 0 && mg_path_check_id("actor", mg_slice_of(actor), err) < 0)
		rc = err->code = MG_EUSAGE;
	if (rc == 0)
		rc = find_bilan(cli, periode, actor, &path, err);
	if (rc == 0)
		rc = need_signed(cli, periode, actor, &path, err);
	return rc == 0 ? sign(cli, args, &path, MG_ACT_SIGN, err) : rc;
}

const struct mg_command mg_cmd_acknowledge = {
	.name = "acknowledge",
	.purpose = N_("signs the receipt of a partner's bilan (DD)"),
	.synopsis = N_("PERIOD ACTOR [--passphrase-file FILE] [-m REASON]"),
	.details =
		N_("Signs bilans/PERIOD/ACTOR in its latest version, which the actor has submitted. The time of this\n"
		   "receipt is the one that counts: the clock of the one who submits proves nothing."),
	.example = "maillage acknowledge 2018-T1 asso-exemple",
	.options = options,
	.min_words = 2,
	.max_words = 2,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run_acknowledge,
};

// ---- consolidate

enum { CONSOLIDATE_REASON };

static int run_consolidate(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	char periode[MG_PERIOD_CHARS + 1], printed[MG_MAX_PATH_BYTES + 1];
	struct mg_path path;
	int rc = mg_bilans_period(args->words[0], periode, err);

	if (rc == 0)
		rc = mg_bilans_draft(cli, "consolidation", periode, NULL, 0, args->values[CONSOLIDATE_REASON], &path,
				     err);
	if (rc != 0)
		return rc;
	mg_path_print(path.text, printed);
	printf("%s\n", printed);
	mg_say(cli, _("Read it, add a `synthese`, then: maillage sign %s"), printed);
	return 0;
}

static const struct mg_option consolidate_options[] = {
	[CONSOLIDATE_REASON] = MG_OPTION_REASON,
	{0},
};

const struct mg_command mg_cmd_consolidate = {
	.name = "consolidate",
	.purpose = N_("brings the signed bilans of a quarter together (DD)"),
	.synopsis = N_("PERIOD [-m REASON]"),
	.details = N_(
		"Makes bilans/PERIOD/consolidation from the bilans that are signed: who is missing, and the totals.\n"
		"Run again, it brings the figures up to date and keeps what was written. Prints its path."),
	.example = "maillage consolidate 2018-T1",
	.options = consolidate_options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run_consolidate,
};
