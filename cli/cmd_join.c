// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "cli/location.h"
#include "cli/read.h"
#include "cli/say.h"
#include "core/carry/joining.h"
#include "core/carry/remote.h"
#include "core/trust/seal.h"
#include "schema/yaml/yaml.h"

#include <signal.h>
#include <stdio.h>

enum { JOIN_NAME, JOIN_URL };

struct joining {
	struct mg_ticket ticket;
	char ca[MG_ID_HEX];
	const char *url, *dir;
	bool made;       // the folder is this run's
	bool has_origin; // where a request may be left
};

// ---- the ticket and the key

static int read_ticket(struct mg_cli *cli, const struct mg_args *args, struct joining *joining, struct mg_error *err)
{
	struct mg_ticket *ticket = &joining->ticket;
	const struct mg_clock *clock = mg_cli_clock();
	int rc = mg_ticket_parse(mg_slice_of(args->words[0]), ticket, err);

	if (rc < 0)
		return rc;
	joining->dir = args->words[1];
	joining->url = ticket->url;
	if (args->values[JOIN_URL])
		joining->url = mg_location_absolute(args->values[JOIN_URL], &cli->arena);
	if (!joining->url)
		return mg_cli_no_memory(err);
	mg_id_format(&ticket->ca, joining->ca);
	if (clock->now_ms(clock->context) / 1000 > ticket->expires_s) {
		(void)mg_fail(err, MG_ETRUST, _("the ticket has expired"));
		return mg_error_hint(err,
				     _("ask %s's inviter for another, or look whether this machine's clock is right"),
				     ticket->actor);
	}
	return 0;
}

static int need_key(struct mg_cli *cli, const char *name, struct mg_error *err)
{
	struct mg_secret_key key = {0};
	struct mg_public_key public;
	char holder[MG_KEY_NAME_BYTES];
	int rc = mg_home_public(&cli->home, MG_HOME_DEVICE, &public, holder, err);

	if (rc != MG_ENOTFOUND)
		return rc;
	if (!name) {
		(void)mg_fail(err, MG_EUSAGE, _("this device has no key yet"));
		return mg_error_hint(err, _("give --name \"Prénom Nom\", and it is made"));
	}
	rc = mg_home_create_device(&cli->home, name, &key, err);
	mg_key_clear(&key);
	return rc;
}

// ---- the copy

// A folder that is a copy already was made by an earlier `join`.
static int open_copy(struct mg_cli *cli, struct joining *joining, struct mg_error *err)
{
	int rc = mg_copy_open(joining->dir, &cli->home, mg_cli_clock(), cli->types, &cli->copy, err);

	if (rc < 0 && rc != MG_ENOTFOUND)
		return rc;
	if (rc == 0 && strcmp(mg_copy_id(cli->copy), joining->ca) != 0) {
		(void)mg_fail(err, MG_EEXISTS, _("%s is a copy of another coopérative"), joining->dir);
		return mg_error_hint(err, _("name a folder that is not there yet"));
	}
	if (rc == 0)
		return 0;
	if (!*joining->url) {
		(void)mg_fail(err, MG_EUSAGE, _("the ticket does not say where to get a copy"));
		return mg_error_hint(err, _("ask the inviter, then give --url URL, or a bundle's file"));
	}
	rc = mg_remote_clone(joining->url, joining->dir, joining->ca, &cli->home, mg_cli_clock(), cli->types, NULL,
			     &cli->copy, err);
	joining->made = rc == 0;
	return rc;
}

// A copy that was made from a bundle has no remote.
static int find_origin(struct mg_cli *cli, struct joining *joining, struct mg_error *err)
{
	struct mg_remote *remotes;
	size_t n;
	int rc = mg_remote_list(cli->copy, &cli->arena, &remotes, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		joining->has_origin |= strcmp(remotes[i].name, "origin") == 0;
	return rc;
}

static int sync(struct mg_cli *cli, const struct joining *joining, struct mg_error *err)
{
	struct mg_sync done;

	return joining->made || !joining->has_origin
		       ? 0
		       : mg_remote_sync(cli->copy, "origin", NULL, NULL, &cli->arena, &done, err);
}

// What a copy says of the inviting key is checked commit by commit; this asks only whether it is there, and good.
static int check_inviter(struct mg_cli *cli, const struct joining *joining, struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_doc doc;
	int rc;

	mg_seal_key_path(joining->ticket.inviter, path);
	mg_doc_init(&doc);
	rc = mg_read_recorded(cli, path, &doc, err);
	if (rc == MG_ENOTFOUND)
		rc = mg_fail(err, MG_ETRUST,
			     _("the key %s, which made the ticket, is not enrolled in that coopérative"),
			     joining->ticket.inviter);
	if (rc == 0 && mg_node_get(doc.root, "revocation"))
		rc = mg_fail(err, MG_ETRUST, _("the key %s, which made the ticket, was revoked"),
			     joining->ticket.inviter);
	if (rc == MG_ETRUST)
		mg_error_hint(err, _("ask somebody you know in that coopérative; do not use this ticket"));
	mg_doc_clear(&doc);
	return rc;
}

// ---- the request

static int make_request(struct mg_cli *cli, const struct joining *joining, struct mg_request *request,
			struct mg_buf *text, struct mg_error *err)
{
	struct mg_secret_key key = {0};
	int rc;

	*request = (struct mg_request){.ca = joining->ticket.ca};
	memcpy(request->actor, joining->ticket.actor, sizeof request->actor);
	mg_ticket_invitation(joining->ticket.secret, request->invitation);
	rc = mg_home_public(&cli->home, MG_HOME_DEVICE, &request->device, request->holder, err);
	if (rc == 0)
		rc = mg_home_public(&cli->home, MG_HOME_SIGNATORY, &request->signatory, request->signatory_holder, err);
	request->has_signatory = rc == 0;
	if (rc == 0 || rc == MG_ENOTFOUND)
		rc = mg_home_load_device(&cli->home, &key, err);
	if (rc == 0)
		rc = mg_request_format(request, joining->ticket.secret, &key, text, err);
	mg_key_clear(&key);
	return rc;
}

// Where strangers may not write, the request goes by mail.
static int keep_request(struct mg_cli *cli, const struct mg_request *request, struct mg_slice text,
			const struct mg_error *why, struct mg_error *err)
{
	const char *file = mg_arena_printf(&cli->arena, "demande-%s.yaml", request->device.id);
	int rc;

	if (!file)
		return mg_cli_no_memory(err);
	rc = mg_file_write(file, text, 0, err);
	if (rc < 0)
		return rc;
	if (*why->message)
		mg_say(cli, "%s", why->message);
	mg_say(cli,
	       _("The request is in the file %s: send it by mail to who gave you the ticket, who types:\n"
		 "  maillage enrol --request %s"),
	       file, file);
	return 0;
}

static int ask(struct mg_cli *cli, const struct joining *joining, struct mg_error *err)
{
	struct mg_request request;
	struct mg_buf text = {0};
	struct mg_error why = {0};
	int rc = make_request(cli, joining, &request, &text, err);

	if (rc == 0)
		rc = mg_joining_keep(cli->copy, &request, mg_buf_slice(&text), err);
	if (rc == 0 && (!joining->has_origin || mg_joining_send(cli->copy, "origin", request.device.id, &why) < 0))
		rc = keep_request(cli, &request, mg_buf_slice(&text), &why, err);
	else if (rc == 0)
		mg_say(cli,
		       _("The request was left on the remote. Who gave you the ticket types:\n"
			 "  maillage enrol --request %s"),
		       request.device.id);
	mg_buf_clear(&text);
	if (rc == 0 && joining->has_origin)
		mg_say(cli, _("Until then %s can be read. Afterwards: maillage sync, and you can write."),
		       joining->dir);
	else if (rc == 0)
		mg_say(cli,
		       _("Until then %s can be read. Afterwards ask for a new bundle: maillage bundle apply FILE, and "
			 "you can write."),
		       joining->dir);
	return rc;
}

// ---- the command

// A copy that was made in vain goes again.
static void undo(struct mg_cli *cli, const struct joining *joining)
{
	struct mg_error err;

	if (!joining->made)
		return;
	mg_copy_close(cli->copy);
	cli->copy = NULL;
	if (mg_file_remove_tree(joining->dir, false, &err) < 0)
		mg_say_error(&err);
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct joining joining = {0};
	struct mg_writer writer;
	struct mg_error unused;
	int rc = read_ticket(cli, args, &joining, err);

	if (rc == 0)
		rc = need_key(cli, args->values[JOIN_NAME], err);
	signal(SIGPIPE, SIG_IGN); // a lost connection is an error to tell
	if (rc == 0)
		rc = open_copy(cli, &joining, err);
	if (rc == 0)
		rc = find_origin(cli, &joining, err);
	if (rc == 0)
		rc = sync(cli, &joining, err);
	if (rc == 0)
		rc = check_inviter(cli, &joining, err);
	if (rc < 0) {
		undo(cli, &joining);
		return rc;
	}
	printf("%s\n", joining.ca);
	if (mg_copy_writer(cli->copy, &writer, &unused) < 0)
		return ask(cli, &joining, err);
	mg_say(cli, _("You write here for %s."), writer.actor);
	return 0;
}

static const struct mg_option options[] = {
	[JOIN_NAME] = {0, "name", N_("NAME"), N_("the holder of this device's key, when it has none yet")},
	[JOIN_URL] = {0, "url", N_("URL"),
		      N_("get the copy from here, a bundle's file too, not from where the ticket says")},
	{0},
};

const struct mg_command mg_cmd_join = {
	.name = "join",
	.purpose = N_("gets a copy with a ticket, and asks to be let in"),
	.synopsis = N_("TICKET DIR [--name NAME] [--url URL]"),
	.details =
		N_("Makes DIR from the remote the ticket names, once it is certain that it is the coopérative of the\n"
		   "ticket, and leaves a request there; where nobody may leave one, it is a file to send by mail.\n"
		   "Done again later, it tells whether the request was accepted. Prints the coopérative's id."),
	.example = "maillage join maillage1:… ca --name \"Jeanne Martin\"",
	.options = options,
	.min_words = 2,
	.max_words = 2,
	.flags = MG_NEEDS_HOME | MG_NEEDS_TYPES,
	.run = run,
};
