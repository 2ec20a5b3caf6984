// SPDX-License-Identifier: EUPL-1.2
#include "schema/yaml/yaml_error.h"

#include "base/i18n.h"
#include "schema/yaml/yaml_cells.h"
#include "schema/yaml/yaml_check.h"

#define NOWHERE ((size_t)-1)

typedef void (*reporter)(struct mg_yaml_text *text, const struct mg_yaml_problem *problem);

static size_t line_length(const struct mg_yaml_text *text, struct mg_mark mark)
{
	struct mg_mark end = mg_yaml_forward(text, mark, mg_yaml_line_end(text, mark.offset));

	return end.col > mark.col ? end.col - mark.col : 1;
}

// The first typographic quote (U+2018 to U+201F) between two offsets that begins a word.
static size_t find_typographic(const struct mg_yaml_text *text, size_t from, size_t to)
{
	for (size_t i = from; i + 3 <= to; i++) {
		const unsigned char *p = (const unsigned char *)text->bytes.data + i;

		if (p[0] == 0xE2 && p[1] == 0x80 && p[2] >= 0x98 && p[2] <= 0x9F &&
		    (i == from || mg_yaml_is_blank((char)p[-1])))
			return i;
	}
	return NOWHERE;
}

static bool report_typographic(struct mg_yaml_text *text, size_t from, struct mg_mark line)
{
	size_t quote = find_typographic(text, from, mg_yaml_line_end(text, from));

	if (quote == NOWHERE)
		return false;
	mg_yaml_report(text, "yaml-word-quotes", mg_yaml_forward(text, line, quote), 1,
		       _("Replace them by straight quotes (\")."),
		       _("the quotes of this line are typographic, and quote nothing in YAML"));
	return true;
}

// A colon followed by a blank, before an offset of the same line.
static bool has_colon(const struct mg_yaml_text *text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (text->bytes.data[i] == ':' && mg_yaml_is_blank(mg_yaml_byte(text, i + 1)))
			return true;
	return false;
}

static struct mg_mark line_mark(const struct mg_yaml_text *text, struct mg_mark mark)
{
	return (struct mg_mark){(uint32_t)mg_yaml_line_start(text, mark.offset), mark.line, 1};
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

// The first colon of a line, when it touches what follows and is not that of a time or an address.
static bool report_missing_space(struct mg_yaml_text *text, struct mg_mark mark)
{
	size_t end = mg_yaml_line_end(text, mark.offset), colon = mark.offset;
	char first = mg_yaml_byte(text, mark.offset), second = mg_yaml_byte(text, mark.offset + 1);

	if (first == '-' && second != '-' && !mg_yaml_is_blank(second) && !mg_yaml_is_break(second)) {
		mg_yaml_report(text, "yaml-space", mark, 1, _("Put a space after it: \"- item\"."),
			       _("the dash of a list item is not followed by a space"));
		return true;
	}
	while (colon < end && text->bytes.data[colon] != ':')
		colon++;
	first = colon > mark.offset ? text->bytes.data[colon - 1] : ' ';
	second = mg_yaml_byte(text, colon + 1);
	if (colon + 1 >= end || mg_yaml_is_blank(second) || second == '/' || (is_digit(first) && is_digit(second)))
		return false;
	if ((unsigned char)second == 0xC2 && mg_yaml_byte(text, colon + 2) == '\xA0')
		mg_yaml_report(text, "yaml-space", mg_yaml_forward(text, mark, colon), 2,
			       _("Type that space again: word processors put no-break spaces after a colon."),
			       _("the colon after a key is followed by a no-break space, which is no ordinary space"));
	else
		mg_yaml_report(text, "yaml-space", mg_yaml_forward(text, mark, colon), 1,
			       _("Put a space after it: \"key: value\"."),
			       _("the colon after a key is not followed by a space"));
	return true;
}

static struct mg_mark skip_spaces(const struct mg_yaml_text *text, struct mg_mark mark)
{
	while (mg_yaml_byte(text, mark.offset) == ' ')
		mark = mg_yaml_forward(text, mark, mark.offset + 1);
	return mark;
}

// The start of the line above, blanks left out; the same line when there is none.
static struct mg_mark line_above(const struct mg_yaml_text *text, struct mg_mark line)
{
	if (line.offset <= text->start)
		return line;
	line.offset = (uint32_t)mg_yaml_line_start(text, line.offset - 1);
	line.line--;
	return skip_spaces(text, line);
}

static bool is_marker(const struct mg_yaml_text *text, size_t line)
{
	return line + 3 < text->bytes.len && memcmp(text->bytes.data + line, "---", 3) == 0;
}

// libyaml looks for the colon of a key so far, and takes a longer one for no key.
#define MAX_KEY_BYTES 1024u

// `titre:abc` above is a text, which this line then goes on with.
static void second_colon(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	struct mg_mark line = line_mark(text, problem->mark), first = skip_spaces(text, line);

	if (problem->mark.offset - first.offset >= MAX_KEY_BYTES &&
	    !has_colon(text, line.offset, problem->mark.offset)) {
		mg_yaml_report_long_key(text, first);
	} else if (has_colon(text, line.offset, problem->mark.offset)) {
		if (!report_typographic(text, line.offset, line))
			mg_yaml_report(text, "yaml-colon", problem->mark, 1,
				       _("Put the text after the first colon between quotes: key: \"a: b\"."),
				       _("a second colon stands on this line, where a text was expected"));
	} else if (is_marker(text, line.offset)) {
		mg_yaml_report(text, "yaml-indent", first, 3, _("Put the key on the next line."),
			       _("a key stands on the line of \"---\""));
	} else if (!report_missing_space(text, line_above(text, line))) {
		mg_yaml_report(text, "yaml-indent", first, 1, _("Line it up with the keys beside it."),
			       _("a key is indented more than the line above allows"));
	}
}

// The signs that word processors begin the items of a list with.
static bool report_bullet(struct mg_yaml_text *text, struct mg_mark mark)
{
	static const char *const bullets[] = {"•", "◦", "▪", "‣", "·", "–", "—", "−", "‐", "‑"};

	for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
		size_t len = strlen(bullets[i]);

		if (text->bytes.len - mark.offset < len || memcmp(text->bytes.data + mark.offset, bullets[i], len) != 0)
			continue;
		mg_yaml_report(text, "yaml-dash", mark, 1,
			       _("Write \"- item\", with the hyphen of the keyboard and a space."),
			       _("the items of a list begin with a hyphen, and this is another sign"));
		return true;
	}
	return false;
}

static void no_colon(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	struct mg_mark mark = problem->began.line ? problem->began : problem->mark;

	if (mg_yaml_report_cells(text, mark) || report_missing_space(text, mark) || report_bullet(text, mark) ||
	    report_typographic(text, mark.offset, mark))
		return;
	mg_yaml_report(text, "yaml-key", mark, line_length(text, mark),
		       _("Write \"key: value\"; if the line continues the text above, indent it."),
		       _("this line has no key and colon"));
}

static void unclosed_quote(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	mg_yaml_report(text, "yaml-quote", problem->began.line ? problem->began : problem->mark, 1,
		       _("Close it at the end of the text; an apostrophe inside '...' is doubled."),
		       _("the quote that opens here is never closed"));
}

static void bad_escape(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	mg_yaml_report(text, "yaml-escape", problem->mark, 1,
		       _("Between \"...\" write two backslashes for one, or use '...' instead."),
		       _("a backslash is followed by something it cannot escape"));
}

// After the end of a quoted scalar, on the same line.
static bool report_after_quote(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	char quote;

	if (!problem->quote.line || problem->quoted.line != problem->mark.line)
		return false;
	if (mg_yaml_report_next_cell(text, problem->quoted, problem->mark))
		return true;
	quote = text->bytes.data[problem->quote.offset];
	mg_yaml_report(text, "yaml-quote", problem->mark, line_length(text, problem->mark),
		       quote == '"' ? _("Quote the whole text; inside \"...\" write \\\" for a quote.")
				    : _("Quote the whole text; inside '...' double the apostrophes."),
		       _("a text goes on after its closing quote"));
	return true;
}

static void misplaced(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	char found = mg_yaml_byte(text, problem->mark.offset);

	if (report_after_quote(text, problem))
		return;
	if (found && strchr("]},", found))
		mg_yaml_report(text, "yaml-bracket", problem->mark, 1,
			       _("Remove it, or put the text it belongs to between quotes."),
			       _("\"%c\" closes nothing that was opened"), found);
	else
		mg_yaml_report(text, "yaml-indent", problem->mark, 1,
			       _("Give it the same number of spaces as the lines it belongs with."),
			       _("this line is not lined up with any line above"));
}

static void in_brackets(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	char open = mg_yaml_byte(text, problem->began.offset), close = open == '{' ? '}' : ']';

	if (report_after_quote(text, problem))
		return;
	mg_yaml_report(text, "yaml-bracket", problem->began.line ? problem->began : problem->mark, 1,
		       _("Close it, or put the text it belongs to between quotes."),
		       _("\"%c\" opens a list or a mapping, and line %u has neither the \",\" nor the \"%c\" expected"),
		       open ? open : '[', (unsigned)problem->mark.line, close);
}

static void misplaced_dash(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	mg_yaml_report(text, "yaml-dash", problem->mark, 1,
		       _("Put each item on its own line under the key; quote a text that begins with a dash."),
		       _("the dash of a list item stands on the line of something else"));
}

static void tab(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	if (mg_yaml_report_cells(text, problem->mark))
		return;
	mg_yaml_report(text, "yaml-tab", problem->mark, 1,
		       _("Replace the tab by spaces; most editors can do it by themselves."),
		       _("a tab stands where only spaces are allowed"));
}

static void bad_start(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	char found = mg_yaml_byte(text, problem->mark.offset);

	if (found == '\t')
		tab(text, problem);
	else
		mg_yaml_report(text, "yaml-reserved", problem->mark, 1, _("Put the text between quotes."),
			       _("a text cannot begin with \"%c\" without quotes"), found);
}

static void bad_block(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	struct mg_mark mark = problem->began.line ? problem->began : problem->mark;

	mg_yaml_report(text, "yaml-block", mark, line_length(text, mark),
		       _("Begin the text on the next line, or put it between quotes if it begins with this sign."),
		       _("\"%c\" announces a text on the lines below, and its own line goes on"),
		       mg_yaml_byte(text, mark.offset));
}

static void bad_name(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	struct mg_mark mark = problem->began.line ? problem->began : problem->mark;
	char found = mg_yaml_byte(text, mark.offset);

	mg_yaml_report(text, found == '&' ? "yaml-anchor" : "yaml-alias", mark, 1,
		       _("Put the text between quotes; items of a list begin with \"- \"."),
		       _("a text cannot begin with \"%c\" without quotes"), found);
}

static void bad_tag(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	mg_yaml_report(text, "yaml-tag", problem->began.line ? problem->began : problem->mark, 1,
		       _("If it begins a text, put the text between quotes; else remove it."),
		       _("\"!\" begins a tag, and records have none"));
}

static void bad_directive(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	mg_yaml_report(text, "yaml-directive", problem->began.line ? problem->began : problem->mark, 1,
		       _("If it begins a text, put the text between quotes; else remove it."),
		       _("a line that begins with \"%%\" is a directive, and records have none"));
}

static void colon_in_brackets(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	mg_yaml_report(text, "yaml-space", problem->mark, 1,
		       _("Put a space after it, or quotes around the text it belongs to."),
		       _("a colon between brackets is not followed by a space"));
}

static void missing_value(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	mg_yaml_report(text, "yaml-syntax", problem->mark, 1,
		       _("Remove this sign if it is one too many, or put the text it belongs to between quotes."),
		       _("a value was expected here"));
}

static void unexpected(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	if (report_after_quote(text, problem))
		return;
	mg_yaml_report(text, "yaml-syntax", problem->mark, 1,
		       _("Look at this line and the one before it: a quote, a colon or spaces may be missing."),
		       _("this does not follow from what is above"));
}

// Where the first key stands: comments and empty lines may come before it.
static struct mg_mark first_key(const struct mg_yaml_text *text)
{
	struct mg_mark mark = mg_yaml_start(text);

	while (mark.offset < text->bytes.len) {
		struct mg_mark first = skip_spaces(text, mark);
		char c = mg_yaml_byte(text, first.offset);

		if (c != '#' && !mg_yaml_is_break(c))
			return first;
		mark = mg_yaml_forward(text, mark, mg_yaml_line_end(text, first.offset));
		mark = mg_yaml_forward(text, mark, mark.offset + 1 + (mg_yaml_byte(text, mark.offset) == '\r'));
	}
	return mark;
}

// A key left of the first one ends the document for libyaml, which then wants another.
static void outdented(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	if (problem->mark.col < first_key(text).col)
		misplaced(text, problem);
	else
		unexpected(text, problem);
}

static void lone_question(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	mg_yaml_report(text, "yaml-reserved", problem->mark, 1,
		       _("Put it between quotes; or leave out what is not known yet, with its key."),
		       _("a text cannot begin with \"%c\" without quotes"), '?');
}

static reporter reporter_of(const char *problem)
{
	static const struct {
		const char *problem;
		reporter report;
	} reporters[] = {
		{"mapping values are not allowed in this context", second_colon},
		{"could not find expected ':'", no_colon},
		{"found unexpected end of stream", unclosed_quote},
		{"found unexpected document indicator", unclosed_quote},
		{"found unknown escape character", bad_escape},
		{"did not find expected hexdecimal number", bad_escape},
		{"found invalid Unicode character escape code", bad_escape},
		{"did not find expected key", misplaced},
		{"did not find expected '-' indicator", misplaced},
		{"did not find expected <document start>", outdented},
		{"mapping keys are not allowed in this context", lone_question},
		{"did not find expected ',' or ']'", in_brackets},
		{"did not find expected ',' or '}'", in_brackets},
		{"block sequence entries are not allowed in this context", misplaced_dash},
		{"found character that cannot start any token", bad_start},
		{"found a tab character that violates indentation", tab},
		{"found a tab character where an indentation space is expected", tab},
		{"did not find expected comment or line break", bad_block},
		{"found an indentation indicator equal to 0", bad_block},
		{"did not find expected alphabetic or numeric character", bad_name},
		{"found unexpected ':'", colon_in_brackets},
		{"did not find expected node content", missing_value},
		{"did not find expected tag URI", bad_tag},
		{"did not find expected '!'", bad_tag},
		{"did not find the expected '>'", bad_tag},
		{"did not find expected whitespace or line break", bad_tag},
		{"found undefined tag handle", bad_tag},
		{"could not find expected directive name", bad_directive},
		{"found unexpected non-alphabetical character", bad_directive},
		{"found unknown directive name", bad_directive},
		{"found incompatible YAML document", bad_directive},
	};

	for (size_t i = 0; problem && i < sizeof reporters / sizeof *reporters; i++)
		if (strcmp(problem, reporters[i].problem) == 0)
			return reporters[i].report;
	return unexpected;
}

// Git leaves both sides of a merge it could not make in the file; whatever libyaml says of them is beside the point.
static bool report_merge(struct mg_yaml_text *text)
{
	static const char marker[] = "<<<<<<< ";
	struct mg_mark mark = mg_yaml_start(text);

	for (size_t at = mark.offset; at < text->bytes.len; at = mg_yaml_line_end(text, at) + 1) {
		if (text->bytes.len - at < sizeof marker - 1 ||
		    memcmp(text->bytes.data + at, marker, sizeof marker - 1) != 0)
			continue;
		mark = mg_yaml_forward(text, mark, at);
		mg_yaml_report(text, "yaml-merge", mark, 7,
			       _("Keep one of the two versions, and remove the lines of <, = and >."),
			       _("git left the marks of a merge that it could not make"));
		return true;
	}
	return false;
}

size_t mg_yaml_report_problem(struct mg_yaml_text *text, const struct mg_yaml_problem *problem)
{
	reporter report = reporter_of(problem->problem);
	bool at_start =
		problem->began.line && (report == unclosed_quote || report == no_colon || report == in_brackets);

	if (!text->reported && report_merge(text))
		return text->bytes.len;
	report(text, problem);
	return mg_yaml_line_end(text, at_start ? problem->began.offset : problem->mark.offset);
}
