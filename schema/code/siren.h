// SPDX-License-Identifier: EUPL-1.2
//
// The key digits of the registers' numbers. Whether a number is given to anybody is the registers' to say.
#ifndef MG_SCHEMA_SIREN_H
#define MG_SCHEMA_SIREN_H

#include "base/slice.h"

// Nine digits that satisfy Luhn's formula (ISO/IEC 7812-1, annex B).
bool mg_siren_check(struct mg_slice text);

// Fourteen digits that do, or those of La Poste: its offices outnumber what the formula can give, and their digits sum to a
// multiple of five.
bool mg_siret_check(struct mg_slice text);

// Nine characters: digits, whose last is Luhn's; in Corsica the second is a letter, and no key is known to us.
bool mg_finess_check(struct mg_slice text);

#endif
