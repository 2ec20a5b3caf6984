// SPDX-License-Identifier: EUPL-1.2
#include "schema/yaml/yaml_gap.h"

#include "base/i18n.h"

#define NOWHERE ((size_t)-1)

struct walk {
	struct mg_yaml_text *text;
	const struct mg_yaml_gap *gap;
	struct mg_mark mark; // the last position asked for: they only rise, so that the whole walk stays linear
	size_t i;
	size_t tab;      // the first tab of this line's indentation, or NOWHERE
	bool line_start; // only blanks so far on this line
};

static struct mg_mark mark_at(struct walk *walk, size_t offset)
{
	walk->mark = mg_yaml_forward(walk->text, walk->mark, offset);
	return walk->mark;
}

static void check_indentation(struct walk *walk)
{
	if (walk->tab != NOWHERE) {
		mg_yaml_report(walk->text, "yaml-tab", mark_at(walk, walk->tab), 1,
			       _("Replace the tab by spaces; most editors can do it by themselves."),
			       _("this line is indented with a tab, and only spaces are allowed"));
	} else if (walk->gap->in_flow && mark_at(walk, walk->i).col < walk->gap->min_col) {
		mg_yaml_report(walk->text, "yaml-indent", walk->mark, 1,
			       _("Put spaces before what stands between the brackets, the closing one included."),
			       _("this line is still between brackets, and must be indented to column %u at least"),
			       (unsigned)walk->gap->min_col);
	}
}

static void check_comment(struct walk *walk)
{
	char before = walk->i ? walk->text->bytes.data[walk->i - 1] : '\n';

	if (!mg_yaml_is_blank(before) && before != '\n' && walk->i != walk->text->start) {
		mg_yaml_report(walk->text, "yaml-comment", mark_at(walk, walk->i), 1,
			       _("Put a space before the #, or quotes around the text if it belongs to it."),
			       _("a comment must be parted from what is before it"));
	}
	walk->i = mg_yaml_line_end(walk->text, walk->i);
}

static bool ends_indicator(char c)
{
	return mg_yaml_is_blank(c) || mg_yaml_is_break(c) || strchr(",[]{}", c);
}

// Between brackets libyaml takes any `?` for a key and any `:` for a value; to YAML 1.2 both begin a word when one
// follows. Only after "key" or [key] may a colon touch its value.
static void check_indicator(struct walk *walk, char c)
{
	char next = mg_yaml_byte(walk->text, walk->i + 1);

	if (!walk->gap->in_flow || (c != '?' && c != ':') || ends_indicator(next))
		return;
	if (c == ':' && walk->gap->after_json)
		return;
	mg_yaml_report(walk->text, "yaml-space", mark_at(walk, walk->i), 1,
		       _("Put a space after it, or quotes around the text it belongs to."),
		       _("\"%c\" is followed by a text without a space"), c);
}

static void take_indicator(struct walk *walk, char c)
{
	if (walk->line_start)
		check_indentation(walk);
	walk->line_start = false;
	walk->tab = NOWHERE;
	check_indicator(walk, c);
	walk->i++;
}

void mg_yaml_check_gap(struct mg_yaml_text *text, const struct mg_yaml_gap *gap)
{
	struct walk walk = {.text = text, .gap = gap, .mark = gap->from, .i = gap->from.offset, .tab = NOWHERE};

	walk.line_start = walk.i == text->start;
	while (walk.i < gap->to) {
		char c = text->bytes.data[walk.i];

		if (c == '\n' || c == '\r') {
			walk.line_start = true;
			walk.tab = NOWHERE;
			walk.i++;
		} else if (mg_yaml_is_blank(c)) {
			if (c == '\t' && walk.line_start && walk.tab == NOWHERE)
				walk.tab = walk.i;
			walk.i++;
		} else if (c == '#') {
			check_comment(&walk);
		} else {
			take_indicator(&walk, c);
		}
	}
	if (walk.line_start && gap->to < text->bytes.len)
		check_indentation(&walk);
}

size_t mg_yaml_outdented(const struct mg_yaml_text *text, size_t from, size_t to, uint32_t min_col)
{
	for (size_t i = from; i < to; i++) {
		size_t spaces = 0;

		if (text->bytes.data[i] != '\n')
			continue;
		while (mg_yaml_byte(text, i + 1 + spaces) == ' ')
			spaces++;
		if (spaces + 1 >= min_col)
			continue;
		// A line of blanks alone is an empty line whatever it holds.
		spaces += i + 1;
		for (i = spaces; mg_yaml_is_blank(mg_yaml_byte(text, i));)
			i++;
		if (!mg_yaml_is_break(mg_yaml_byte(text, i)))
			return spaces;
		i--;
	}
	return to;
}

size_t mg_yaml_after_colon(const struct mg_yaml_text *text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (text->bytes.data[i] == ':')
			return i + 1;
		if (text->bytes.data[i] == '#')
			i = mg_yaml_line_end(text, i) - 1;
	}
	return from;
}
