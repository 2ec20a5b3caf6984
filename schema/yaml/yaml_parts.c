// SPDX-License-Identifier: EUPL-1.2
//
// Parts of a collection taken out, others added at its end.
#include "schema/yaml/yaml_block.h"
#include "schema/yaml/yaml_edits.h"

// The bytes of one part: from its key, or its dash in block style, to the end of its value.
struct extent {
	size_t start, end;
};

static size_t count(const struct mg_node *node)
{
	return node->type == MG_MAP ? node->as.map.n : node->as.list.n;
}

static struct extent extent_of(const struct mg_yaml_edits *edits, const struct mg_node *node, size_t index)
{
	const struct mg_node *item;

	if (node->type == MG_MAP) {
		const struct mg_pair *pair = &node->as.map.pairs[index];
		size_t end = pair->value->end.offset;

		return (struct extent){pair->key_start.offset, end > pair->key_end.offset ? end : pair->key_end.offset};
	}
	item = node->as.list.items[index];
	return (struct extent){node->style == MG_BLOCK ? mg_yaml_dash(edits, node, index) : item->start.offset,
			       item->end.offset};
}

// Past blanks and comments, over any number of lines.
static size_t skip_gap(const struct mg_yaml_text *text, size_t offset)
{
	for (;; offset++) {
		char c = mg_yaml_byte(text, offset);

		if (c == '#')
			offset = mg_yaml_line_end(text, offset);
		else if (!mg_yaml_is_blank(c) && c != '\n' && c != '\r')
			return offset;
		if (offset >= text->bytes.len)
			return offset;
	}
}

static bool flow_has_parts(const struct mg_yaml_edits *edits, const struct mg_node *node)
{
	char open = edits->text.bytes.data[node->start.offset];
	size_t from = node->start.offset + 1;

	if (open != '[' && open != '{')
		return false;
	for (size_t i = 0; i < count(node); i++) {
		struct extent extent = extent_of(edits, node, i);
		size_t start = skip_gap(&edits->text, from);

		// Only a comma may stand between two parts; a `?` would be part of neither.
		if (i && mg_yaml_byte(&edits->text, start) == ',')
			start = skip_gap(&edits->text, start + 1);
		if (start != extent.start)
			return false;
		from = extent.end;
	}
	return true;
}

bool mg_yaml_has_parts(const struct mg_yaml_edits *edits, const struct mg_node *node)
{
	if (!count(node))
		return false;
	if (node->style == MG_FLOW)
		return flow_has_parts(edits, node);
	for (size_t i = 0; i < count(node); i++) {
		if (node->type == MG_MAP && node->as.map.pairs[i].key_start.col != node->start.col)
			return false;
		if (node->type == MG_LIST && mg_yaml_dash(edits, node, i) == SIZE_MAX)
			return false;
	}
	return true;
}

static size_t skip_blanks(const struct mg_yaml_text *text, size_t offset)
{
	while (mg_yaml_is_blank(mg_yaml_byte(text, offset)))
		offset++;
	return offset;
}

static void remove_bytes(struct mg_yaml_edits *edits, size_t from, size_t to)
{
	mg_yaml_splice_end(edits, mg_yaml_splice_begin(edits), from, to - from);
}

// The first part may begin after a dash (`- a: 1`): what is left moves up there. Returns the last part removed so.
static size_t remove_compact(struct mg_yaml_edits *edits, const struct mg_node *node, const bool *removed)
{
	const struct mg_yaml_text *text = &edits->text;
	struct extent first = extent_of(edits, node, 0);
	size_t to = skip_blanks(text, mg_yaml_next_line(text, first.end)), i = 0;

	while (removed[i + 1] && to == extent_of(edits, node, i + 1).start) {
		i++;
		to = skip_blanks(text, mg_yaml_next_line(text, extent_of(edits, node, i).end));
	}
	remove_bytes(edits, first.start, to);
	return i;
}

static const struct mg_node *last_leaf(const struct mg_node *node)
{
	while (node->style == MG_BLOCK && count(node))
		node = node->type == MG_MAP ? node->as.map.pairs[count(node) - 1].value
					    : node->as.list.items[count(node) - 1];
	return node;
}

// The block scalar that comes to stand before what follows part i once it is gone, or NULL.
static const struct mg_node *block_before(const struct mg_node *node, const bool *removed, size_t i)
{
	const struct mg_node *leaf;

	while (i && removed[i - 1])
		i--;
	if (!i)
		return NULL;
	leaf = last_leaf(node->type == MG_MAP ? node->as.map.pairs[i - 1].value : node->as.list.items[i - 1]);
	return leaf->style == MG_LITERAL || leaf->style == MG_FOLDED ? leaf : NULL;
}

// A block scalar would take for its own the indented comments below what is removed, which go with it: and, when it
// keeps its blank lines, those too.
static size_t end_below_block(const struct mg_yaml_text *text, const struct mg_node *node, const struct mg_node *block,
			      size_t to)
{
	bool keeps = memchr(text->bytes.data + block->start.offset, '+',
			    mg_yaml_block_header(text, block->start.offset) - block->start.offset) != NULL;

	for (size_t line = to; line < text->bytes.len; line = mg_yaml_next_line(text, line)) {
		size_t first = skip_blanks(text, line);
		bool blank = mg_yaml_is_break(mg_yaml_byte(text, first));

		if (!blank && (mg_yaml_byte(text, first) != '#' || first - line < node->start.col))
			break;
		if (!blank || keeps)
			to = mg_yaml_next_line(text, line);
	}
	return to;
}

static size_t end_of_lines(struct mg_yaml_edits *edits, const struct mg_node *node, const bool *removed, size_t i)
{
	const struct mg_node *block = block_before(node, removed, i);
	size_t to = mg_yaml_next_line(&edits->text, extent_of(edits, node, i).end);

	return block ? end_below_block(&edits->text, node, block, to) : to;
}

static void remove_block(struct mg_yaml_edits *edits, const struct mg_node *node, const bool *removed)
{
	const struct mg_yaml_text *text = &edits->text;

	for (size_t i = 0; i < count(node); i++) {
		struct extent extent = extent_of(edits, node, i);

		if (!removed[i])
			continue;
		if (mg_yaml_begins_line(text, extent.start))
			remove_bytes(edits, mg_yaml_line_start(text, extent.start),
				     end_of_lines(edits, node, removed, i));
		else
			i = remove_compact(edits, node, removed);
	}
}

static void add_block(struct mg_yaml_edits *edits, const struct mg_node *node, bool last_removed,
		      const struct mg_yaml_part *added, size_t n)
{
	size_t begun = mg_yaml_splice_begin(edits), indent = node->start.col - 1;
	size_t offset = mg_yaml_next_line(&edits->text, node->end.offset);
	// The last line of the file may have no end, and is then left without one.
	bool unended = offset && edits->text.bytes.data[offset - 1] != '\n';

	for (size_t i = 0; i < n; i++) {
		if (unended && (i || !last_removed))
			mg_buf_puts(&edits->texts, edits->writer.line_end);
		mg_buf_fill(&edits->texts, ' ', indent);
		if (node->type == MG_MAP)
			mg_yaml_put_pair(&edits->writer, added[i].key, added[i].value, indent);
		else
			mg_yaml_put_item(&edits->writer, added[i].value, indent);
		if (!unended)
			mg_buf_puts(&edits->texts, edits->writer.line_end);
	}
	mg_yaml_splice_end(edits, begun, offset, 0);
}

// The end of the lines that hold this part and nothing else but its comma and comment; 0 when others share them.
static size_t own_lines_end(const struct mg_yaml_text *text, struct extent extent)
{
	size_t after = skip_blanks(text, extent.end);

	if (!mg_yaml_begins_line(text, extent.start))
		return 0;
	if (mg_yaml_byte(text, after) == ',')
		after = skip_blanks(text, after + 1);
	if (mg_yaml_byte(text, after) != '#' && !mg_yaml_is_break(mg_yaml_byte(text, after)))
		return 0;
	return mg_yaml_next_line(text, after);
}

static size_t last_kept(const struct mg_node *node, const bool *removed)
{
	size_t last = count(node) - 1;

	while (last && removed[last])
		last--;
	return last;
}

static void remove_flow(struct mg_yaml_edits *edits, const struct mg_node *node, const bool *removed)
{
	const struct mg_yaml_text *text = &edits->text;
	size_t last = last_kept(node, removed);

	for (size_t i = 0; i < count(node); i++) {
		struct extent extent = extent_of(edits, node, i);
		size_t end = own_lines_end(text, extent);

		if (!removed[i])
			continue;
		if (end)
			remove_bytes(edits, mg_yaml_line_start(text, extent.start), end);
		else if (i < last)
			remove_bytes(edits, extent.start, extent_of(edits, node, i + 1).start);
		else
			remove_bytes(edits, extent_of(edits, node, i - 1).end, extent.end);
	}
}

static void add_flow(struct mg_yaml_edits *edits, const struct mg_node *node, size_t last,
		     const struct mg_yaml_part *added, size_t n)
{
	size_t begun = mg_yaml_splice_begin(edits), offset = extent_of(edits, node, last).end;

	// A colon without a value would take the comma for a part of it.
	if (edits->text.bytes.data[offset - 1] == ':')
		mg_buf_putc(&edits->texts, ' ');
	for (size_t i = 0; i < n; i++) {
		mg_buf_puts(&edits->texts, ", ");
		if (node->type == MG_MAP) {
			mg_yaml_put_key(&edits->writer, added[i].key, MG_YAML_FLOW_KEY);
			mg_buf_puts(&edits->texts, ": ");
		}
		mg_yaml_put_flow(&edits->writer, added[i].value);
	}
	mg_yaml_splice_end(edits, begun, offset, 0);
}

void mg_yaml_edit_parts(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const bool *removed,
			const struct mg_yaml_part *added, size_t n)
{
	const struct mg_node *node = spot->node;

	if (node->style == MG_FLOW) {
		remove_flow(edits, node, removed);
		if (n)
			add_flow(edits, node, last_kept(node, removed), added, n);
	} else {
		remove_block(edits, node, removed);
		if (n)
			add_block(edits, node, removed[count(node) - 1], added, n);
	}
}
