// SPDX-License-Identifier: EUPL-1.2
//
// The objects and references of a git repository, in memory: libgit2 asks it instead of the folders objects/ and refs/.
// Who only plays a CA's copies makes and throws away thousands of them, and files would be most of the time.
#ifndef MG_TESTS_LIB_VAULT_H
#define MG_TESTS_LIB_VAULT_H

#include <git2.h>

struct vault;

struct vault *vault_new(void);
void vault_free(struct vault *vault); // once no repository uses it

// Gives a repository just opened this vault in place of its folders. The vault is borrowed.
void vault_attach(struct vault *vault, git_repository *git);

// Takes in all that a repository on disk has.
void vault_load(struct vault *vault, git_repository *git);

// Becomes what another one is now.
void vault_copy(struct vault *to, const struct vault *from);

// Puts one object in another vault, with all it needs that is not there.
void vault_carry(const struct vault *from, struct vault *to, const git_oid *id);

// Moves a reference back by one commit, to the first parent if that is by this author too; else removes it.
void vault_rewind(struct vault *vault, const char *ref, const char *author);

#endif
