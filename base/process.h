// SPDX-License-Identifier: EUPL-1.2
//
// Other programs and users of this machine. What is particular to Linux stands here.
#ifndef MG_BASE_PROCESS_H
#define MG_BASE_PROCESS_H

#include <stdbool.h>

// Whether a running program of that name, or whose name begins with it and "-" ("git", "git-gui"), works in a folder: its
// current folder is that one or lies below. One that may not be looked at, another user's, counts as if it did; this
// process does not count. False where the system does not tell.
bool mg_process_works_in(const char *name, const char *dir);

// The name of who runs this program, or "" where the system does not tell; returns out.
#define MG_PROCESS_USER_BYTES 256 // login names are 32 characters at most (useradd(8))
char *mg_process_user(char out[MG_PROCESS_USER_BYTES]);

#endif
