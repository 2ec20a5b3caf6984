// SPDX-License-Identifier: EUPL-1.2
//
// A copy that is being made: .git/maillage/unfinished stands there meanwhile, locked. When the program is killed it stays, and
// whoever makes a copy in the same folder again begins anew. Private to core.
#ifndef MG_CORE_UNFINISHED_H
#define MG_CORE_UNFINISHED_H

#include "core/repo/repo.h"

// Marks a repository that has just been made. *fd keeps it locked until mg_unfinished_close; -1 after a failure.
int mg_unfinished_begin(const struct mg_repo *repo, int *fd, struct mg_error *err) MG_CHECKED;

// The copy is whole.
void mg_unfinished_end(const struct mg_repo *repo);
void mg_unfinished_close(int fd);

// Whether a repository is so marked.
bool mg_unfinished_is(const struct mg_repo *repo);

// The copy is whole all the same: takes off what a killed program left. A mark that is locked stays.
void mg_unfinished_heal(const struct mg_repo *repo);

// Empties a folder that holds nothing but a repository so marked which nobody is making now. Any other is left as it is.
void mg_unfinished_remove(const char *dir);

#endif
