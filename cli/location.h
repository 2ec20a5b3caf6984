// SPDX-License-Identifier: EUPL-1.2
//
// Where a remote is.
#ifndef MG_CLI_LOCATION_H
#define MG_CLI_LOCATION_H

#include "base/arena.h"

// A remote's location as it is kept: a path becomes absolute, because every later command starts somewhere else; a URL
// and ssh's host:path stay as typed. NULL without memory. In the arena.
const char *mg_location_absolute(const char *typed, struct mg_arena *arena);

#endif
