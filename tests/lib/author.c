// SPDX-License-Identifier: EUPL-1.2
#include "tests/lib/author.h"

#include "schema/yaml/yaml.h"
#include "tests/lib/draw.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PICK(random, ...)                                                                                              \
	((const char *const[]){__VA_ARGS__}[draw(random, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))])

static void read_text(const char *text, struct mg_doc *doc)
{
	struct mg_findings findings;

	mg_findings_init(&findings);
	mg_doc_init(doc);
	if (mg_yaml_read(doc, "", mg_slice_of(text), &findings))
		fail_msg("%s: %s", text, findings.items[0].message);
	mg_findings_clear(&findings);
}

// ---- one place

// The text with a place set (value NULL: removed). Where a scalar stands in the way nothing changes.
static char *set_place(const char *text, const char *place, const char *value)
{
	struct mg_doc doc, holder;
	struct mg_buf out = {0};
	struct mg_place steps;
	struct mg_error err;
	char *copy;

	read_text(text, &doc);
	read_text(value ? value : "null", &holder);
	if (mg_place_parse(place, &doc.arena, &steps, &err))
		fail_msg("%s: %s", place, err.message);
	copy = strdup(mg_yaml_set(&doc, &steps, value ? holder.root : NULL, &out, &err) ? text : mg_buf_text(&out));
	mg_buf_clear(&out);
	mg_doc_clear(&holder);
	mg_doc_clear(&doc);
	assert_non_null(copy);
	return copy;
}

static char *set_number(uint64_t *random, const char *text, const char *place)
{
	char value[8];

	snprintf(value, sizeof value, "%zu", draw(random, 5));
	return set_place(text, place, value);
}

static const struct mg_node *node_at(const struct mg_doc *doc, const char *place)
{
	struct mg_place steps;
	struct mg_arena arena;
	const struct mg_node *node;

	mg_arena_init(&arena, 0);
	assert_int_equal(mg_place_parse(place, &arena, &steps, NULL), 0);
	node = mg_place_find(doc->root, &steps);
	mg_arena_clear(&arena);
	return node;
}

static bool has(const char *text, const char *place)
{
	struct mg_doc doc;
	bool found;

	read_text(text, &doc);
	found = node_at(&doc, place) != NULL;
	mg_doc_clear(&doc);
	return found;
}

static enum mg_list_kind kind_at(const char *text, const char *place, bool *is_list)
{
	const struct mg_node *node;
	struct mg_doc doc;
	enum mg_list_kind kind = MG_LIST_VALUE;

	read_text(text, &doc);
	node = node_at(&doc, place);
	*is_list = node && node->type == MG_LIST;
	if (*is_list)
		kind = mg_list_kind(node);
	mg_doc_clear(&doc);
	return kind;
}

// ---- shapes

// Mostly a list of its own kind; an empty one is of either.
static const char *list_of(uint64_t *random, const char *usual, const char *other)
{
	return draw_percent(random, 85) ? usual : other;
}

static char *edit_set(uint64_t *random, const char *text)
{
	const char *list = list_of(random, "complements.s", "complements.l");
	bool is_list;
	enum mg_list_kind kind = kind_at(text, list, &is_list);
	char place[32], value[16];
	char element = (char)('a' + draw(random, 5));

	if (!is_list || (kind != MG_LIST_SET && kind != MG_LIST_EMPTY)) {
		snprintf(value, sizeof value, "[%c]", element);
		return set_place(text, list, value);
	}
	snprintf(place, sizeof place, "%s[=%c]", list, element);
	snprintf(value, sizeof value, "%c", element);
	return set_place(text, place, has(text, place) ? NULL : value);
}

static char *edit_keyed(uint64_t *random, const char *text)
{
	const char *list = list_of(random, "complements.l", "complements.s");
	bool is_list;
	enum mg_list_kind kind = kind_at(text, list, &is_list);
	char place[32], field[40], value[32];
	char id = (char)('p' + draw(random, 4));

	snprintf(place, sizeof place, "%s[%c]", list, id);
	if (!is_list || (kind != MG_LIST_KEYED && kind != MG_LIST_EMPTY))
		return set_place(text, list, draw_percent(random, 50) ? "[]" : "[{id: p, v: 0}]");
	if (!has(text, place)) {
		snprintf(value, sizeof value, "{id: %c, v: %zu}", id, draw(random, 5));
		return set_place(text, place, value);
	}
	if (draw_percent(random, 30))
		return set_place(text, place, NULL);
	snprintf(field, sizeof field, "%s.%s", place, PICK(random, "v", "w", "m.x"));
	return set_number(random, text, field);
}

static char *edit_mapping(uint64_t *random, const char *text)
{
	const char *place =
		PICK(random, "complements.m.x", "complements.m.y", "complements.m.z.a", "complements.m.z.b");

	if (draw_percent(random, 20))
		return set_place(text, place, NULL);
	return set_number(random, text, place);
}

static char *edit_kind(uint64_t *random, const char *text)
{
	const char *place = PICK(random, "complements.m", "complements.s", "complements.l", "complements.m.z");

	return set_place(text, place,
			 PICK(random, "5", "texte", "[u]", "[v]", "[]", "{}", "{x: 1}", "[{id: k, v: 1}]", "[1, 1]"));
}

static char *edit_series(uint64_t *random, const char *text)
{
	char value[16];

	snprintf(value, sizeof value, "[%zu, %zu, %zu]", draw(random, 3), draw(random, 3), draw(random, 3));
	return set_place(text, "complements.serie", value);
}

// ---- layout

// The same record written anew: order, comments and quoting go.
static char *write_anew(const char *text)
{
	struct mg_buf out = {0};
	struct mg_doc doc;
	char *copy;

	read_text(text, &doc);
	mg_yaml_write(doc.root, &out);
	copy = strdup(mg_buf_text(&out));
	mg_buf_clear(&out);
	mg_doc_clear(&doc);
	assert_non_null(copy);
	return copy;
}

static char *with_line_ends(const char *text, bool crlf)
{
	char *out = malloc(2 * strlen(text) + 1), *to = out;

	assert_non_null(out);
	for (; *text; text++) {
		if (*text == '\r')
			continue;
		if (*text == '\n' && crlf)
			*to++ = '\r';
		*to++ = *text;
	}
	*to = '\0';
	return out;
}

static char *add_comment(uint64_t *random, const char *text)
{
	size_t size = strlen(text) + 32;
	char *out = malloc(size);

	assert_non_null(out);
	snprintf(out, size, "# note %zu%s\n%s", draw(random, 10), strchr(text, '\r') ? "\r" : "", text);
	return out;
}

static char *edit_layout(uint64_t *random, const char *text)
{
	switch (draw(random, 4)) {
	case 0:
		return write_anew(text);
	case 1:
		return with_line_ends(text, draw_percent(random, 50));
	default:
		return add_comment(random, text);
	}
}

// ---- the whole

static char *new_record(uint64_t *random)
{
	char text[512];

	if (draw_percent(random, 30))
		snprintf(text, sizeof text, "intitule: Action\npromoteur_referent: dd-78\ncomplements: {f: 9}\n");
	else
		snprintf(text, sizeof text,
			 "%sintitule: Action\npromoteur_referent: dd-78 # qui en répond\ncomplements:\n  f: %zu\n"
			 "  s: [%c]\n  m:\n    x: %zu\n  l:\n  - id: %c\n    v: %zu # relevé\n",
			 draw_percent(random, 30) ? "# première version\n" : "", draw(random, 4),
			 (char)('a' + draw(random, 3)), draw(random, 4), (char)('p' + draw(random, 2)),
			 draw(random, 4));
	return strdup(text);
}

const char *author_value(uint64_t *random)
{
	return PICK(random, "1", "2", "z", "[a, b]", "{x: 3}");
}

char *author_edit(uint64_t *random, const char *text)
{
	size_t x = draw(random, 100);

	if (!text)
		return new_record(random);
	if (x < 7)
		return NULL;
	if (x < 27)
		return set_number(random, text, PICK(random, "complements.f", "complements.g", "complements.h"));
	if (x < 33)
		return set_place(text, PICK(random, "complements.f", "complements.g", "complements.h"), NULL);
	if (x < 49)
		return edit_set(random, text);
	if (x < 63)
		return edit_mapping(random, text);
	if (x < 67)
		return set_place(text, PICK(random, "complements.m", "complements.l", "complements"), NULL);
	if (x < 75)
		return edit_kind(random, text);
	if (x < 90)
		return edit_keyed(random, text);
	return x < 95 ? edit_layout(random, text) : edit_series(random, text);
}

char *author_edit_shapes(uint64_t *random, const char *text)
{
	size_t x = draw(random, 100);

	if (!text)
		return new_record(random);
	if (x < 40)
		return edit_kind(random, text);
	if (x < 70)
		return edit_keyed(random, text);
	return x < 90 ? edit_set(random, text) : edit_mapping(random, text);
}
