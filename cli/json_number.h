// SPDX-License-Identifier: EUPL-1.2
//
// A number of a record as JSON: every digit as it is written, whatever a double could hold.
#ifndef MG_CLI_JSON_NUMBER_H
#define MG_CLI_JSON_NUMBER_H

#include "schema/value/node.h"

// Appends the number. False when JSON has none like it (.inf, .nan): then it is YAML's word for it.
bool mg_json_number(const struct mg_node *node, struct mg_buf *out);

#endif
