// SPDX-License-Identifier: EUPL-1.2
//
// SHA-1 (RFC 3174) of bare bytes, for what ends a git pack and its index: checksums against accidents. Objects are
// named by libgit2, which also looks for collisions; signatures use others.
#ifndef MG_CORE_SHA1_H
#define MG_CORE_SHA1_H

#include "base/slice.h"

#include <stdint.h>

#define MG_SHA1_BYTES 20

void mg_sha1(struct mg_slice bytes, uint8_t digest[MG_SHA1_BYTES]);

#endif
