// SPDX-License-Identifier: EUPL-1.2
//
// French social security numbers (NIR), which no record may hold: a cooperative works on publics, never on persons, and
// git keeps for ever what it once held.
#ifndef MG_SCHEMA_NIR_H
#define MG_SCHEMA_NIR_H

#include "base/slice.h"

// Finds the first one in text: 13 digits beginning with 1 or 2, alone or followed by their two-digit key (97 minus the
// number modulo 97), written together or parted as on the card (1 84 12 76 451 089 46) by blanks, dots or hyphens; the
// department may be 2A or 2B. False when there is none; else *found is the place of it in text.
bool mg_nir_find(struct mg_slice text, struct mg_slice *found);

#endif
