// SPDX-License-Identifier: EUPL-1.2
//
// Setting fields in the text of a record, and checking it before anything is recorded.
#ifndef MG_CLI_FIELDS_H
#define MG_CLI_FIELDS_H

#include "cli/command.h"
#include "schema/record/record.h"

// Sets fields (a NULL value removes) one after the other in text. When the text is no YAML its mistakes are shown, and
// the answer is MG_EXIT_FAILED.
int mg_fields_set(struct mg_cli *cli, const char *path, const struct mg_record_field *fields, size_t n,
		  struct mg_buf *text, struct mg_error *err) MG_CHECKED;

// Checks the shape of a record's text: MG_EXIT_FAILED when it is wrong, its mistakes shown. *to_fill (may be NULL) is how
// many fields the guide obliges to fill are empty.
int mg_fields_check(struct mg_cli *cli, const char *path, struct mg_slice text, size_t *to_fill,
		    struct mg_error *err) MG_CHECKED;

#endif
