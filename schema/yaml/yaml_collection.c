// SPDX-License-Identifier: EUPL-1.2
//
// Lists and mappings, from the event that opens one to the one that closes it.
#include "base/i18n.h"
#include "schema/yaml/yaml_check.h"
#include "schema/yaml/yaml_tree_impl.h"

static bool may_nest(struct mg_yaml_tree *tree, struct mg_mark start)
{
	if (mg_yaml_tree_wants_key(tree)) {
		mg_yaml_report(&tree->text, "yaml-key", start, 1, _("Put the key between quotes if it is a text."),
			       _("a list or a mapping cannot be a key"));
		tree->stop = true;
	} else if (tree->depth == MG_MAX_DEPTH) {
		mg_yaml_report(&tree->text, "yaml-depth", start, 1, _("Flatten it."),
			       _("lists and mappings are nested deeper than %u levels"), MG_MAX_DEPTH);
		tree->stop = true;
	}
	return !tree->stop;
}

// Not so the mapping that libyaml makes of the pair in [a: b] or [? a : b].
static bool has_bracket(const struct mg_yaml_tree *tree, struct mg_mark start, struct mg_mark end)
{
	char last = end.offset > start.offset ? tree->text.bytes.data[end.offset - 1] : '\0';

	return last == '[' || last == '{';
}

void mg_yaml_tree_open(struct mg_yaml_tree *tree, enum mg_node_type type, bool flow, struct mg_mark start,
		       struct mg_mark end)
{
	struct mg_yaml_frame frame = {.first = type == MG_MAP ? tree->pairs_n : tree->items_n,
				      .col = flow ? mg_yaml_tree_col(tree) : start.col};

	if (!may_nest(tree, start))
		return;
	frame.bracketed = flow && has_bracket(tree, start, end);
	if (frame.bracketed) {
		mg_yaml_tree_pass(tree, start, end, false);
		tree->flow++;
	}
	frame.node = mg_arena_alloc(tree->arena, sizeof *frame.node);
	if (!frame.node) {
		mg_yaml_tree_fail(tree);
		return;
	}
	frame.node->type = type;
	frame.node->style = flow ? MG_FLOW : MG_BLOCK;
	frame.node->start = start;
	tree->frames[++tree->depth] = frame;
}

static const struct mg_pair *pairs_of(const struct mg_yaml_tree *tree, const struct mg_yaml_frame *frame)
{
	return tree->pairs ? tree->pairs + frame->first : NULL;
}

// Moves the pairs of the mapping that ends from the open ones to the arena.
static bool close_map(struct mg_yaml_tree *tree, const struct mg_yaml_frame *frame)
{
	struct mg_node *node = frame->node;
	const struct mg_pair *pairs = pairs_of(tree, frame);
	size_t n = tree->pairs_n - frame->first;

	node->as.map.pairs = mg_arena_array(tree->arena, n, sizeof *node->as.map.pairs);
	node->as.map.n = n;
	if (node->as.map.pairs && n)
		memcpy(node->as.map.pairs, pairs, n * sizeof *pairs);
	tree->pairs_n = frame->first;
	return node->as.map.pairs && (frame->unchecked || mg_yaml_check_duplicates(&tree->text, pairs, n));
}

static bool close_list(struct mg_yaml_tree *tree, const struct mg_yaml_frame *frame)
{
	struct mg_node *node = frame->node;
	size_t n = tree->items_n - frame->first;

	node->as.list.items = mg_arena_array(tree->arena, n, sizeof *node->as.list.items);
	node->as.list.n = n;
	if (node->as.list.items && n)
		memcpy(node->as.list.items, tree->items + frame->first, n * sizeof *tree->items);
	tree->items_n = frame->first;
	return node->as.list.items != NULL;
}

// libyaml ends a block collection where the next token begins.
static struct mg_mark block_end(const struct mg_yaml_tree *tree, const struct mg_yaml_frame *frame)
{
	if (frame->node->type == MG_MAP)
		return tree->pairs_n > frame->first ? tree->pairs[tree->pairs_n - 1].value->end : frame->node->start;
	return tree->items_n > frame->first ? tree->items[tree->items_n - 1]->end : frame->node->start;
}

void mg_yaml_tree_close(struct mg_yaml_tree *tree, struct mg_mark start, struct mg_mark end)
{
	struct mg_yaml_frame *frame = mg_yaml_tree_top(tree);

	if (frame->bracketed) {
		// The closing bracket is measured against what the opening one stands in.
		mg_yaml_tree_pass(tree, start, end, true);
		tree->flow--;
		frame->node->end = end;
	} else {
		frame->node->end = block_end(tree, frame);
	}
	if (!(frame->node->type == MG_MAP ? close_map(tree, frame) : close_list(tree, frame))) {
		mg_yaml_tree_fail(tree);
		return;
	}
	tree->depth--;
	mg_yaml_tree_attach(tree, frame->node);
}

void mg_yaml_tree_drop(struct mg_yaml_tree *tree)
{
	for (; tree->depth; tree->depth--) {
		struct mg_yaml_frame *frame = mg_yaml_tree_top(tree);

		if (frame->node->type != MG_MAP)
			continue;
		if (!frame->unchecked &&
		    !mg_yaml_check_duplicates(&tree->text, pairs_of(tree, frame), tree->pairs_n - frame->first))
			mg_yaml_tree_fail(tree);
		tree->pairs_n = frame->first;
	}
}
