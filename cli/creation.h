// SPDX-License-Identifier: EUPL-1.2
//
// A record that is being made by `maillage new`: what was typed of it, and what is filled in besides.
#ifndef MG_CLI_CREATION_H
#define MG_CLI_CREATION_H

#include "cli/command.h"
#include "schema/record/path.h"
#include "schema/record/record.h"

struct mg_creation {
	const struct mg_type *type;
	struct mg_writer writer;
	const char **words; // that are no FIELD=VALUE
	size_t n_words;
	struct mg_record_field *fields;
	size_t n_fields;
	struct mg_path path;
	const char *reason;
	bool observes; // adds an observation to a measure, which may be there
	bool bare;     // without a comment for each field that is not given
};

// The field of that place among those there are; NULL.
const struct mg_record_field *mg_creation_given(const struct mg_creation *creation, const char *place);

// Fills in what was not given: the caller as owner, what the path says, what the guide has begun and, unless bare, an empty
// field for each without which the record means nothing.
int mg_creation_fill(struct mg_cli *cli, struct mg_creation *creation, struct mg_error *err) MG_CHECKED;

// Warns of each field that has no empty value, and so has to be given at once.
void mg_creation_hint(struct mg_cli *cli, const struct mg_creation *creation);

#endif
