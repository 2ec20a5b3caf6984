// SPDX-License-Identifier: EUPL-1.2
//
// The git repository of a copy, as far as Maillage needs one: objects, references, trees. A thin layer over libgit2 that
// turns its errors into ours and its types into struct mg_id; nothing here knows records or lines.
//
// One handle belongs to one thread (libgit2's errors are per thread); opening one costs microseconds.
#ifndef MG_CORE_REPO_H
#define MG_CORE_REPO_H

#include "base/batch.h"
#include "base/buf.h"
#include "base/arena.h"
#include "core/repo/id.h"

struct mg_repo;
struct git_odb;
struct git_repository;

// Opens the repository whose working folder is dir or holds dir. MG_ENOTFOUND when there is none.
int mg_repo_open(const char *dir, struct mg_repo **out, struct mg_error *err) MG_CHECKED;

// Makes an empty repository (branch main) in dir, which is made when missing. MG_EEXISTS when dir holds one or any file.
int mg_repo_create(const char *dir, struct mg_repo **out, struct mg_error *err) MG_CHECKED;
void mg_repo_close(struct mg_repo *repo);

// A handle over a repository that the caller opened, whatever keeps its objects and references. Transferred, also on
// failure.
int mg_repo_wrap(struct git_repository *git, struct mg_repo **out, struct mg_error *err) MG_CHECKED;

const char *mg_repo_dir(const struct mg_repo *repo);       // the working folder, absolute, without a final slash
const char *mg_repo_state_dir(const struct mg_repo *repo); // .git/maillage: what is ours and can be derived again

// The libgit2 handle, for the files of core that need more (remote, worktree). Borrowed.
struct git_repository *mg_repo_git(const struct mg_repo *repo);

// Reads and writes objects there from now on, instead of in its own folder (core/carry/quarantine.h). libgit2's code.
int mg_repo_set_objects(struct mg_repo *repo, struct git_odb *objects);

// Gives back what libgit2 keeps of packs it has read from, which is up to 16 MiB for each: who reads all of a long history
// calls it now and then (after so many commits). Not while objects are set elsewhere.
#define MG_REPO_FORGET_AFTER 250u
void mg_repo_forget_packs(struct mg_repo *repo);
void mg_git_forget_packs(struct git_repository *git); // the same of somebody else's repository

// Bounds what libgit2 allocates at once, for the whole process; called when libgit2 is first started. libgit2's code.
int mg_repo_limit_memory(void);

// Fills err from libgit2's last error of this thread, after the formatted words. Returns MG_EGIT, or MG_ENOTFOUND,
// MG_EEXISTS, MG_EBUSY where libgit2's code says so.
int mg_git_fail(struct mg_error *err, int rc, const char *file, int line, const char *format, ...) MG_PRINTF(5, 6);
#define mg_fail_git(err, rc, ...) mg_git_fail((err), (rc), __FILE__, __LINE__, __VA_ARGS__)

// What to do when this copy's objects are damaged or gone, as err's hint. Returns err's code.
int mg_repo_hint_damage(struct mg_error *err);

// ---- objects

enum mg_object_type { MG_OBJECT_BLOB, MG_OBJECT_TREE, MG_OBJECT_COMMIT };

#define MG_ANY_SIZE SIZE_MAX // of an object looked at before, or made here

// Replaces out by the raw bytes of an object of this type. MG_ENOTFOUND; MG_EINVALID when it is of another type;
// MG_ELIMIT above max_bytes (what libgit2 reads meanwhile has a bound of its own: mg_repo_limit_memory).
int mg_repo_read(struct mg_repo *repo, const struct mg_id *id, enum mg_object_type type, size_t max_bytes,
		 struct mg_buf *out, struct mg_error *err) MG_CHECKED;

// The same without its bytes: whether it is there, of this type and size.
int mg_repo_look(struct mg_repo *repo, const struct mg_id *id, enum mg_object_type type, size_t max_bytes,
		 struct mg_error *err) MG_CHECKED;

// Writes an object and gives its name; an object that is there already is not written again.
int mg_repo_write(struct mg_repo *repo, enum mg_object_type type, struct mg_slice bytes, struct mg_id *id,
		  struct mg_error *err) MG_CHECKED;

// The same of an object whose name is known: mg_repo_hash gave it.
int mg_repo_write_as(struct mg_repo *repo, enum mg_object_type type, struct mg_slice bytes, const struct mg_id *id,
		     struct mg_error *err) MG_CHECKED;

// Objects written between begin and end are kept in memory, where this handle alone sees them, and put in the repository
// at the end: a few one by one, many as one pack, and in both ways they are durable together, before anything that is
// written later. end(false) forgets them. Pairs may be nested: the outermost end counts.
void mg_repo_begin(struct mg_repo *repo);
int mg_repo_end(struct mg_repo *repo, bool keep, struct mg_error *err) MG_CHECKED;

// The same as end(true), but what is a few files becomes the batch's next step, so that others can follow without a wait
// of their own. Until the batch is kept nobody sees the objects.
int mg_repo_end_in(struct mg_repo *repo, struct mg_batch *batch, struct mg_error *err) MG_CHECKED;

// Whether each object that is read is compared with its name. Not by default: names are made here when objects arrive
// and when they are written, and zlib's checksum tells of a damaged disk. Who trusts nothing asks for it.
void mg_repo_check_names(struct mg_repo *repo, bool check);

// The name an object would have.
int mg_repo_hash(enum mg_object_type type, struct mg_slice bytes, struct mg_id *id, struct mg_error *err) MG_CHECKED;

// The same without a look for collisions, in a fifth of the time: for trees, whose bytes are names and the hashes of what
// is there, so that nobody chooses them.
void mg_repo_name(enum mg_object_type type, struct mg_slice bytes, struct mg_id *id);

// Whether an object that was named before still has its bytes: what a disk does to them is no attack on the hash.
bool mg_repo_is_named(enum mg_object_type type, struct mg_slice bytes, const struct mg_id *id);

bool mg_repo_has(struct mg_repo *repo, const struct mg_id *id);

// ---- references

// MG_ENOTFOUND when there is no such reference.
int mg_repo_ref_get(struct mg_repo *repo, const char *name, struct mg_id *id, struct mg_error *err) MG_CHECKED;

// Sets a reference; `was` (zero: must not exist; NULL: whatever it is) guards against another writer: MG_EBUSY.
int mg_repo_ref_set(struct mg_repo *repo, const char *name, const struct mg_id *id, const struct mg_id *was,
		    struct mg_error *err) MG_CHECKED;
// Sets a reference to what is in the batch, once that is safe, and keeps the batch. The reference itself is not waited for:
// a power cut may leave the former one.
int mg_repo_ref_set_after(struct mg_repo *repo, const char *name, const struct mg_id *id, struct mg_batch *batch,
			  struct mg_error *err) MG_CHECKED;

// Sets a reference that only shows what others say, a branch: it is not waited for, and may be lost or damaged by a power
// cut. Its folder must be there.
int mg_repo_ref_show(struct mg_repo *repo, const char *name, const struct mg_id *id, struct mg_error *err) MG_CHECKED;
int mg_repo_ref_remove(struct mg_repo *repo, const char *name, struct mg_error *err) MG_CHECKED;

// After GIT_ELOCKED: waits two seconds, removes the lock files that a killed program left for ever, and tells whether a
// second try is worth it. Git's own programs hold theirs for milliseconds.
bool mg_repo_break_locks(struct git_repository *git);

// Calls visit for each reference whose name begins with prefix, in byte order of names; stops at the first non-zero
// return, which it returns.
typedef int (*mg_repo_visit_ref)(void *context, const char *name, const struct mg_id *id, struct mg_error *err);
int mg_repo_refs(struct mg_repo *repo, const char *prefix, mg_repo_visit_ref visit, void *context,
		 struct mg_error *err) MG_CHECKED;

// ---- trees

// The file at a path of a tree. MG_ENOTFOUND when there is none (or a folder).
int mg_repo_find(struct mg_repo *repo, const struct mg_id *tree, const char *path, struct mg_id *blob,
		 struct mg_error *err) MG_CHECKED;

// Whether a tree has this folder at its top; false also when that cannot be told.
bool mg_repo_has_folder(struct mg_repo *repo, const struct mg_id *tree, const char *name);

// A file that one tree holds and another does not hold alike. A zero id: absent on that side. mode is git's (0100644...)
// of the new side, 0 when absent.
struct mg_tree_change {
	const char *path;
	struct mg_id before, after;
	unsigned mode;
};

struct mg_tree_changes {
	struct mg_arena *arena; // borrowed; owns items and paths
	struct mg_tree_change *items;
	size_t n, cap;
};

// Appends what differs from one tree to another, by rising path; a zero `before` is the empty tree. MG_ELIMIT beyond
// max_files changed files. Reads no configuration and no attributes: the same everywhere.
int mg_repo_diff(struct mg_repo *repo, const struct mg_id *before, const struct mg_id *after, size_t max_files,
		 struct mg_tree_changes *changes, struct mg_error *err) MG_CHECKED;

// The tree `base` (zero: empty) with these files put (after) or removed (after is zero); the objects made are written.
int mg_repo_apply(struct mg_repo *repo, const struct mg_id *base, const struct mg_tree_change *changes, size_t n,
		  struct mg_id *tree, struct mg_error *err) MG_CHECKED;

#endif
