// SPDX-License-Identifier: EUPL-1.2
//
// Audit: questions that somebody asks afterwards, answered from what the accepted commits say (docs/format-index.md) and
// the records as they stand. An answer says what, from what to what, by whom, when, why, and in which commit: enough to be
// looked up with git alone. The same commits give the same answers on every copy, but for what was refused: each copy
// remembers what it refused itself.
#ifndef MG_CORE_AUDIT_H
#define MG_CORE_AUDIT_H

#include "core/copy/copy.h"

// Texts are never NULL but old and new.
struct mg_audit_answer {
	const char *record;      // path of the file, or ""
	const char *field;       // the place in it, or "": the whole
	const char *old, *new;   // canonical texts (schema/value/node.h); NULL: nothing stood there, nothing does
	const char *actor, *key; // for whom, and the device's key; of a signature the signatory's
	const char *person;      // the holder of that key
	int64_t time_ms;         // of the commit; 0: not known
	const char *reason;      // its author's; of a refusal, a revocation or a reopening what is said there
	const char *commit;      // in hexadecimal
	const char *code;        // what kind of answer, stable: "concurrent", "corrected", "open"...
	const char *why;         // one sentence: what makes it an answer
};

struct mg_auditing;

struct mg_audit_question {
	const char *name;     // as typed: "cible-abaissee"
	const char *meaning;  // one sentence, marked with N_
	const char *types[8]; // whose records it reads, besides cles/; NULL at the end; "*": all that are signed
	unsigned reads;       // enum mg_audit_reads
	int (*ask)(struct mg_auditing *auditing);
};

// In the order they are listed.
extern const struct mg_audit_question mg_audit_questions[];
extern const size_t mg_audit_questions_count;

// MG_EUSAGE, with the nearest name as hint.
int mg_audit_find(const char *name, const struct mg_audit_question **question, struct mg_error *err) MG_CHECKED;

// What is answered about the time from since_ms on and before until_ms (0: no bound), newest first. In the arena.
struct mg_audit_answers {
	struct mg_audit_answer *items;
	size_t n;
	const char *note; // when there is none for a reason worth saying ("the programme has no start"), else NULL
};
int mg_audit_ask(struct mg_copy *copy, const struct mg_audit_question *question, int64_t since_ms, int64_t until_ms,
		 struct mg_arena *arena, struct mg_audit_answers *out, struct mg_error *err) MG_CHECKED;

#endif
