// SPDX-License-Identifier: EUPL-1.2
//
// A look into a pack (gitformat-pack) while it arrives, before libgit2 unpacks any of it: libgit2's indexer holds every
// object whole, and a few kilobytes can claim gigabytes. What is beyond a limit is refused at the header that says so; time
// and memory are bounded by the limits, whatever the bytes are. That the objects are what their names say is the
// indexer's business.
#ifndef MG_CORE_PACK_SCAN_H
#define MG_CORE_PACK_SCAN_H

#include "base/error.h"
#include "base/limits.h"
#include "base/slice.h"

#include <stdint.h>

struct mg_pack_scan;

// NULL when memory is exhausted.
struct mg_pack_scan *mg_pack_scan_new(void);
void mg_pack_scan_free(struct mg_pack_scan *scan);

// The next bytes of the pack, cut anywhere. MG_EINVALID when it is no pack, MG_ELIMIT when it or something in it is too
// large; nothing more may be fed then.
int mg_pack_scan_feed(struct mg_pack_scan *scan, struct mg_slice bytes, struct mg_error *err) MG_CHECKED;

// MG_EINVALID unless the pack has been fed to its end.
int mg_pack_scan_finish(const struct mg_pack_scan *scan, struct mg_error *err) MG_CHECKED;

#endif
