// SPDX-License-Identifier: EUPL-1.2
//
// What somebody meant who wrote something else than a code.
#ifndef MG_SCHEMA_CODE_HINT_H
#define MG_SCHEMA_CODE_HINT_H

#include "base/buf.h"

// Each writes the likely fix of a text where a code of that kind (x-code) is wanted; false, writing nothing, without a
// good idea.

// The zero that a spreadsheet took from a code: 1103.
bool mg_code_hint_zero(struct mg_slice kind, struct mg_slice text, struct mg_buf *hint);

// The code of a commune's name, looked for among all names: some hundredths of a second. Or of a number of Corsica without
// its letter: 20004.
bool mg_code_hint_name(struct mg_slice kind, struct mg_slice text, struct mg_buf *hint);

#endif
