// SPDX-License-Identifier: EUPL-1.2
//
// The view of one record: what a set of writes, made by commits that partly did not see each other, amounts to
// (docs/format-history.md, "What stands at a place"). Pure: it knows no repository, clock or schema, and depends on the
// set of writes only, never on the order in which they are given.
//
// A write that nobody who had seen it has ended is *live*. One live value at a place is the value; several are a conflict,
// listed with everything needed to decide, the one of greatest (stamp, commit id) shown.
#ifndef MG_CORE_VIEW_H
#define MG_CORE_VIEW_H

#include "core/repo/id.h"
#include "schema/value/diff.h"

#include <stdint.h>

#define MG_CONFLICT_ID_CHARS 16

// A commit, as far as records are concerned. Texts are borrowed.
struct mg_view_commit {
	struct mg_id id;
	int64_t stamp_ms;
	uint32_t position; // the caller's name for it, given back to `saw`
	const char *actor;
	const char *key;
};

struct mg_view_write {
	uint32_t commit; // index into the commits given
	enum mg_op op;
	const char *place;
	const char *value; // as in struct mg_write; of MG_KEEP: commit ids in hexadecimal, separated by spaces
};

struct mg_view_input {
	const char *path; // of the record, with its .yaml; names its conflicts
	const struct mg_view_commit *commits;
	size_t n_commits;
	const struct mg_view_write *writes; // all those of the commits to this record
	size_t n_writes;
	// True when `earlier` is a strict ancestor of `later` (positions).
	bool (*saw)(void *context, uint32_t later, uint32_t earlier);
	void *context;
};

// One of the things a conflict is between. Entries of one commit are one.
struct mg_conflict_entry {
	uint32_t commit;             // index into the commits given
	uint32_t side;               // index into the conflict's sides: what stands when this entry is taken
	bool removed;                // it removes the place (a drop, an element taken out)
	const struct mg_node *value; // it puts this at the place; NULL when removed, or when it writes below
	struct mg_write *below;      // it writes below the place: these (place relative to the record); n_below of them
	size_t n_below;
};

struct mg_conflict {
	char id[MG_CONFLICT_ID_CHARS + 1]; // base32 of SHA-256 of path NUL place
	const char *at;                    // the place it is about
	const char *place; // the same, ended by "{}" when the question is which kind of value stands there
	bool kinds;
	bool sealed; // of a signed record: the side that is shown is what is signed, and nothing else can stand there
	struct mg_conflict_entry *entries; // by rising (stamp, id)
	size_t n_entries;
	const struct mg_node **sides; // what each choice makes of the place; NULL: absent
	size_t n_sides;
	uint32_t shown;   // the side that is shown
	uint32_t *undone; // commits whose puts and drops at the place count as never made if what stands below is kept
	size_t n_undone;
};

struct mg_view_result {
	const struct mg_node *value; // NULL: the record is absent
	struct mg_conflict *conflicts;
	size_t n_conflicts;
};

// Everything in result lives in the arena or is borrowed from the input. MG_EINVALID when a write's place, or the value
// of one that counts, is not what schema/value/diff.h says (the index is damaged).
int mg_view_record(const struct mg_view_input *input, struct mg_arena *arena, struct mg_view_result *result,
		   struct mg_error *err) MG_CHECKED;

// What each entry of the result's conflicts makes of the place when it is taken: of several who wrote below one place, that
// one's values where theirs differ. What a view amounts to does not depend on it; who decides needs it.
int mg_view_sides(const struct mg_view_input *input, struct mg_arena *arena, struct mg_view_result *result,
		  struct mg_error *err) MG_CHECKED;

// The id of the conflict at a place of a record.
void mg_conflict_id(const char *path, const char *place, char out[MG_CONFLICT_ID_CHARS + 1]);

#endif
