// SPDX-License-Identifier: EUPL-1.2
//
// Answering a request to join: which invitation it answers, and that it did.
#ifndef MG_CLI_ANSWER_H
#define MG_CLI_ANSWER_H

#include "cli/command.h"
#include "core/carry/invitation.h"

struct mg_answer {
	struct mg_request request;
	struct mg_invitation invitation;
	const char *device, *signatory; // the keys' lines, as `key show` prints them; signatory NULL: none
	bool from_remote;
};

// Reads the request that `given` names, a file or the key of one left on a remote (the remotes are asked first), and
// finds the invitation it answers. In the arena of the run.
int mg_answer_read(struct mg_cli *cli, const char *given, struct mg_answer *out, struct mg_error *err) MG_CHECKED;

// Before its key is enrolled: the ticket is spent.
int mg_answer_spend(struct mg_cli *cli, struct mg_answer *answer, struct mg_error *err) MG_CHECKED;

// Afterwards: the request goes from the remotes.
int mg_answer_end(struct mg_cli *cli, const struct mg_answer *answer, struct mg_error *err) MG_CHECKED;

// No: the request of that key goes from the remotes, and from here.
int mg_answer_refuse(struct mg_cli *cli, const char *key, struct mg_error *err) MG_CHECKED;

#endif
