// SPDX-License-Identifier: EUPL-1.2
//
// Writing .git/config. It may hold the passwords of remotes' addresses, and is then its owner's alone; libgit2 would write
// it anew for everybody to read.
#ifndef MG_CORE_REPO_CONFIG_H
#define MG_CORE_REPO_CONFIG_H

#include "core/repo/repo.h"

// Sets one value.
int mg_repo_config_set(struct mg_repo *repo, const char *key, const char *value, struct mg_error *err) MG_CHECKED;

// Around what libgit2 writes there: whether only its owner reads it, and making it so.
bool mg_repo_config_is_private(struct mg_repo *repo);
int mg_repo_config_hide(struct mg_repo *repo, struct mg_error *err) MG_CHECKED;

#endif
