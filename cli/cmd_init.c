// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/enrolment.h"
#include "cli/passphrase.h"
#include "cli/say.h"
#include "core/key/random.h"

#include <stdio.h>

#define FORMAT      "1" // the rules, schemas and rights this program makes a CA with
#define NONCE_BYTES 16
#define MAX_FILES   4

enum { INIT_TITLE, INIT_DEPARTMENT, INIT_ACTOR, INIT_NAME, INIT_PASSPHRASE };

// A public key of this home and its holder.
struct holder {
	struct mg_public_key key;
	char name[MG_KEY_NAME_BYTES];
};

struct founding {
	struct holder device, signatory;
	bool has_signatory;
	struct mg_first_file files[MAX_FILES];
	size_t n;
};

// ---- keys

static int find_device(struct mg_cli *cli, struct holder *device, struct mg_error *err)
{
	int rc = mg_home_public(&cli->home, MG_HOME_DEVICE, &device->key, device->name, err);

	return rc == MG_ENOTFOUND ? mg_error_hint(err, _("make it first: maillage key new --name \"Prénom Nom\"")) : rc;
}

static int make_signatory(struct mg_cli *cli, const char *file, struct founding *founding, struct mg_error *err)
{
	struct mg_buf passphrase = {0};
	struct mg_secret_key key = {0};
	int rc = mg_passphrase_choose(file, &passphrase, err);

	if (rc == 0 && passphrase.len) {
		rc = mg_home_create_signatory(&cli->home, founding->device.name, mg_buf_slice(&passphrase), &key, err);
		founding->has_signatory = rc == 0;
		founding->signatory.key = key.public;
		memcpy(founding->signatory.name, founding->device.name, sizeof founding->device.name);
		mg_key_clear(&key);
	}
	mg_key_wipe(&passphrase);
	return rc;
}

// The home's signatory key, or a new one when a passphrase can be had. A CA may start without.
static int find_signatory(struct mg_cli *cli, const char *file, struct founding *founding, struct mg_error *err)
{
	int rc = mg_home_public(&cli->home, MG_HOME_SIGNATORY, &founding->signatory.key, founding->signatory.name, err);

	founding->has_signatory = rc == 0;
	if (rc != MG_ENOTFOUND)
		return rc;
	return mg_passphrase_possible(file) ? make_signatory(cli, file, founding, err) : 0;
}

// ---- files

static int add_file(struct founding *founding, int rc, const char *path, struct mg_slice bytes)
{
	if (rc == 0)
		founding->files[founding->n++] = (struct mg_first_file){path, bytes};
	return rc;
}

static int add_cooperative(struct mg_cli *cli, const struct mg_args *args, struct founding *founding,
			   struct mg_error *err)
{
	const char *departments = mg_arena_printf(&cli->arena, "[%s]", args->values[INIT_DEPARTMENT]);
	uint8_t bytes[NONCE_BYTES];
	char nonce[2 * NONCE_BYTES + 1];
	const struct mg_string_field fields[] = {
		{"format", FORMAT},
		{"nonce", nonce},
		{"intitule", args->values[INIT_TITLE]},
		{"departements", departments},
		{"dd_animatrice", args->values[INIT_ACTOR]},
	};
	struct mg_slice text = {0};
	int rc;

	if (!departments)
		return mg_cli_no_memory(err);
	mg_random_bytes(bytes, sizeof bytes);
	mg_hex_encode(nonce, bytes, sizeof bytes);
	rc = mg_enrolment_record(cli, "cooperative.yaml", fields, sizeof fields / sizeof *fields, &text, err);
	return add_file(founding, rc, "cooperative.yaml", text);
}

static int add_actor(struct mg_cli *cli, const struct mg_args *args, struct founding *founding, struct mg_error *err)
{
	const char *path = mg_arena_printf(&cli->arena, "acteurs/%s.yaml", args->values[INIT_ACTOR]);
	const struct mg_string_field fields[] = {
		{"nom", args->values[INIT_NAME]},
		{"type_structure", "ars_dd"},
		{"role", "dd"},
	};
	struct mg_slice text = {0};
	int rc;

	if (!path)
		return mg_cli_no_memory(err);
	rc = mg_enrolment_record(cli, path, fields, sizeof fields / sizeof *fields, &text, err);
	return add_file(founding, rc, path, text);
}

static int add_key(struct mg_cli *cli, const char *actor, enum mg_home_key use, const struct holder *holder,
		   struct founding *founding, struct mg_error *err)
{
	struct mg_slice text = {0};
	const char *path;
	int rc = mg_enrolment_key(cli, actor, use, &holder->key, holder->name, &path, &text, err);

	return add_file(founding, rc, path, text);
}

static int make_files(struct mg_cli *cli, const struct mg_args *args, struct founding *founding, struct mg_error *err)
{
	int rc = add_cooperative(cli, args, founding, err);

	if (rc == 0)
		rc = add_actor(cli, args, founding, err);
	if (rc == 0)
		rc = add_key(cli, args->values[INIT_ACTOR], MG_HOME_DEVICE, &founding->device, founding, err);
	return rc;
}

// ---- what is told

// To be printed and put away: what somebody needs who has lost every machine.
static void print_recovery_form(struct mg_cli *cli, const char *actor, const struct founding *founding)
{
	mg_say(cli,
	       _("---- recovery form: print it and put it away ----\n"
		 "Coopérative:    %s\n"
		 "Actor:          %s\n"
		 "Device key:     %s (%s)\n"
		 "Signatory key:  %s (%s)\n"
		 "Keep with it a copy of %s/keys/signatory and, elsewhere, its passphrase. When a device is\n"
		 "lost, this key revokes it and enrols another; without any signatory key nobody can.\n"
		 "----"),
	       mg_copy_id(cli->copy), actor, founding->device.key.id, founding->device.name, founding->signatory.key.id,
	       founding->signatory.name, cli->home.dir);
}

static void tell(struct mg_cli *cli, const struct mg_args *args, const struct founding *founding)
{
	const char *actor = args->values[INIT_ACTOR];

	mg_say(cli, _("The coopérative is in %s. Whoever clones it checks its id, which was printed."), args->words[0]);
	if (founding->has_signatory) {
		print_recovery_form(cli, actor, founding);
		mg_say(cli,
		       _("Enrol a second signatory of %s soon, so that one lost key is not the end:\n"
			 "  maillage enrol %s --signatory-key \"ssh-ed25519 …\""),
		       actor, actor);
		return;
	}
	mg_warn(_("this coopérative has no signatory yet: nobody can sign, nor replace a lost device"));
	mg_say(cli,
	       _("→ make a signatory key, then enrol it:\n"
		 "  maillage key new --signatory --name \"%s\"\n"
		 "  maillage enrol %s --signatory-key \"$(maillage key show --signatory)\""),
	       founding->device.name, actor);
}

// ---- the command

static int missing_option(const struct mg_args *args, struct mg_error *err)
{
	static const char *const names[] = {"--title", "--departement", "--actor", "--name"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (args->values[i] && *args->values[i])
			continue;
		(void)mg_fail(err, MG_EUSAGE, _("a new coopérative needs %s"), names[i]);
		return mg_error_hint(err, "maillage init DIR %s",
				     _("--title T --departement 78 --actor dd-78 --name \"DD des Yvelines\""));
	}
	return mg_path_check_id("actor", mg_slice_of(args->values[INIT_ACTOR]), err) < 0 ? err->code = MG_EUSAGE : 0;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct founding founding = {0};
	int rc = missing_option(args, err);

	if (rc == 0)
		rc = find_device(cli, &founding.device, err);
	if (rc == 0)
		rc = make_files(cli, args, &founding, err); // its mistakes come before any passphrase is asked
	if (rc == 0)
		rc = find_signatory(cli, args->values[INIT_PASSPHRASE], &founding, err);
	if (rc == 0 && founding.has_signatory)
		rc = add_key(cli, args->values[INIT_ACTOR], MG_HOME_SIGNATORY, &founding.signatory, &founding, err);
	if (rc == 0)
		rc = mg_copy_create(args->words[0], &cli->home, mg_cli_clock(), cli->types, args->values[INIT_ACTOR],
				    founding.files, founding.n, &cli->copy, err);
	if (rc < 0)
		return rc;
	printf("%s\n", mg_copy_id(cli->copy));
	tell(cli, args, &founding);
	return 0;
}

static const struct mg_option options[] = {
	[INIT_TITLE] = {0, "title", N_("TITLE"), N_("the programme's name")},
	[INIT_DEPARTMENT] = {0, "departement", N_("CODE"), N_("department, or several: 78,92")},
	[INIT_ACTOR] = {0, "actor", N_("ACTOR"), N_("id of the DD that animates it: dd-78")},
	[INIT_NAME] = {0, "name", N_("NAME"), N_("name of that DD")},
	[INIT_PASSPHRASE] = MG_OPTION_PASSPHRASE,
	{0},
};

const struct mg_command mg_cmd_init = {
	.name = "init",
	.purpose = N_("makes a coopérative, animated by you"),
	.synopsis = N_("DIR --title TITLE --departement CODE --actor ACTOR --name NAME\n"
		       "                     [--passphrase-file FILE]"),
	.details = N_("Makes DIR with the coopérative, its DD, the key of this device and your signatory key, which\n"
		      "is made when you have none. Prints the coopérative's id."),
	.example = "maillage init ca --title \"Ensemble pour la santé\" --departement 78 --actor dd-78 \\\n"
		   "    --name \"DD des Yvelines\"",
	.options = options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_HOME | MG_NEEDS_TYPES,
	.run = run,
};
