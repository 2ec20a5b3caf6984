// SPDX-License-Identifier: EUPL-1.2
#include "schema/code/commune.h"

#include "base/text.h"
#include "schema/code/tsv.h"

#include <stdlib.h>

// Columns of the tables.
enum { COMMUNE_CODE, COMMUNE_NAME, COMMUNE_POPULATION, COMMUNE_BODY, COMMUNE_COLUMNS };
enum { WITHDRAWN_CODE, WITHDRAWN_NAME, WITHDRAWN_NOW, WITHDRAWN_COLUMNS };
enum { BODY_NUMBER, BODY_SIREN, BODY_KIND, BODY_NAME, BODY_COLUMNS };

struct mg_slice mg_commune_vintage(void)
{
	return mg_tsv_vintage(mg_tsv_communes());
}

// ---- by code

static bool find_body(size_t column, struct mg_slice key, struct mg_body *out)
{
	struct mg_slice fields[BODY_COLUMNS];

	*out = (struct mg_body){0};
	if (!key.len || !mg_tsv_find(mg_tsv_bodies(), column, key, fields, BODY_COLUMNS))
		return false;
	*out = (struct mg_body){fields[BODY_SIREN], fields[BODY_KIND], fields[BODY_NAME]};
	return true;
}

// Lines are in the order of both their number and their SIREN.
bool mg_body_find(struct mg_slice siren, struct mg_body *out)
{
	return find_body(BODY_SIREN, siren, out);
}

static int64_t number_of(struct mg_slice digits)
{
	int64_t number = digits.len ? 0 : -1;

	for (size_t i = 0; i < digits.len; i++)
		number = number * 10 + (digits.data[i] - '0');
	return number;
}

static struct mg_commune commune_of(const struct mg_slice *fields)
{
	struct mg_commune commune = {.code = fields[COMMUNE_CODE], .name = fields[COMMUNE_NAME]};

	commune.population = number_of(fields[COMMUNE_POPULATION]);
	find_body(BODY_NUMBER, fields[COMMUNE_BODY], &commune.body);
	return commune;
}

bool mg_commune_find(struct mg_slice code, struct mg_commune *out)
{
	struct mg_slice fields[COMMUNE_COLUMNS];

	if (!mg_tsv_find(mg_tsv_communes(), COMMUNE_CODE, code, fields, COMMUNE_COLUMNS))
		return false;
	*out = commune_of(fields);
	return true;
}

bool mg_commune_exists(struct mg_slice code)
{
	struct mg_slice fields[1];

	return mg_tsv_find(mg_tsv_communes(), COMMUNE_CODE, code, fields, 1);
}

bool mg_commune_now(struct mg_slice code, struct mg_slice *name, struct mg_commune *now)
{
	struct mg_slice fields[WITHDRAWN_COLUMNS];

	if (!mg_tsv_find(mg_tsv_withdrawn(), WITHDRAWN_CODE, code, fields, WITHDRAWN_COLUMNS))
		return false;
	*name = fields[WITHDRAWN_NAME];
	return mg_commune_find(fields[WITHDRAWN_NOW], now);
}

struct mg_slice mg_commune_departement(struct mg_slice code)
{
	const size_t len = code.len > 1 && code.data[0] == '9' && code.data[1] > '5' ? 3 : 2;

	return (struct mg_slice){code.data, code.len < len ? code.len : len};
}

// ---- by name

#define MAX_NAME 64u // bytes of a name to compare, its NUL included

// Puts a word, written out where it is abbreviated.
static size_t put_word(const char *word, size_t len, char *out, size_t n)
{
	const char *whole = len == 2 && memcmp(word, "st", 2) == 0    ? "saint"
			    : len == 3 && memcmp(word, "ste", 3) == 0 ? "sainte"
								      : NULL;

	if (whole)
		word = whole, len = strlen(whole);
	if (n + len + 1 >= MAX_NAME)
		return n;
	if (n)
		out[n++] = ' ';
	memcpy(out + n, word, len);
	return n + len;
}

// A name as plain lower-case words: "ST OUEN" and "Saint-Ouen" are one.
static void plain(struct mg_slice name, char out[static MAX_NAME])
{
	char word[MAX_NAME];
	size_t len = 0, n = 0;

	while (name.len) {
		uint32_t character = 0;
		size_t bytes = mg_utf8_next(name, &character);
		const char *letters = mg_text_plain(character);

		for (size_t i = 0; letters && letters[i] && len < sizeof word; i++)
			word[len++] = letters[i];
		if (!letters && len)
			n = put_word(word, len, out, n), len = 0;
		bytes = bytes ? bytes : 1;
		name = (struct mg_slice){name.data + bytes, name.len - bytes};
	}
	if (len)
		n = put_word(word, len, out, n);
	out[n] = '\0';
}

// Puts a commune among those found, which are in order of population.
static size_t insert(struct mg_commune commune, struct mg_commune *out, size_t n, size_t max)
{
	size_t at = n;

	while (at && out[at - 1].population < commune.population)
		at--;
	if (at == max)
		return n;
	n += n < max;
	memmove(&out[at + 1], &out[at], (n - at - 1) * sizeof *out);
	out[at] = commune;
	return n;
}

static size_t find_same(const char *wanted, struct mg_commune *out, size_t max)
{
	struct mg_slice fields[COMMUNE_COLUMNS];
	char name[MAX_NAME];
	size_t n = 0;

	for (size_t at = 0; mg_tsv_next(mg_tsv_communes(), &at, fields, COMMUNE_COLUMNS);) {
		plain(fields[COMMUNE_NAME], name);
		if (strcmp(name, wanted) == 0)
			n = insert(commune_of(fields), out, n, max);
	}
	return n;
}

struct named {
	char name[MAX_NAME];
	int64_t population;
};

static int by_population(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	return (x->population < y->population) - (x->population > y->population);
}

// All names, those of the largest communes first; NULL without memory.
static struct named *list_names(struct mg_arena *arena, size_t *n)
{
	struct mg_slice fields[COMMUNE_COLUMNS];
	struct named *names = NULL, *grown;
	size_t cap = 0;

	*n = 0;
	for (size_t at = 0; mg_tsv_next(mg_tsv_communes(), &at, fields, COMMUNE_COLUMNS);) {
		grown = mg_arena_grow(arena, names, *n, &cap, sizeof *names);
		if (!grown)
			return NULL;
		names = grown;
		plain(fields[COMMUNE_NAME], names[*n].name);
		names[(*n)++].population = number_of(fields[COMMUNE_POPULATION]);
	}
	qsort(names, *n, sizeof *names, by_population);
	return names;
}

// The name nearest to what was typed, of the largest commune when several are as near; "" when none is, or without memory.
static const char *nearest_name(const char *wanted, struct mg_arena *arena)
{
	size_t n;
	struct named *names = list_names(arena, &n);
	const char **texts = mg_arena_array(arena, n, sizeof *texts), *best;

	if (!names || !texts)
		return "";
	for (size_t i = 0; i < n; i++)
		texts[i] = names[i].name;
	best = mg_nearest(wanted, texts, n);
	return best ? best : "";
}

size_t mg_commune_named(struct mg_slice name, struct mg_commune *out, size_t max)
{
	struct mg_arena arena;
	char wanted[MAX_NAME];
	size_t n;

	plain(name, wanted);
	if (!*wanted || !max)
		return 0;
	n = find_same(wanted, out, max);
	if (n)
		return n;
	mg_arena_init(&arena, 0);
	n = find_same(nearest_name(wanted, &arena), out, max);
	mg_arena_clear(&arena);
	return n;
}
