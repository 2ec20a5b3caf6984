// SPDX-License-Identifier: EUPL-1.2
//
// The signatory key of the caller's home, opened with its passphrase.
#ifndef MG_CLI_SIGNATORY_H
#define MG_CLI_SIGNATORY_H

#include "cli/command.h"

// file: of the passphrase; NULL: asked on the terminal. The caller clears the key.
int mg_signatory_load(struct mg_cli *cli, const char *file, struct mg_secret_key *key, struct mg_error *err) MG_CHECKED;

#endif
