// SPDX-License-Identifier: EUPL-1.2
//
// Tables embedded in the program as they stand in the repository: lines of fields parted by tabs, in byte order of their
// first field. They are looked up where they lie, by bisection over their bytes; nothing is read at start-up.
#ifndef MG_SCHEMA_TSV_H
#define MG_SCHEMA_TSV_H

#include "base/slice.h"

// The first line is the vintage: "#", a tab, the year.
struct mg_slice mg_tsv_vintage(struct mg_slice table);

// Finds the line whose column holds exactly key; the lines must be in byte order of that column. fields receives its first n
// fields, empty where it has fewer.
bool mg_tsv_find(struct mg_slice table, size_t column, struct mg_slice key, struct mg_slice *fields, size_t n);

// The next line: at begins at 0. False after the last.
bool mg_tsv_next(struct mg_slice table, size_t *at, struct mg_slice *fields, size_t n);

// The tables of this directory (tools/communes makes them; docs/format-codes.md says what is in them).
struct mg_slice mg_tsv_communes(void);
struct mg_slice mg_tsv_withdrawn(void);
struct mg_slice mg_tsv_bodies(void);

#endif
