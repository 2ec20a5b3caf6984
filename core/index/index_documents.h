// SPDX-License-Identifier: EUPL-1.2
//
// Records that were read, by their object: read again in a tenth of the time. Whoever reads a book keeps there what it had
// to read anew; nothing else in the index depends on it.
#ifndef MG_CORE_INDEX_DOCUMENTS_H
#define MG_CORE_INDEX_DOCUMENTS_H

#include "core/index/index.h"

struct mg_index_document {
	struct mg_id blob;
	struct mg_slice bytes; // schema/yaml/yaml_code.h
};

// Between hold and release this handle sees the index as it was at its first question, and asks without locking it each
// time. Within mg_index_begin that is so anyway. Several holds end with the last release; what is kept meanwhile
// (mg_index_keep_documents, mg_index_keep_seals) makes it look anew.
int mg_index_hold(struct mg_index *index, struct mg_error *err) MG_CHECKED;
void mg_index_release(struct mg_index *index);

// What is kept of an object, in the arena; bytes.data is NULL when nothing is.
int mg_index_document(struct mg_index *index, const struct mg_id *blob, struct mg_arena *arena, struct mg_slice *bytes,
		      struct mg_error *err) MG_CHECKED;

// Keeps some more, when nobody else is writing and the disk has room: else they are read anew next time. What was kept
// before is thrown away first when it is more than `most`. Needs no lock of the copy: no other table is touched.
void mg_index_keep_documents(struct mg_index *index, const struct mg_index_document *documents, size_t n, size_t most);

#endif
