// SPDX-License-Identifier: EUPL-1.2
//
// The names inside the written form of a place.
#ifndef MG_SCHEMA_PLACE_TEXT_H
#define MG_SCHEMA_PLACE_TEXT_H

#include "base/buf.h"

// A key, or a set's member: bare when it can be, else a JSON string.
void mg_place_put_name(struct mg_slice name, struct mg_buf *out);

// An id, given by its canonical text: the string "l1" is written bare, the string "1" keeps its quotes because a bare 1
// is the integer.
void mg_place_put_id(struct mg_slice canon, struct mg_buf *out);

#endif
