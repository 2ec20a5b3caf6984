// SPDX-License-Identifier: EUPL-1.2
//
// What proof.c and the files that make its entries share. Private to them.
#ifndef MG_CORE_PROOF_IMPL_H
#define MG_CORE_PROOF_IMPL_H

#include "core/copy/copy_impl.h"
#include "core/report/proof.h"

// The pack: commits back to the first, and what the evidence needs of their trees. Counts the commits.
int mg_proof_pack(struct mg_copy *copy, const struct mg_path *record, struct mg_proof *proof, struct mg_arena *arena,
		  struct mg_buf *out, struct mg_error *err) MG_CHECKED;

// LISEZMOI.txt.
int mg_proof_readme(struct mg_copy *copy, const struct mg_path *record, const struct mg_proof *proof,
		    struct mg_buf *out, struct mg_error *err) MG_CHECKED;

// The name of a file without its folders.
const char *mg_proof_name(const char *path);

#endif
