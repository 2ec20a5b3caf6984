// SPDX-License-Identifier: EUPL-1.2
#include "schema/yaml/yaml_edits.h"

#include <stdlib.h>

#define BOM       "\xEF\xBB\xBF"
#define BOM_BYTES 3u

static bool has_bom(const struct mg_doc *doc)
{
	return doc->text.len >= BOM_BYTES && memcmp(doc->text.data, BOM, BOM_BYTES) == 0;
}

void mg_yaml_edits_init(struct mg_yaml_edits *edits, const struct mg_doc *doc)
{
	*edits = (struct mg_yaml_edits){.doc = doc, .text = {.bytes = doc->text, .crlf = doc->crlf}};
	if (has_bom(doc))
		edits->text.start = BOM_BYTES;
	edits->writer = (struct mg_yaml_writer){.out = &edits->texts, .line_end = doc->crlf ? "\r\n" : "\n"};
}

void mg_yaml_edits_clear(struct mg_yaml_edits *edits)
{
	mg_buf_clear(&edits->texts);
	free(edits->splices);
	edits->splices = NULL;
	edits->n = edits->cap = 0;
}

struct mg_yaml_spot mg_yaml_spot_top(const struct mg_doc *doc)
{
	return (struct mg_yaml_spot){.node = doc->root};
}

struct mg_yaml_spot mg_yaml_spot_below(const struct mg_yaml_spot *spot, size_t index)
{
	const struct mg_node *node = spot->node;

	return (struct mg_yaml_spot){
		.node = node->type == MG_MAP ? node->as.map.pairs[index].value : node->as.list.items[index],
		.parent = node,
		.index = index,
		.col = node->style == MG_BLOCK ? node->start.col : spot->col,
		.in_flow = spot->in_flow || node->style == MG_FLOW,
	};
}

size_t mg_yaml_next_line(const struct mg_yaml_text *text, size_t offset)
{
	offset = mg_yaml_line_end(text, offset);
	if (mg_yaml_byte(text, offset) == '\r')
		offset++;
	return offset < text->bytes.len ? offset + 1 : offset;
}

bool mg_yaml_begins_line(const struct mg_yaml_text *text, size_t offset)
{
	while (offset > text->start && mg_yaml_is_blank(text->bytes.data[offset - 1]))
		offset--;
	return offset == text->start || text->bytes.data[offset - 1] == '\n';
}

size_t mg_yaml_dash(const struct mg_yaml_edits *edits, const struct mg_node *list, size_t index)
{
	const struct mg_yaml_text *text = &edits->text;
	size_t i, end = list->as.list.items[index]->start.offset;

	for (i = index ? list->as.list.items[index - 1]->end.offset : list->start.offset; i < end; i++) {
		char c = text->bytes.data[i];

		if (c == '-')
			return i;
		if (c == '#')
			i = mg_yaml_line_end(text, i);
	}
	return SIZE_MAX;
}

size_t mg_yaml_splice_begin(struct mg_yaml_edits *edits)
{
	return edits->texts.len;
}

void mg_yaml_splice_end(struct mg_yaml_edits *edits, size_t begun, size_t offset, size_t n)
{
	if (edits->n == edits->cap) {
		size_t cap = edits->cap ? edits->cap * 2 : 8;
		struct mg_yaml_splice *splices = realloc(edits->splices, cap * sizeof *splices);

		if (!splices) {
			edits->failed = true;
			return;
		}
		edits->splices = splices;
		edits->cap = cap;
	}
	edits->splices[edits->n++] = (struct mg_yaml_splice){offset, n, begun, edits->texts.len - begun};
}

// In the order of the document, then as gathered.
static int compare(const void *a, const void *b)
{
	const struct mg_yaml_splice *x = a, *y = b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

void mg_yaml_edits_apply(struct mg_yaml_edits *edits, struct mg_buf *out)
{
	struct mg_slice bytes = edits->doc->text;
	size_t done = 0;

	mg_buf_reset(out);
	if (edits->n)
		qsort(edits->splices, edits->n, sizeof *edits->splices, compare);
	for (size_t i = 0; i < edits->n; i++) {
		const struct mg_yaml_splice *splice = &edits->splices[i];

		if (splice->offset > done)
			mg_buf_put(out, bytes.data + done, splice->offset - done);
		mg_buf_put(out, mg_buf_text(&edits->texts) + splice->at, splice->len);
		if (splice->offset + splice->n > done)
			done = splice->offset + splice->n;
	}
	mg_buf_put(out, bytes.data + done, bytes.len - done);
	if (edits->failed || edits->texts.failed)
		out->failed = MG_ENOMEM;
}

void mg_yaml_write_anew(const struct mg_doc *doc, const struct mg_node *node, struct mg_buf *out)
{
	mg_buf_reset(out);
	if (has_bom(doc))
		mg_buf_puts(out, BOM);
	mg_yaml_put_document(&(struct mg_yaml_writer){.out = out, .line_end = doc->crlf ? "\r\n" : "\n"}, node);
}
