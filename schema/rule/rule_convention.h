// SPDX-License-Identifier: EUPL-1.2
//
// The convention that a CA lives by, for the rules that ask what was signed: worked out once, when first asked for. For
// schema/rule/ only.
#ifndef MG_SCHEMA_RULE_CONVENTION_H
#define MG_SCHEMA_RULE_CONVENTION_H

#include "schema/convention/convention_text.h"
#include "schema/due/convention_term.h"
#include "schema/rule/rule_run.h"

struct mg_rule_convention {
	bool found;                     // there is one, signed or not
	bool in_force;                  // today
	struct mg_convention_term term; // when found
	struct mg_convention_text text; // root NULL: nothing is signed by all
	struct mg_amendments drift;     // of the actions' records from it, while it is in force
};

// Never NULL; without memory as if there were no convention.
const struct mg_rule_convention *mg_rule_convention(struct mg_rule_run *run);

// Whether a version is the one whose text is in force, or would be if it were signed.
bool mg_rule_is_current(struct mg_rule_run *run, const struct mg_book_record *version);

// AAAA-MM-JJ, in the arena of the run.
const char *mg_rule_date_text(struct mg_rule_run *run, struct mg_date date);

// A termination by an actor of the convention; record NULL: none.
struct mg_notice mg_rule_notice_by(struct mg_rule_run *run, struct mg_slice actor);

// X3: what an action's record says otherwise than the signed text.
void mg_rule_look_at_drift(struct mg_rule_run *run, const struct mg_book_record *action);

#endif
