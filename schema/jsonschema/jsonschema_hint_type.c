// SPDX-License-Identifier: EUPL-1.2
//
// What to write instead of a value of another type: what people type, or paste from spreadsheets, where a number, a date, a
// yes, a list or a text is wanted.
#include "schema/jsonschema/jsonschema_hint.h"

#include "base/i18n.h"
#include "schema/code/code_hint.h"
#include "schema/record/date_guess.h"

#include <strings.h>

#define MAX_HINTED 60u // bytes of a text worth rewriting in a hint

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

// "1.200,50": where a comma comes last, points part thousands.
static bool parts_thousands(struct mg_slice text)
{
	const char *point = memchr(text.data, '.', text.len), *comma = memchr(text.data, ',', text.len);

	return point && comma && point < comma;
}

// "1 200,50 €" as 1200.50: spaces (those of French typography too), a unit, and the comma or semicolon that ends a line
// are dropped, a comma within is made a point. False when that gives no number, or a list of several.
static bool plain_number(struct mg_slice text, char out[static MAX_HINTED])
{
	static const char *const dropped[] = {" ",   "\xC2\xA0", "\xE2\x80\xAF", "€",   "%", "euros",
					      "EUR", "+",        "ETP",          "etp", "."};
	size_t n = 0, points = 0, digits = 0, n_dropped = sizeof dropped / sizeof *dropped;

	while (text.len > 1 && strchr(",;", text.data[text.len - 1]))
		text.len--;
	n_dropped -= !parts_thousands(text); // the point, which is last

	for (size_t at = 0; at < text.len;) {
		size_t skip = 0;

		for (size_t i = 0; !skip && i < n_dropped; i++)
			if (text.len - at >= strlen(dropped[i]) &&
			    memcmp(text.data + at, dropped[i], strlen(dropped[i])) == 0)
				skip = strlen(dropped[i]);
		at += skip;
		if (skip)
			continue;
		out[n] = text.data[at] == ',' ? '.' : text.data[at];
		points += out[n] == '.';
		digits += is_digit(out[n]);
		if (!is_digit(out[n]) && out[n] != '.' && !(out[n] == '-' && n == 0))
			return false;
		if (++n == MAX_HINTED)
			return false;
		at++;
	}
	out[n] = '\0';
	return digits > 0 && points <= 1 && is_digit(out[n - 1]) && out[0] != '.';
}

static const char *truth_of(struct mg_slice word)
{
	static const char *const words[][2] = {
		{"oui", "true"}, {"non", "false"}, {"vrai", "true"}, {"faux", "false"}, {"yes", "true"},
		{"no", "false"}, {"o", "true"},    {"n", "false"},   {"true", "true"},  {"false", "false"},
		{"on", "true"},  {"off", "false"}, {"x", "true"},    {"1", "true"},     {"0", "false"},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (word.len == strlen(words[i][0]) && strncasecmp(word.data, words[i][0], word.len) == 0)
			return words[i][1];
	return NULL;
}

static void hint_truth(struct mg_slice text, struct mg_buf *hint)
{
	const char *truth = truth_of(text);

	if (truth)
		mg_buf_printf(hint, _("write %s, without quotes"), truth);
	else
		mg_buf_puts(hint, _("write true or false, without quotes"));
}

// The signs that word processors and mails begin the items of a list with.
static size_t bullet(struct mg_slice text)
{
	static const char *const bullets[] = {"•", "·", "▪", "‣", "–", "—", "-", "*"};

	for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
		if (text.len > strlen(bullets[i]) && memcmp(text.data, bullets[i], strlen(bullets[i])) == 0)
			return strlen(bullets[i]);
	return 0;
}

// What stands between brackets of any kind, or after or before one of a pair that was forgotten.
static struct mg_slice without_brackets(struct mg_slice text)
{
	while (text.len > 1 && strchr("([{", *text.data))
		text = (struct mg_slice){text.data + 1, text.len - 1};
	while (text.len > 1 && strchr(")]}", text.data[text.len - 1]))
		text.len--;
	return text;
}

// "a; b" as [a, b]: what people part by commas and semicolons is mostly a list.
static void hint_list(struct mg_slice text, struct mg_buf *hint)
{
	struct mg_buf items = {0};
	bool parted = false;

	text = without_brackets(text);
	for (size_t i = 0; i < text.len; i++) {
		bool sign = text.data[i] == ';' || text.data[i] == ',';

		parted |= sign;
		mg_buf_putc(&items, sign ? ',' : text.data[i]);
	}
	if (bullet(text))
		mg_buf_puts(hint, _("write each item on its own line, after a hyphen and a space: `- item`"));
	else if (parted)
		mg_buf_printf(hint, _("put the items between brackets: [%s]"), mg_buf_text(&items));
	else
		mg_buf_printf(hint, _("write a list, one item a line, each after a dash: `- %.*s`"), (int)text.len,
			      text.data);
	mg_buf_clear(&items);
}

static void hint_instead_of_text(unsigned types, struct mg_slice text, struct mg_buf *hint)
{
	char number[MAX_HINTED];

	if (types & (MG_TYPE_NUMBER | MG_TYPE_INTEGER) && plain_number(text, number))
		mg_buf_printf(hint, _("write %s, without quotes, spaces or unit"), number);
	else if (types & (MG_TYPE_NUMBER | MG_TYPE_INTEGER) && text.len && text.data[0] == '=')
		mg_buf_puts(hint, _("write the number itself: a formula of a spreadsheet is not computed here"));
	else if (types & (MG_TYPE_NUMBER | MG_TYPE_INTEGER))
		mg_buf_puts(hint, _("write it in digits, for example 12.5; leave it out as long as it is not known"));
	else if (types & MG_TYPE_BOOLEAN)
		hint_truth(text, hint);
	else if (types & MG_TYPE_ARRAY && text.len <= MAX_HINTED)
		hint_list(text, hint);
	else if (types & MG_TYPE_OBJECT)
		mg_buf_puts(hint, _("write its keys below it, one `key: value` a line, indented"));
}

void mg_hint_document(const struct mg_node *found, struct mg_buf *hint)
{
	if (found->type == MG_LIST)
		mg_buf_puts(hint, _("a file holds one record: remove the dash, and put each of the others in a file of "
				    "its own"));
	else if (found->type == MG_STRING && found->text.len && memchr(found->text.data, '\t', found->text.len))
		mg_buf_puts(hint, _("these look like cells of a spreadsheet: write one `key: value` a line, for "
				    "instance `intitule: Maraudes`"));
	else
		mg_buf_puts(hint, _("write one `key: value` a line, for instance `intitule: Maraudes`"));
}

static bool wants_date(const struct mg_schema *schema)
{
	const struct mg_node *format = mg_schema_keyword(schema, "format");

	return format && mg_slice_is(mg_node_string(format), "date");
}

#define SHEET_FIRST 20000u // days: 1954
#define SHEET_LAST  60000u // 2064

// The day of a number that a spreadsheet gives when the cell's format is lost: days since 1899-12-30.
static bool hint_sheet_date(struct mg_slice text, struct mg_buf *hint)
{
	char day[MG_DATE_CHARS + 1];
	unsigned days = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (!is_digit(text.data[i]) || i == 5)
			return false;
		days = days * 10 + (unsigned)(text.data[i] - '0');
	}
	if (days < SHEET_FIRST || days > SHEET_LAST)
		return false;
	mg_date_format(mg_date_add_days((struct mg_date){1899, 12, 30}, (int)days), day);
	mg_buf_printf(hint, _("did you mean %s?"), day);
	return true;
}

// 1.23457E+13: what a spreadsheet shows of a long number.
static bool is_shortened(struct mg_slice text)
{
	return text.len > 4 && (memchr(text.data, 'E', text.len) || memchr(text.data, 'e', text.len)) &&
	       memchr(text.data, '+', text.len) && is_digit(*text.data);
}

static void hint_instead_of_scalar(const struct mg_schema *schema, unsigned types, struct mg_slice text,
				   struct mg_buf *hint)
{
	if (types & MG_TYPE_STRING && wants_date(schema) && (mg_date_hint(text, hint) || hint_sheet_date(text, hint)))
		return;
	if (mg_code_hint_zero(mg_schema_asked(schema)->code, text, hint))
		return;
	if (types & MG_TYPE_STRING && wants_date(schema))
		mg_buf_printf(hint, _("for example: %s"), "2026-04-03");
	else if (types & MG_TYPE_STRING && is_shortened(text))
		mg_buf_puts(hint,
			    _("a spreadsheet has shortened this number: copy all its digits, and put them in quotes"));
	else if (types & MG_TYPE_STRING)
		mg_buf_printf(hint, _("put it in quotes: \"%.*s\""), (int)text.len, text.data);
	else if (types & MG_TYPE_BOOLEAN)
		hint_truth(text, hint);
	else if (types & MG_TYPE_ARRAY)
		mg_buf_printf(hint, _("write a list, one item a line, each after a dash: `- %.*s`"), (int)text.len,
			      text.data);
}

void mg_hint_type(const struct mg_schema *schema, unsigned types, const struct mg_node *node, struct mg_buf *hint)
{
	switch (node->type) {
	case MG_STRING:
		hint_instead_of_text(types, node->text, hint);
		break;
	case MG_BOOL:
	case MG_INT:
	case MG_FLOAT:
		if (node->text.len > 0 && node->text.len <= MAX_HINTED)
			hint_instead_of_scalar(schema, types, node->text, hint);
		break;
	case MG_NULL:
		mg_buf_puts(hint, _("write a value, or remove the key"));
		break;
	case MG_LIST:
		if (types & MG_TYPE_STRING && node->as.list.n > 0)
			mg_buf_puts(hint, _("remove the dash or the brackets, or put the text in quotes"));
		break;
	case MG_MAP:
		if (types & MG_TYPE_ARRAY && node->style == MG_FLOW)
			mg_buf_puts(hint, _("write square brackets, [ and ], in place of the braces"));
		else if (types & MG_TYPE_ARRAY)
			mg_buf_puts(hint, _("put a dash before each item"));
		else if (types & MG_TYPE_STRING && node->style == MG_FLOW)
			mg_buf_puts(hint, _("put the whole text in quotes: it begins with a brace"));
		else if (types & MG_TYPE_STRING)
			mg_buf_puts(hint, _("put the whole text in quotes: it has a colon in it"));
		break;
	}
}
