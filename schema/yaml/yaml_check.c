// SPDX-License-Identifier: EUPL-1.2
#include "schema/yaml/yaml_check.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/value/canon.h"
#include "schema/yaml/yaml_cells.h"
#include "schema/yaml/yaml_gap.h"
#include "schema/yaml/yaml_scalar.h"

#include <stdlib.h>

#define FEW_KEYS      32u   // below, comparing each with each is the fastest
#define KEY_MAX_CHARS 1000u // of the key written in quotes; leaves room below libyaml's 1,024

static void report(struct mg_yaml_text *text, const struct mg_pair *first, const struct mg_pair *again)
{
	mg_yaml_report(text, "yaml-duplicate", again->key_start, mg_utf8_count(again->key),
		       _("Keep one of the two lines, or give one of them another name."),
		       _("the key \"%.*s\" is written twice; it already stands on line %u"),
		       (int)(again->key.len < 80 ? again->key.len : 80), again->key.len ? again->key.data : "",
		       (unsigned)first->key_start.line);
}

static void check_few(struct mg_yaml_text *text, const struct mg_pair *pairs, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (mg_slice_equal(pairs[i].key, pairs[j].key)) {
				report(text, &pairs[j], &pairs[i]);
				break;
			}
}

// By key, then by place in the text.
static int compare(const void *a, const void *b)
{
	const struct mg_pair *const *x = a, *const *y = b;
	int order = mg_slice_compare((*x)->key, (*y)->key);

	return order ? order : (*x > *y) - (*x < *y);
}

bool mg_yaml_check_duplicates(struct mg_yaml_text *text, const struct mg_pair *pairs, size_t n)
{
	const struct mg_pair **sorted;

	if (n <= FEW_KEYS) {
		check_few(text, pairs, n);
		return true;
	}
	sorted = calloc(n, sizeof *sorted);
	if (!sorted)
		return false;
	for (size_t i = 0; i < n; i++)
		sorted[i] = &pairs[i];
	qsort(sorted, n, sizeof *sorted, compare);
	for (size_t i = 1, first = 0; i < n && text->reported < MG_MAX_FINDINGS; i++) {
		if (mg_slice_equal(sorted[first]->key, sorted[i]->key))
			report(text, sorted[first], sorted[i]);
		else
			first = i;
	}
	free(sorted);
	return true;
}

// Whether libyaml finds the colon of a key in every form we write: it looks 1,024 characters far.
static bool key_fits(struct mg_slice key)
{
	struct mg_buf canon = {0};
	bool fits;

	if (key.len <= KEY_MAX_CHARS / 6) // an escape makes six characters of one
		return true;
	mg_canon_string(key, &canon);
	fits = mg_utf8_count(mg_buf_slice(&canon)) <= KEY_MAX_CHARS;
	mg_buf_clear(&canon);
	return fits;
}

void mg_yaml_check_key(struct mg_yaml_text *text, struct mg_slice key, enum mg_style style, struct mg_mark start)
{
	if (style == MG_PLAIN && mg_slice_is(key, "<<"))
		mg_yaml_report(text, "yaml-merge", start, 2, _("Write the keys out in full."),
			       _("\"<<\" is a merge key, and records have none"));
	if (!key_fits(key))
		mg_yaml_report_long_key(text, start);
}

void mg_yaml_report_long_key(struct mg_yaml_text *text, struct mg_mark start)
{
	mg_yaml_report(text, "yaml-key", start, 1, _("Give it a shorter name."),
		       _("a key must be shorter than 1,000 characters"));
}

void mg_yaml_check_properties(struct mg_yaml_text *text, const char *anchor, const char *tag, struct mg_mark mark)
{
	if (anchor)
		mg_yaml_report(text, "yaml-anchor", mark, 1,
			       _("If it begins a text, put the text between quotes; else write the value out in full."),
			       _("\"&%s\" is an anchor, and records have none"), anchor);
	if (tag)
		mg_yaml_report(text, "yaml-tag", mark, 1,
			       _("If it begins a text, put the text between quotes; else remove it."),
			       _("\"!\" begins a tag, and records have none"));
}

void mg_yaml_check_plain(struct mg_yaml_text *text, struct mg_slice value, struct mg_mark start, struct mg_mark end,
			 bool in_flow)
{
	if (mg_scalar_is_typographic(value))
		mg_yaml_report(text, "yaml-word-quotes", start, end.col > start.col ? end.col - start.col : 1,
			       _("Replace them by straight quotes (\"), or remove them."),
			       _("this text stands between typographic quotes, which quote nothing in YAML"));
	if (in_flow && mg_slice_is(value, "-"))
		mg_yaml_report(text, "yaml-syntax", start, 1, _("Put it between quotes."),
			       _("\"-\" cannot stand alone between brackets"));
}

bool mg_yaml_check_lines(struct mg_yaml_text *text, struct mg_mark start, struct mg_mark end, enum mg_style style,
			 uint32_t min_col)
{
	size_t bad = mg_yaml_outdented(text, start.offset, end.offset, min_col);

	if (bad >= end.offset)
		return true;
	if (style == MG_PLAIN) {
		mg_yaml_report(text, "yaml-indent", mg_yaml_forward(text, start, bad), 1,
			       _("Put spaces before what stands between the brackets."),
			       _("this line is still between brackets, and must be indented to column %u at least"),
			       (unsigned)min_col);
		return true;
	}
	if (mg_yaml_byte(text, end.offset) == '\t' &&
	    mg_yaml_report_next_cell(text, end, mg_yaml_forward(text, end, end.offset + 1)))
		return false;
	mg_yaml_report(text, "yaml-quote", start, 1,
		       _("Close the quote at the end of the text, or indent the lines that belong to it."),
		       _("the text in quotes that begins here goes on below, on line %u, which is not indented"),
		       (unsigned)mg_yaml_forward(text, start, bad).line);
	return false;
}
