// SPDX-License-Identifier: EUPL-1.2
//
// The first line of a commit's message, made from its changes: "actions/maraudes-7k2m: cible 120 → 150".
#ifndef MG_CORE_SUBJECT_H
#define MG_CORE_SUBJECT_H

#include "core/trust/judge.h"

// Appends one line, without its newline, of at most about 100 characters. settled: how many conflicts the commit settles,
// told when nothing else changes.
void mg_subject_format(const struct mg_change *changes, size_t n, size_t settled, struct mg_buf *out);

#endif
