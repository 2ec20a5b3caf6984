// SPDX-License-Identifier: EUPL-1.2
//
// A quarter's bilan between its partner and the DD: submitted, acknowledged, returned.
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/bilans.h"
#include "cli/say.h"
#include "cli/signing.h"
#include "core/report/bilan.h"
#include "core/report/bilan_state.h"
#include "schema/value/paris.h"

#include <stdio.h>

enum { SIGN_PASSPHRASE, SIGN_REASON };

// Where an actor's bilan of a quarter stands, in a book that the caller clears whatever happens.
struct standing {
	char periode[MG_PERIOD_CHARS + 1];
	const char *actor;
	struct mg_date today;
	struct mg_book book;
	struct mg_bilan_states states;
	const struct mg_bilan_state *state; // NULL: nothing of it is there, and nothing is expected
};

static int open_standing(struct mg_cli *cli, const char *typed, const char *actor, struct standing *s,
			 struct mg_error *err)
{
	int rc;

	*s = (struct standing){.actor = actor, .today = mg_paris_date(mg_copy_now_ms(cli->copy))};
	rc = mg_bilans_period(typed, s->periode, err);
	if (rc == 0)
		rc = mg_bilans_book(cli, &s->book, err);
	if (rc == 0)
		rc = mg_bilan_states(&s->book, s->periode, s->today, &cli->arena, &s->states, err);
	for (size_t i = 0; rc == 0 && i < s->states.n; i++)
		if (strcmp(s->states.items[i].acteur, actor) == 0)
			s->state = &s->states.items[i];
	return rc;
}

static int sign(struct mg_cli *cli, const struct mg_args *args, const struct mg_book_record *bilan, enum mg_act act,
		bool is_receipt, struct mg_error *err)
{
	const struct mg_sign_request how = {act, args->values[SIGN_PASSPHRASE], args->values[SIGN_REASON], is_receipt};
	struct mg_path path;
	int rc = mg_path_parse(cli->types, bilan->path, &path, err);

	return rc == 0 ? mg_signing(cli, &path, &how, err) : rc;
}

static const struct mg_option options[] = {
	[SIGN_PASSPHRASE] = MG_OPTION_PASSPHRASE,
	[SIGN_REASON] = MG_OPTION_REASON,
	{0},
};

// ---- submit

static int refuse_submit(const struct standing *s, struct mg_error *err)
{
	char day[MG_DATE_CHARS + 1];

	if (!s->state || !s->state->latest) {
		(void)mg_fail(err, MG_ENOTFOUND, _("there is no bilan of %s for %s"), s->actor, s->periode);
		return mg_error_hint(err, _("draft it: maillage new bilan_trimestriel %s"), s->periode);
	}
	if (s->state->latest == s->state->sent) {
		mg_date_format(s->state->sent_on, day);
		(void)mg_fail(err, MG_EEXISTS, _("the bilan of %s was submitted on %s"), s->periode, day);
		return mg_error_hint(err, _("to correct it: maillage new bilan_trimestriel %s -m REASON"), s->periode);
	}
	if (!s->states.consolidation)
		return 0;
	(void)mg_fail(err, MG_EDENIED, _("the quarter %s is closed: your bilan stays here as it is"), s->periode);
	return mg_error_hint(err, _("ask the DD to open it: maillage reopen %s -m REASON"), s->periode);
}

// Only the first version can be late: a correction is one of what came in time or not.
static void tell_late(const struct standing *s)
{
	int days = mg_date_days_between(s->states.deadline, s->today);
	char day[MG_DATE_CHARS + 1];

	if (days <= 0 || s->state->sent)
		return;
	mg_date_format(s->states.deadline, day);
	mg_warn(P_("it is %d day late: it was due on %s", "it is %d days late: it was due on %s", days), days, day);
}

static int run_submit(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_writer writer;
	struct standing s;
	int rc = mg_copy_writer(cli->copy, &writer, err);

	if (rc < 0)
		return rc;
	rc = open_standing(cli, args->words[0], writer.actor, &s, err);
	if (rc == 0)
		rc = refuse_submit(&s, err);
	if (rc == 0)
		rc = sign(cli, args, s.state->latest, MG_ACT_SUBMIT, false, err);
	if (rc == 0) {
		tell_late(&s);
		mg_say(cli, _("the DD has it after the next sync, and acknowledges it: the day it does is the one that "
			      "counts"));
	}
	mg_book_clear(&s.book);
	return rc;
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
static int refuse_receipt(const struct standing *s, struct mg_error *err)
{
	char day[MG_DATE_CHARS + 1];

	if (!s->state || !s->state->latest) {
		(void)mg_fail(err, MG_ENOTFOUND, _("there is no bilan of %s for %s"), s->actor, s->periode);
		return mg_error_hint(err, _("`maillage table bilans %s` tells who sent one"), s->periode);
	}
	if (!s->state->sent) {
		(void)mg_fail(err, MG_EDENIED, _("%s has not submitted the bilan of %s"), s->actor, s->periode);
		return mg_error_hint(err, _("they type: maillage submit %s"), s->periode);
	}
	if (!s->state->acknowledged_on.day)
		return 0;
	mg_date_format(s->state->acknowledged_on, day);
	return mg_fail(err, MG_EEXISTS, _("the bilan of %s for %s was acknowledged on %s"), s->actor, s->periode, day);
}

// The receipt dates the bilan, so this is where being late is told; a correction is one of what came in time or not.
static void tell_receipt(struct mg_cli *cli, const struct standing *s)
{
	int days = mg_date_days_between(s->states.deadline, s->today);
	char printed[MG_MAX_PATH_BYTES + 1], today[MG_DATE_CHARS + 1], due[MG_DATE_CHARS + 1];

	mg_path_print(s->state->sent->path, printed);
	mg_date_format(s->today, today);
	mg_date_format(s->states.deadline, due);
	mg_say(cli, _("the receipt of %s is signed: received on %s, which is the day that counts"), printed, today);
	if (days > 0 && !s->state->changes)
		mg_warn(P_("that is %d day late: it was due on %s", "that is %d days late: it was due on %s", days),
			days, due);
}

static int check_actor(const char *actor, struct mg_error *err)
{
	return mg_path_check_id("actor", mg_slice_of(actor), err) < 0 ? (int)(err->code = MG_EUSAGE) : 0;
}

static int run_acknowledge(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_writer writer;
	struct standing s;
	int rc = check_actor(args->words[1], err);

	if (rc == 0)
		rc = mg_copy_writer(cli->copy, &writer, err);
	if (rc < 0)
		return rc;
	rc = open_standing(cli, args->words[0], args->words[1], &s, err);
	if (rc == 0)
		rc = mg_bilans_require_dd(&s.book, writer.actor, err);
	if (rc == 0)
		rc = refuse_receipt(&s, err);
	if (rc == 0)
		rc = sign(cli, args, s.state->sent, MG_ACT_SIGN, true, err);
	if (rc == 0)
		tell_receipt(cli, &s);
	mg_book_clear(&s.book);
	return rc;
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

// ---- return

enum { RETURN_REASON };

static int record_return(struct mg_cli *cli, const struct standing *s, const char *reason, struct mg_error *err)
{
	char printed[MG_MAX_PATH_BYTES + 1];
	struct mg_bilan_made made;
	int rc = mg_bilan_return(&s->book, s->periode, s->actor, reason, s->today, &cli->arena, &made, err);

	if (rc == MG_EEXISTS)
		return mg_error_hint(err, _("its reason can be completed: maillage edit retours/%s/%s"), s->periode,
				     s->actor);
	if (rc == 0)
		rc = mg_bilans_record(cli, &made, reason, err);
	if (rc != 0)
		return rc;
	mg_path_print(made.path.text, printed);
	printf("%s\n", printed);
	mg_say(cli, _("%s sees it after the next sync, and types: maillage new bilan_trimestriel %s -m REASON"),
	       s->actor, s->periode);
	return 0;
}

static int run_return(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *reason = args->values[RETURN_REASON];
	struct mg_writer writer;
	struct standing s;
	int rc = check_actor(args->words[1], err);

	if (rc == 0 && (!reason || !*reason))
		rc = mg_fail(err, MG_EUSAGE, _("a bilan is returned with a reason: -m REASON"));
	if (rc == 0)
		rc = mg_copy_writer(cli->copy, &writer, err);
	if (rc < 0)
		return rc;
	rc = open_standing(cli, args->words[0], args->words[1], &s, err);
	if (rc == 0)
		rc = mg_bilans_require_dd(&s.book, writer.actor, err);
	if (rc == 0)
		rc = record_return(cli, &s, reason, err);
	mg_book_clear(&s.book);
	return rc;
}

static const struct mg_option return_options[] = {
	[RETURN_REASON] = MG_OPTION_REASON,
	{0},
};

const struct mg_command mg_cmd_return = {
	.name = "return",
	.purpose = N_("asks a partner to correct a bilan that was submitted (DD)"),
	.synopsis = N_("PERIOD ACTOR -m REASON"),
	.details = N_(
		"Records retours/PERIOD/ACTOR: what was signed stays, and its actor sees the reason in `status` and\n"
		"`show`. The correction is a new version beside it, signed in turn. Prints the record's path."),
	.example = "maillage return 2018-T1 asso-exemple -m \"la sortie du 21 mars est comptée deux fois\"",
	.options = return_options,
	.min_words = 2,
	.max_words = 2,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run_return,
};
