// SPDX-License-Identifier: EUPL-1.2
//
// What is being recorded: edits, and the conflicts that go with them. Private to core/line/record*.c.
#ifndef MG_CORE_RECORDING_H
#define MG_CORE_RECORDING_H

#include "base/names.h"
#include "core/line/line.h"
#include "core/line/subject.h"

struct mg_line_recording {
	struct mg_copy *copy;
	const struct mg_record_request *request;
	struct mg_arena *arena;
	struct mg_recorded *out;
	struct mg_findings *findings;
	struct mg_error *err;
	struct mg_line line;
	struct mg_snapshot tree;   // the parents' view, then with the edits
	struct mg_change *changes; // what the edits change, for the subject
	size_t n_changes;
	size_t settled_cap;
	struct mg_names named; // request->settle, by id
	bool *is_settled;      // of each of those
};

// Remembers which conflicts are to be settled. To be called first.
int mg_recording_name(struct mg_line_recording *r) MG_CHECKED;

// Settles those of a record's conflicts that are named, or that these writes decide. Their files still stand.
int mg_recording_settle(struct mg_line_recording *r, const char *path, const struct mg_writes *writes) MG_CHECKED;

// Settles those that are named and that no edit has settled, as the view shows them: their records need not be edited.
int mg_recording_settle_named(struct mg_line_recording *r) MG_CHECKED;

// Takes the files of those that were settled out of the tree.
int mg_recording_remove_settled(struct mg_line_recording *r) MG_CHECKED;

#endif
