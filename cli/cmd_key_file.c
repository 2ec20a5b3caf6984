// SPDX-License-Identifier: EUPL-1.2
//
// The signatory key as a file: its passphrase, taking it out, bringing it in.
#include "cli/commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "cli/passphrase.h"
#include "cli/say.h"
#include "cli/signatory.h"
#include "core/key/key.h"

#include <string.h>

// ---- passphrase

enum { PASSPHRASE_OLD, PASSPHRASE_NEW };

static int run_passphrase(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_buf old = {0}, new = {0};
	struct mg_public_key key;
	char name[MG_KEY_NAME_BYTES];
	int rc = mg_home_public(&cli->home, MG_HOME_SIGNATORY, &key, name, err); // before anybody is asked

	if (rc == 0)
		rc = mg_passphrase_get(args->values[PASSPHRASE_OLD], &old, err);
	if (rc == 0)
		rc = mg_passphrase_choose(args->values[PASSPHRASE_NEW], &new, err);
	if (rc == 0 && !new.len)
		rc = mg_fail(err, MG_EUSAGE, _("a signatory key must have a passphrase"));
	if (rc == 0)
		rc = mg_home_change_passphrase(&cli->home, mg_buf_slice(&old), mg_buf_slice(&new), err);
	mg_key_wipe(&old);
	mg_key_wipe(&new);
	if (rc == 0)
		mg_say(cli, _("The passphrase is changed. Copies of the key's file still open with the old one."));
	return rc;
}

static const struct mg_option passphrase_options[] = {
	[PASSPHRASE_OLD] = {0, "passphrase-file", N_("FILE"), N_("its first line is the passphrase; else it is asked")},
	[PASSPHRASE_NEW] = {0, "new-passphrase-file", N_("FILE"),
			    N_("its first line is the new one; else it is asked")},
	{0},
};

const struct mg_command mg_cmd_key_passphrase = {
	.name = "key passphrase",
	.purpose = N_("changes the passphrase of your signatory key"),
	.synopsis = N_("[--passphrase-file FILE] [--new-passphrase-file FILE]"),
	.example = "maillage key passphrase",
	.options = passphrase_options,
	.flags = MG_NEEDS_HOME,
	.run = run_passphrase,
};

// ---- export

enum { EXPORT_PASSPHRASE };

static int run_export(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_secret_key key = {0};
	struct mg_buf text = {0};
	int rc;

	if (mg_file_exists(args->words[0]))
		return mg_fail(err, MG_EEXISTS, _("%s is there already"), args->words[0]);
	rc = mg_signatory_load(cli, args->values[EXPORT_PASSPHRASE], &key, err);
	if (rc == 0)
		rc = mg_key_format_openssh(&key, &text, err);
	if (rc == 0)
		rc = mg_file_write(args->words[0], mg_buf_slice(&text), MG_FILE_PRIVATE | MG_FILE_NEW, err);
	mg_key_wipe(&text);
	mg_key_clear(&key);
	if (rc < 0)
		return rc;
	mg_warn(_("%s holds your signatory key without any passphrase"), args->words[0]);
	mg_say(cli, _("→ give it one with `ssh-keygen -p -f %s`, or destroy it after use"), args->words[0]);
	return 0;
}

static const struct mg_option export_options[] = {
	[EXPORT_PASSPHRASE] = MG_OPTION_PASSPHRASE,
	{0},
};

const struct mg_command mg_cmd_key_export = {
	.name = "key export",
	.purpose = N_("writes your signatory key as an OpenSSH key file"),
	.synopsis = N_("FILE [--passphrase-file FILE]"),
	.details =
		N_("For ssh-keygen, or another program. The file, mode 0600, has no passphrase. To keep a copy in a\n"
		   "safe, copy keys/signatory of MAILLAGE_HOME instead: it stays under its passphrase."),
	.example = "maillage key export signataire.key",
	.options = export_options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_HOME,
	.run = run_export,
};

// ---- import

enum { IMPORT_PASSPHRASE };

// A key has one record, hence one use: this device's cannot also be a signatory's.
static int refuse_device(struct mg_cli *cli, const struct mg_secret_key *key, struct mg_error *err)
{
	struct mg_public_key device;
	char name[MG_KEY_NAME_BYTES];
	struct mg_error unused;

	if (mg_home_public(&cli->home, MG_HOME_DEVICE, &device, name, &unused) ||
	    strcmp(device.id, key->public.id) != 0)
		return 0;
	mg_fail(err, MG_EINVALID, _("it is the key of this device: a signatory's is another, under a passphrase"));
	return mg_error_hint(err, _("make one: maillage key new --signatory --name \"Prénom Nom\""));
}

// passphrase: NULL for a file of OpenSSH, which must have none.
static int parse_file(struct mg_cli *cli, const char *path, struct mg_slice text, const struct mg_buf *passphrase,
		      struct mg_secret_key *key, struct mg_error *err)
{
	int rc = passphrase ? mg_key_parse_sealed(text, mg_buf_slice(passphrase), key, err)
			    : mg_key_parse_openssh(text, key, err);

	if (rc == 0)
		rc = refuse_device(cli, key, err);
	if (rc == 0)
		return 0;
	mg_error_prefix(err, "%s", path);
	return *err->hint ? rc
			  : mg_error_hint(err,
					  _("it takes what `maillage key export` wrote, or a copy of keys/signatory"));
}

static int run_import(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *const sealed = "-----BEGIN MAILLAGE";
	const char *path = args->words[0];
	struct mg_secret_key key = {0};
	struct mg_buf text = {0}, passphrase = {0};
	struct mg_public_key own;
	char name[MG_KEY_NAME_BYTES];
	bool is_sealed;
	int rc;

	if (mg_home_public(&cli->home, MG_HOME_SIGNATORY, &own, name, err) == 0)
		return mg_fail(err, MG_EEXISTS, _("there is a signatory key in %s already"), cli->home.dir);
	rc = mg_file_read(path, MG_MAX_KEYFILE_BYTES, &text, err);
	is_sealed = rc == 0 && strncmp(mg_buf_text(&text), sealed, strlen(sealed)) == 0;
	if (is_sealed)
		rc = mg_passphrase_get(args->values[IMPORT_PASSPHRASE], &passphrase, err);
	if (rc == 0)
		rc = parse_file(cli, path, mg_buf_slice(&text), is_sealed ? &passphrase : NULL, &key, err);
	if (rc == 0 && !is_sealed) // after the file's own mistakes
		rc = mg_passphrase_choose(args->values[IMPORT_PASSPHRASE], &passphrase, err);
	if (rc == 0 && !passphrase.len)
		rc = mg_fail(err, MG_EUSAGE, _("a signatory key must have a passphrase"));
	if (rc == 0)
		rc = mg_home_save_signatory(&cli->home, &key, mg_buf_slice(&passphrase), err);
	if (rc == 0)
		printf("%s\n", key.public.id);
	mg_key_wipe(&text);
	mg_key_wipe(&passphrase);
	mg_key_clear(&key);
	if (rc == 0 && !is_sealed)
		mg_say(cli, _("The key is now under that passphrase; destroy %s if it has none."), path);
	return rc;
}

static const struct mg_option import_options[] = {
	[IMPORT_PASSPHRASE] = MG_OPTION_PASSPHRASE,
	{0},
};

const struct mg_command mg_cmd_key_import = {
	.name = "key import",
	.purpose = N_("takes a signatory key into your home"),
	.synopsis = N_("FILE [--passphrase-file FILE]"),
	.details = N_(
		"FILE is an OpenSSH key file without passphrase, to which the passphrase given is put, or a copy of\n"
		"another home's keys/signatory, which its passphrase opens. Prints the key's id."),
	.example = "maillage key import signataire.key",
	.options = import_options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_HOME,
	.run = run_import,
};
