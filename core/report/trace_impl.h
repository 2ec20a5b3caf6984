// SPDX-License-Identifier: EUPL-1.2
//
// What the making of one trace shares. Private to core/report/trace*.c.
#ifndef MG_CORE_TRACE_IMPL_H
#define MG_CORE_TRACE_IMPL_H

#include "core/copy/copy_impl.h"
#include "core/report/trace.h"

struct mg_trace_rights;
struct mg_trace_holder;
struct mg_trace_author;

struct mg_tracer {
	struct mg_copy *copy;
	struct mg_arena *arena;
	struct mg_error *err;
	struct mg_history history; // which commits count
	const struct mg_node *cooperative;
	// remembered: few people wrote many things
	struct mg_trace_rights *rights;
	size_t n_rights, rights_cap;
	struct mg_trace_holder *holders;
	size_t n_holders, holders_cap;
	struct mg_trace_author *authors;
	size_t n_authors, authors_cap;
};

// A node of a record at a path, which may lack its .yaml, as references are written without. NULL without memory.
struct mg_trace *mg_trace_new(struct mg_tracer *t, struct mg_slice path, const char *place);

// What is known of the node's record. One that has gone, or that never was, has no digest: MG_ENOTFOUND.
int mg_trace_record(struct mg_tracer *t, struct mg_trace *node) MG_CHECKED;

// The node's value, who wrote it and what it rests on, its record being read. MG_ENOTFOUND when nothing stands there.
int mg_trace_node(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root) MG_CHECKED;

// The same, only what it rests on.
int mg_trace_below(struct mg_tracer *t, struct mg_trace *node, const struct mg_node *root) MG_CHECKED;

// The name of a key's holder, or "".
const char *mg_trace_holder_of(struct mg_tracer *t, const char *key);

// Who wrote at the node's place and below, and what each author's right was. root: of the record, where it was read; it
// names the owner of a record whose path does not.
int mg_trace_writes(struct mg_tracer *tracer, struct mg_trace *node, const struct mg_node *root) MG_CHECKED;

// The newest write of that place which stands; NULL.
const struct mg_trace_write *mg_trace_write_at(const struct mg_trace *node, const char *place);

#endif
