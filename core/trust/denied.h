// SPDX-License-Identifier: EUPL-1.2
//
// Whether an edit of the folder is its author's to record, asked before anything is. Private to core/.
#ifndef MG_CORE_DENIED_H
#define MG_CORE_DENIED_H

#include "core/copy/copy_impl.h"
#include "core/trust/rights.h"

struct mg_denier {
	struct mg_copy *copy;
	struct mg_arena *arena;
	bool is_open, can_write; // a copy that may write nothing says so by itself
	struct mg_snapshot view;
	struct mg_writer writer;
	struct mg_rights_view rights;
};

// *why: NULL when the edit may be recorded, as far as rights go, else the sentence that says who could. data NULL: the
// file is removed. In the arena.
int mg_denied(struct mg_denier *denier, const char *path, struct mg_slice bytes, const char **why,
	      struct mg_error *err) MG_CHECKED;

#endif
