// SPDX-License-Identifier: EUPL-1.2
//
// An object told as what differs from another one (gitformat-pack(5), "Deltified representation").
#ifndef MG_CORE_DELTA_H
#define MG_CORE_DELTA_H

#include "base/buf.h"

// What a delta makes of its base, of at most max bytes. MG_EINVALID when it is malformed, is of another base, or does not
// make as much as it says; MG_ELIMIT.
int mg_delta_apply(struct mg_slice base, struct mg_slice delta, size_t max, struct mg_buf *out,
		   struct mg_error *err) MG_CHECKED;

#endif
