// SPDX-License-Identifier: EUPL-1.2
//
// Dates of birth in a text. Private to schema/record/privacy*.c.
#ifndef MG_SCHEMA_PRIVACY_BIRTH_H
#define MG_SCHEMA_PRIVACY_BIRTH_H

#include "base/slice.h"

// Whether a date of birth begins at an offset of text, with "né", "date de naissance"...; its place with the date.
bool mg_privacy_birth(struct mg_slice text, size_t at, struct mg_slice *found);

#endif
