// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/bilans.h"
#include "cli/enrolment.h"
#include "cli/qr.h"
#include "cli/say.h"
#include "core/carry/invitation.h"
#include "core/copy/copy_book.h"
#include "core/key/random.h"
#include "core/carry/remote.h"
#include "schema/record/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DEFAULT_DAYS 14
#define MAX_DAYS     366
#define DAY_S        86400

enum { INVITE_NAME, INVITE_TYPE, INVITE_ROLE, INVITE_DAYS, INVITE_REMOTE, INVITE_QR };

// ---- what was typed

static int read_days(const char *typed, int64_t *days, struct mg_error *err)
{
	char *end;

	*days = DEFAULT_DAYS;
	if (!typed)
		return 0;
	*days = strtol(typed, &end, 10);
	if (!*typed || *end || *days < 1 || *days > MAX_DAYS)
		return mg_fail(err, MG_EUSAGE, _("a ticket is good for 1 to %d days, not \"%s\""), MAX_DAYS, typed);
	return 0;
}

static int keep_text(const char *typed, char out[MG_INVITATION_TEXT], struct mg_error *err)
{
	if (typed && strlen(typed) >= MG_INVITATION_TEXT)
		return mg_fail(err, MG_EUSAGE, _("\"%.40s…\" is too long"), typed);
	snprintf(out, MG_INVITATION_TEXT, "%s", typed ? typed : "");
	return 0;
}

// A mistake in the name or the type is told now, not when the newcomer is to be enrolled.
static int check_actor(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const struct mg_string_field fields[] = {
		{"nom", args->values[INVITE_NAME]},
		{"type_structure", args->values[INVITE_TYPE]},
		{"role", args->values[INVITE_ROLE]},
	};
	const char *path = mg_arena_printf(&cli->arena, "acteurs/%s.yaml", args->words[0]);
	struct mg_buf now = {0};
	struct mg_slice unused;
	int rc;

	if (!path)
		return mg_cli_no_memory(err);
	rc = mg_copy_read_view(cli->copy, path, &now, err);
	mg_buf_clear(&now);
	if (rc != MG_ENOTFOUND)
		return rc;
	if (!args->values[INVITE_NAME] || !args->values[INVITE_TYPE]) {
		(void)mg_fail(err, MG_EUSAGE, _("%s is new here: give --name and --type"), args->words[0]);
		return mg_error_hint(err, _("`maillage schema acteur` lists the types of organisation"));
	}
	return mg_enrolment_record(cli, path, fields, sizeof fields / sizeof *fields, &unused, err);
}

// Nobody could accept what a ticket for another actor brings, but a DD.
static int check_right(struct mg_cli *cli, const char *actor, const char *writer, struct mg_error *err)
{
	static const char *const types[] = {"acteur", "cooperative"};
	struct mg_book book;
	int rc;

	if (strcmp(actor, writer) == 0)
		return 0;
	rc = mg_copy_book(cli->copy, MG_BOOK_RECORDED, MG_BOOK_UNLOADED, types, 2, &book, NULL, err);
	if (rc == 0)
		rc = mg_bilans_require_dd(&book, writer, err);
	if (rc == MG_EDENIED)
		mg_error_hint(err, _("you can invite a second device, or a colleague: maillage invite %s"), writer);
	mg_book_clear(&book);
	return rc;
}

// The remote named, else `origin`, else the first. "" when there is none.
static int find_url(struct mg_cli *cli, const char *name, char url[MG_TICKET_URL_MAX + 1], struct mg_error *err)
{
	const struct mg_remote *chosen = NULL;
	struct mg_remote *remotes;
	size_t n;
	int rc = mg_remote_list(cli->copy, &cli->arena, &remotes, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (!chosen || strcmp(remotes[i].name, name ? name : "origin") == 0)
			chosen = &remotes[i];
	}
	if (rc == 0 && name && (!chosen || strcmp(chosen->name, name) != 0)) {
		(void)mg_fail(err, MG_ENOTFOUND, _("there is no remote %s"), name);
		return mg_error_hint(err, _("`maillage remote list` shows them"));
	}
	*url = '\0';
	if (rc < 0 || !chosen)
		return rc;
	if (strlen(chosen->url) > MG_TICKET_URL_MAX)
		return mg_fail(err, MG_ELIMIT, _("the remote's URL is too long for a ticket"));
	snprintf(url, MG_TICKET_URL_MAX + 1, "%s", chosen->url);
	return 0;
}

// ---- the ticket

static int make(struct mg_cli *cli, const struct mg_args *args, struct mg_ticket *ticket,
		struct mg_invitation *invitation, struct mg_error *err)
{
	struct mg_writer writer;
	int64_t days;
	int rc = read_days(args->values[INVITE_DAYS], &days, err);

	if (rc == 0)
		rc = mg_copy_writer(cli->copy, &writer, err);
	if (rc == 0)
		rc = check_right(cli, args->words[0], writer.actor, err);
	if (rc == 0)
		rc = find_url(cli, args->values[INVITE_REMOTE], ticket->url, err);
	if (rc == 0)
		rc = keep_text(args->values[INVITE_NAME], invitation->name, err);
	if (rc == 0)
		rc = keep_text(args->values[INVITE_TYPE], invitation->type, err);
	if (rc == 0)
		rc = keep_text(args->values[INVITE_ROLE], invitation->role, err);
	if (rc < 0)
		return rc;
	if (!mg_id_parse(mg_copy_id(cli->copy), &ticket->ca))
		return mg_fail(err, MG_EINVALID, _("this copy's CA id cannot be read"));
	memcpy(ticket->inviter, writer.key, sizeof writer.key);
	snprintf(ticket->actor, sizeof ticket->actor, "%s", args->words[0]);
	ticket->expires_s = mg_copy_now_ms(cli->copy) / 1000 + days * DAY_S;
	mg_random_bytes(ticket->secret, sizeof ticket->secret);
	invitation->ca = ticket->ca;
	memcpy(invitation->secret, ticket->secret, sizeof ticket->secret);
	memcpy(invitation->actor, ticket->actor, sizeof ticket->actor);
	invitation->expires_s = ticket->expires_s;
	return 0;
}

static int show(struct mg_cli *cli, const struct mg_args *args, const struct mg_ticket *ticket, const char *line,
		struct mg_error *err)
{
	struct mg_buf code = {0};
	int rc = 0;

	printf("%s\n", line);
	if (args->values[INVITE_QR] || (!cli->quiet && isatty(STDOUT_FILENO))) {
		rc = mg_qr_format(line, &code, err);
		fflush(stdout); // the line stands above its picture
		if (rc == 0)
			fputs(mg_buf_text(&code), stderr);
		mg_buf_clear(&code);
	}
	mg_say(cli,
	       _("Send this line to %s, to nobody else: whoever has it can ask to join in their name. They type:\n"
		 "  maillage join TICKET DIR\n"
		 "Then accept what they ask, here: maillage enrol --request KEY (`maillage status` tells when it is "
		 "there)"),
	       ticket->actor);
	if (!*ticket->url)
		mg_say(cli, _("This copy has no remote, so the ticket cannot say where to get one: see `maillage "
			      "remote add`, or send a bundle along."));
	return rc;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_invitation invitation = {0};
	struct mg_ticket ticket = {0};
	struct mg_buf line = {0};
	int rc;

	if (mg_path_check_id("actor", mg_slice_of(args->words[0]), err) < 0)
		return err->code = MG_EUSAGE;
	rc = check_actor(cli, args, err);
	if (rc == 0)
		rc = make(cli, args, &ticket, &invitation, err);
	if (rc == 0)
		rc = mg_ticket_format(&ticket, &line, err);
	if (rc == 0)
		rc = mg_invitation_save(&cli->home, &invitation, err);
	if (rc == 0)
		rc = show(cli, args, &ticket, mg_buf_text(&line), err);
	mg_key_wipe(&line);
	return rc;
}

static const struct mg_option options[] = {
	[INVITE_NAME] = {0, "name", N_("NAME"), N_("name of the organisation")},
	[INVITE_TYPE] = {0, "type", N_("TYPE"), N_("type of organisation: association, epci…")},
	[INVITE_ROLE] = {0, "role", N_("ROLE"), N_("partenaire, when not said")},
	[INVITE_DAYS] = {0, "days", N_("N"), N_("how long the ticket is good: 14 days when not said")},
	[INVITE_REMOTE] = {0, "remote", N_("NAME"), N_("where the newcomer gets a copy: origin when not said")},
	[INVITE_QR] = {0, "qr", NULL, N_("show it as a QR code too, as on a terminal")},
	{0},
};

const struct mg_command mg_cmd_invite = {
	.name = "invite",
	.purpose = N_("prints a one-line ticket that lets somebody ask to join"),
	.synopsis = N_("ACTOR [--name NAME --type TYPE [--role ROLE]] [--days N]\n"
		       "                       [--remote NAME] [--qr]"),
	.details =
		N_("The ticket names the coopérative, the key of this device, where to get a copy, and a secret that\n"
		   "serves once. The name and the type are needed for a new actor; for one that exists the ticket\n"
		   "brings a second device or a colleague. Only this home can accept the request."),
	.example = "maillage invite asso-exemple --name \"Association Exemple\" --type association",
	.options = options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run,
};
