// SPDX-License-Identifier: EUPL-1.2
//
// What building the tree is made of: events and scalars (yaml_tree.c), lists and mappings (yaml_collection.c).
#ifndef MG_SCHEMA_YAML_TREE_IMPL_H
#define MG_SCHEMA_YAML_TREE_IMPL_H

#include "schema/yaml/yaml_tree.h"

static inline void mg_yaml_tree_fail(struct mg_yaml_tree *tree)
{
	tree->no_memory = tree->stop = true;
}

static inline struct mg_yaml_frame *mg_yaml_tree_top(struct mg_yaml_tree *tree)
{
	return &tree->frames[tree->depth];
}

static inline uint32_t mg_yaml_tree_col(struct mg_yaml_tree *tree)
{
	return mg_yaml_tree_top(tree)->col;
}

static inline bool mg_yaml_tree_wants_key(struct mg_yaml_tree *tree)
{
	return tree->depth && mg_yaml_tree_top(tree)->node->type == MG_MAP && !mg_yaml_tree_top(tree)->waits;
}

// Checks what stands between the last token and this one, which becomes the last. Clean or not, what follows can still
// be read.
void mg_yaml_tree_pass(struct mg_yaml_tree *tree, struct mg_mark start, struct mg_mark end, bool json);

// Puts a node where it belongs. A key of a mapping has come before its value.
void mg_yaml_tree_attach(struct mg_yaml_tree *tree, const struct mg_node *node);

void mg_yaml_tree_open(struct mg_yaml_tree *tree, enum mg_node_type type, bool flow, struct mg_mark start,
		       struct mg_mark end);
void mg_yaml_tree_close(struct mg_yaml_tree *tree, struct mg_mark start, struct mg_mark end);

// Leaves what will never be closed, and tells what keys its mappings have twice.
void mg_yaml_tree_drop(struct mg_yaml_tree *tree);

#endif
