// SPDX-License-Identifier: EUPL-1.2
//
// The canonical text of a string, for those who have no node (mg_node_canon is in schema/value/node.h).
#ifndef MG_SCHEMA_CANON_H
#define MG_SCHEMA_CANON_H

#include "schema/value/node.h"

// A JSON string that YAML reads the same: UTF-8 as it is, escaping only what must be.
void mg_canon_string(struct mg_slice text, struct mg_buf *out);

#endif
