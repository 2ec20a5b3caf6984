// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/passphrase.h"
#include "cli/say.h"
#include "core/line/recover.h"

enum { RECOVER_NEW_KEY };

// The old key is kept beside: what it signed is checked with its public half.
static int renew(struct mg_cli *cli, struct mg_error *err)
{
	struct mg_secret_key key = {0};
	struct mg_buf line = {0};
	struct mg_home_line last;
	char old[MG_KEY_ID_CHARS + 1];
	int rc = mg_home_renew_device(&cli->home, old, &key, err);

	if (rc == 0 && mg_home_line_read(&cli->home, mg_copy_id(cli->copy), &last, err) == 0)
		rc = mg_home_line_forget(&cli->home, mg_copy_id(cli->copy), err); // it was the old key's
	mg_key_format_line(&key.public, key.comment, &line);
	if (rc == 0) {
		printf("%s\n", mg_buf_text(&line));
		mg_say(cli,
		       _("The key %s is put aside in %s/keys. This is the new one of this device, which has to be "
			 "enrolled: send the line to the coordinator, or, with your signatory key, run `maillage enrol "
			 "ACTOR --key \"$(maillage key show)\"`. Then run `maillage recover` again."),
		       old, cli->home.dir);
	}
	mg_buf_clear(&line);
	mg_key_clear(&key);
	return rc;
}

static void tell(struct mg_cli *cli, const struct mg_recovery *recovery)
{
	char hex[MG_ID_HEX];

	for (size_t i = 0; i < recovery->n_left; i++) {
		const struct mg_stranded *left = &recovery->left[i];

		mg_warn(_("%s of %.12s is not recorded anew: %s"), left->path, mg_id_format(&left->commit, hex),
			left->why);
		mg_say(cli, _("→ read it with `git show %.12s:%s`, then `maillage set`"), hex, left->path);
	}
	if (recovery->n_done)
		mg_say(cli, P_("%zu commit is recorded anew.", "%zu commits are recorded anew.", recovery->n_done),
		       recovery->n_done);
	else if (!recovery->n_left)
		mg_say(cli, _("nothing to recover"));
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_recovery recovery;
	bool needs = args->values[RECOVER_NEW_KEY];
	int rc = needs ? 0 : mg_recover_needs_key(cli->copy, &needs, err);

	if (rc == 0 && needs)
		return renew(cli, err);
	if (rc == 0)
		rc = mg_recover(cli->copy, &cli->arena, &recovery, err);
	if (rc < 0)
		return rc;
	tell(cli, &recovery);
	return recovery.n_left ? MG_EXIT_FAILED : 0;
}

static const struct mg_option options[] = {
	[RECOVER_NEW_KEY] = {0, "new-key", NULL,
			     N_("a new device key, though the present one is not known to be gone")},
	{0},
};

const struct mg_command mg_cmd_recover = {
	.name = "recover",
	.purpose = N_("goes on after a key is lost, with a new one, and brings back what was left out"),
	.synopsis = "[--new-key]",
	.details = N_(
		"When the key of this device is spent or revoked, makes a new one and prints its line, to be "
		"enrolled.\n"
		"With a key that can write, records anew what commits of your actor changed that the coopérative\n"
		"leaves out (`status` lists them), each with its reason. What somebody has changed since is told, and\n"
		"not overwritten."),
	.example = "maillage recover",
	.options = options,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run,
};
