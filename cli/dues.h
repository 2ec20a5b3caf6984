// SPDX-License-Identifier: EUPL-1.2
//
// Deadlines as people and programs read them, for every command that tells of them.
#ifndef MG_CLI_DUES_H
#define MG_CLI_DUES_H

#include "cli/command.h"
#include "cli/json.h"
#include "schema/due/due.h"

// A text that waits for the signature of whoever writes here; in the arena of the run.
struct mg_to_sign {
	const char *path;
	const struct mg_type *type;
	size_t n_parties, n_signed;
};

struct mg_to_signs {
	struct mg_to_sign *items;
	size_t n;
};

// The deadlines of what is recorded, as of today, sorted, and what waits for a signature. *dues is initialised, and to be
// cleared also after a failure.
int mg_dues_read(struct mg_cli *cli, struct mg_dues *dues, struct mg_to_signs *to_sign,
		 struct mg_error *err) MG_CHECKED;

// Lines under a heading, after an empty one when asked for; nothing when nothing waits.
void mg_to_signs_put(const struct mg_to_signs *to_sign, bool apart);
void mg_to_signs_json(struct mg_json *json, const struct mg_to_signs *to_sign); // the pair "to_sign"

// A line: when, which, for whom, what, and how far off it is.
void mg_dues_put(const struct mg_due *due, struct mg_date today);

// The object of one.
void mg_dues_json(struct mg_json *json, const struct mg_due *due, struct mg_date today);

// What `status` tells: how many are late, the next that comes, and the next of this actor ("": nobody's); nothing when
// nothing is due.
void mg_dues_summary(const struct mg_dues *dues, const char *actor);
void mg_dues_summary_json(struct mg_json *json, const struct mg_dues *dues); // the pair "due"

#endif
