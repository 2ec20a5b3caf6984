// SPDX-License-Identifier: EUPL-1.2
//
// Columns side by side on a terminal: as wide as their longest cell where there is room, else folded at words.
#include "core/report/table.h"

#include "base/text.h"

#define GAP     2u
#define FOLDED  12u // no column is made narrower
#define COLUMNS 32u // of a table, at most

// ---- characters

struct range {
	uint32_t first, last;
};

static bool is_in(uint32_t character, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (character >= ranges[i].first && character <= ranges[i].last)
			return true;
	return false;
}

// Columns of a terminal: combining marks take none, East Asian characters and most pictures two.
static size_t columns_of(uint32_t character)
{
	static const struct range none[] = {{0x300, 0x36F}, {0x200B, 0x200F}, {0x2060, 0x2064}, {0xFE00, 0xFE0F}};
	static const struct range two[] = {
		{0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
		{0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD},
	};

	if (character < 0x300)
		return 1;
	if (is_in(character, none, sizeof none / sizeof *none))
		return 0;
	return is_in(character, two, sizeof two / sizeof *two) ? 2 : 1;
}

// The character at the start of text, which is not empty, and its length; U+FFFD for what could drive a terminal.
static size_t next(struct mg_slice text, uint32_t *character)
{
	size_t n;

	if (*text.data >= 0x20 && *text.data < 0x7F) { // nearly all of them
		*character = (unsigned char)*text.data;
		return 1;
	}
	n = mg_utf8_next(text, character);
	if (!n || *character < 0x20 || (*character >= 0x7F && *character < 0xA0) || *character == 0x2028 ||
	    *character == 0x2029 || (*character >= 0x202A && *character <= 0x202E) ||
	    (*character >= 0x2066 && *character <= 0x2069))
		*character = 0xFFFD;
	return n ? n : 1;
}

static struct mg_slice from(struct mg_slice text, size_t offset)
{
	return (struct mg_slice){text.data + offset, text.len - offset};
}

// Whether each byte is a character that takes one column: nearly all cells are such.
static bool is_plain(struct mg_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] < 0x20 || text.data[i] >= 0x7F)
			return false;
	return true;
}

// The widest line of a text.
static size_t width_of(struct mg_slice text)
{
	size_t widest = 0, width = 0;
	uint32_t character;

	if (is_plain(text))
		return text.len;
	while (text.len) {
		const bool ends = *text.data == '\n';

		text = from(text, next(text, &character));
		width = ends ? 0 : width + columns_of(character);
		widest = width > widest ? width : widest;
	}
	return widest;
}

// Takes the next line of at most `width` columns off a text: up to a line break, else the last blank that fits.
static struct mg_slice take_line(struct mg_slice *text, size_t width)
{
	struct mg_slice line = {text->data, 0};
	size_t used = 0, blank = 0, at = 0;
	uint32_t character;

	if (text->len <= width && is_plain(*text)) {
		line = *text;
		*text = from(*text, text->len);
		return line;
	}
	while (at < text->len && text->data[at] != '\n') {
		size_t n = next(from(*text, at), &character);

		if (used + columns_of(character) > width && at)
			break;
		if (character == ' ')
			blank = at;
		used += columns_of(character);
		at += n;
	}
	if (at < text->len && text->data[at] != '\n' && text->data[at] != ' ' && blank)
		at = blank;
	line.len = at;
	if (at < text->len && (text->data[at] == '\n' || text->data[at] == ' '))
		at++;
	*text = from(*text, at);
	return line;
}

static void put_text(struct mg_slice text, struct mg_buf *out)
{
	uint32_t character;

	if (is_plain(text)) {
		mg_buf_put_slice(out, text);
		return;
	}
	while (text.len) {
		size_t n = next(text, &character);

		if (character == 0xFFFD)
			mg_buf_puts(out, "\xEF\xBF\xBD");
		else
			mg_buf_put(out, text.data, n);
		text = from(text, n);
	}
}

// ---- layout

struct layout {
	const struct mg_table *table;
	size_t n;
	size_t widths[COLUMNS];
	struct mg_slice titles[COLUMNS];
	struct mg_buf *out;
};

static void measure(struct layout *layout)
{
	for (size_t i = 0; i < layout->n; i++) {
		layout->widths[i] = width_of(layout->titles[i]);
		for (size_t row = 0; row < layout->table->n; row++) {
			size_t width = width_of(layout->table->rows[row].cells[i]);

			layout->widths[i] = width > layout->widths[i] ? width : layout->widths[i];
		}
	}
}

// The widest column gives way first, until all fit or none may be narrower.
static void narrow(struct layout *layout, size_t width)
{
	for (;;) {
		size_t whole = (layout->n - 1) * GAP, widest = 0;

		for (size_t i = 0; i < layout->n; i++) {
			whole += layout->widths[i];
			if (layout->widths[i] > layout->widths[widest])
				widest = i;
		}
		if (whole <= width || layout->widths[widest] <= FOLDED)
			return;
		layout->widths[widest]--;
	}
}

static bool is_right(const struct layout *layout, size_t column)
{
	const enum mg_column_kind kind = layout->table->kind->columns[column].kind;

	return kind == MG_COLUMN_NUMBER || kind == MG_COLUMN_COUNT || kind == MG_COLUMN_TOTAL;
}

static bool is_any_left(const struct layout *layout, const struct mg_slice *rest)
{
	for (size_t i = 0; i < layout->n; i++)
		if (rest[i].len)
			return true;
	return false;
}

// One line of a row; the blanks that would end it are not written.
static void put_line(const struct layout *layout, struct mg_slice *rest)
{
	size_t pending = 0; // blanks before the next text

	for (size_t i = 0; i < layout->n; i++) {
		struct mg_slice line = take_line(&rest[i], layout->widths[i]);
		size_t used = width_of(line), pad = layout->widths[i] > used ? layout->widths[i] - used : 0;

		if (line.len) {
			mg_buf_fill(layout->out, ' ', pending + (is_right(layout, i) ? pad : 0));
			put_text(line, layout->out);
			pending = is_right(layout, i) ? 0 : pad;
		} else {
			pending += layout->widths[i];
		}
		pending += GAP;
	}
	mg_buf_putc(layout->out, '\n');
}

static void put_row(const struct layout *layout, const struct mg_slice *cells)
{
	struct mg_slice rest[COLUMNS];

	memcpy(rest, cells, layout->n * sizeof *rest);
	do
		put_line(layout, rest);
	while (is_any_left(layout, rest));
}

static void put_rule(const struct layout *layout)
{
	for (size_t i = 0; i < layout->n; i++) {
		mg_buf_fill(layout->out, ' ', i ? GAP : 0);
		for (size_t dash = 0; dash < layout->widths[i]; dash++)
			mg_buf_puts(layout->out, "─");
	}
	mg_buf_putc(layout->out, '\n');
}

void mg_table_text(const struct mg_table *table, bool french, size_t width, struct mg_buf *out)
{
	const struct mg_table_kind *kind = table->kind;
	struct layout layout = {.table = table, .n = kind->n_columns < COLUMNS ? kind->n_columns : COLUMNS, .out = out};

	for (size_t i = 0; i < layout.n; i++)
		layout.titles[i] = mg_slice_of(french ? kind->columns[i].title : kind->columns[i].title_en);
	measure(&layout);
	if (width)
		narrow(&layout, width);
	put_row(&layout, layout.titles);
	put_rule(&layout);
	for (size_t i = 0; i < table->n; i++) {
		if (i && (table->rows[i].flags & MG_ROW_TOTAL) && !(table->rows[i - 1].flags & MG_ROW_TOTAL))
			put_rule(&layout);
		put_row(&layout, table->rows[i].cells);
	}
}
