// SPDX-License-Identifier: EUPL-1.2
//
// Where a figure comes from: from a consolidation's line down to the bilans it rests on, their observations, and of
// each who wrote it, for whom, with which device, when, by what right and why. The records say what rests on what
// (docs/maillage.1, trace); the index says who wrote; only the record asked about is read as a whole, so that the
// answer is quick in a large CA.
#ifndef MG_CORE_TRACE_H
#define MG_CORE_TRACE_H

#include "core/copy/copy.h"
#include "schema/book/book.h"

struct mg_trace_write {
	enum mg_op op;
	const char *place;       // in the record
	const char *value, *old; // canonical texts; NULL: none
	struct mg_id commit;
	const char *actor, *key, *holder, *reason;
	int64_t stamp_ms;
	const char *right; // the word of x-droits it was made by; "" when none of today's says
	bool stands;       // nobody has written there since
};

struct mg_trace {
	const char *path, *place; // of the record, and in it; place "": all of it
	const struct mg_type *type;
	const char *value;  // canonical text of the figure or field; NULL for several, or none
	const char *sha256; // of the record's bytes, in hexadecimal; NULL when it has gone
	const char *commit; // the last that wrote the record
	const char *stated; // the SHA-256 that the record above rests on; NULL when it names none
	const struct mg_book_signature *signatures; // by actor
	size_t n_signatures;
	struct mg_trace_write *writes; // by place, then newest first
	size_t n_writes;
	struct mg_trace **below; // what it rests on
	size_t n_below, below_cap;
};

// Traces what stands at a place of a recorded record. A place is also the id of an element of one of the record's lists:
// "rencontres-7k2m" for "chiffres[rencontres-7k2m]", as documents print it. MG_ENOTFOUND when nothing stands there. In the
// arena.
int mg_trace_read(struct mg_copy *copy, const char *path, const char *place, struct mg_arena *arena,
		  struct mg_trace **out, struct mg_error *err) MG_CHECKED;

#endif
