// SPDX-License-Identifier: EUPL-1.2
//
// The records that bring somebody into a CA: an actor's and his keys'.
#ifndef MG_CLI_ENROLMENT_H
#define MG_CLI_ENROLMENT_H

#include "cli/command.h"
#include "core/key/key.h"
#include "schema/record/record.h"

// The text of a new record made of strings; a NULL value is left out. Checked: a value of the wrong shape is MG_EUSAGE,
// told with the field. In the arena of the run.
struct mg_string_field {
	const char *place, *value;
};
int mg_enrolment_record(struct mg_cli *cli, const char *path, const struct mg_string_field *fields, size_t n,
			struct mg_slice *bytes, struct mg_error *err) MG_CHECKED;

// The record of a key: cles/<key-id>.yaml.
int mg_enrolment_key(struct mg_cli *cli, const char *actor, enum mg_home_key use, const struct mg_public_key *key,
		     const char *holder, const char **path, struct mg_slice *bytes, struct mg_error *err) MG_CHECKED;

// Checks a text typed for a record: MG_EUSAGE with its first mistake.
int mg_enrolment_check(struct mg_cli *cli, const char *path, struct mg_slice bytes, struct mg_error *err) MG_CHECKED;

#endif
