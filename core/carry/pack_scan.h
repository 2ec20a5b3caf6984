// SPDX-License-Identifier: EUPL-1.2
//
// A look into a pack (gitformat-pack) while it arrives, before any of it is unpacked: a few kilobytes can claim gigabytes.
// What is beyond a limit is refused at the header that says so; time and memory are bounded by the limits, whatever the
// bytes are. What the objects are called is told afterwards (core/carry/pack_index.h).
//
// It is passed on with one change: an object told from one that is not in the pack but here (a thin pack) goes on whole, so
// that the pack needs nothing but itself.
#ifndef MG_CORE_PACK_SCAN_H
#define MG_CORE_PACK_SCAN_H

#include "core/carry/pack_pass.h"

struct mg_pack_scan;

// An object that is here, and its kind as packs tell it; MG_ENOTFOUND.
typedef int (*mg_pack_base)(void *context, const struct mg_id *id, unsigned *kind, struct mg_buf *bytes,
			    struct mg_error *err);

// What it is passed on to, and where bases are looked for. NULL when memory is exhausted.
struct mg_pack_scan *mg_pack_scan_new(mg_pack_give give, mg_pack_base base, void *context);
void mg_pack_scan_free(struct mg_pack_scan *scan);

// The next bytes of the pack, cut anywhere. MG_EINVALID when it is no pack, MG_ELIMIT when it or something in it is too
// large; what giving it on fails with. Nothing more may be fed then.
int mg_pack_scan_feed(struct mg_pack_scan *scan, struct mg_slice bytes, struct mg_error *err) MG_CHECKED;

// How many objects it says it has, and how many of them have come.
void mg_pack_scan_count(const struct mg_pack_scan *scan, unsigned *total, unsigned *come);

// Passes the rest on. MG_EINVALID unless the pack has been fed to its end.
int mg_pack_scan_finish(struct mg_pack_scan *scan, struct mg_error *err) MG_CHECKED;

#endif
