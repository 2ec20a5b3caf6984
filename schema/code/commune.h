// SPDX-License-Identifier: EUPL-1.2
//
// Communes and intercommunal bodies of France, of one vintage of the Code officiel géographique. Texts belong to the
// program.
#ifndef MG_SCHEMA_COMMUNE_H
#define MG_SCHEMA_COMMUNE_H

#include "base/arena.h"

#include <stdint.h>

// An EPCI, or an EPT: in the Métropole du Grand Paris the level at which communes work together is the EPT.
struct mg_body {
	struct mg_slice siren, kind, name; // kind: CC, CA, CU, METRO, MET69 or EPT
};

struct mg_commune {
	struct mg_slice code, name;
	int64_t population;  // -1: not known
	struct mg_body body; // empty: in none, as some islands are
};

// "2026"
struct mg_slice mg_commune_vintage(void);

// A commune of that vintage; false when the code is none, or not any more.
bool mg_commune_find(struct mg_slice code, struct mg_commune *out);
bool mg_commune_exists(struct mg_slice code);

// What became of a code that is no commune's any more, or never was (communes déléguées or associées, arrondissements of
// Paris, Lyon and Marseille); name is the former one, or empty.
bool mg_commune_now(struct mg_slice code, struct mg_slice *name, struct mg_commune *now);

// The communes that somebody means by a name, the most populous first, at most max: those of that name, whatever its case,
// accents, hyphens and "St"; else the nearest one.
size_t mg_commune_named(struct mg_slice name, struct mg_commune *out, size_t max);

// The département of a commune's code: "78", "2A", "974".
struct mg_slice mg_commune_departement(struct mg_slice code);

bool mg_body_find(struct mg_slice siren, struct mg_body *out);

#define MG_METROPOLE_DU_GRAND_PARIS "200054781"

#endif
