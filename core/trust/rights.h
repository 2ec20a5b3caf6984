// SPDX-License-Identifier: EUPL-1.2
//
// Rights in the light of a view (docs/format-droits.md): what schema/record/rights.h needs to know is read from it, and
// a refusal is put in words. Acceptance asks, and so does `save` before anything is recorded.
#ifndef MG_CORE_RIGHTS_H
#define MG_CORE_RIGHTS_H

#include "core/trust/judge.h"
#include "schema/record/rights.h"

struct mg_rights_view {
	struct mg_store *store;
	const struct mg_snapshot *view; // borrowed: the parents' view
	struct mg_arena *arena;         // borrowed
	struct mg_author author;
	const struct mg_node *cooperative; // NULL when the view has none
	struct mg_rights_record *settled;  // in which the last conflict was: thousands may be in one
};

struct mg_rights_record {
	const char *path; // or NULL
	const struct mg_node *value;
};

// Who an actor is in a view. The actor's id is borrowed.
int mg_rights_open(struct mg_rights_view *rights, struct mg_store *store, const struct mg_snapshot *view,
		   const char *actor, struct mg_arena *arena, struct mg_error *err) MG_CHECKED;

// 0 when a change is the author's to make; 1 when it is not, with one sentence that says who could. `record` is what a
// signature signs; NULL: what the view has. Only path, old, new, writes, before and after of the change are read.
int mg_rights_judge(const struct mg_rights_view *rights, const struct mg_change *change, const struct mg_node *record,
		    char message[MG_ERROR_MESSAGE_MAX], struct mg_error *err) MG_CHECKED;

// The sentence. Private to core/trust/rights*.c.
int mg_rights_explain(const struct mg_rights_view *rights, const struct mg_path *path, const struct mg_denied *denied,
		      char message[MG_ERROR_MESSAGE_MAX], struct mg_error *err) MG_CHECKED;

// The value of a record in the view; NULL when it has none. Private to core/trust/rights*.c.
int mg_rights_value(const struct mg_rights_view *rights, const char *path, const struct mg_node **value,
		    struct mg_error *err) MG_CHECKED;

#endif
