// SPDX-License-Identifier: EUPL-1.2
//
// Tables as printable French documents, on A4 across.
#ifndef MG_CORE_PAPER_TABLE_H
#define MG_CORE_PAPER_TABLE_H

#include "core/report/table.h"

// Appends the document of a table made from a book. MG_ENOMEM; MG_EINVALID when a template of ours is wrong.
int mg_paper_table(const struct mg_table *table, const struct mg_book *book, struct mg_buf *out,
		   struct mg_error *err) MG_CHECKED;

#endif
