// SPDX-License-Identifier: EUPL-1.2
//
// A folder that others write in: a shared one, a USB stick. libgit2 opens whatever has the name of one of git's files, so a
// pipe there would stop this program for ever, a device or a link give it anything, and a million references take its time
// and memory. Who changes the folder at this very moment is not held off: the program then waits, and can be ended.
#ifndef MG_CORE_SHARED_H
#define MG_CORE_SHARED_H

#include "base/error.h"

// Looks through the repository at a remote's address, when that is a folder of this machine, before anything opens it:
// MG_EINVALID or MG_ELIMIT, with what is there that git would not have put there. 0 for an address elsewhere, and for a
// folder that is not there.
int mg_shared_look(const char *url, struct mg_error *err) MG_CHECKED;

#endif
