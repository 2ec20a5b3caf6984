// SPDX-License-Identifier: EUPL-1.2
//
// A folder's tree told as what differs from another version of it (gitformat-pack(5), "Deltified representation"). Both
// list names in order, so one pass finds all: two versions of a folder of 5,000 records, 225 KB each, differ by 60 bytes.
#ifndef MG_CORE_TREE_DELTA_H
#define MG_CORE_TREE_DELTA_H

#include "base/buf.h"

// Whatever the bytes are, the delta makes target of base; it is short when they are trees.
void mg_tree_delta(struct mg_slice base, struct mg_slice target, struct mg_buf *out);

#endif
