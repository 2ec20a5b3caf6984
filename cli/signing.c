// SPDX-License-Identifier: EUPL-1.2
#include "cli/signing.h"

#include "base/i18n.h"
#include "cli/blocking.h"
#include "cli/record.h"
#include "cli/say.h"
#include "cli/signatory.h"

static int check_kind(const struct mg_path *path, struct mg_error *err)
{
	if (path->kind != MG_PATH_RECORD || !path->type->opener)
		return mg_fail(err, MG_EUSAGE, _("%s is not of a type that is signed"), path->text);
	return 0;
}

int mg_signing_check(struct mg_cli *cli, const struct mg_path *path, enum mg_act act, struct mg_error *err)
{
	int rc = check_kind(path, err);

	if (rc == 0)
		rc = mg_record_refuse_edits(cli, path->text, err);
	return rc == 0 ? mg_blocking(cli, path->text, act, err) : rc;
}

int mg_signing_sign(struct mg_cli *cli, const struct mg_path *path, const struct mg_secret_key *key, const char *reason,
		    struct mg_error *err)
{
	char printed[MG_MAX_PATH_BYTES + 1];
	struct mg_recorded recorded;
	int rc = mg_copy_sign(cli->copy, path->text, key, reason, &cli->arena, &recorded, err);

	mg_path_print(path->text, printed);
	if (rc == 0)
		mg_say(cli, _("%s is signed; it does not change any more"), printed);
	return rc;
}

int mg_signing(struct mg_cli *cli, const struct mg_path *path, const struct mg_sign_request *how, struct mg_error *err)
{
	struct mg_secret_key key = {0};
	struct mg_recorded recorded;
	int rc = how->is_receipt ? check_kind(path, err) : mg_signing_check(cli, path, how->act, err);

	if (rc == 0)
		rc = mg_signatory_load(cli, how->passphrase_file, &key, err);
	if (rc == 0 && how->is_receipt)
		rc = mg_copy_sign(cli->copy, path->text, &key, how->reason, &cli->arena, &recorded, err);
	else if (rc == 0)
		rc = mg_signing_sign(cli, path, &key, how->reason, err);
	mg_key_clear(&key);
	return rc;
}
