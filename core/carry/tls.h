// SPDX-License-Identifier: EUPL-1.2
//
// The certificates of the system, for remotes reached over https. libgit2 1.5 reads and decodes all of them whenever it
// starts, which is 5 ms of a program that most often meets no network; here it does so when a remote first needs them.
#ifndef MG_CORE_TLS_H
#define MG_CORE_TLS_H

#include "base/error.h"

// Starts libgit2, as git_libgit2_init, but for its certificates: TLS trusts nobody until mg_tls_load. From any thread.
int mg_tls_start_git(void);

// Reads the certificates if that was put off, before the first connection over TLS. From any thread.
int mg_tls_load(struct mg_error *err) MG_CHECKED;

#endif
