// SPDX-License-Identifier: EUPL-1.2
//
// What the reader checks of the keys of one mapping.
#ifndef MG_SCHEMA_YAML_KEYS_H
#define MG_SCHEMA_YAML_KEYS_H

#include "schema/yaml_text.h"

// Reports every key written more than once, in n log n: a hostile file has a hundred thousand keys. False when memory is
// exhausted.
bool mg_yaml_check_duplicates(struct mg_yaml_text *text, const struct mg_pair *pairs, size_t n) MG_CHECKED;

// Whether a key is short enough to be one line of a mapping in every form we write: libyaml looks for the colon of a key
// in 1,024 characters only.
bool mg_yaml_key_fits(struct mg_slice key);

#endif
