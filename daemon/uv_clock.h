// SPDX-License-Identifier: EUPL-1.2
//
// The system's clock. A build for tests begins at MAILLAGE_NOW (milliseconds since 1970) when that is set, and runs on
// from there, so that a daemon lives on another day without standing still.
#ifndef MG_DAEMON_UV_CLOCK_H
#define MG_DAEMON_UV_CLOCK_H

#include "core/copy/copy.h"

struct mg_system_clock {
	int64_t ahead_ms; // of the system
};

// The clock returned borrows the storage; any thread may read it.
struct mg_clock mg_system_clock_init(struct mg_system_clock *clock);

#endif
