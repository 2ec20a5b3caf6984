// SPDX-License-Identifier: EUPL-1.2
//
// One value in place of another.
#include "schema/yaml/yaml_block.h"
#include "schema/yaml/yaml_edits.h"
#include "schema/yaml/yaml_gap.h"

#define STEP 2u // spaces of a level that has none yet

// Where the old value stands, and where the new one may.
struct site {
	size_t head;         // just after the key's colon or the item's dash; the start of the value at the top
	size_t start, end;   // the old value
	size_t tail, eol;    // what is kept after it on its line: blanks and a comment, if tail < eol
	size_t indent;       // spaces before lines below the key or dash
	bool same_line;      // it begins on the line of its key or dash
	bool commented;      // comments stand between the head and the value, on other lines
	bool sits_at_margin; // a list no deeper than the key it belongs to
};

static bool is_block_scalar(const struct mg_node *node)
{
	return node->style == MG_LITERAL || node->style == MG_FOLDED;
}

static bool holds(const struct mg_yaml_text *text, size_t from, size_t to, char c)
{
	return to > from && memchr(text->bytes.data + from, c, to - from);
}

static size_t find_head(const struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot)
{
	size_t start = spot->node->start.offset, dash;

	if (!spot->parent)
		return start;
	if (spot->parent->type == MG_MAP)
		return mg_yaml_after_colon(&edits->text, spot->parent->as.map.pairs[spot->index].key_end.offset, start);
	dash = mg_yaml_dash(edits, spot->parent, spot->index);
	return dash == SIZE_MAX ? start : dash + 1;
}

// The comment of a block scalar stands after its header, inside its own bytes.
static void find_tail(const struct mg_yaml_text *text, const struct mg_node *node, struct site *site)
{
	size_t header;

	site->tail = site->end;
	site->eol = mg_yaml_line_end(text, site->end);
	if (is_block_scalar(node)) {
		header = mg_yaml_block_header(text, site->start);
		site->tail = header;
		site->end = site->eol;
		site->eol = mg_yaml_line_end(text, header);
	}
	if (!holds(text, site->tail, site->eol, '#'))
		site->tail = site->eol;
}

static struct site find_site(const struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot)
{
	const struct mg_yaml_text *text = &edits->text;
	struct site site = {
		.head = find_head(edits, spot),
		.start = spot->node->start.offset,
		.end = spot->node->end.offset,
		.indent = spot->parent ? spot->col - 1 + STEP : 0,
	};

	find_tail(text, spot->node, &site);
	site.same_line = !holds(text, site.head, site.start, '\n');
	site.commented = holds(text, site.head, site.start, '#');
	site.sits_at_margin = spot->parent && !site.same_line && spot->node->start.col <= spot->col;
	return site;
}

static void put_tail(struct mg_yaml_edits *edits, const struct site *site)
{
	mg_buf_put(&edits->texts, edits->text.bytes.data + site->tail, site->eol - site->tail);
}

static void put_line_start(struct mg_yaml_edits *edits, size_t indent)
{
	mg_buf_puts(&edits->texts, edits->writer.line_end);
	mg_buf_fill(&edits->texts, ' ', indent);
}

// Where a value that begins on the line of its head, or can be brought there, begins to differ. Writes the space before
// it when there is none.
static size_t begin_inline(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const struct site *site)
{
	if (!spot->parent)
		return site->start;
	if (site->same_line && site->start > site->head)
		return site->start;
	if (site->same_line || !site->commented) {
		mg_buf_putc(&edits->texts, ' ');
		return site->head;
	}
	if (site->sits_at_margin)
		mg_buf_fill(&edits->texts, ' ', STEP);
	return site->start;
}

static bool at_line_start(const struct mg_yaml_text *text, size_t offset)
{
	return offset <= text->start || text->bytes.data[offset - 1] == '\n';
}

static void replace_by_scalar(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const struct site *site,
			      const struct mg_node *value)
{
	size_t begun = mg_yaml_splice_begin(edits), from = begin_inline(edits, spot, site);
	bool top = !spot->parent && at_line_start(&edits->text, site->start);

	if (value->type == MG_LIST || value->type == MG_MAP)
		mg_yaml_put_flow(&edits->writer, value);
	else
		mg_yaml_put_scalar(&edits->writer, value, top ? MG_YAML_TOP : MG_YAML_BLOCK);
	// What follows a value of one line stays where it is; what a block scalar had after its header comes with it.
	if (is_block_scalar(spot->node))
		put_tail(edits, site);
	mg_yaml_splice_end(edits, begun, from, site->end - from);
}

static size_t end_of_old(const struct mg_yaml_spot *spot, const struct site *site)
{
	return is_block_scalar(spot->node) ? site->end : site->eol;
}

static void replace_by_literal(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const struct site *site,
			       const struct mg_node *value)
{
	size_t begun = mg_yaml_splice_begin(edits), from = begin_inline(edits, spot, site);

	mg_yaml_put_literal_header(&edits->writer, value);
	put_tail(edits, site);
	mg_yaml_put_literal_lines(&edits->writer, value, spot->parent ? site->indent : STEP);
	mg_yaml_splice_end(edits, begun, from, end_of_old(spot, site) - from);
}

// `key: old # comment` becomes `key: # comment` with lines below. An item's lines begin after its dash, unless a comment
// is there.
static void replace_beside_head(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const struct site *site,
				const struct mg_node *value)
{
	size_t begun = mg_yaml_splice_begin(edits), from = site->head;

	if (spot->parent->type == MG_MAP || site->tail < site->eol) {
		put_tail(edits, site);
		put_line_start(edits, site->indent);
		mg_yaml_put_lines(&edits->writer, value, site->indent);
	} else if (site->start > site->head) {
		from = site->start;
		mg_yaml_put_lines(&edits->writer, value, spot->node->start.col - 1);
	} else {
		mg_buf_putc(&edits->texts, ' ');
		mg_yaml_put_lines(&edits->writer, value, site->indent);
	}
	mg_yaml_splice_end(edits, begun, from, end_of_old(spot, site) - from);
}

// The old value begins a line of its own, and so do the new lines.
static void replace_below_head(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const struct site *site,
			       const struct mg_node *value)
{
	size_t begun = mg_yaml_splice_begin(edits), indent = spot->node->start.col - 1, to = site->end;
	bool quoted = edits->writer.quote_lines;

	if (site->sits_at_margin && value->type == MG_MAP) {
		mg_buf_fill(&edits->texts, ' ', site->indent - indent);
		indent = site->indent;
	}
	if (site->tail < site->eol && is_block_scalar(spot->node)) {
		put_tail(edits, site);
		put_line_start(edits, indent);
	} else if (site->tail < site->eol) {
		// The comment stays after the last line, where a literal would swallow it.
		edits->writer.quote_lines = true;
	}
	mg_yaml_put_lines(&edits->writer, value, indent);
	edits->writer.quote_lines = quoted;
	mg_yaml_splice_end(edits, begun, site->start, to - site->start);
}

// After `---` a list or a mapping must begin a line.
static void replace_after_marker(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const struct site *site,
				 const struct mg_node *value)
{
	size_t begun = mg_yaml_splice_begin(edits);

	put_tail(edits, site);
	put_line_start(edits, 0);
	mg_yaml_put_lines(&edits->writer, value, 0);
	mg_yaml_splice_end(edits, begun, site->start, end_of_old(spot, site) - site->start);
}

static void replace_by_lines(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const struct site *site,
			     const struct mg_node *value)
{
	if (!spot->parent && !mg_yaml_begins_line(&edits->text, site->start))
		replace_after_marker(edits, spot, site, value);
	else if (spot->parent && site->same_line)
		replace_beside_head(edits, spot, site, value);
	else
		replace_below_head(edits, spot, site, value);
}

static void replace_in_flow(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const struct mg_node *value)
{
	size_t begun = mg_yaml_splice_begin(edits), start = spot->node->start.offset;
	char before = start ? edits->text.bytes.data[start - 1] : ' ';

	if (start == spot->node->end.offset) {
		if (spot->parent->type == MG_MAP && spot->parent->as.map.pairs[spot->index].key_end.offset == start)
			mg_buf_puts(&edits->texts, ": ");
		else if (!mg_yaml_is_blank(before))
			mg_buf_putc(&edits->texts, ' ');
	}
	mg_yaml_put_flow(&edits->writer, value);
	mg_yaml_splice_end(edits, begun, start, spot->node->end.offset - start);
}

// A document without a value may still have comments: the value goes below them.
static void replace_nothing(struct mg_yaml_edits *edits, const struct mg_node *value)
{
	const struct mg_yaml_text *text = &edits->text;
	size_t begun = mg_yaml_splice_begin(edits), end = text->bytes.len;

	if (!at_line_start(text, end))
		mg_buf_puts(&edits->texts, edits->writer.line_end);
	mg_yaml_put_document(&edits->writer, value);
	mg_yaml_splice_end(edits, begun, end, 0);
}

// Who wrote a list between brackets wants the next one there, too.
static bool stays_flow(const struct mg_node *old, const struct mg_node *value)
{
	return old->style == MG_FLOW && old->type == value->type && mg_yaml_has_lines(old);
}

void mg_yaml_edit_replace(struct mg_yaml_edits *edits, const struct mg_yaml_spot *spot, const struct mg_node *value)
{
	struct site site;

	if (spot->in_flow) {
		replace_in_flow(edits, spot, value);
		return;
	}
	if (!spot->parent && spot->node->start.offset == spot->node->end.offset) {
		replace_nothing(edits, value);
		return;
	}
	site = find_site(edits, spot);
	if (mg_yaml_has_lines(value) && !stays_flow(spot->node, value))
		replace_by_lines(edits, spot, &site, value);
	else if (mg_yaml_is_literal(&edits->writer, value))
		replace_by_literal(edits, spot, &site, value);
	else
		replace_by_scalar(edits, spot, &site, value);
}
