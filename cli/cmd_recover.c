// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/passphrase.h"
#include "cli/say.h"
#include "cli/when.h"
#include "core/line/recover.h"

#define MIN_TYPED 4u // letters of a commit's name: fewer are a slip

enum { RECOVER_NEW_KEY, RECOVER_LIST };

// The old key is kept beside: what it signed is checked with its public half.
static int renew(struct mg_cli *cli, struct mg_error *err)
{
	struct mg_secret_key key = {0};
	struct mg_buf line = {0};
	char old[MG_KEY_ID_CHARS + 1];
	int rc = mg_home_renew_device(&cli->home, old, &key, err);

	if (rc == 0)
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

// ---- what there is to record anew

static int list(struct mg_cli *cli, struct mg_error *err)
{
	char hex[MG_ID_HEX], when[MG_WHEN_BYTES];
	struct mg_recoverable *items;
	size_t n, n_left = 0;
	int rc = mg_recover_list(cli->copy, &cli->arena, &items, &n, err);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n; i++) {
		printf("%.12s  %s  %s  ", mg_id_format(&items[i].id, hex), mg_when_format(items[i].stamp_ms, when),
		       items[i].key);
		mg_put_text(stdout, items[i].subject, 0);
		putchar('\n');
		n_left += items[i].n_left;
		for (size_t k = 0; k < items[i].n_left; k++) {
			printf("              ");
			printf(_("%s waits for your word: %s"), items[i].left[k].path, items[i].left[k].why);
			putchar('\n');
		}
	}
	if (n_left)
		mg_say(cli,
		       _("What waits for your word is read with `git show COMMIT:FILE`; record with `maillage set` "
			 "what of it should be. It is told here until the records say the same."));
	if (n)
		mg_say(cli, _("If somebody else had the key, some may be theirs. `maillage recover` records all anew, "
			      "`maillage recover COMMIT…` those you name."));
	else
		mg_say(cli, _("nothing to recover"));
	return 0;
}

// By the first letters of its name.
static int find_one(const struct mg_recoverable *items, size_t n, const char *typed, struct mg_id *id,
		    struct mg_error *err)
{
	size_t found = 0, len = strlen(typed);
	char hex[MG_ID_HEX];

	for (size_t i = 0; i < n; i++) {
		if (strncmp(mg_id_format(&items[i].id, hex), typed, len) != 0)
			continue;
		*id = items[i].id;
		found++;
	}
	if (found == 1 && len >= MIN_TYPED)
		return 0;
	if (found > 1)
		(void)mg_fail(err, MG_EUSAGE, _("several commits begin with %s"), typed);
	else if (found)
		(void)mg_fail(err, MG_EUSAGE, _("%s is too short for a commit's name: give %u of its letters or more"),
			      typed, MIN_TYPED);
	else
		(void)mg_fail(err, MG_ENOTFOUND, _("no commit %s is left to record anew"), typed);
	return mg_error_hint(err, _("`maillage recover --list` tells which there are"));
}

// *only is NULL when none is named: then all are meant.
static int find_named(struct mg_cli *cli, const struct mg_args *args, struct mg_id **only, struct mg_error *err)
{
	struct mg_recoverable *items;
	size_t n;
	int rc;

	*only = NULL;
	if (!args->n)
		return 0;
	rc = mg_recover_list(cli->copy, &cli->arena, &items, &n, err);
	if (rc == 0)
		*only = mg_arena_array(&cli->arena, args->n, sizeof **only);
	if (rc == 0 && !*only)
		rc = mg_cli_no_memory(err);
	for (size_t i = 0; rc == 0 && i < args->n; i++)
		rc = find_one(items, n, args->words[i], &(*only)[i], err);
	return rc;
}

// ---- the command

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
	struct mg_id *only;
	bool needs = args->values[RECOVER_NEW_KEY];
	int rc;

	if (args->values[RECOVER_LIST])
		return list(cli, err);
	rc = needs ? 0 : mg_recover_needs_key(cli->copy, &needs, err);
	if (rc == 0 && needs)
		return renew(cli, err);
	if (rc == 0)
		rc = find_named(cli, args, &only, err);
	if (rc == 0)
		rc = mg_recover(cli->copy, only, args->n, &cli->arena, &recovery, err);
	if (rc < 0)
		return rc;
	tell(cli, &recovery);
	return recovery.n_left ? MG_EXIT_FAILED : 0;
}

static const struct mg_option options[] = {
	[RECOVER_NEW_KEY] = {0, "new-key", NULL,
			     N_("a new device key, though the present one is not known to be gone")},
	[RECOVER_LIST] = {0, "list", NULL, N_("only tell which commits would be recorded anew, and of when")},
	{0},
};

const struct mg_command mg_cmd_recover = {
	.name = "recover",
	.purpose = N_("goes on after a key is lost, with a new one, and brings back what was left out"),
	.synopsis = N_("[COMMIT…] [--list] [--new-key]"),
	.details =
		N_("When the key of this device is spent or revoked, makes a new one and prints its line, to be "
		   "enrolled.\n"
		   "With a key that can write, records anew what commits of your actor changed that the coopérative\n"
		   "leaves out, each with its reason: all of them, or those named. What somebody has changed since is\n"
		   "told, and not overwritten. When the key was in other hands, look at --list first: some may be "
		   "theirs."),
	.example = "maillage recover",
	.options = options,
	.max_words = MG_ANY_WORDS,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run,
};
