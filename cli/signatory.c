// SPDX-License-Identifier: EUPL-1.2
#include "cli/signatory.h"

#include "base/i18n.h"
#include "cli/passphrase.h"

int mg_signatory_load(struct mg_cli *cli, const char *file, struct mg_secret_key *key, struct mg_error *err)
{
	struct mg_buf passphrase = {0};
	char name[MG_KEY_NAME_BYTES];
	struct mg_public_key public;
	int rc = mg_home_public(&cli->home, MG_HOME_SIGNATORY, &public, name, err);

	if (rc == MG_ENOTFOUND)
		return mg_error_hint(err, _("make one: maillage key new --signatory --name \"Prénom Nom\""));
	if (rc == 0)
		rc = mg_passphrase_get(file, &passphrase, err);
	if (rc == 0)
		rc = mg_home_load_signatory(&cli->home, mg_buf_slice(&passphrase), key, err);
	mg_key_wipe(&passphrase);
	return rc;
}
