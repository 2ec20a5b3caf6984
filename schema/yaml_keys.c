// SPDX-License-Identifier: EUPL-1.2
#include "schema/yaml_keys.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/canon.h"

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

bool mg_yaml_key_fits(struct mg_slice key)
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
