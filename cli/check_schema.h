// SPDX-License-Identifier: EUPL-1.2
//
// Any file checked by any schema: `check --schema`.
#ifndef MG_CLI_CHECK_SCHEMA_H
#define MG_CLI_CHECK_SCHEMA_H

#include "cli/command.h"
#include "schema/record/finding.h"

// Reads both files and adds what is wrong with the second; text gets its bytes. The schemas of the record types may be
// referred to. A schema that is wrong is the error.
int mg_check_by_schema(struct mg_cli *cli, const char *schema_file, const char *file, struct mg_findings *findings,
		       struct mg_buf *text, struct mg_error *err) MG_CHECKED;

#endif
