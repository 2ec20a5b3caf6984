// SPDX-License-Identifier: EUPL-1.2
//
// Writing .git/config. It may hold the passwords of remotes' addresses, and is then its owner's alone; libgit2 would write
// it anew for everybody to read.
#ifndef MG_CORE_REPO_CONFIG_H
#define MG_CORE_REPO_CONFIG_H

#include "core/repo/repo.h"

// Sets one value.
int mg_repo_config_set(struct mg_repo *repo, const char *key, const char *value, struct mg_error *err) MG_CHECKED;

// Around what libgit2 writes there, which it makes for everybody to read before anything can be said about it: meanwhile
// only the owner enters the repository's folder. (A mask for new files would be that of all threads.)
struct mg_repo_veil {
	unsigned mode; // of the folder
	bool drawn;
};

// secret: what is to be written holds a password. Nothing is done without one, here or there before.
void mg_repo_config_veil(struct mg_repo *repo, bool secret, struct mg_repo_veil *veil);

// After what was written, or was not: code, the caller's, which is returned when it is an error.
int mg_repo_config_unveil(struct mg_repo *repo, const struct mg_repo_veil *veil, int code,
			  struct mg_error *err) MG_CHECKED;

#endif
