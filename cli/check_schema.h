// SPDX-License-Identifier: EUPL-1.2
//
// Any file checked by any schema: `check --schema`.
#ifndef MG_CLI_CHECK_SCHEMA_H
#define MG_CLI_CHECK_SCHEMA_H

#include "cli/command.h"
#include "schema/record/finding.h"

// What is wrong with a file, and its bytes.
typedef void mg_check_tell(void *context, struct mg_findings *findings, struct mg_slice text);

// Checks each file, and tells of it before the next is read. The schemas of the record types may be referred to. A schema
// that is wrong is the error, and so is a file that cannot be read.
int mg_check_by_schema(struct mg_cli *cli, const char *schema_file, const char *const *files, size_t n,
		       mg_check_tell *tell, void *context, struct mg_error *err) MG_CHECKED;

#endif
