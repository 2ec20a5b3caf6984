// SPDX-License-Identifier: EUPL-1.2
//
// What a check has at hand, and how it reports. For schema/rule/ only.
#ifndef MG_SCHEMA_RULE_RUN_H
#define MG_SCHEMA_RULE_RUN_H

#include "schema/rule/reference.h"
#include "schema/rule/rule.h"

// What rules about many records ask of the whole CA, gathered once.
struct mg_rule_facts {
	const struct mg_book_record *cooperative; // NULL: there is none yet
	struct mg_slice dd;                       // the actor who animates the CA
	bool has_start;
	struct mg_date start;                   // of the programme
	const struct mg_book_record *general;   // the general objective that the CA names, else the first
	size_t n_general;                       // how many there are
	const struct mg_book_record *diagnosed; // the diagnostic that was validated first
	bool has_plan;
	struct mg_date plan;                // when the plan of actions begins
	const struct mg_book_record *copil; // the first one; NULL: there is none
};

struct mg_rule_convention;

struct mg_rule_run {
	const struct mg_book *book;
	struct mg_date today;
	struct mg_rule_facts facts;
	struct mg_references references; // what is named by what: joins are looked up here, not searched for
	struct mg_arena arena;           // lives as long as the run
	const struct mg_rule *rule;      // that is being applied
	struct mg_findings *findings;
	const struct mg_rule_convention *convention; // schema/rule/rule_convention.h; NULL: nobody has asked yet
	mg_rule_was *was;                            // NULL: nobody remembers what was removed
	void *was_data;
	unsigned guesses; // how many names were looked for in the words of a mistake
};

// Reports that the rule is broken at a place of the record ("" or a field that is not there: at the nearest that holds
// it). The message says what was found; the hint the likely fix, NULL: the rule's own sentence. Left out where
// the findings say already that the field is not filled in.
void mg_rule_say(struct mg_rule_run *run, const struct mg_book_record *record, const char *place, const char *hint,
		 const char *format, ...) MG_PRINTF(5, 6);

// The same about what a reference names, at its own place.
void mg_rule_say_at(struct mg_rule_run *run, const struct mg_reference *reference, const struct mg_record_at *at,
		    const struct mg_schema *schema, const char *hint, const char *format, ...) MG_PRINTF(6, 7);

void mg_rule_gather(struct mg_rule_run *run);

// Whether a record of that day is judged by the rule: from its first day to its last, both included.
bool mg_rule_in_force(const struct mg_rule *rule, struct mg_date day);

// ---- reading records, whatever their shape

// The date of a key; false when it is not there or no date.
bool mg_rule_date_in(const struct mg_node *node, const char *key, struct mg_date *date);

// The text of a key; empty.
struct mg_slice mg_rule_text(const struct mg_node *node, const char *key);

bool mg_rule_is(const struct mg_node *node, const char *key, const char *word);
bool mg_rule_is_one_of(const struct mg_node *node, const char *key, const char *const *words); // ended by NULL
bool mg_rule_has(const struct mg_node *node, const char *key);                                 // something is filled in

// The items of a list: *n of them; 0 when it is none.
const struct mg_node *const *mg_rule_list(const struct mg_node *node, const char *key, size_t *n);

// "key[id].field" of an item of a keyed list, "key" where it has no id; "" without memory. field may be NULL.
const char *mg_rule_place(struct mg_rule_run *run, const char *key, const struct mg_node *item, const char *field);

// The record that the text of a key names; NULL.
const struct mg_book_record *mg_rule_follow(const struct mg_rule_run *run, const char *type, const struct mg_node *node,
					    const char *key);

// The root of one record of a book that may be large, for who goes through all of a type (mg_book_list): it and what was
// read of others before end with the next. The record that is being checked stays.
const struct mg_node *mg_rule_pass(const struct mg_rule_run *run, const struct mg_book_record *record);

// Whether a record of a type names this one.
bool mg_rule_is_named_by(const struct mg_rule_run *run, const struct mg_book_record *record, const char *type);

// Whether an action is part of the programme: neither a proposal nor given up.
bool mg_rule_in_programme(const struct mg_node *action);

// The indicators of an action: those it names, and those that name it.
struct mg_rule_indicators {
	size_t n; // one that both name counts twice
	bool process, activity, result, qualitative;
};
struct mg_rule_indicators mg_rule_indicators_of(const struct mg_rule_run *run, const struct mg_book_record *action);

#endif
