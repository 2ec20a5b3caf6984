// SPDX-License-Identifier: EUPL-1.2
//
// What people type for a record, a file, FIELD=VALUE. A record may be typed from the CA's folder or from the folder one
// is in, with or without .yaml.
#ifndef MG_CLI_TYPED_H
#define MG_CLI_TYPED_H

#include "cli/command.h"
#include "schema/record/path.h"
#include "schema/record/record.h"

// The path inside the CA that somebody typed, whether there is such a file or not. MG_EINVALID when it is outside.
int mg_typed_path(struct mg_cli *cli, const char *typed, char path[MG_MAX_PATH_BYTES + 1],
		  struct mg_error *err) MG_CHECKED;

// The same for a folder, with a final slash: "actions/"; "" is the CA's own, as "." is there. In the arena of the run.
int mg_typed_folder(struct mg_cli *cli, const char *typed, const char **folder, struct mg_error *err) MG_CHECKED;

// The same as mg_typed_path for a record that must exist, in the folder or in the view. MG_ENOTFOUND, with what was
// probably meant.
int mg_typed_record(struct mg_cli *cli, const char *typed, struct mg_path *path, struct mg_error *err) MG_CHECKED;

// The same without loading its type (mg_path_locate).
int mg_typed_file(struct mg_cli *cli, const char *typed, struct mg_path *path, struct mg_error *err) MG_CHECKED;

// Whether a file of the CA exists, in the folder or in the view.
bool mg_typed_exists(struct mg_cli *cli, const char *path);

// Whether somebody probably meant this file to be a record: one that stands where none may is worth a word, a README or a
// spreadsheet is not.
bool mg_typed_looks_like_record(const char *path);

// What was probably meant by a record that does not exist, as it would be typed; NULL when nothing is near.
const char *mg_typed_nearest(struct mg_cli *cli, const char *typed);

// Whether a word is FIELD=VALUE; a "=" inside brackets or quotes belongs to the field.
bool mg_typed_is_assignment(const char *word);

// Reads words FIELD=VALUE by the type's schema: places in their written form, values (NULL: removes) in the arena of the
// run. Elements of lists typed without an id get a random one. MG_EUSAGE.
int mg_typed_fields(struct mg_cli *cli, const struct mg_type *type, const char *const *words, size_t n,
		    struct mg_record_field **fields, struct mg_error *err) MG_CHECKED;

// The written form of a field, of whatever type. MG_EUSAGE.
int mg_typed_place_form(struct mg_cli *cli, const char *typed, const char **place, struct mg_error *err) MG_CHECKED;

// The same, checked against the type. MG_EUSAGE, with the nearest.
int mg_typed_place(struct mg_cli *cli, const struct mg_type *type, const char *typed, const char **place,
		   struct mg_error *err) MG_CHECKED;

#endif
