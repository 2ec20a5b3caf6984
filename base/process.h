// SPDX-License-Identifier: EUPL-1.2
//
// Other programs of this machine. What is particular to Linux stands here.
#ifndef MG_BASE_PROCESS_H
#define MG_BASE_PROCESS_H

#include <stdbool.h>

// Whether a running program of that name, or whose name begins with it and "-" ("git", "git-gui"), works in a folder: its
// current folder is that one or lies below. One that may not be looked at, another user's, counts as if it did; this
// process does not count. False where the system does not tell.
bool mg_process_works_in(const char *name, const char *dir);

#endif
