// SPDX-License-Identifier: EUPL-1.2
//
// Rules: what the guide asks of records beyond the shape and the filling of each, one row a rule. A check looks at one
// record, with all the others at hand, and reports on that record only: so the findings of a file can be told with the
// rest of what is said of it, and what an edit changes is looked at without the rest of the CA. Pure: `(book, today)`.
//
// A group is a table in a file of its own (schema/rule/rules_*.c), named in rule_table.c.
#ifndef MG_SCHEMA_RULE_H
#define MG_SCHEMA_RULE_H

#include "schema/book/book.h"

struct mg_rule_run;

// What a rule of level E may stand in the way of.
enum mg_act {
	MG_ACT_SIGN = 1 << 0,
	MG_ACT_SUBMIT = 1 << 1,
	MG_ACT_CLOSE = 1 << 2,
};

typedef void mg_rule_look(struct mg_rule_run *run, const struct mg_book_record *record);

struct mg_rule_check {
	const char *type; // of the records to look at; NULL: all
	mg_rule_look *look;
};

#define MG_RULE_CHECKS 4

struct mg_rule {
	const char *code; // stable: people say it on the telephone
	enum mg_level level;
	const char *article;  // where the guide says so, "G:1061"; "" for what no article says
	const char *since;    // the first day on which it is in force, AAAA-MM-JJ; NULL: always was
	const char *until;    // the last; NULL: still is
	const char *sentence; // N_(): what must be, and what to do
	const char *reason;   // N_(): why this level, where the guide's words leave it open; NULL
	unsigned blocks;      // acts on the records its checks look at, enum mg_act; of level E only
	unsigned tells;       // acts at which it is told, and does not stand in the way
	bool of_others; // what other records say: who opens a round sees to it, who signs the same bytes later cannot
	struct mg_rule_check checks[MG_RULE_CHECKS]; // ended by one without a type, when there are fewer
};

struct mg_rule_group {
	const char *prefix; // of its codes, "X"; "" for codes that are words
	const char *title;  // N_()
	const struct mg_rule *rules;
	const size_t *n;
};

// All groups, in the order of the guide.
extern const struct mg_rule_group mg_rule_groups[];
extern const size_t mg_rule_groups_count;

// The rule of a code; NULL.
const struct mg_rule *mg_rule_find(const char *code);

// ---- applying them

// Gets a sorted book ready; it is borrowed, and must outlive the run. MG_ENOMEM.
int mg_rule_open(const struct mg_book *book, struct mg_date today, struct mg_rule_run **run,
		 struct mg_error *err) MG_CHECKED;
void mg_rule_close(struct mg_rule_run *run);

// Lets a finding tell a record that was removed from one that never was: was is asked for the path of what a reference
// names in vain.
typedef bool mg_rule_was(void *data, const char *path);
void mg_rule_remember(struct mg_rule_run *run, mg_rule_was *was, void *data);

// Adds what the rules find in one record of the book.
void mg_rule_check_record(struct mg_rule_run *run, const struct mg_book_record *record, struct mg_findings *findings);

// Adds what stands in the way of an act on a record: fields that the guide obliges to fill and that are empty, and what
// the rules that block this act, or are told at it, find in that record; they may look at others from there. What else
// only advises is left out: the act is refused when findings holds one of level E. The book is sorted. MG_ENOMEM.
int mg_rules_blocking(const struct mg_book *book, struct mg_date today, const struct mg_book_record *record,
		      enum mg_act act, struct mg_findings *findings, struct mg_error *err) MG_CHECKED;

// The day by whose rules a record is judged: the end of its period or year, the first valid signature, else the day of
// what it tells (x-date of its type), else when it was made, else today.
struct mg_date mg_rule_day(const struct mg_rule_run *run, const struct mg_book_record *record);

#endif
