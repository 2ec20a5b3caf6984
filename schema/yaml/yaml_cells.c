// SPDX-License-Identifier: EUPL-1.2
#include "schema/yaml/yaml_cells.h"

#include "base/i18n.h"

static void report(struct mg_yaml_text *text, struct mg_mark mark)
{
	mg_yaml_report(text, "yaml-cells", mark, 1,
		       _("Put each cell on its own line, after its key: `key: value`; a text of several lines goes "
			 "below `key: |`, indented."),
		       _("cells of a spreadsheet were pasted here, parted by tabs"));
}

// What is no cell before a tab: the dash of an item, the colon of a key.
static bool ends_cell(const struct mg_yaml_text *text, size_t first, size_t last)
{
	char c = text->bytes.data[last];

	return c != ':' && !(first == last && strchr("-?#", c));
}

static bool is_row(const struct mg_yaml_text *text, size_t offset)
{
	size_t start = mg_yaml_line_start(text, offset), end = mg_yaml_line_end(text, offset), first, last;
	bool parted = false;

	while (start < end && mg_yaml_is_blank(text->bytes.data[start]))
		start++;
	first = last = start;
	for (size_t i = start; i < end; i++) {
		char c = text->bytes.data[i];

		if (c == '\t' && !parted)
			parted = ends_cell(text, first, last);
		if (mg_yaml_is_blank(c))
			continue;
		if (parted)
			return true;
		if (c == ':' && mg_yaml_is_blank(mg_yaml_byte(text, i + 1)))
			return false;
		last = i;
	}
	return false;
}

bool mg_yaml_report_cells(struct mg_yaml_text *text, struct mg_mark mark)
{
	if (!is_row(text, mark.offset))
		return false;
	report(text, mark);
	return true;
}

bool mg_yaml_report_next_cell(struct mg_yaml_text *text, struct mg_mark quoted, struct mg_mark next)
{
	const char *between = text->bytes.data + quoted.offset;

	if (next.offset <= quoted.offset || !memchr(between, '\t', next.offset - quoted.offset))
		return false;
	report(text, next);
	return true;
}
