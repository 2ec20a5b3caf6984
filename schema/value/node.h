// SPDX-License-Identifier: EUPL-1.2
//
// A parsed value: what a record, a schema or any YAML or JSON document holds (docs/format-record.md).
// Nodes live in the arena of the mg_doc (or of whoever built them) and are never changed once built.
#ifndef MG_SCHEMA_NODE_H
#define MG_SCHEMA_NODE_H

#include "base/arena.h"
#include "base/buf.h"

#include <stdint.h>

enum mg_node_type { MG_NULL, MG_BOOL, MG_INT, MG_FLOAT, MG_STRING, MG_LIST, MG_MAP };

// A position in the text a node was read from. Built nodes have line 0.
struct mg_mark {
	uint32_t offset; // bytes from the start of the text (a BOM counts)
	uint32_t line;   // from 1; 0 when the node comes from no text
	uint32_t col;    // from 1, in characters (a BOM does not count)
};

enum mg_style { MG_PLAIN, MG_SINGLE, MG_DOUBLE, MG_LITERAL, MG_FOLDED, MG_BLOCK, MG_FLOW };

struct mg_pair;

struct mg_node {
	enum mg_node_type type;
	enum mg_style style;
	struct mg_mark start, end; // the node's own bytes, without comments; equal for an empty value
	struct mg_slice text;      // scalars: the value as text (of a string: itself; of a number: as written)
	union {
		bool boolean;
		int64_t integer; // a number that does not fit is MG_FLOAT; text keeps its digits
		double number;
		struct {
			const struct mg_node **items;
			size_t n;
		} list;
		struct {
			struct mg_pair *pairs; // in the order of the text; keys distinct
			size_t n;
		} map;
	} as;
};

struct mg_pair {
	struct mg_slice key; // its text, whatever type it would have as a value
	struct mg_mark key_start, key_end;
	const struct mg_node *value;
};

// The value under a key, or NULL (also when node is NULL or no mapping).
const struct mg_node *mg_node_get(const struct mg_node *node, const char *key);
const struct mg_node *mg_node_get_slice(const struct mg_node *node, struct mg_slice key);

// A string scalar's text; an empty slice for anything else, NULL included.
struct mg_slice mg_node_string(const struct mg_node *node);

// Whether a list holds a string; false for anything else than a list, NULL included.
bool mg_node_has_string(const struct mg_node *list, struct mg_slice text);

// Building. NULL when memory is exhausted; a NULL item or value makes the result NULL, so that calls can be nested and
// checked once. Text is copied into the arena.
const struct mg_node *mg_node_new_string(struct mg_arena *arena, struct mg_slice text);
const struct mg_node *mg_node_new_int(struct mg_arena *arena, int64_t value);
const struct mg_node *mg_node_new_bool(struct mg_arena *arena, bool value);
const struct mg_node *mg_node_new_null(struct mg_arena *arena);
const struct mg_node *mg_node_new_list(struct mg_arena *arena, const struct mg_node *const *items, size_t n);
const struct mg_node *mg_node_new_map(struct mg_arena *arena, const struct mg_pair *pairs, size_t n);

// A copy that lives in another arena, without positions.
const struct mg_node *mg_node_copy(struct mg_arena *arena, const struct mg_node *node);

// Canonical text: JSON on one line, mappings in byte order of their keys, numbers as mg_node_equal compares them, UTF-8
// unescaped. Two nodes are equal exactly when their canonical texts are. It is what history compares and the index
// keeps, and is itself a document of the YAML subset.
void mg_node_canon(const struct mg_node *node, struct mg_buf *out);

// Same type and value; the order of keys does not matter, that of list items does. An integer never equals a float.
bool mg_node_equal(const struct mg_node *a, const struct mg_node *b);

#endif
