// SPDX-License-Identifier: EUPL-1.2
//
// A small world for tests: N homes and N copies of one CA in a folder of their own, each copy with a clock the test
// moves. Copy 0 makes the CA as dd-78 and enrols the others as asso-1, asso-2...; keys come from the seed, so that a
// world can be made again exactly. Whatever goes wrong that the test does not ask about fails the test on the spot.
#ifndef MG_TESTS_LIB_WORLD_H
#define MG_TESTS_LIB_WORLD_H

#include "core/copy/copy_impl.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#define WORLD_MAX_COPIES 72
#define WORLD_START_MS   1500000000000 // 2017-07-14: when the CA is made

struct world_copy {
	struct mg_home home;
	struct mg_copy *copy;
	struct mg_secret_key device, signatory;
	char actor[MG_MAX_ID_CHARS + 1];
	char *dir;
	int64_t now_ms;        // this copy's clock
	struct vault *vault;   // of a world in memory: the repository's objects and references
	struct sqlite3 *index; // and what keeps the index while the copy is closed
};

struct world {
	char *dir;
	struct mg_types *types;
	uint64_t seed;
	bool in_memory, owns_types;
	struct world_kept *kept; // backups
	struct vault *post;      // the objects of all letters
	size_t n;
	struct world_copy copies[WORLD_MAX_COPIES];
};

// Every copy holds the CA and is enrolled, device and signatory. All actors are DD, so that whatever one wrote another
// may change: the tests are about what becomes of that. Or all but dd-78 have a role of their own.
void world_init(struct world *w, size_t n, uint64_t seed);
void world_init_as(struct world *w, size_t n, uint64_t seed, const char *role);

// The same with one more type of record, whose name comes before all others.
void world_init_with(struct world *w, size_t n, uint64_t seed, const char *role, const char *name, const char *schema);
void world_clear(struct world *w);

// A test's setup and teardown: *state is a world of three copies.
int world_setup(void **state);
int world_teardown(void **state);

// The same with repositories and indexes in memory, for who makes worlds by the thousand: the code that is run is the
// same, libgit2 and SQLite are given other stores (world_store.c). types: shared by these worlds, or NULL.
void world_init_in_memory(struct world *w, size_t n, uint64_t seed, struct mg_types *types);

// Closes a copy and opens it again, as a program started anew does; an index that is gone is then rebuilt.
void world_close_copy(struct world *w, size_t i);
void world_open_copy(struct world *w, size_t i);

// One more copy of the same CA under another copy's home: the beginning of a fork. Gives its number.
size_t world_clone_home(struct world *w, size_t of);

// One more device of a copy's actor, which that copy alone enrols, and a copy for it, which knows what that one does. Gives
// its number, or 0 when it may not be enrolled, and err says why.
size_t world_add_device(struct world *w, size_t of, struct mg_error *err);

// Keeps what a copy's folder (and, when wanted, its home) holds now, under a name; and puts it back, as a restored
// backup does. The copy is closed and opened again.
void world_backup(struct world *w, size_t i, const char *name);
void world_restore(struct world *w, size_t i, const char *name, bool with_home);

// Leaves a copy as a program leaves it that was killed after it had written its last commit, before the reference moved,
// and whose index did not survive. In memory only. The copy is closed and opened again.
void world_interrupt(struct world *w, size_t i);

// ---- what people do

void world_advance(struct world *w, int64_t ms); // every clock

// Puts a file in the view of a copy, or removes it (text NULL), as one commit. Gives mg_copy_record's code; err may be
// NULL when it must succeed.
int world_try_put(struct world *w, size_t i, const char *path, const char *text, struct mg_error *err);
void world_put(struct world *w, size_t i, const char *path, const char *text);

// Settles a conflict by keeping what is shown (take 0) or one of its values.
void world_settle(struct world *w, size_t i, const char *id, size_t take);

// Signs a record with the copy's signatory key.
int world_try_sign(struct world *w, size_t i, const char *path, struct mg_error *err);

// One device makes another's actor one who is no DD any more, and then revokes its key, which now has those of the DD above
// it. MG_ENOTFOUND when that is so already, where that one sees.
int world_try_demote(struct world *w, size_t by, size_t whom, struct mg_error *err);
int world_try_revoke(struct world *w, size_t by, size_t whom, struct mg_error *err);
void world_demote_and_revoke(struct world *w, size_t by, size_t whom);

// Writes or removes a file of the folder, as an editor does.
void world_type(struct world *w, size_t i, const char *path, const char *text);

// Records what was typed. Gives mg_copy_save's code, and how many files were left.
int world_try_save(struct world *w, size_t i, enum mg_side side, size_t *left, struct mg_error *err);
size_t world_save(struct world *w, size_t i, enum mg_side side);

// ---- exchange

// What one copy has is told to another: all its lines and forks, or one line only. Objects first, then judged.
struct mg_ingested world_send(struct world *w, size_t from, size_t to);
struct mg_ingested world_send_line(struct world *w, size_t from, size_t to, const char *key);
void world_meet(struct world *w, size_t a, size_t b); // both ways

// What a copy would tell now, kept to be delivered later, or twice, whatever becomes of the copy. In memory only.
struct world_letter {
	struct mg_id tips[4 * WORLD_MAX_COPIES];
	size_t n;
};
void world_write_letter(struct world *w, size_t from, struct world_letter *letter);
struct mg_ingested world_deliver(struct world *w, const struct world_letter *letter, size_t to);

// Everybody tells everybody, until nothing is new. Gives the number of rounds.
size_t world_meet_all(struct world *w);

// Puts one object, with all it needs, in another copy's repository.
void world_carry(struct world *w, size_t from, size_t to, const struct mg_id *commit);

// ---- what copies hold

struct mg_id world_main(struct world *w, size_t i);
size_t world_conflicts(struct world *w, size_t i);
void world_assert_same(struct world *w); // every main is the same

// A file of the view; NULL when there is none. To be freed.
char *world_get(struct world *w, size_t i, const char *path);
void world_assert_file(struct world *w, size_t i, const char *path, const char *text);
void world_assert_on_disk(struct world *w, size_t i, const char *path, const char *text);

// The verdict on a commit that is not accepted: its code ("shape"...), or "" when there is none. Borrowed until the
// next call.
const char *world_verdict(struct world *w, size_t i, const struct mg_id *commit);

// The index of a copy, thrown away and made anew, says the same as before.
void world_assert_reindexed(struct world *w, size_t i);

#endif
