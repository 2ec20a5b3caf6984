// SPDX-License-Identifier: EUPL-1.2
//
// Reading a file of the folder as a document.
#ifndef MG_CLI_READ_H
#define MG_CLI_READ_H

#include "cli/command.h"
#include "schema/yaml/yaml.h"

// Reads a file of the CA into an initialised doc: from the folder, or from the view when the folder has not got it. When
// it is no YAML its mistakes are shown, and the answer is MG_EXIT_FAILED. From the folder, because that is what people
// see; a mistake of shape does not keep anybody from reading.
int mg_read_doc(struct mg_cli *cli, const char *path, struct mg_doc *doc, struct mg_error *err) MG_CHECKED;

// What is recorded, into an initialised doc, whatever stands in the folder. MG_ENOTFOUND; MG_EINVALID when it is no YAML.
int mg_read_recorded(struct mg_cli *cli, const char *path, struct mg_doc *doc, struct mg_error *err) MG_CHECKED;

// The same as mg_read_doc for text that somebody gave.
int mg_read_text(const char *name, struct mg_slice text, struct mg_doc *doc, struct mg_error *err) MG_CHECKED;

// The bytes of a file outside the CA; "-" is stdin.
int mg_read_file(const char *file, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

#endif
