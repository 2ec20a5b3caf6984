// SPDX-License-Identifier: EUPL-1.2
//
// What a bundle holds, for a copy that is being made from it. Private to core/carry.
#ifndef MG_CORE_BUNDLE_READ_H
#define MG_CORE_BUNDLE_READ_H

#include "core/carry/remote_impl.h"

struct mg_bundle_read {
	struct mg_remote_head *heads; // its lines and forks, in the arena
	size_t n;
	struct mg_quarantine *quarantine; // with its objects; the caller's
};

// Reads a bundle of everything into a quarantine, and judges nothing yet. Fails as mg_bundle_apply, but for MG_ETRUST:
// whose it is, the caller asks.
int mg_bundle_read(struct mg_copy *copy, const char *file, struct mg_transfer *transfer, struct mg_arena *arena,
		   struct mg_bundle_read *out, struct mg_error *err) MG_CHECKED;

#endif
