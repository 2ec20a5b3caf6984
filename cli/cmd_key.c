// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/json.h"
#include "cli/passphrase.h"
#include "cli/say.h"
#include "core/key/key.h"

// ---- new

enum { NEW_NAME, NEW_SIGNATORY, NEW_PASSPHRASE };

static int create_signatory(struct mg_cli *cli, const struct mg_args *args, struct mg_secret_key *key,
			    struct mg_error *err)
{
	struct mg_public_key public;
	char name[MG_KEY_NAME_BYTES];
	struct mg_buf passphrase = {0};
	int rc = 0;

	// Before anybody is asked to choose a passphrase.
	if (mg_home_public(&cli->home, MG_HOME_SIGNATORY, &public, name, err) == 0)
		return mg_fail(err, MG_EEXISTS, _("there is a signatory key in %s already"), cli->home.dir);
	rc = mg_passphrase_choose(args->values[NEW_PASSPHRASE], &passphrase, err);
	if (rc == 0 && !passphrase.len)
		rc = mg_fail(err, MG_EUSAGE, _("a signatory key must have a passphrase"));
	if (rc == 0)
		rc = mg_home_create_signatory(&cli->home, args->values[NEW_NAME], mg_buf_slice(&passphrase), key, err);
	mg_key_wipe(&passphrase);
	return rc;
}

static void print_line(const struct mg_public_key *key, const char *name)
{
	struct mg_buf line = {0};

	mg_key_format_line(key, name, &line);
	printf("%s\n", mg_buf_text(&line));
	mg_buf_clear(&line);
}

static int run_new(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const bool signatory = args->values[NEW_SIGNATORY];
	struct mg_secret_key key = {0};
	int rc;

	if (!args->values[NEW_NAME]) {
		(void)mg_fail(err, MG_EUSAGE, _("a key needs the name of its holder"));
		return mg_error_hint(err, _("give --name \"Prénom Nom\""));
	}
	if (args->values[NEW_PASSPHRASE] && !signatory) {
		(void)mg_fail(err, MG_EUSAGE, _("a device's key has no passphrase"));
		return mg_error_hint(err, _("--passphrase-file goes with --signatory"));
	}
	rc = signatory ? create_signatory(cli, args, &key, err)
		       : mg_home_create_device(&cli->home, args->values[NEW_NAME], &key, err);
	if (rc < 0)
		return rc;
	print_line(&key.public, args->values[NEW_NAME]);
	mg_say(cli, _("The secret key stays in %s/keys. The public one, which was printed, goes to the coordinator."),
	       cli->home.dir);
	mg_key_clear(&key);
	return 0;
}

static const struct mg_option new_options[] = {
	[NEW_NAME] = {0, "name", N_("NAME"), N_("the holder, by professional name")},
	[NEW_SIGNATORY] = {0, "signatory", NULL, N_("a key to sign documents, under a passphrase")},
	[NEW_PASSPHRASE] = MG_OPTION_PASSPHRASE,
	{0},
};

const struct mg_command mg_cmd_key_new = {
	.name = "key new",
	.purpose = N_("makes the key of this device, or of a signatory"),
	.synopsis = N_("--name NAME [--signatory [--passphrase-file FILE]]"),
	.details = N_("A device's key signs every change it records. A signatory's key signs bilans and\n"
		      "conventions, and is kept under a passphrase. Prints the public key."),
	.example = "maillage key new --name \"Jeanne Martin\"",
	.options = new_options,
	.flags = MG_NEEDS_HOME,
	.run = run_new,
};

// ---- show

enum { SHOW_SIGNATORY };

static void show_json(const struct mg_public_key *key, const char *name)
{
	struct mg_json json = {.out = stdout};
	struct mg_buf line = {0};

	mg_key_format_line(key, name, &line);
	mg_json_open(&json, '{');
	mg_json_pair(&json, "key", key->id);
	mg_json_pair(&json, "name", name);
	mg_json_pair(&json, "line", mg_buf_text(&line));
	mg_json_close(&json, '{');
	mg_json_end(&json);
	mg_buf_clear(&line);
}

static int run_show(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const bool signatory = args->values[SHOW_SIGNATORY];
	char name[MG_KEY_NAME_BYTES];
	struct mg_public_key key;
	int rc = mg_home_public(&cli->home, signatory ? MG_HOME_SIGNATORY : MG_HOME_DEVICE, &key, name, err);

	if (rc == MG_ENOTFOUND)
		return mg_error_hint(err, signatory ? _("make one: maillage key new --signatory --name \"Prénom Nom\"")
						    : _("make one: maillage key new --name \"Prénom Nom\""));
	if (rc < 0)
		return rc;
	if (cli->json)
		show_json(&key, name);
	else
		print_line(&key, name);
	return 0;
}

static const struct mg_option show_options[] = {
	[SHOW_SIGNATORY] = {0, "signatory", NULL, N_("the signatory's key, not the device's")},
	{0},
};

const struct mg_command mg_cmd_key_show = {
	.name = "key show",
	.purpose = N_("prints a public key, as one authorized_keys line"),
	.synopsis = N_("[--signatory]"),
	.details = N_("This is the line to send to the coordinator, who enrols it. It is not secret."),
	.example = "maillage key show",
	.options = show_options,
	.flags = MG_NEEDS_HOME | MG_HAS_JSON,
	.run = run_show,
};
