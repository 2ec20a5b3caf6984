// SPDX-License-Identifier: EUPL-1.2
#include "base/i18n.h"
#include "base/text.h"
#include "schema/yaml/yaml_block.h"
#include "schema/yaml/yaml_check.h"
#include "schema/yaml/yaml_gap.h"
#include "schema/yaml/yaml_scalar.h"
#include "schema/yaml/yaml_tree_impl.h"

#include <stdlib.h>

// The depths in brackets of all values together, for each byte that a text may have. libyaml's work for a value grows with
// its depth: a record full of hostile brackets would take it ten times as long as any that somebody wrote.
#define NESTED_PER_BYTE 4u

void mg_yaml_tree_start(struct mg_yaml_tree *tree, struct mg_mark base)
{
	tree->base = tree->last = base;
	tree->last_start = (struct mg_mark){0};
	tree->index = 0;
	tree->offset = tree->ascii = base.offset;
	tree->after_json = false;
	tree->documents = tree->flow = tree->depth = tree->pairs_n = tree->items_n = tree->repeated = tree->nested = 0;
	tree->frames[0] = (struct mg_yaml_frame){0};
	tree->root = NULL;
}

void mg_yaml_tree_clear(struct mg_yaml_tree *tree)
{
	free(tree->pairs);
	free(tree->items);
	tree->pairs = NULL;
	tree->items = NULL;
	tree->pairs_n = tree->pairs_cap = tree->items_n = tree->items_cap = 0;
}

// Goes to a character that is not between here and tree->ascii.
static void seek(struct mg_yaml_tree *tree, size_t index)
{
	const struct mg_slice bytes = tree->text.bytes;

	for (; tree->index > index; tree->ascii = tree->offset)
		if ((bytes.data[--tree->offset] & 0xC0) != 0x80)
			tree->index--;
	while (tree->index < index && tree->offset < bytes.len) {
		size_t n = index - tree->index;

		if (tree->ascii <= tree->offset)
			tree->ascii = mg_text_ascii(bytes, tree->offset);
		if (tree->ascii > tree->offset) {
			n = n < tree->ascii - tree->offset ? n : tree->ascii - tree->offset;
			tree->index += n;
			tree->offset += n;
			continue;
		}
		tree->index++;
		do
			tree->offset++;
		while (tree->offset < bytes.len && (bytes.data[tree->offset] & 0xC0) == 0x80);
	}
}

// libyaml counts characters. Marks nearly always rise, so that each byte is passed once.
static size_t offset_of(struct mg_yaml_tree *tree, size_t index)
{
	const size_t len = tree->text.bytes.len;

	if (tree->text.ascii)
		return index < len - tree->base.offset ? tree->base.offset + index : len;
	if (index >= tree->index && tree->offset + (index - tree->index) <= tree->ascii) {
		tree->offset += index - tree->index;
		tree->index = index;
	} else {
		seek(tree, index);
	}
	return tree->offset;
}

void mg_yaml_tree_mark(struct mg_yaml_tree *tree, const yaml_mark_t *mark, struct mg_mark *out)
{
	out->offset = (uint32_t)offset_of(tree, mark->index);
	out->line = tree->base.line + (uint32_t)mark->line;
	out->col = (uint32_t)mark->column + 1;
}

// Makes room for one more; returns items, moved or not, or NULL when memory is exhausted.
static void *grow(struct mg_yaml_tree *tree, void *items, size_t n, size_t *cap, size_t size)
{
	size_t larger = *cap ? *cap * 2 : 64;
	void *moved;

	if (n < *cap)
		return items;
	moved = realloc(items, larger * size);
	if (moved)
		*cap = larger;
	else
		mg_yaml_tree_fail(tree);
	return moved;
}

static struct mg_pair *add_pair(struct mg_yaml_tree *tree)
{
	struct mg_pair *pairs = grow(tree, tree->pairs, tree->pairs_n, &tree->pairs_cap, sizeof *pairs);

	if (!pairs)
		return NULL;
	tree->pairs = pairs;
	tree->pairs[tree->pairs_n] = (struct mg_pair){0};
	return &tree->pairs[tree->pairs_n++];
}

static void add_item(struct mg_yaml_tree *tree, const struct mg_node *node)
{
	const struct mg_node **items = grow(tree, tree->items, tree->items_n, &tree->items_cap, sizeof *items);

	if (!items)
		return;
	tree->items = items;
	tree->items[tree->items_n++] = node;
}

void mg_yaml_tree_attach(struct mg_yaml_tree *tree, const struct mg_node *node)
{
	struct mg_yaml_frame *frame = mg_yaml_tree_top(tree);

	if (!tree->depth)
		tree->root = node;
	else if (frame->node->type == MG_LIST)
		add_item(tree, node);
	else
		tree->pairs[tree->pairs_n - 1].value = node;
	frame->waits = false;
}

// A file of one key over and over would cost much to read to its end, where duplicates are told.
static void count_repeated(struct mg_yaml_tree *tree, const struct mg_pair *pair)
{
	if (tree->pairs_n - mg_yaml_tree_top(tree)->first < 2 || !mg_slice_equal(pair[-1].key, pair->key))
		return;
	if (++tree->repeated > MG_MAX_FINDINGS)
		tree->stop = true;
}

static void attach_key(struct mg_yaml_tree *tree, struct mg_slice key, struct mg_mark start, struct mg_mark end)
{
	struct mg_pair *pair = add_pair(tree);

	if (!pair)
		return;
	pair->key = key;
	pair->key_start = start;
	pair->key_end = end;
	mg_yaml_tree_top(tree)->waits = true;
	count_repeated(tree, pair);
}

void mg_yaml_tree_pass(struct mg_yaml_tree *tree, struct mg_mark start, struct mg_mark end, bool json)
{
	struct mg_yaml_gap gap = {
		.from = tree->last,
		.to = start.offset,
		.min_col = mg_yaml_tree_col(tree) + 1,
		.in_flow = tree->flow > 0,
		.after_json = tree->after_json,
	};

	mg_yaml_check_gap(&tree->text, &gap);
	tree->last = end;
	tree->last_start = (struct mg_mark){0};
	tree->after_json = json;
	tree->nested += tree->flow;
	if (tree->nested / NESTED_PER_BYTE <= tree->text.max_bytes || tree->stop)
		return;
	mg_yaml_report(&tree->text, "yaml-depth", start, 1, _("Flatten it, or write it with indentation."),
		       _("too much stands here between brackets within brackets"));
	tree->stop = true;
}

static void check_properties(struct mg_yaml_tree *tree, const yaml_char_t *anchor, const yaml_char_t *tag,
			     struct mg_mark mark)
{
	mg_yaml_check_properties(&tree->text, (const char *)anchor, (const char *)tag, mark);
}

static void take_alias(struct mg_yaml_tree *tree, const yaml_event_t *event, struct mg_mark start, struct mg_mark end)
{
	struct mg_node *node = mg_arena_alloc(tree->arena, sizeof *node);

	mg_yaml_tree_pass(tree, start, end, false);
	mg_yaml_report(&tree->text, "yaml-alias", start, end.offset - start.offset,
		       _("If it begins a text, put the text between quotes; items of a list begin with \"- \"."),
		       _("\"*%s\" is an alias, and records have none"), (const char *)event->data.alias.anchor);
	if (!node) {
		mg_yaml_tree_fail(tree);
	} else if (mg_yaml_tree_wants_key(tree)) {
		mg_yaml_tree_top(tree)->unchecked = true;
		attach_key(tree, (struct mg_slice){"", 0}, start, end);
	} else {
		mg_yaml_tree_attach(tree, node);
	}
}

// Without escapes and folding, what libyaml gives is what stands in the text: the node then borrows it from there.
static struct mg_slice own_text(struct mg_yaml_tree *tree, const yaml_event_t *event, struct mg_mark start,
				struct mg_mark end)
{
	const char *value = (const char *)event->data.scalar.value, *copy;
	size_t len = event->data.scalar.length, quotes = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;

	if (end.offset - start.offset == len + 2 * quotes &&
	    (!len || memcmp(tree->text.bytes.data + start.offset + quotes, value, len) == 0))
		return (struct mg_slice){tree->text.bytes.data + start.offset + quotes, len};
	tree->rewritten |= event->data.scalar.style != YAML_LITERAL_SCALAR_STYLE;
	copy = mg_arena_copy(tree->arena, value, len);
	if (!copy)
		mg_yaml_tree_fail(tree);
	return (struct mg_slice){copy, copy ? len : 0};
}

static enum mg_style style_of(const yaml_event_t *event)
{
	switch (event->data.scalar.style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return MG_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return MG_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
		return MG_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return MG_FOLDED;
	case YAML_PLAIN_SCALAR_STYLE:
	case YAML_ANY_SCALAR_STYLE:
		break;
	}
	return MG_PLAIN;
}

static void new_scalar(struct mg_yaml_tree *tree, struct mg_slice text, enum mg_style style, struct mg_mark start,
		       struct mg_mark end)
{
	struct mg_node *node = mg_arena_alloc(tree->arena, sizeof *node);

	if (!node) {
		mg_yaml_tree_fail(tree);
		return;
	}
	node->style = style;
	node->start = start;
	node->end = end;
	node->text = text;
	node->type = MG_STRING;
	if (style == MG_PLAIN)
		mg_scalar_resolve(text, node);
	mg_yaml_tree_attach(tree, node);
}

// libyaml puts the value that is not there at what follows it. It belongs after its colon, or after its key.
static void take_empty(struct mg_yaml_tree *tree, struct mg_mark mark)
{
	struct mg_slice nothing = {"", 0};

	// A last line without end counts for libyaml as one more.
	if (mark.offset == tree->text.bytes.len)
		mark = mg_yaml_forward(&tree->text, tree->last, mark.offset);
	if (mg_yaml_tree_wants_key(tree)) {
		attach_key(tree, nothing, mark, mark);
		return;
	}
	if (mg_yaml_tree_top(tree)->waits) {
		struct mg_mark key = tree->pairs[tree->pairs_n - 1].key_end;

		mark = mg_yaml_forward(&tree->text, key, mg_yaml_after_colon(&tree->text, key.offset, mark.offset));
	}
	new_scalar(tree, nothing, MG_PLAIN, mark, mark);
}

static void take_scalar(struct mg_yaml_tree *tree, const yaml_event_t *event, struct mg_mark start, struct mg_mark end)
{
	enum mg_style style = style_of(event);
	bool quoted = style == MG_SINGLE || style == MG_DOUBLE;
	struct mg_slice text;

	check_properties(tree, event->data.scalar.anchor, event->data.scalar.tag, start);
	if (style == MG_PLAIN && !event->data.scalar.length) {
		take_empty(tree, start);
		return;
	}
	if (style == MG_LITERAL || style == MG_FOLDED) {
		tree->stop |= !mg_yaml_check_block(&tree->text, start, end, mg_yaml_tree_col(tree));
		end = mg_yaml_block_end(&tree->text, start, end.offset, mg_yaml_tree_col(tree));
	}
	mg_yaml_tree_pass(tree, start, end, quoted);
	if (quoted)
		tree->last_start = start;
	if (end.line > start.line && (quoted || (style == MG_PLAIN && tree->flow)))
		tree->stop |= !mg_yaml_check_lines(&tree->text, start, end, style, mg_yaml_tree_col(tree) + 1);
	text = own_text(tree, event, start, end);
	if (style == MG_PLAIN)
		mg_yaml_check_plain(&tree->text, text, start, end, tree->flow > 0);
	if (!mg_yaml_tree_wants_key(tree)) {
		new_scalar(tree, text, style, start, end);
		return;
	}
	mg_yaml_check_key(&tree->text, text, style, start);
	attach_key(tree, text, start, end);
}

static void take_document(struct mg_yaml_tree *tree, const yaml_event_t *event)
{
	struct mg_mark start;

	mg_yaml_tree_mark(tree, &event->start_mark, &start);
	if (event->data.document_start.version_directive ||
	    event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
		mg_yaml_report(&tree->text, "yaml-directive", start, 1, _("Remove the line."),
			       _("a line that begins with \"%%\" is a directive, and records have none"));
	if (!tree->documents++)
		return;
	mg_yaml_report(&tree->text, "yaml-documents", start, 1,
		       _("Keep one document a file; a line of dashes in a text must be indented with it."),
		       _("\"---\" begins a second document, and a file holds one record"));
	tree->stop = true;
}

static void take_end(struct mg_yaml_tree *tree, const yaml_event_t *event)
{
	struct mg_mark start = {0}, end = {0};

	if (mg_yaml_tree_top(tree)->bracketed) { // a block ends with what is in it
		mg_yaml_tree_mark(tree, &event->start_mark, &start);
		mg_yaml_tree_mark(tree, &event->end_mark, &end);
	}
	mg_yaml_tree_close(tree, start, end);
}

static void take_begin(struct mg_yaml_tree *tree, const yaml_event_t *event)
{
	struct mg_mark start, end;

	mg_yaml_tree_mark(tree, &event->start_mark, &start);
	mg_yaml_tree_mark(tree, &event->end_mark, &end);
	if (event->type == YAML_ALIAS_EVENT) {
		take_alias(tree, event, start, end);
	} else if (event->type == YAML_SCALAR_EVENT) {
		take_scalar(tree, event, start, end);
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		check_properties(tree, event->data.sequence_start.anchor, event->data.sequence_start.tag, start);
		mg_yaml_tree_open(tree, MG_LIST, event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE, start,
				  end);
	} else {
		check_properties(tree, event->data.mapping_start.anchor, event->data.mapping_start.tag, start);
		mg_yaml_tree_open(tree, MG_MAP, event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE, start, end);
	}
}

void mg_yaml_tree_take(struct mg_yaml_tree *tree, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		take_document(tree, event);
		return;
	case YAML_ALIAS_EVENT:
	case YAML_SCALAR_EVENT:
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		take_begin(tree, event);
		return;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		take_end(tree, event);
		return;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		return;
	}
}

void mg_yaml_tree_end(struct mg_yaml_tree *tree, bool whole)
{
	struct mg_mark start = mg_yaml_start(&tree->text), end;

	if (!whole || tree->stop) {
		mg_yaml_tree_drop(tree);
		return;
	}
	end = mg_yaml_forward(&tree->text, tree->last, tree->text.bytes.len);
	mg_yaml_tree_pass(tree, end, end, false);
	if (!tree->root)
		new_scalar(tree, (struct mg_slice){"", 0}, MG_PLAIN, start, start);
}
