// SPDX-License-Identifier: EUPL-1.2
//
// What editors know of records: JSON Schemas beside the copy, and the line that leads a language server to them
// (docs/format-schema.md).
#ifndef MG_CLI_EDITOR_H
#define MG_CLI_EDITOR_H

#include "cli/command.h"

// Where a copy keeps its schemas for editors. Not among the records, which are everybody's: only who asked for them has
// them. The same place in every copy, so that the line below is right in all that have them.
#define MG_EDITOR_FOLDER ".git/maillage/schemas"

// Writes <folder>/<type>.schema.json for each type; prints their paths.
int mg_editor_export(struct mg_cli *cli, const char *folder, struct mg_error *err) MG_CHECKED;

// Puts `# yaml-language-server: $schema=...` into out, for a new record of this path, when this copy has the type's
// schema; else nothing.
void mg_editor_modeline(struct mg_cli *cli, const struct mg_type *type, const char *path, struct mg_buf *out);

#endif
