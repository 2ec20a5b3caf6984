// SPDX-License-Identifier: EUPL-1.2
//
// Paths inside a CA: which are allowed, and what each says of its file (docs/format-paths.md). Driven by the types'
// x-chemin; pure, and parsing allocates nothing: acceptance parses the path of every file of every commit.
#ifndef MG_SCHEMA_PATH_H
#define MG_SCHEMA_PATH_H

#include "base/limits.h"
#include "schema/value/date.h"
#include "schema/record/type.h"

#define MG_PATH_KEY_CHARS  16 // a key id, and a conflict's: lower-case base32
#define MG_PATH_HASH_CHARS 16 // the first hexadecimal digits of an attachment's SHA-256

enum mg_path_kind {
	MG_PATH_RECORD,
	MG_PATH_SIGNATURE, // <stem>.<acteur>.sig beside its record
	MG_PATH_CONFLICT,  // conflits/<id>.yaml
	MG_PATH_PIECE,     // pieces/<hash>-<slug>.<ext>
};

// What stands in a path, by the names the patterns use; "" or 0 for what it does not have.
struct mg_path_parts {
	char id[MG_MAX_ID_CHARS + 1]; // of a conflict too
	char periode[MG_PERIOD_CHARS + 1];
	char annee[5];
	char acteur[MG_MAX_ID_CHARS + 1];
	char indicateur[MG_MAX_ID_CHARS + 1];
	char cle[MG_PATH_KEY_CHARS + 1];
	unsigned n;        // <n> of v<n>.yaml
	unsigned revision; // n of --r<n>: 2 and above for a correction, else 0
};

struct mg_path {
	enum mg_path_kind kind;
	const struct mg_type *type; // of the record, or of the record that is signed; else NULL
	struct mg_path_parts parts; // of the record, or of the record that is signed
	char text[MG_MAX_PATH_BYTES + 1];
	char record[MG_MAX_PATH_BYTES + 1]; // of a record: text; of a signature: its record's path; else ""
	char signer[MG_MAX_ID_CHARS + 1];   // of a signature: the actor
	char hash[MG_PATH_HASH_CHARS + 1];  // of an attachment
};

// Reads a path. MG_EINVALID, with one sentence saying what is wrong and often a hint, when no file may stand there:
// acceptance refuses it. *path is then unspecified. The type is loaded (schema/record/type.h). err may be NULL.
int mg_path_parse(const struct mg_types *types, const char *text, struct mg_path *path,
		  struct mg_error *err) MG_CHECKED;

// The same without loading the type, whose schema is 1 ms of reading: for who asks only what stands there.
int mg_path_locate(const struct mg_types *types, const char *text, struct mg_path *path,
		   struct mg_error *err) MG_CHECKED;

// Builds the path of a record from the parts its pattern names. MG_EINVALID when one is missing or malformed.
int mg_path_format(const struct mg_type *type, const struct mg_path_parts *parts, struct mg_path *path,
		   struct mg_error *err) MG_CHECKED;

// The path of an actor's signature of a record. MG_EINVALID when the record's type is not signed.
int mg_path_of_signature(const struct mg_path *record, const char *actor, struct mg_path *signature,
			 struct mg_error *err) MG_CHECKED;

// What a person may type for a RECORD, as a path: "./" in front, "\" for "/", ".yaml" left out. MG_EINVALID when it is
// too long. Says nothing of whether the path is allowed.
int mg_path_normalise(const char *typed, char out[MG_MAX_PATH_BYTES + 1], struct mg_error *err) MG_CHECKED;

// How a path is printed: a record's without .yaml, any other as it is.
void mg_path_print(const char *path, char out[MG_MAX_PATH_BYTES + 1]);

// 0 when text is a lawful <id>; else MG_EINVALID and why. `what` names it in the sentence ("id", "actor").
int mg_path_check_id(const char *what, struct mg_slice text, struct mg_error *err) MG_CHECKED;

// The part a pattern names ("acteur"): "" when the path has none; NULL when no pattern may name it, or it is a number.
const char *mg_path_part(const struct mg_path_parts *parts, const char *name);

// 0 when an x-chemin can be read by this module; for mg_types_open.
int mg_path_check_pattern(const char *pattern, struct mg_error *err) MG_CHECKED;

#endif
