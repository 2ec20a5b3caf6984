// SPDX-License-Identifier: EUPL-1.2
//
// The least quoting that reads back the same.
#include "base/text.h"
#include "schema/value/canon.h"
#include "schema/yaml/yaml_scalar.h"
#include "schema/yaml/yaml_style.h"

static bool is_flow(enum mg_yaml_context context)
{
	return context == MG_YAML_FLOW || context == MG_YAML_FLOW_KEY;
}

static bool is_key(enum mg_yaml_context context)
{
	return context == MG_YAML_KEY || context == MG_YAML_FLOW_KEY;
}

// Whether every character may stand raw in the text. Tabs and line ends may in YAML, but fold or vanish when quoted.
static bool is_printable(struct mg_slice text, bool lines)
{
	while (text.len) {
		uint32_t c = 0;
		size_t n = mg_utf8_next(text, &c);

		if (!n || (c < 0x20 && !(lines && (c == '\n' || c == '\t'))) || (c >= 0x7F && c < 0xA0) ||
		    c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF)
			return false;
		text.data += n;
		text.len -= n;
	}
	return true;
}

static bool may_begin(struct mg_slice text, bool flow)
{
	char first = text.data[0], second = text.len > 1 ? text.data[1] : ' ';

	if (strchr(",[]{}#&*!|>'\"%@` ", first))
		return false;
	if (first == '-')
		return second != ' ';
	if (first == '?' || first == ':')
		return second != ' ' && !flow;
	return true;
}

static bool has_indicator(struct mg_slice text, bool flow)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i], next = i + 1 < text.len ? text.data[i + 1] : ' ';

		if (c == ':' && (next == ' ' || (flow && next == '?')))
			return true;
		if (c == '#' && i && text.data[i - 1] == ' ')
			return true;
		if (flow && strchr(",[]{}", c))
			return true;
	}
	return false;
}

// `---` and `...` at the margin mark documents.
static bool is_marker(struct mg_slice text)
{
	return text.len >= 3 && (memcmp(text.data, "---", 3) == 0 || memcmp(text.data, "...", 3) == 0) &&
	       (text.len == 3 || text.data[3] == ' ');
}

// What begins a web page or a text of a word processor: at the start of a file the reader takes it for one.
static bool is_foreign(struct mg_slice text)
{
	static const char *const beginnings[] = {"<!", "<?", "<html", "\\rtf"};

	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		if (text.len >= strlen(beginnings[i]) && memcmp(text.data, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return false;
}

static bool may_be_plain(struct mg_slice text, enum mg_yaml_context context)
{
	if (!text.len || text.data[text.len - 1] == ' ' || !may_begin(text, is_flow(context)) ||
	    has_indicator(text, is_flow(context)) || mg_scalar_is_typographic(text))
		return false;
	if ((context != MG_YAML_BLOCK && is_marker(text)) || is_foreign(text))
		return false;
	return is_key(context) ? !mg_slice_is(text, "<<") : mg_scalar_is_string(text);
}

static void put_single(struct mg_slice text, struct mg_buf *out)
{
	mg_buf_putc(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\'')
			mg_buf_putc(out, '\'');
		mg_buf_putc(out, text.data[i]);
	}
	mg_buf_putc(out, '\'');
}

static size_t count_bytes(struct mg_slice text, const char *bytes)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += text.data[i] && strchr(bytes, text.data[i]) != NULL;
	return count;
}

static void put_text(const struct mg_yaml_writer *writer, struct mg_slice text, enum mg_yaml_context context)
{
	bool printable = is_printable(text, false);

	if (printable && may_be_plain(text, context))
		mg_buf_put_slice(writer->out, text);
	else if (printable && count_bytes(text, "'") < count_bytes(text, "\"\\"))
		put_single(text, writer->out);
	else
		mg_canon_string(text, writer->out);
}

void mg_yaml_put_key(const struct mg_yaml_writer *writer, struct mg_slice key, enum mg_yaml_context context)
{
	put_text(writer, key, context);
}

void mg_yaml_put_scalar(const struct mg_yaml_writer *writer, const struct mg_node *node, enum mg_yaml_context context)
{
	if (node->type == MG_STRING)
		put_text(writer, node->text, context);
	else
		mg_node_canon(node, writer->out);
}

bool mg_yaml_is_literal(const struct mg_yaml_writer *writer, const struct mg_node *node)
{
	struct mg_slice text = node->text;

	if (writer->quote_lines || node->type != MG_STRING || !memchr(text.data, '\n', text.len))
		return false;
	return is_printable(text, true) && count_bytes(text, " \t\n") < text.len;
}
