// SPDX-License-Identifier: EUPL-1.2
//
// From a regular expression of ECMA-262 (with its u flag) to the same one for PCRE2 compiled with PCRE2_UTF,
// PCRE2_ALT_BSUX, PCRE2_EXTRA_ALT_BSUX and PCRE2_DOLLAR_ENDONLY. Private to jsonschema_pattern.c.
#ifndef MG_SCHEMA_ECMA_H
#define MG_SCHEMA_ECMA_H

#include "base/buf.h"

// Rewrites what the two spell or mean differently: `.`, \s and \S, \v, \0, \p{Letter}, a [ in a class. MG_EINVALID for
// what PCRE2 has and ECMA-262 has not: \A \z \h \Q..., (?i) and other settings, (?>...), possessive quantifiers, verbs.
// out is replaced.
int mg_ecma_translate(struct mg_slice source, struct mg_buf *out, struct mg_error *err) MG_CHECKED;

#endif
