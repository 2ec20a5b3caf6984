// SPDX-License-Identifier: EUPL-1.2
//
// What the questions share. Private to core/audit. A question reads the index and books of records, and adds answers;
// nothing else, so that the tests ask about histories made by hand.
#ifndef MG_CORE_AUDIT_IMPL_H
#define MG_CORE_AUDIT_IMPL_H

#include "core/audit/audit.h"
#include "core/view/history.h"
#include "schema/book/book.h"

enum mg_audit_reads {
	MG_AUDIT_SIGNATURES = 1 << 0, // who signed the records
	MG_AUDIT_FOLDER = 1 << 1,     // the files as they stand in the folder, too
	MG_AUDIT_UNREAD = 1 << 2,     // but not what the records hold: only the keys are read
	MG_AUDIT_CORRECTED = 1 << 3,  // and what was corrected, with its corrections
};

struct mg_auditing {
	struct mg_store *store;
	struct mg_index *index;           // the store's
	const struct mg_history *history; // which commits count
	const struct mg_book *book;       // the records of the view
	const struct mg_book *folder;     // with MG_AUDIT_FOLDER
	int64_t since_ms, until_ms;
	struct mg_arena *arena;
	struct mg_audit_answers *out;
	size_t cap;
	struct mg_error *err;
};

// The questions, one function each.
int mg_audit_after_submission(struct mg_auditing *a);
int mg_audit_after_closure(struct mg_auditing *a);
int mg_audit_lowered_targets(struct mg_auditing *a);
int mg_audit_backdated(struct mg_auditing *a);
int mg_audit_unexplained(struct mg_auditing *a);
int mg_audit_without_amendment(struct mg_auditing *a);
int mg_audit_signatures(struct mg_auditing *a);
int mg_audit_conflicts(struct mg_auditing *a);
int mg_audit_revoked_keys(struct mg_auditing *a);
int mg_audit_late_indicators(struct mg_auditing *a);
int mg_audit_refusals(struct mg_auditing *a);
int mg_audit_signed_bytes(struct mg_auditing *a);

// ---- answers

// Adds an answer when its time is asked for; texts are copied, NULL ones become "" (old and new stay), the person is the
// key's holder when none is given.
int mg_audit_add(struct mg_auditing *a, const struct mg_audit_answer *answer) MG_CHECKED;

// Adds a change as the log has it.
int mg_audit_add_change(struct mg_auditing *a, const struct mg_index_change *change, const char *code,
			const char *why) MG_CHECKED;

// The rest of an answer about a commit: actor, key, time, reason, commit.
int mg_audit_of_commit(struct mg_auditing *a, mg_position position, struct mg_audit_answer *answer) MG_CHECKED;

// ---- reading

// As mg_index_log, of the commits that count.
int mg_audit_log(struct mg_auditing *a, const struct mg_index_query *query, mg_index_visit visit,
		 void *context) MG_CHECKED;

// Whether a commit counts.
int mg_audit_counts(struct mg_auditing *a, mg_position position, bool *counts) MG_CHECKED;

// The commit of that name; 0 when it is not in the index.
mg_position mg_audit_position(struct mg_auditing *a, const char *commit);

// Whether the author of one commit had the other before him, or made it.
bool mg_audit_had(struct mg_auditing *a, mg_position later, mg_position earlier);

// Whether a time lies before a day, in Paris.
bool mg_audit_is_before(int64_t ms, struct mg_date day);

// What a record said before a day, by the stamps of the commits that count; NULL when it was not there. now: the book's, or
// NULL. Borrows from the book and the arena.
int mg_audit_before(struct mg_auditing *a, const struct mg_book_record *now, const char *path, struct mg_date day,
		    const struct mg_node **root) MG_CHECKED;

// "2018-01-15", the day it was in Paris.
const char *mg_audit_day(int64_t ms, char out[MG_DATE_CHARS + 1]);

// What stands at a place of a write: canonical texts, NULL for nothing.
const char *mg_audit_old(const struct mg_write *write);
const char *mg_audit_new(const struct mg_write *write);

// Whether such a text says nothing: a draft leaves fields empty for somebody to write.
bool mg_audit_is_blank(const char *canon);

#endif
