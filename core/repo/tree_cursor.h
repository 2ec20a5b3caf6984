// SPDX-License-Identifier: EUPL-1.2
//
// A tree, read as the bytes git keeps: "<octal mode> <name>\0<20 bytes of id>" for each entry. A folder of 10,000 records
// is one pass over 450 KB, where libgit2's tree builder takes ten times as long. Reading is strict: what git itself would
// not write (entries twice or out of order, odd modes and names) is MG_EINVALID. Private to core/repo.
#ifndef MG_CORE_TREE_CURSOR_H
#define MG_CORE_TREE_CURSOR_H

#include "core/repo/repo_impl.h"

#define MG_MODE_FOLDER 040000u
#define MG_MODE_FILE   0100644u

struct mg_tree_entry {
	unsigned mode;
	struct mg_slice name; // borrowed from the tree
	struct mg_id id;
};

static inline bool mg_tree_is_folder(const struct mg_tree_entry *e)
{
	return e->mode == MG_MODE_FOLDER;
}

// Git's order: byte order of names, a folder's as if a slash ended it.
int mg_tree_name_order(const struct mg_tree_entry *a, const struct mg_tree_entry *b);

struct mg_tree_cursor {
	struct mg_repo_tree *held; // unless it is gathered, or the empty tree
	const char *bytes;
	struct mg_slice rest;
	struct mg_tree_entry now; // the entry at hand, when !at_end
	const char *start;        // of its bytes, or the end of all
	bool at_end;
};

// Opens a tree at its first entry; a zero id is the empty tree. Close it also after a failure.
int mg_tree_open(struct mg_repo *repo, const struct mg_id *id, struct mg_tree_cursor *t,
		 struct mg_error *err) MG_CHECKED;
void mg_tree_close(struct mg_tree_cursor *t);

// Moves on to the next entry; entries must rise.
int mg_tree_next(struct mg_tree_cursor *t, struct mg_error *err) MG_CHECKED;

// Goes on to the entry of that name, or the end, looking at nothing but names: whoever accepts a tree reads all of it.
int mg_tree_seek(struct mg_tree_cursor *t, struct mg_slice name, struct mg_error *err) MG_CHECKED;

// The same entry is at hand in both: passes over those after it that are the same too, but the last. They are not read:
// that they are in order is known of the tree before.
void mg_tree_pass_same(struct mg_tree_cursor *before, struct mg_tree_cursor *after);

// Says that a tree is not as git writes it: MG_EINVALID.
int mg_tree_malformed(struct mg_error *err);

#endif
