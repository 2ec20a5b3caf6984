// SPDX-License-Identifier: EUPL-1.2
//
// The same work on many things that have nothing to do with one another, shared among several threads: those of the other
// processors, or more where each waits for a disk. The caller takes part and goes on when all is done, so nothing of it is
// seen outside but that it took less long.
#ifndef MG_BASE_SHARE_H
#define MG_BASE_SHARE_H

#include <stddef.h>

// Does one of them. It writes to nothing that another's does.
typedef void (*mg_share_work)(void *context, size_t i);

#define MG_SHARE_PROCESSORS 0 // as many threads as there are processors
#define MG_SHARE_WAITS      8 // for what mostly waits: by then a disk has as much to do as it can do at once

// work(context, i) for each i below n, in any order, by so many threads, the caller's among them. Few things are done by
// the caller alone, as is everything where no thread can be started.
void mg_share(mg_share_work work, void *context, size_t n, unsigned threads);

#endif
