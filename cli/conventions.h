// SPDX-License-Identifier: EUPL-1.2
//
// Conventions and what changes them, drafted from the records (core/report/convention.h).
#ifndef MG_CLI_CONVENTIONS_H
#define MG_CLI_CONVENTIONS_H

#include "cli/command.h"
#include "schema/record/record.h"

// Whether records of a type are drafted so: convention, avenant, renouvellement, resiliation.
bool mg_conventions_are_drafted(const char *type);

// Makes such a record or brings it up to date, sets these fields in it, records it and gives its path. typed: the
// convention's id, or NULL: the one by which the CA lives, and of the first one its title.
int mg_conventions_draft(struct mg_cli *cli, const char *type, const char *typed, const struct mg_record_field *fields,
			 size_t n, const char *reason, struct mg_path *path, struct mg_error *err) MG_CHECKED;

#endif
