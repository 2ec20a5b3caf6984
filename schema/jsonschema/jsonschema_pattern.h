// SPDX-License-Identifier: EUPL-1.2
//
// Regular expressions of `pattern` and `patternProperties`: ECMA-262 with its u flag, unanchored, run by PCRE2 with
// bounds. Private to jsonschema_*.c.
#ifndef MG_SCHEMA_JSONSCHEMA_PATTERN_H
#define MG_SCHEMA_JSONSCHEMA_PATTERN_H

#include "base/buf.h"

struct mg_pattern; // compiled; may be used from several threads

// MG_EINVALID, with the offset in characters of the source, when it is no expression of ECMA-262: also for what PCRE2
// alone would take, so that a schema means the same to every other validator.
int mg_pattern_new(struct mg_slice source, struct mg_pattern **out, struct mg_error *err) MG_CHECKED;
void mg_pattern_free(struct mg_pattern *pattern);

// As written in the schema; borrowed from it.
struct mg_slice mg_pattern_source(const struct mg_pattern *pattern);

// What PCRE2 writes to while it matches: one caller's, on its stack, so that matching need not allocate.
#define MG_MATCHER_BYTES (28u * 1024u) // PCRE2 starts with 20 KiB of backtracking frames
struct mg_matcher {
	struct pcre2_real_general_context_8 *general;
	struct pcre2_real_match_context_8 *limits;
	struct pcre2_real_match_data_8 *data;
	size_t used;
	_Alignas(max_align_t) char room[MG_MATCHER_BYTES];
};

void mg_matcher_init(struct mg_matcher *matcher);
void mg_matcher_clear(struct mg_matcher *matcher);

enum mg_match {
	MG_MATCH,
	MG_NO_MATCH,
	MG_MATCH_TOO_HARD, // beyond the bound on backtracking, or out of memory
};

enum mg_match mg_pattern_match(const struct mg_pattern *pattern, struct mg_matcher *matcher, struct mg_slice text);

#endif
