// SPDX-License-Identifier: EUPL-1.2
//
// What somebody meant who wrote something else than a code.
#ifndef MG_SCHEMA_CODE_HINT_H
#define MG_SCHEMA_CODE_HINT_H

#include "base/buf.h"

// Writes the likely fix of a text where a code of that kind (x-code) is wanted: the code of a commune's name, the zero that
// a spreadsheet took from a code. False, writing nothing, without a good idea.
bool mg_code_hint(struct mg_slice kind, struct mg_slice text, struct mg_buf *hint);

#endif
