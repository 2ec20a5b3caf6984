// SPDX-License-Identifier: EUPL-1.2
#include "schema/yaml/yaml.h"
#include "schema/yaml/yaml_style.h"

#define STEP 2u // spaces of each level

void mg_yaml_put_literal_header(const struct mg_yaml_writer *writer, const struct mg_node *node)
{
	struct mg_slice text = node->text;
	size_t first = 0, ends = 0;

	while (text.data[first] == '\n')
		first++;
	while (text.data[text.len - 1 - ends] == '\n')
		ends++;
	mg_buf_putc(writer->out, '|');
	// A text that begins with blanks would be taken to be indented by them.
	if (text.data[first] == ' ' || text.data[first] == '\t')
		mg_buf_printf(writer->out, "%u", STEP);
	if (ends != 1)
		mg_buf_putc(writer->out, ends ? '+' : '-');
}

void mg_yaml_put_literal_lines(const struct mg_yaml_writer *writer, const struct mg_node *node, size_t indent)
{
	struct mg_slice rest = node->text;

	// The last line end is the one that the caller writes after any value.
	if (rest.data[rest.len - 1] == '\n')
		rest.len--;
	for (;;) {
		const char *end = memchr(rest.data, '\n', rest.len);
		size_t len = end ? (size_t)(end - rest.data) : rest.len;

		mg_buf_puts(writer->out, writer->line_end);
		if (len) {
			mg_buf_fill(writer->out, ' ', indent);
			mg_buf_put(writer->out, rest.data, len);
		}
		if (!end)
			return;
		rest.data += len + 1;
		rest.len -= len + 1;
	}
}

static void put_flow_list(const struct mg_yaml_writer *writer, const struct mg_node *node)
{
	mg_buf_putc(writer->out, '[');
	for (size_t i = 0; i < node->as.list.n; i++) {
		if (i)
			mg_buf_puts(writer->out, ", ");
		mg_yaml_put_flow(writer, node->as.list.items[i]);
	}
	mg_buf_putc(writer->out, ']');
}

static void put_flow_map(const struct mg_yaml_writer *writer, const struct mg_node *node)
{
	mg_buf_putc(writer->out, '{');
	for (size_t i = 0; i < node->as.map.n; i++) {
		if (i)
			mg_buf_puts(writer->out, ", ");
		mg_yaml_put_key(writer, node->as.map.pairs[i].key, MG_YAML_FLOW_KEY);
		mg_buf_puts(writer->out, ": ");
		mg_yaml_put_flow(writer, node->as.map.pairs[i].value);
	}
	mg_buf_putc(writer->out, '}');
}

void mg_yaml_put_flow(const struct mg_yaml_writer *writer, const struct mg_node *node)
{
	if (node->type == MG_LIST)
		put_flow_list(writer, node);
	else if (node->type == MG_MAP)
		put_flow_map(writer, node);
	else
		mg_yaml_put_scalar(writer, node, MG_YAML_FLOW);
}

bool mg_yaml_has_lines(const struct mg_node *node)
{
	return (node->type == MG_LIST && node->as.list.n) || (node->type == MG_MAP && node->as.map.n);
}

// What fits on the line of its key or dash.
static void put_inline(const struct mg_yaml_writer *writer, const struct mg_node *node, size_t indent,
		       enum mg_yaml_context context)
{
	if (node->type == MG_LIST || node->type == MG_MAP) {
		mg_yaml_put_flow(writer, node);
	} else if (mg_yaml_is_literal(writer, node)) {
		mg_yaml_put_literal_header(writer, node);
		mg_yaml_put_literal_lines(writer, node, indent + STEP);
	} else {
		mg_yaml_put_scalar(writer, node, context);
	}
}

static void next_line(const struct mg_yaml_writer *writer, size_t indent)
{
	mg_buf_puts(writer->out, writer->line_end);
	mg_buf_fill(writer->out, ' ', indent);
}

void mg_yaml_put_pair(const struct mg_yaml_writer *writer, struct mg_slice key, const struct mg_node *value,
		      size_t indent)
{
	mg_yaml_put_key(writer, key, MG_YAML_KEY);
	mg_buf_putc(writer->out, ':');
	if (mg_yaml_has_lines(value)) {
		next_line(writer, indent + STEP);
		mg_yaml_put_lines(writer, value, indent + STEP);
	} else {
		mg_buf_putc(writer->out, ' ');
		put_inline(writer, value, indent, MG_YAML_BLOCK);
	}
}

void mg_yaml_put_item(const struct mg_yaml_writer *writer, const struct mg_node *value, size_t indent)
{
	mg_buf_puts(writer->out, "- ");
	if (mg_yaml_has_lines(value))
		mg_yaml_put_lines(writer, value, indent + STEP);
	else
		put_inline(writer, value, indent, MG_YAML_BLOCK);
}

void mg_yaml_put_lines(const struct mg_yaml_writer *writer, const struct mg_node *node, size_t indent)
{
	size_t n = node->type == MG_MAP ? node->as.map.n : node->as.list.n;

	for (size_t i = 0; i < n; i++) {
		if (i)
			next_line(writer, indent);
		if (node->type == MG_MAP)
			mg_yaml_put_pair(writer, node->as.map.pairs[i].key, node->as.map.pairs[i].value, indent);
		else
			mg_yaml_put_item(writer, node->as.list.items[i], indent);
	}
}

void mg_yaml_put_document(const struct mg_yaml_writer *writer, const struct mg_node *node)
{
	if (mg_yaml_has_lines(node))
		mg_yaml_put_lines(writer, node, 0);
	else
		put_inline(writer, node, 0, MG_YAML_TOP);
	mg_buf_puts(writer->out, writer->line_end);
}

void mg_yaml_write(const struct mg_node *node, struct mg_buf *out)
{
	mg_yaml_put_document(&(struct mg_yaml_writer){.out = out, .line_end = "\n"}, node);
}
