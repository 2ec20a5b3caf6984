// SPDX-License-Identifier: EUPL-1.2
//
// Commits that no program of ours makes: an honest next commit of a copy, changed in one way, signed and written in its
// repository without being judged.
#ifndef MG_TESTS_LIB_FORGE_H
#define MG_TESTS_LIB_FORGE_H

#include "tests/lib/world.h"

struct forge {
	struct world *w;
	size_t copy;
	struct mg_arena arena;
	struct mg_commit commit;            // what will be written: to be changed freely
	const struct mg_secret_key *signer; // NULL: not signed
	const char *ns;
	const char *find, *with;               // replaced in the bytes before they are signed; NULL: nothing
	const char *find_signed, *with_signed; // the same after they are signed
};

// The next commit of a copy as its program would make it, without any change: its tree is what main shows.
void forge_init(struct forge *f, struct world *w, size_t copy);
void forge_clear(struct forge *f);

// Puts a file in the tree (text NULL: takes it out), with git's mode.
void forge_file(struct forge *f, const char *path, const char *text, unsigned mode);

// Puts an entry in the root tree as raw bytes: any name, any mode, in order or not. It names a blob of its own.
void forge_entry(struct forge *f, unsigned mode, const char *name, bool in_order);

// The same with another object, in order.
void forge_entry_of(struct forge *f, unsigned mode, const char *name, const struct mg_id *id);

// Signs and writes it, and gives its id.
struct mg_id forge_commit(struct forge *f);

// Writes it; copy 2 judges it so ("": accepted), and goes on with everybody else. Clears f.
void forge_assert_judged(struct forge *f, const char *code);

#endif
