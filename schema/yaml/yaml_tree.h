// SPDX-License-Identifier: EUPL-1.2
//
// The tree that the reader builds, one event of libyaml after the other.
#ifndef MG_SCHEMA_YAML_TREE_H
#define MG_SCHEMA_YAML_TREE_H

#include "base/limits.h"
#include "schema/yaml/yaml_text.h"

#include <yaml.h>

// A collection whose end has not come.
struct mg_yaml_frame {
	struct mg_node *node;
	size_t first;   // where its pairs begin among all pairs, or its items among all items
	uint32_t col;   // column of the innermost block collection, itself included; 0 when there is none
	bool bracketed; // by brackets or braces; not a block, nor the mapping in [a: b]
	bool waits;     // a mapping whose last key has no value yet
	bool unchecked; // one of its keys could not be read
};

struct mg_yaml_tree {
	struct mg_yaml_text text;
	struct mg_arena *arena;
	struct mg_mark base;       // where libyaml was started
	size_t index, offset;      // a character counted from base, and its byte
	size_t ascii;              // from there to here bytes are characters
	struct mg_mark last;       // the end of the last scalar or bracket
	struct mg_mark last_start; // its start, when it was a quoted scalar; else line 0
	bool after_json;           // it was a quoted scalar or a closing bracket
	size_t documents;
	size_t flow;   // brackets and braces open
	size_t nested; // the sum of that over all values
	size_t depth;
	struct mg_yaml_frame frames[MG_MAX_DEPTH + 1]; // the first is what the document stands in: no collection
	struct mg_pair *pairs;                         // of every open mapping, one after the other
	size_t pairs_n, pairs_cap;
	const struct mg_node **items; // of every open list
	size_t items_n, items_cap;
	size_t repeated; // keys that were the same as the one before
	const struct mg_node *root;
	bool rewritten; // a value was escaped or folded: it reads otherwise than it stands there
	bool stop;      // what follows could not be told anything sensible of
	bool no_memory;
};

// Ready for the events of a parser that starts at base; what was built before is forgotten.
void mg_yaml_tree_start(struct mg_yaml_tree *tree, struct mg_mark base);
void mg_yaml_tree_clear(struct mg_yaml_tree *tree);

// Takes one event into the tree, reporting what the subset refuses in it.
void mg_yaml_tree_take(struct mg_yaml_tree *tree, const yaml_event_t *event);

// After the last event (whole), or a syntax error: checks what no event came for.
void mg_yaml_tree_end(struct mg_yaml_tree *tree, bool whole);

void mg_yaml_tree_mark(struct mg_yaml_tree *tree, const yaml_mark_t *mark, struct mg_mark *out);

#endif
