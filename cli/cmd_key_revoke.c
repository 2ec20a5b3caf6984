// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/passphrase.h"
#include "cli/read.h"
#include "cli/say.h"
#include "cli/signatory.h"
#include "core/trust/keys.h"
#include "core/trust/seal.h"

enum { REVOKE_REASON, REVOKE_PASSPHRASE };

// With the signatory's word when it was offered, else as this device; and when this device is not above the key, with the
// signatory's word after all.
static int revoke(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *key = args->words[0], *reason = args->values[REVOKE_REASON],
		   *file = args->values[REVOKE_PASSPHRASE];
	struct mg_secret_key signatory = {0};
	struct mg_recorded recorded;
	int rc = file ? MG_EDENIED : mg_keys_revoke(cli->copy, key, reason, NULL, &cli->arena, &recorded, err);

	if (rc != MG_EDENIED || !mg_passphrase_possible(file))
		return rc;
	rc = mg_signatory_load(cli, file, &signatory, err);
	if (rc == 0)
		rc = mg_keys_revoke(cli->copy, key, reason, &signatory, &cli->arena, &recorded, err);
	mg_key_clear(&signatory);
	return rc;
}

// The DD that animates stands above everybody: the first commit's signatory has nobody above it.
static int read_animator(struct mg_cli *cli, struct mg_slice actor, bool *is, struct mg_error *err)
{
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	rc = mg_read_recorded(cli, "cooperative.yaml", &doc, err);
	*is = rc == 0 && mg_slice_equal(mg_node_string(mg_node_get(doc.root, "dd_animatrice")), actor);
	mg_doc_clear(&doc);
	return rc;
}

// Who could: it depends on whose key it is. The error is the refusal's.
static int hint_who(struct mg_cli *cli, const char *key, struct mg_error *err)
{
	const char *hint = _("a device is revoked by a signatory of its actor (--passphrase-file) or by the DD");
	char path[MG_MAX_PATH_BYTES + 1];
	struct mg_error unused;
	struct mg_doc doc;
	bool animator;

	mg_seal_key_path(key, path);
	mg_doc_init(&doc);
	if (mg_read_recorded(cli, path, &doc, &unused) == 0 &&
	    mg_slice_is(mg_node_string(mg_node_get(doc.root, "usage")), "signataire") &&
	    read_animator(cli, mg_node_string(mg_node_get(doc.root, "acteur")), &animator, &unused) == 0)
		hint = animator ? _("a signatory of the DD is revoked by one that was enrolled before it "
				    "(--passphrase-file), the first by nobody: if that one is lost, go on with another")
				: _("a signatory is revoked by the DD");
	mg_doc_clear(&doc);
	return mg_error_hint(err, "%s", hint);
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	int rc;

	if (!args->values[REVOKE_REASON] || !*args->values[REVOKE_REASON]) {
		(void)mg_fail(err, MG_EUSAGE, _("a revocation says why"));
		return mg_error_hint(err, _("give -m \"vol de l'ordinateur\""));
	}
	rc = revoke(cli, args, err);
	if (rc == MG_EDENIED && !*err->hint)
		return hint_who(cli, args->words[0], err);
	if (rc < 0)
		return rc;
	printf("cles/%s\n", args->words[0]);
	mg_say(cli, _("The key %s is revoked. What it signed before stays valid; sync, so that everybody knows."),
	       args->words[0]);
	return 0;
}

static const struct mg_option options[] = {
	[REVOKE_REASON] = MG_OPTION_REASON,
	[REVOKE_PASSPHRASE] = MG_OPTION_PASSPHRASE,
	{0},
};

const struct mg_command mg_cmd_key_revoke = {
	.name = "key revoke",
	.purpose = N_("ends a key that is lost, stolen or not needed any more"),
	.synopsis = N_("KEY-ID -m REASON [--passphrase-file FILE]"),
	.details = N_(
		"By a key above it: the DD's signatory, the DD's device, a signatory of the actor. What the key\n"
		"makes beyond what this copy has seen is left out of the coopérative (`status` lists it). A revoked\n"
		"key never comes back."),
	.example = "maillage key revoke 3jrngjhelt4rnolh -m \"vol de l'ordinateur\"",
	.options = options,
	.min_words = 1,
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run,
};
