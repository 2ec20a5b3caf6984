// SPDX-License-Identifier: EUPL-1.2
//
// The words of a path: what may stand for each <part> of a pattern. Private to schema/.
#ifndef MG_SCHEMA_PATH_WORD_H
#define MG_SCHEMA_PATH_WORD_H

#include "schema/record/path.h"

// A trial's mistake is not put in words: a path is compared with many patterns, and the words of each are looked up.
#define mg_path_fail(err, ...) ((err) ? mg_fail((err), MG_EINVALID, __VA_ARGS__) : MG_EINVALID)

// What <name> stands for. <n> and --r<n> are numbers and no part: see mg_path_number.
struct mg_path_word {
	const char *name;
	size_t offset; // of its text in struct mg_path_parts
	int (*check)(const char *what, struct mg_slice text, struct mg_error *err); // 0 or MG_EINVALID, told
};

// NULL when no part has that name.
const struct mg_path_word *mg_path_word_find(struct mg_slice name);

#define MG_PATH_MAX_NUMBER 9999u // of a version or a correction; with it every path stays within MG_MAX_PATH_BYTES

// 1 to 4 digits without leading zeros, at least `least`; 0 for anything else.
unsigned mg_path_number(struct mg_slice text, unsigned least);

// [a-z0-9]
bool mg_path_is_id_char(char c);

// How much of a text that somebody typed or sent a sentence shows: a precision for "%.*s".
int mg_path_shown(struct mg_slice text);

int mg_path_check_key(const char *what, struct mg_slice text, struct mg_error *err) MG_CHECKED;

// Reads text as the path of a record of that type. On MG_EINVALID *reached tells how many bytes were read before the
// mistake.
int mg_path_match(const struct mg_type *type, const char *text, struct mg_path_parts *parts, size_t *reached,
		  struct mg_error *err) MG_CHECKED;

#endif
