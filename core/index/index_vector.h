// SPDX-License-Identifier: EUPL-1.2
//
// A commit's vector: how many commits of each chain it has among its ancestors, itself included. Private to the index.
#ifndef MG_CORE_INDEX_VECTOR_H
#define MG_CORE_INDEX_VECTOR_H

#include "base/buf.h"

#include <sqlite3.h>
#include <stdint.h>

struct mg_vector {
	uint32_t *seen; // seen[chain], owned; NULL when not loaded yet
	uint32_t n;
};

// As the index keeps it, in a column of a row. False without memory.
bool mg_vector_read(sqlite3_stmt *row, int column, struct mg_vector *vector);
void mg_vector_pack(const struct mg_vector *vector, struct mg_buf *out);

// Adds what another has seen. The vector stays as it was when that fails.
int mg_vector_absorb(struct mg_vector *vector, const struct mg_vector *other, struct mg_error *err) MG_CHECKED;

#endif
