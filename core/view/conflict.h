// SPDX-License-Identifier: EUPL-1.2
//
// A conflict as a file: conflits/<id>.yaml (docs/format-conflict.md).
//
//   fiche: actions/maraudes-7k2m
//   champ: cible
//   valeurs:
//     - n: 1
//       valeur: 150            or valeur_sha256 (above 1 KiB), or retrait: true,
//                              or ecrits: {<champ>: <valeur>...} and retraits: [<champ>...] when it writes below
//       acteur: asso-exemple
//       cle: 3k2q...
//       commit: 6f1d...
//       date: 2018-01-15T10:00:00Z
//
// It depends on the conflict's own writes alone, so every copy writes the same bytes.
#ifndef MG_CORE_CONFLICT_H
#define MG_CORE_CONFLICT_H

#include "core/view/view.h"
#include "schema/value/place_set.h"

#define MG_CONFLICT_FOLDER "conflits/"

// "conflits/<id>.yaml" in the arena.
const char *mg_conflict_path(const char *id, struct mg_arena *arena);

// The file's bytes. `input` is what the conflict was computed from: it names the record and the commits.
int mg_conflict_format(const struct mg_conflict *conflict, const struct mg_view_input *input, struct mg_buf *out,
		       struct mg_error *err) MG_CHECKED;

// The write by which a commit settles a conflict whose place it does not write: what its tree holds is kept
// (`kept`: the record in that tree, or NULL). Appends one or more writes. A conflict about kinds is settled by writing
// the place anew.
int mg_conflict_settle(const struct mg_conflict *conflict, const struct mg_view_input *input,
		       const struct mg_node *kept, struct mg_writes *writes, struct mg_error *err) MG_CHECKED;

// Where writes end what stands there and below. A conflict at or below one of these places needs nothing more to settle it.
int mg_conflict_ended(const struct mg_writes *writes, struct mg_arena *arena, struct mg_place_set *places,
		      struct mg_error *err) MG_CHECKED;

// True when a write at `place` settles the conflict: at, above or below its place, or in the same list as one of another
// kind (an element with an id where there was a set: who writes it had that set, with its conflict, in front of him).
bool mg_conflict_touched(const struct mg_conflict *conflict, const char *place);

// The same of a write at one of many places.
bool mg_conflict_touched_by(const struct mg_conflict *conflict, const struct mg_place_set *places);

// Seconds since 1970 of a stamp as people and files write it: 2018-01-15T10:00:00Z.
#define MG_TIME_CHARS 20
void mg_time_format(int64_t stamp_ms, char out[MG_TIME_CHARS + 1]);

#endif
