// SPDX-License-Identifier: EUPL-1.2
//
// What a check has at hand, and how it reports. For schema/rule/ only.
#ifndef MG_SCHEMA_RULE_RUN_H
#define MG_SCHEMA_RULE_RUN_H

#include "schema/rule/reference.h"
#include "schema/rule/rule.h"

struct mg_rule_run {
	const struct mg_book *book;
	struct mg_date today;
	struct mg_references references; // what is named by what: joins are looked up here, not searched for
	struct mg_arena arena;           // lives as long as the run
	const struct mg_rule *rule;      // that is being applied
	struct mg_findings *findings;
	unsigned guesses; // how many names were looked for in the words of a mistake
};

// Reports that the rule is broken at a place of the record ("" or a field that is not there: at the nearest that holds
// it). The message says what was found; the hint the likely fix, NULL: the rule's own sentence.
void mg_rule_say(struct mg_rule_run *run, const struct mg_book_record *record, const char *place, const char *hint,
		 const char *format, ...) MG_PRINTF(5, 6);

// The same about what a reference names, at its own place.
void mg_rule_say_at(struct mg_rule_run *run, const struct mg_reference *reference, const struct mg_record_at *at,
		    const struct mg_schema *schema, const char *hint, const char *format, ...) MG_PRINTF(6, 7);

// Reading a record: the date of a field below node; false when it is not there or no date.
bool mg_rule_date_in(const struct mg_node *node, const char *key, struct mg_date *date);

#endif
