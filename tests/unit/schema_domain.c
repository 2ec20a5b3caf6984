// SPDX-License-Identifier: EUPL-1.2
//
// The schemas and what the domain reference says each type holds (tests/vectors/domaine): a field that only one of them
// has, or whose level or article is another, is told, unless it is written down with a reason; a reason nobody needs any
// more is told too.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"
#include "schema/jsonschema/jsonschema.h"
#include "schema/record/type.h"

#include <stdio.h>
#include <stdlib.h>

#define TABLES  "tests/vectors/domaine/tables.txt"
#define REASONS "tests/vectors/domaine/ecarts.txt"
#define TRAPS   "tests/vectors/domaine/pieges.txt"
#define N_TRAPS 17
#define NONE    "–"
#define CELLS   6

// type | field | kind | level | articles | line
struct row {
	char *cells[CELLS];
};

struct domain {
	struct mg_types *types;
	char *texts[2];
	struct row rows[1000], reasons[1000]; // of a reason: what | type | field | why
	size_t n_rows, n_reasons;
	bool used[1000];
	unsigned untold; // differences without a reason
};

static char *trim(char *text)
{
	char *end = text + strlen(text);

	while (*text == ' ')
		text++;
	while (end > text && end[-1] == ' ')
		*--end = '\0';
	return text;
}

// The text up to the next separator, or to the end; *rest is then NULL.
static char *cut(char **rest, char separator)
{
	char *text = *rest, *end = text ? strchr(text, separator) : NULL;

	*rest = end ? end + 1 : NULL;
	if (end)
		*end = '\0';
	return text;
}

static size_t split_line(char *line, struct row *row)
{
	size_t n = 0;
	char *rest = line, *cell;

	while (n < CELLS && (cell = cut(&rest, '|')))
		row->cells[n++] = trim(cell);
	return n;
}

static char *read_rows(const char *path, size_t cells, struct row *rows, size_t max, size_t *n)
{
	struct mg_buf text = {0};
	char *rest, *line;

	if (mg_file_read(path, 1 << 20, &text, NULL) < 0)
		fail_msg("%s cannot be read", path);
	mg_buf_putc(&text, '\0');
	rest = text.data; /* transferred */
	while ((line = cut(&rest, '\n'))) {
		if (!*line || *line == '#')
			continue;
		if (*n == max || split_line(line, &rows[*n]) != cells)
			fail_msg("%s: wrong line: %s", path, line);
		++*n;
	}
	return text.data;
}

static int open_domain(void **state)
{
	struct domain *domain = calloc(1, sizeof *domain);

	if (!domain || mg_types_open(&domain->types, NULL) < 0)
		return -1;
	domain->texts[0] = read_rows(TABLES, 6, domain->rows, 1000, &domain->n_rows);
	domain->texts[1] = read_rows(REASONS, 4, domain->reasons, 1000, &domain->n_reasons);
	*state = domain;
	return 0;
}

static int close_domain(void **state)
{
	struct domain *domain = *state;

	mg_types_close(domain->types);
	free(domain->texts[0]);
	free(domain->texts[1]);
	free(domain);
	return 0;
}

static void tell(struct domain *domain, const char *what, const char *type, const char *field, const char *more)
{
	for (size_t i = 0; i < domain->n_reasons; i++) {
		char *const *cells = domain->reasons[i].cells;

		if (strcmp(cells[0], what) || strcmp(cells[1], type) || strcmp(cells[2], field))
			continue;
		domain->used[i] = true;
		return;
	}
	print_message("# %s | %s | %s | %s\n", what, type, field, more);
	domain->untold++;
}

// "questions.criteres.texte": inside groups, and the items of lists.
static const struct mg_schema *find(const struct mg_type *type, const char *field)
{
	const struct mg_schema *schema = type->shape, *item;

	while (schema && *field) {
		struct mg_slice key = {field, strcspn(field, ".")};

		item = mg_schema_types(schema) == MG_TYPE_ARRAY ? mg_schema_item(schema, 0) : NULL;
		schema = mg_schema_property(item ? item : schema, key);
		field += key.len + (field[key.len] == '.');
	}
	return schema;
}

// "G:733-736", or "G:733": a piece of the guide.
static bool read_lines(struct mg_slice article, unsigned *from, unsigned *to)
{
	char text[32];

	snprintf(text, sizeof text, "%.*s", (int)article.len, article.data);
	if (sscanf(text, "G:%u-%u", from, to) == 2)
		return true;
	*to = *from = 0;
	if (sscanf(text, "G:%u", from) != 1)
		return false;
	*to = *from;
	return true;
}

// Whether one of the articles is this one, or has it inside.
static bool names(const char *articles, struct mg_slice article)
{
	unsigned from, to, first, last;

	if (!read_lines(article, &from, &to))
		return false;
	for (const char *at = articles; *at; at += strcspn(at, " "), at += *at == ' ')
		if (read_lines((struct mg_slice){at, strcspn(at, " ")}, &first, &last) && first <= from && to <= last)
			return true;
	return false;
}

static void compare(struct domain *domain, const struct row *row)
{
	const char *type_name = row->cells[0], *field = row->cells[1], *articles = row->cells[4];
	const struct mg_type *type = mg_types_find(domain->types, type_name);
	const struct mg_schema *schema = type ? find(type, field) : NULL;
	const char level[2] = {schema ? mg_schema_asked(schema)->level : '\0', '\0'};
	struct mg_slice article;

	if (!schema) {
		tell(domain, "absent", type_name, field, row->cells[5]);
		return;
	}
	if (strcmp(*level ? level : NONE, row->cells[3]) != 0)
		tell(domain, "niveau", type_name, field, *level ? level : NONE);
	article = mg_node_string(mg_schema_keyword(schema, "x-article"));
	if (strcmp(articles, NONE) == 0 ? article.len != 0 : !names(articles, article))
		tell(domain, "article", type_name, field, articles);
}

static void the_schemas_say_what_the_reference_says(void **state)
{
	struct domain *domain = *state;

	domain->untold = 0;
	for (size_t i = 0; i < domain->n_rows; i++)
		compare(domain, &domain->rows[i]);
	assert_int_equal(domain->untold, 0);
}

// key NULL: any field of the type.
static bool has_row(const struct domain *domain, const char *type, const struct mg_slice *key)
{
	for (size_t i = 0; i < domain->n_rows; i++)
		if (strcmp(domain->rows[i].cells[0], type) == 0 &&
		    (!key || mg_slice_is(*key, domain->rows[i].cells[1])))
			return true;
	return false;
}

static bool is_every_types(struct mg_slice key)
{
	static const char *const keys[] = {"cooperative", "version", "remplace", "visibilite", "complements"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (mg_slice_is(key, keys[i]))
			return true;
	return false;
}

static void what_the_schemas_add_has_a_reason(void **state)
{
	struct domain *domain = *state;

	domain->untold = 0;
	for (size_t i = 0; i < mg_types_count(domain->types); i++) {
		const struct mg_type *type = mg_types_find(domain->types, mg_types_at(domain->types, i)->name);
		const struct mg_schema *property;
		struct mg_slice key;

		if (!has_row(domain, type->name, NULL))
			continue; // a type of ours: what keys, signatures and returned bilans need
		for (size_t k = 0; mg_schema_key(type->shape, k, &key, &property); k++) {
			char field[128];

			snprintf(field, sizeof field, "%.*s", (int)key.len, key.data);
			if (!has_row(domain, type->name, &key) && !is_every_types(key))
				tell(domain, "ajout", type->name, field, "why");
		}
	}
	assert_int_equal(domain->untold, 0);
}

// After the two above.
static void each_reason_is_needed(void **state)
{
	struct domain *domain = *state;

	domain->untold = 0;
	for (size_t i = 0; i < domain->n_reasons; i++) {
		char *const *cells = domain->reasons[i].cells;

		if (domain->used[i])
			continue;
		print_message("# no longer so: %s | %s | %s\n", cells[0], cells[1], cells[2]);
		domain->untold++;
	}
	assert_int_equal(domain->untold, 0);
}

// ---- traps: "T2 | file | text"

static void check_trap(char *line, bool *minded)
{
	struct mg_buf text = {0};
	char *rest = line;
	const char *trap = trim(cut(&rest, '|')), *file = trim(cut(&rest, '|')), *words = trim(rest);
	long number = strtol(trap + 1, NULL, 10);

	assert_true(number >= 1 && number <= N_TRAPS);
	if (mg_file_read(file, 1 << 20, &text, NULL) < 0)
		fail_msg("%s: no file %s", trap, file);
	if (!strstr(mg_buf_text(&text), words))
		fail_msg("%s: %s does not say \"%s\"", trap, file, words);
	minded[number - 1] = true;
	mg_buf_clear(&text);
}

static void each_trap_is_minded(void **state)
{
	bool minded[N_TRAPS] = {false};
	struct mg_buf text = {0};
	char *rest, *line;

	(void)state;
	assert_int_equal(mg_file_read(TRAPS, 1 << 20, &text, NULL), 0);
	mg_buf_putc(&text, '\0');
	rest = text.data;
	while ((line = cut(&rest, '\n')))
		if (*line && *line != '#')
			check_trap(line, minded);
	for (size_t i = 0; i < N_TRAPS; i++)
		if (!minded[i])
			fail_msg("T%zu is minded nowhere", i + 1);
	mg_buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_schemas_say_what_the_reference_says),
		cmocka_unit_test(what_the_schemas_add_has_a_reason),
		cmocka_unit_test(each_reason_is_needed),
		cmocka_unit_test(each_trap_is_minded),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_domain, close_domain);
}
