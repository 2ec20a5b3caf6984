// SPDX-License-Identifier: EUPL-1.2
//
// Whatever the bytes, reading ends in a tree or in findings. A tree can be written, and its canonical text read, back to
// the same tree, and kept as bytes; every position lies in the text. Whatever the kept bytes, they are a document or none.
#include "base/limits.h"
#include "base/text.h"
#include "schema/yaml/yaml_code.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_mark(struct mg_mark mark, struct mg_slice text)
{
	require(mark.line > 0 && mark.col > 0 && mark.offset <= text.len);
	// Never in the middle of a character.
	require(mark.offset == text.len || ((unsigned char)text.data[mark.offset] & 0xC0) != 0x80);
}

// The line and column of a mark, counted from the start, are those it tells.
static void check_position(struct mg_mark mark, struct mg_slice text)
{
	uint32_t line = 1, col = 1;
	size_t i = text.len >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	for (; i < mark.offset; i++) {
		if (text.data[i] == '\n') {
			line++;
			col = 1;
		} else if (((unsigned char)text.data[i] & 0xC0) != 0x80) {
			col++;
		}
	}
	require(line == mark.line && col == mark.col);
}

static void check_node(const struct mg_node *node, struct mg_slice text, unsigned depth)
{
	require(depth <= MG_MAX_DEPTH + 1);
	check_mark(node->start, text);
	check_mark(node->end, text);
	require(node->start.offset <= node->end.offset);
	if (text.len < 4096) {
		check_position(node->start, text);
		check_position(node->end, text);
	}
	for (size_t i = 0; node->type == MG_LIST && i < node->as.list.n; i++)
		check_node(node->as.list.items[i], text, depth + 1);
	for (size_t i = 0; node->type == MG_MAP && i < node->as.map.n; i++) {
		check_mark(node->as.map.pairs[i].key_start, text);
		check_mark(node->as.map.pairs[i].key_end, text);
		check_node(node->as.map.pairs[i].value, text, depth + 1);
	}
}

// Reading what we write may only fail for its size.
static void check_reads_back(const struct mg_node *node, const struct mg_buf *text)
{
	struct mg_findings findings;
	struct mg_doc doc;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	if (mg_yaml_read(&doc, "", mg_buf_slice(text), &findings) == 0)
		require(mg_node_equal(doc.root, node));
	else
		require(text->len > MG_MAX_RECORD_BYTES);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
}

// What is kept of a document is taken up as it was: it would be kept as the same bytes.
static void check_kept(const struct mg_doc *doc)
{
	struct mg_buf bytes = {0}, again = {0};
	struct mg_arena arena;
	struct mg_doc back;

	mg_arena_init(&arena, 0);
	mg_doc_encode(doc, &bytes);
	require(mg_doc_decode(mg_buf_slice(&bytes), &arena, &back));
	require(mg_node_equal(back.root, doc->root));
	mg_doc_encode(&back, &again);
	require(mg_slice_equal(mg_buf_slice(&bytes), mg_buf_slice(&again)));
	mg_arena_clear(&arena);
	mg_buf_clear(&bytes);
	mg_buf_clear(&again);
}

static void check_damaged(const uint8_t *data, size_t size)
{
	struct mg_arena arena;
	struct mg_doc doc;

	mg_arena_init(&arena, 0);
	if (mg_doc_decode((struct mg_slice){(const char *)data, size}, &arena, &doc))
		require(doc.text.len < size && doc.root);
	mg_arena_clear(&arena);
}

static void check_tree(const struct mg_doc *doc)
{
	struct mg_buf canon = {0}, text = {0};

	check_node(doc->root, doc->text, 1);
	mg_node_canon(doc->root, &canon);
	check_reads_back(doc->root, &canon);
	mg_yaml_write(doc->root, &text);
	check_reads_back(doc->root, &text);
	check_kept(doc);
	mg_buf_clear(&canon);
	mg_buf_clear(&text);
}

static void check_findings(const struct mg_findings *findings, struct mg_slice text)
{
	struct mg_buf out = {0};

	require(findings->n > 0);
	for (size_t i = 0; i < findings->n && i < 20; i++) {
		const struct mg_finding *finding = &findings->items[i];

		require(finding->level == MG_LEVEL_INVALID && *finding->message && finding->mark.offset <= text.len);
		mg_finding_print(finding, text, &out);
	}
	mg_buf_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mg_slice text = {(const char *)data, size};
	struct mg_findings findings;
	struct mg_doc doc;

	mg_findings_init(&findings);
	mg_doc_init(&doc);
	if (mg_yaml_read(&doc, "fuzz", text, &findings) == 0)
		check_tree(&doc);
	else
		check_findings(&findings, text);
	mg_doc_clear(&doc);
	mg_findings_clear(&findings);
	check_damaged(data, size);
	return 0;
}
