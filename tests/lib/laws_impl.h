// SPDX-License-Identifier: EUPL-1.2
//
// What the files behind tests/lib/laws.h share.
#ifndef MG_TESTS_LIB_LAWS_IMPL_H
#define MG_TESTS_LIB_LAWS_IMPL_H

#include "tests/lib/laws.h"
#include "tests/lib/memo.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

// ---- what was found (laws_found.c)

struct laws_file {
	const char *path;
	struct mg_id blob; // zero: it is not there
};

// The files a record's history amounts to: its own and those of its conflicts.
struct laws_files {
	struct laws_file record, *conflicts;
	size_t n_conflicts;
};

// NULL when nothing is known of a history of that name. found may be NULL.
const struct laws_files *laws_found_get(const struct laws_found *found, const uint8_t name[MEMO_NAME_BYTES]);
void laws_found_add(struct laws_found *found, const uint8_t name[MEMO_NAME_BYTES], const struct laws_files *files);

// ---- looks (laws.c)

// A law looked at: of which history.
struct laws_look {
	struct mg_store *store;
	const struct mg_index_commit *frontier;
	size_t n;
	mg_position *positions;
	struct mg_arena *arena;
	struct mg_error err;
};

// A record: all that was ever written to it, and what of that the history amounts to.
struct laws_seen {
	const char *path;
	struct mg_index_history h;
	struct mg_view_result result;
	struct mg_view_input input;
	struct laws_files files; // as the tree has them
};

void laws_must(int code, const struct mg_error *err);
bool laws_within(const struct laws_look *l, mg_position position);
const char *laws_name_of(const struct laws_look *l);
struct laws_file laws_find_file(struct laws_look *l, const struct mg_id *tree, const char *path);

// What a tree shows of a record, and its conflicts, held against all that was ever written to it (laws_record.c). Fills
// in result, input and files.
void laws_check_slowly(struct laws_look *l, const struct mg_id *tree, struct laws_seen *s);

#endif
