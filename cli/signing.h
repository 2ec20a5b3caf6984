// SPDX-License-Identifier: EUPL-1.2
//
// Signing a record with the caller's signatory key, once what the guide obliges is done.
#ifndef MG_CLI_SIGNING_H
#define MG_CLI_SIGNING_H

#include "cli/command.h"
#include "schema/rule/rule.h"

struct mg_sign_request {
	enum mg_act act;
	const char *passphrase_file, *reason; // or NULL
	bool is_receipt; // of what somebody else answers for: not looked into, and told by the caller
};

// Signs a recorded record, and tells so unless it is a receipt. MG_EXIT_FAILED when something stands in the way, which
// is shown.
int mg_signing(struct mg_cli *cli, const struct mg_path *path, const struct mg_sign_request *how,
	       struct mg_error *err) MG_CHECKED;

// The same in two steps, for what must be recorded between them: what stands in the way, and the signature.
int mg_signing_check(struct mg_cli *cli, const struct mg_path *path, enum mg_act act, struct mg_error *err) MG_CHECKED;
int mg_signing_sign(struct mg_cli *cli, const struct mg_path *path, const struct mg_secret_key *key, const char *reason,
		    struct mg_error *err) MG_CHECKED;

#endif
