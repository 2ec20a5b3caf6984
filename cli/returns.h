// SPDX-License-Identifier: EUPL-1.2
//
// What the DD asks to correct in bilans, shown to those it concerns.
#ifndef MG_CLI_RETURNS_H
#define MG_CLI_RETURNS_H

#include "cli/command.h"
#include "cli/json.h"

struct mg_return {
	const char *bilan, *date, *reason; // of the returned version
};

// The returns of an actor's bilans that nothing was submitted after, by path; all in the arena of the run. bilan (may be
// NULL) limits them to one file, whatever came after it.
int mg_returns_read(struct mg_cli *cli, const char *actor, const char *bilan, struct mg_return **out, size_t *n,
		    struct mg_error *err) MG_CHECKED;

// [{"record", "date", "reason"}]
void mg_returns_json(struct mg_json *json, const struct mg_return *returns, size_t n);

#endif
