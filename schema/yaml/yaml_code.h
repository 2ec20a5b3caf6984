// SPDX-License-Identifier: EUPL-1.2
//
// A document that was read, as bytes: its text and its tree, to be kept and taken up again without being read anew, which
// takes ten times as long. Not a format to exchange: whoever keeps the bytes keeps MG_DOC_CODE with them.
#ifndef MG_SCHEMA_YAML_CODE_H
#define MG_SCHEMA_YAML_CODE_H

#include "schema/yaml/yaml.h"

// Raised when the bytes mean something else, or when mg_yaml_read makes something else of a text.
#define MG_DOC_CODE 1

// Appends to out. doc is one that mg_yaml_read has read.
void mg_doc_encode(const struct mg_doc *doc, struct mg_buf *out);

// The document that was encoded, with its positions. Its nodes live in the arena, its texts are borrowed from the bytes.
// False when the bytes are damaged, or memory is exhausted: *doc is then empty.
bool mg_doc_decode(struct mg_slice bytes, struct mg_arena *arena, struct mg_doc *doc) MG_CHECKED;

#endif
