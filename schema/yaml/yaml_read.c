// SPDX-License-Identifier: EUPL-1.2
#include "schema/yaml/yaml.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "schema/yaml/yaml_error.h"
#include "schema/yaml/yaml_read.h"
#include "schema/yaml/yaml_tree.h"

// After a syntax error the reading starts again at the next key of the top level, so that somebody who made three
// mistakes is told of three. What a hostile file can make us read again is bounded.
#define PARTS_MAX    20u
#define REREAD_BYTES (512u * 1024)

void mg_doc_init(struct mg_doc *doc)
{
	*doc = (struct mg_doc){0};
	mg_arena_init(&doc->arena, 0);
}

void mg_doc_clear(struct mg_doc *doc)
{
	mg_arena_clear(&doc->arena);
	mg_doc_init(doc);
}

static bool may_start_key(const struct mg_yaml_text *text, size_t line)
{
	char c = mg_yaml_byte(text, line);
	size_t end = mg_yaml_line_end(text, line);

	if (mg_yaml_is_blank(c) || mg_yaml_is_break(c) || strchr("#-.[]{}'\"%&*!|>@`,?:", c))
		return false;
	for (size_t i = line; i < end; i++)
		if (text->bytes.data[i] == ':' && (i + 1 == end || mg_yaml_is_blank(text->bytes.data[i + 1])))
			return true;
	return false;
}

// Moves to the first line below an offset that begins with a key at the margin.
static bool find_resumption(const struct mg_yaml_text *text, size_t offset, struct mg_mark *mark)
{
	struct mg_mark line = mg_yaml_forward(text, mg_yaml_start(text), mg_yaml_line_end(text, offset));

	while (line.offset < text->bytes.len) {
		line = mg_yaml_forward(text, line, line.offset + 1 + (mg_yaml_byte(text, line.offset) == '\r'));
		if (may_start_key(text, line.offset)) {
			*mark = line;
			return true;
		}
		line = mg_yaml_forward(text, line, mg_yaml_line_end(text, line.offset));
	}
	return false;
}

static void report_syntax(struct mg_yaml_tree *tree, const yaml_parser_t *parser, size_t *after)
{
	struct mg_yaml_problem problem = {
		.problem = parser->problem,
		.quote = tree->last_start,
		.quoted = tree->last,
	};

	mg_yaml_tree_mark(tree, &parser->problem_mark, &problem.mark);
	if (parser->context)
		mg_yaml_tree_mark(tree, &parser->context_mark, &problem.began);
	*after = mg_yaml_report_problem(&tree->text, &problem);
}

// Runs libyaml from base to the end, or to the first syntax error: then *after is where it is over.
static bool parse_part(struct mg_yaml_tree *tree, struct mg_mark base, size_t *after)
{
	bool done = false, whole = true;
	yaml_parser_t parser;
	yaml_event_t event;

	mg_yaml_tree_start(tree, base);
	if (!yaml_parser_initialize(&parser)) {
		tree->no_memory = true;
		return true;
	}
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)tree->text.bytes.data + base.offset,
				     tree->text.bytes.len + tree->text.unended - base.offset);
	while (!done && !tree->stop && tree->text.reported < MG_MAX_FINDINGS) {
		whole = yaml_parser_parse(&parser, &event) == 1;
		if (!whole)
			break;
		done = event.type == YAML_STREAM_END_EVENT;
		mg_yaml_tree_take(tree, &event);
		yaml_event_delete(&event);
	}
	if (!whole && parser.error == YAML_MEMORY_ERROR)
		tree->no_memory = true;
	else if (!whole)
		report_syntax(tree, &parser, after);
	mg_yaml_tree_end(tree, whole);
	yaml_parser_delete(&parser);
	return whole || tree->no_memory;
}

static void parse(struct mg_yaml_tree *tree)
{
	struct mg_mark base = mg_yaml_start(&tree->text);
	size_t after = 0, parts = 1, reread = 0;

	while (!parse_part(tree, base, &after)) {
		reread += tree->text.bytes.len;
		if (++parts > PARTS_MAX || reread > REREAD_BYTES || !find_resumption(&tree->text, after, &base))
			return;
	}
}

static int finish(struct mg_doc *doc, const struct mg_yaml_tree *tree)
{
	if (tree->no_memory)
		return MG_ENOMEM;
	if (tree->text.reported)
		return MG_EINVALID;
	doc->root = tree->root;
	doc->crlf = tree->text.crlf;
	doc->verbatim = !tree->rewritten;
	return 0;
}

int mg_yaml_read_within(struct mg_doc *doc, const char *path, struct mg_slice text, size_t max_bytes,
			struct mg_findings *findings)
{
	struct mg_yaml_tree tree = {
		.text = {.path = path, .findings = findings, .max_bytes = max_bytes},
		.arena = &doc->arena,
	};
	char *copy;
	int code;

	if (!mg_yaml_check_size(&tree.text, text.len))
		return MG_EINVALID;
	copy = mg_arena_alloc(&doc->arena, text.len + 2);
	if (!copy)
		return MG_ENOMEM;
	if (text.len)
		memcpy(copy, text.data, text.len);
	tree.text.unended = text.len && copy[text.len - 1] != '\n';
	if (tree.text.unended)
		copy[text.len] = '\n';
	doc->text = tree.text.bytes = (struct mg_slice){copy, text.len};
	if (mg_yaml_scan(&tree.text))
		parse(&tree);
	code = finish(doc, &tree);
	mg_yaml_tree_clear(&tree);
	return code;
}

int mg_yaml_read(struct mg_doc *doc, const char *path, struct mg_slice text, struct mg_findings *findings)
{
	return mg_yaml_read_within(doc, path, text, MG_MAX_RECORD_BYTES, findings);
}
