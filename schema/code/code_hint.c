// SPDX-License-Identifier: EUPL-1.2
#include "schema/code/code_hint.h"

#include "base/i18n.h"
#include "schema/code/commune.h"

#define MAX_NAMED 5u // communes of one name that a hint lists

static bool are_digits(struct mg_slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return true;
}

static void put_commune(const struct mg_commune *commune, struct mg_buf *out)
{
	const struct mg_slice departement = mg_commune_departement(commune->code);

	mg_buf_printf(out, "\"%.*s\" (%.*s, %.*s)", (int)commune->code.len, commune->code.data, (int)commune->name.len,
		      commune->name.data, (int)departement.len, departement.data);
}

static void hint_communes(const struct mg_commune *communes, size_t n, struct mg_buf *hint)
{
	struct mg_buf list = {0};

	for (size_t i = 0; i < n; i++) {
		mg_buf_puts(&list, i ? ", " : "");
		put_commune(&communes[i], &list);
	}
	mg_buf_printf(hint, n == 1 ? _("did you mean %s?") : _("did you mean one of %s?"), mg_buf_text(&list));
	mg_buf_clear(&list);
}

bool mg_code_hint_zero(struct mg_slice kind, struct mg_slice text, struct mg_buf *hint)
{
	char code[6] = "0";
	struct mg_commune commune;

	if (!mg_slice_is(kind, "commune") || text.len != 4)
		return false;
	memcpy(code + 1, text.data, text.len);
	if (!mg_commune_find(mg_slice_of(code), &commune))
		return false;
	hint_communes(&commune, 1, hint);
	return true;
}

// A number of Corsica as it was before the two departments: 20004 is 2A004. Each is of one of them.
static size_t corsican(struct mg_slice text, struct mg_commune *communes)
{
	char code[6] = "2A";
	size_t n = 0;

	if (text.len != 5 || memcmp(text.data, "20", 2) != 0)
		return 0;
	memcpy(code + 2, text.data + 2, 3);
	for (; code[1] <= 'B'; code[1]++)
		n += mg_commune_find(mg_slice_of(code), &communes[n]);
	return n;
}

bool mg_code_hint_name(struct mg_slice kind, struct mg_slice text, struct mg_buf *hint)
{
	struct mg_commune communes[MAX_NAMED];
	size_t n;

	if (!mg_slice_is(kind, "commune") || !text.len)
		return false;
	n = are_digits(text) ? corsican(text, communes) : mg_commune_named(text, communes, MAX_NAMED);
	if (n)
		hint_communes(communes, n, hint);
	return n > 0;
}
