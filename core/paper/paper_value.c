// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/french.h"
#include "core/paper/paper_impl.h"
#include "schema/code/commune.h"
#include "schema/record/record.h"
#include "schema/rule/reference.h"

#include <stdio.h>

#define NO_BREAK "\xC2\xA0"

// A meeting has no name: it is that of a day.
static bool put_meeting(const struct mg_book_record *record, struct mg_buf *out)
{
	struct mg_date date;

	if (!record || strcmp(record->type->name, "reunion") != 0 ||
	    !mg_date_parse(mg_node_string(mg_node_get(record->root, "date")), &date))
		return false;
	mg_buf_puts(out, "réunion du ");
	mg_french_date(date, out);
	return true;
}

// By its id, or by its path: where an id could be a word of an enumeration, or of any type.
static const struct mg_book_record *find(const struct mg_paper *paper, const char *type, struct mg_slice name)
{
	char path[MG_MAX_PATH_BYTES + 1];

	if (!memchr(name.data, '/', name.len))
		return mg_book_find(paper->book, type, name);
	return mg_reference_path(name, path) ? mg_book_at(paper->book, path) : NULL;
}

// Whether there was a name to append.
static bool put_title(struct mg_paper *paper, const char *type, struct mg_slice id)
{
	const struct mg_book_record *record = find(paper, type, id);
	struct mg_slice title = mg_record_title(record ? record->root : NULL);

	mg_buf_put_slice(&paper->text, title);
	return title.len || put_meeting(record, &paper->text);
}

void mg_paper_put_name(struct mg_paper *paper, const char *type, struct mg_slice id)
{
	if (!put_title(paper, type, id))
		mg_buf_put_slice(&paper->text, id);
}

void mg_paper_put_reference(struct mg_paper *paper, const char *type, struct mg_slice id)
{
	const bool named = put_title(paper, type, id);

	mg_buf_puts(&paper->text, named ? " (" : "");
	mg_buf_put_slice(&paper->text, id);
	mg_buf_puts(&paper->text, named ? ")" : "");
}

// A code with what it is of, as people know it.
static void put_commune(struct mg_slice code, struct mg_buf *out)
{
	struct mg_commune commune;

	if (!mg_commune_find(code, &commune)) {
		mg_buf_put_slice(out, code);
		return;
	}
	mg_buf_put_slice(out, commune.name);
	mg_buf_puts(out, " (");
	mg_buf_put_slice(out, code);
	mg_buf_putc(out, ')');
}

static void put_string(struct mg_paper *paper, const struct mg_schema *schema, struct mg_slice text)
{
	const struct mg_node *format = mg_schema_keyword(schema, "format");
	struct mg_slice type = mg_node_string(mg_schema_keyword(schema, "x-ref"));
	struct mg_quarter quarter;
	struct mg_date date;

	if (type.len)
		mg_paper_put_reference(paper, mg_arena_copy(paper->arena, type.data, type.len), text);
	else if (mg_slice_is(mg_node_string(mg_schema_keyword(schema, "x-code")), "commune"))
		put_commune(text, &paper->text);
	else if (mg_slice_is(mg_node_string(format), "date") && mg_date_parse(text, &date))
		mg_french_date(date, &paper->text);
	else if (mg_schema_keyword(schema, "pattern") && mg_quarter_parse(text, &quarter))
		mg_french_quarter(quarter, &paper->text);
	else if (memchr(text.data, '/', text.len) && mg_schema_branch(schema, 0))
		mg_paper_put_reference(paper, "fiche", text);
	else
		mg_buf_put_slice(&paper->text, mg_record_label(schema, text, true));
}

static void put_number(struct mg_paper *paper, const struct mg_schema *schema, struct mg_slice number)
{
	struct mg_slice unit = schema ? mg_node_string(mg_schema_keyword(schema, "x-unite")) : (struct mg_slice){0};

	if (mg_slice_is(unit, "€")) {
		mg_french_amount(number, &paper->text);
		return;
	}
	mg_french_number(number, &paper->text);
	if (unit.len) {
		mg_buf_puts(&paper->text, NO_BREAK);
		mg_buf_put_slice(&paper->text, unit);
	}
}

static void put_list(struct mg_paper *paper, const struct mg_schema *schema, const struct mg_node *list)
{
	for (size_t i = 0; i < list->as.list.n; i++) {
		mg_buf_puts(&paper->text, i ? ", " : "");
		mg_paper_put_value(paper, schema ? mg_schema_item(schema, i) : NULL, list->as.list.items[i]);
	}
}

void mg_paper_put_value(struct mg_paper *paper, const struct mg_schema *schema, const struct mg_node *node)
{
	switch (node->type) {
	case MG_NULL:
		break;
	case MG_BOOL:
		mg_buf_puts(&paper->text, node->as.boolean ? "oui" : "non");
		break;
	case MG_INT:
	case MG_FLOAT:
		put_number(paper, schema, node->text);
		break;
	case MG_STRING:
		if (schema)
			put_string(paper, schema, node->text);
		else
			mg_buf_put_slice(&paper->text, node->text);
		break;
	case MG_LIST:
		put_list(paper, schema, node);
		break;
	case MG_MAP: // in a list that the schema says nothing of
		mg_node_canon(node, &paper->text);
		break;
	}
}
