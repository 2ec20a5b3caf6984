// SPDX-License-Identifier: EUPL-1.2
//
// The readable part of a new record's id.
#ifndef MG_CLI_SLUG_H
#define MG_CLI_SLUG_H

#include "base/limits.h"
#include "base/slice.h"

#define MG_SLUG_MAX     (MG_MAX_ID_CHARS - 5) // leaves room for "-xxxx"
#define MG_SLUG_PREFERS 40                    // a longer one is cut at a word, so that paths stay readable

// Lower case, the accents of Latin letters folded, everything else a hyphen, single and inside only: "Équipe mobile
// (nuit)" gives "equipe-mobile-nuit". out holds MG_SLUG_MAX + 1 bytes. False when nothing is left.
bool mg_slug_make(struct mg_slice text, char *out);

#endif
