// SPDX-License-Identifier: EUPL-1.2
//
// What the files behind core/repo/repo.h share. Private to them.
#ifndef MG_CORE_REPO_IMPL_H
#define MG_CORE_REPO_IMPL_H

#include "base/lockfile.h"
#include "core/repo/repo.h"

#include <git2.h>

#define MG_REPO_TREES       24u        // the root, the folders in use, before and after a change
#define MG_REPO_TREES_BYTES (4u << 20) // of them together: a daemon keeps them while it waits

// A tree as it was read, for as long as somebody holds it.
struct mg_repo_tree {
	struct mg_id id;
	unsigned holders;
	unsigned long used; // when: by the count of uses
	struct mg_slice bytes;
	git_odb_object *object; // whose the bytes are; NULL: they are in data
	unsigned sought;        // how many files were looked for in it
	uint32_t *starts;       // of its entries, once many were and they are in git's order; NULL
	size_t n_starts;
	char data[];
};

// The last ones read or written. What a change writes is read at once, to lay it in the folder, and is what the next one
// starts from; what one commit made is what the next is compared with.
struct mg_repo_trees {
	struct mg_repo_tree *items[MG_REPO_TREES];
	size_t n, total; // trees, bytes
	unsigned long uses;
};

// An object that was gathered.
struct mg_repo_object {
	struct mg_id id;
	enum mg_object_type type;
	struct mg_slice bytes;
};

struct mg_repo {
	git_repository *git;
	git_odb *odb;
	struct mg_repo_trees trees;
	bool checks_names; // see mg_repo_check_names
	bool elsewhere;    // whoever opened it keeps objects and references in a place of his own
	unsigned begun;    // how many mg_repo_begin are to be ended
	struct mg_arena gathered_in;
	struct mg_repo_object **gathered; // by rising id
	size_t n_gathered, gathered_cap;
	char *dir;
	char *state_dir;
};

static inline git_oid mg_oid_of(const struct mg_id *id)
{
	git_oid oid;

	git_oid_fromraw(&oid, id->bytes);
	return oid;
}

static inline void mg_oid_take(struct mg_id *id, const git_oid *oid)
{
	memcpy(id->bytes, oid->id, MG_ID_BYTES);
}

// Adds what was gathered to the batch as git's loose objects, in a step of their own.
int mg_repo_add_loose(struct mg_repo *repo, struct mg_batch *batch, struct mg_error *err) MG_CHECKED;

// Takes a lock of git's, breaking one that a killed program left. MG_EBUSY when another program holds it.
int mg_repo_lock_file(struct mg_repo *repo, const char *path, struct mg_lockfile *lock,
		      struct mg_error *err) MG_CHECKED;

// The bytes of a tree that is gathered; borrowed until gathering ends.
bool mg_repo_gathered_tree(const struct mg_repo *repo, const struct mg_id *id, struct mg_slice *out);

// An object that is not in memory, to be freed with git_odb_object_free. NULL is allowed there.
int mg_repo_open_object(struct mg_repo *repo, const struct mg_id *id, enum mg_object_type type, size_t max_bytes,
			git_odb_object **out, struct mg_error *err) MG_CHECKED;

// Forgets what was gathered.
void mg_repo_forget_gathered(struct mg_repo *repo);

// A tree of the repository, read or at hand, to be let go.
int mg_repo_hold_tree(struct mg_repo *repo, const struct mg_id *id, size_t max_bytes, struct mg_repo_tree **out,
		      struct mg_error *err) MG_CHECKED;
void mg_repo_let_tree_go(struct mg_repo_tree *tree); // NULL is allowed

// A tree that is in the repository and at hand, until the next one is held or remembered; NULL.
const struct mg_repo_tree *mg_repo_known_tree(struct mg_repo *repo, const struct mg_id *id);
void mg_repo_remember_tree(struct mg_repo *repo, const struct mg_id *id, struct mg_slice bytes);
void mg_repo_forget_trees(struct mg_repo *repo);

// Says why an object cannot be read: damaged (and where), missing, or libgit2's reason. MG_EGIT or MG_ENOTFOUND.
int mg_repo_fail_object(struct mg_repo *repo, int rc, const struct mg_id *id, struct mg_error *err);

#endif
