// SPDX-License-Identifier: EUPL-1.2
//
// An edit made on an older version of a record, brought onto the present one (docs/architecture.md, "One edit", step
// 4). The saved text keeps its layout and comments; what others changed since is set in it, field by field.
#ifndef MG_CORE_REBASE_H
#define MG_CORE_REBASE_H

#include "core/copy/copy.h"
#include "schema/yaml/yaml.h"

// base: the version the edit started from; saved: what was saved; current: the present version. out becomes saved with
// what changed from base to current. When both changed one field differently: with MG_SIDE_ASK, MG_ECONFLICT and *field
// (in the arena) names it; with MINE the saved value stays; with THEIRS out is the present version with what else was
// saved.
int mg_rebase(const struct mg_doc *base, const struct mg_doc *saved, const struct mg_doc *current, enum mg_side side,
	      struct mg_arena *arena, struct mg_buf *out, const char **field, struct mg_error *err) MG_CHECKED;

// How many writes lie between two versions.
int mg_rebase_distance(const struct mg_doc *from, const struct mg_doc *to, size_t *n, struct mg_error *err) MG_CHECKED;

#endif
