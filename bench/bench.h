// SPDX-License-Identifier: EUPL-1.2
//
// The measurements. Each makes what it needs in folders of its own, prints its lines of the table and clears up.
#ifndef MG_BENCH_BENCH_H
#define MG_BENCH_BENCH_H

#include "bench/ca.h"
#include "bench/measure.h"

struct bench {
	const char *disk;     // a folder on a disk: for what must be durable
	const char *memory;   // a folder in memory where there is one: for what need not be
	const char *maillage; // the program
};

void bench_record_one(const struct bench *b);  // one change, beside git add + commit
void bench_verify_all(const struct bench *b);  // every commit, beside git log --show-signature
void bench_check_files(const struct bench *b); // records from files to verdict, beside other validators
void bench_who(const struct bench *b);         // who changed this field, beside git blame
void bench_merge(const struct bench *b);       // two copies that changed the same records, beside git merge
void bench_arrive(const struct bench *b);      // commits from elsewhere, into growing CAs
void bench_many_tips(const struct bench *b);   // the view of what nobody has absorbed yet
void bench_grow(const struct bench *b);        // all that depends on a history's length, at several lengths
void bench_nothing_new(const struct bench *b); // a sync that brings nothing, beside git fetch
void bench_bilans(const struct bench *b);      // a quarter consolidated, and where three years of bilans stand
void bench_years(const struct bench *b);       // the table of three years of bilans, and a trace, as programs
void bench_rules(const struct bench *b);       // schemas, rules and references over a region of CAs

#endif
