// SPDX-License-Identifier: EUPL-1.2
//
// JSON that other programs wrote may escape a character beyond U+FFFF as two halves, "\ud83d\ude00", which YAML has no
// escape for.
#ifndef MG_CLI_JSON_PAIRS_H
#define MG_CLI_JSON_PAIRS_H

#include "base/buf.h"

// Puts the characters themselves in place of such pairs, in a text that begins as JSON does; leaves any other alone. A half
// that stands alone stays, and is refused by who reads the text.
void mg_json_join_pairs(struct mg_buf *text);

#endif
