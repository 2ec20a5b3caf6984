// SPDX-License-Identifier: EUPL-1.2
//
// The head of a git bundle (gitformat-bundle, version 2), before its pack:
//
//   # v2 git bundle
//   -<40 hex> <words>       any number: a commit that whoever takes the bundle must have already
//   <40 hex> <reference>    any number
//   <an empty line>
#ifndef MG_CORE_BUNDLE_HEAD_H
#define MG_CORE_BUNDLE_HEAD_H

#include "base/arena.h"
#include "base/buf.h"
#include "core/repo/id.h"

#define MG_MAX_BUNDLE_HEAD (2u << 20) // 4,096 lines and as many forks, needed and given

struct mg_bundle_ref {
	struct mg_id id;
	const char *name;
};

struct mg_bundle_head {
	struct mg_id *needs;
	size_t n_needs;
	struct mg_bundle_ref *refs;
	size_t n_refs;
	size_t bytes; // of the head; the pack follows
};

// Reads the head at the beginning of some bytes, which may be the whole file or less. In the arena. MG_EINVALID when it is
// no bundle, is of another version, or is cut short.
int mg_bundle_head_parse(struct mg_slice bytes, struct mg_arena *arena, struct mg_bundle_head *out,
			 struct mg_error *err) MG_CHECKED;

// Writes it. The caller checks the buffer.
void mg_bundle_head_format(const struct mg_bundle_head *head, struct mg_buf *out);

#endif
