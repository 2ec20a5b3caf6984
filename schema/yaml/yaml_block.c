// SPDX-License-Identifier: EUPL-1.2
#include "schema/yaml/yaml_block.h"

#include "base/i18n.h"

static bool is_indicator(char c)
{
	return c == '+' || c == '-' || (c >= '1' && c <= '9');
}

size_t mg_yaml_block_header(const struct mg_yaml_text *text, size_t start)
{
	size_t end = start + 1;

	while (is_indicator(mg_yaml_byte(text, end)))
		end++;
	return end;
}

// Past the line end that stands at an offset.
static size_t after_break(const struct mg_yaml_text *text, size_t end)
{
	if (mg_yaml_byte(text, end) == '\r')
		end++;
	return end + (mg_yaml_byte(text, end) == '\n');
}

static size_t next_line(const struct mg_yaml_text *text, size_t offset)
{
	return after_break(text, mg_yaml_line_end(text, offset));
}

static size_t count_spaces(const struct mg_yaml_text *text, size_t offset)
{
	size_t n = 0;

	while (mg_yaml_byte(text, offset + n) == ' ')
		n++;
	return n;
}

// Spaces before the lines of the text: told by the header, or those of the first line that is not blank.
static size_t indentation(const struct mg_yaml_text *text, size_t start, size_t from, size_t to, uint32_t block_col)
{
	size_t header = mg_yaml_block_header(text, start);

	for (size_t i = start + 1; i < header; i++)
		if (text->bytes.data[i] >= '1' && text->bytes.data[i] <= '9')
			return (block_col ? block_col - 1 : 0) + (size_t)(text->bytes.data[i] - '0');
	for (size_t line = from; line < to; line = next_line(text, line)) {
		size_t spaces = count_spaces(text, line);

		if (!mg_yaml_is_break(mg_yaml_byte(text, line + spaces)))
			return spaces;
	}
	return SIZE_MAX;
}

// The end of the last line that holds more than indentation.
static size_t last_line_end(const struct mg_yaml_text *text, size_t from, size_t to, size_t indent)
{
	size_t last = 0, end;

	for (size_t line = from; line < to; line = after_break(text, end)) {
		size_t spaces = count_spaces(text, line);

		end = mg_yaml_line_end(text, line + spaces);
		if (spaces > indent || end > line + spaces)
			last = end;
	}
	return last;
}

static bool keeps_blank_lines(const struct mg_yaml_text *text, size_t start, size_t header)
{
	return memchr(text->bytes.data + start, '+', header - start) != NULL;
}

struct mg_mark mg_yaml_block_end(const struct mg_yaml_text *text, struct mg_mark start, size_t to, uint32_t block_col)
{
	size_t header = mg_yaml_block_header(text, start.offset), from = next_line(text, header), end;

	end = last_line_end(text, from, to, indentation(text, start.offset, from, to, block_col));
	if (keeps_blank_lines(text, start.offset, header) && to > from) {
		end = to;
		end -= text->bytes.data[end - 1] == '\n';
		end -= text->bytes.data[end - 1] == '\r';
	}
	return mg_yaml_forward(text, start, end ? end : header);
}

bool mg_yaml_check_block(struct mg_yaml_text *text, struct mg_mark start, struct mg_mark end, uint32_t block_col)
{
	size_t header = mg_yaml_block_header(text, start.offset), from = next_line(text, header);

	if (mg_yaml_byte(text, header) == '#')
		mg_yaml_report(text, "yaml-comment", mg_yaml_forward(text, start, header), 1,
			       _("Put a space before the #."), _("a comment must be parted from what is before it"));
	if (indentation(text, start.offset, from, end.offset, block_col) != SIZE_MAX)
		return true;
	// Only blank lines: libyaml took the deepest for the indentation.
	end = mg_yaml_forward(text, end, end.offset + count_spaces(text, end.offset));
	if (end.offset >= text->bytes.len || end.col <= block_col || end.col == 1)
		return true;
	mg_yaml_report(text, "yaml-indent", end, 1,
		       _("Remove the spaces of the blank lines, or indent the text as deep."),
		       _("the blank lines above have more spaces than this line"));
	return false;
}
