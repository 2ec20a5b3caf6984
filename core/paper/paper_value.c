// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/french.h"
#include "core/paper/paper_impl.h"

#define NO_BREAK "\xC2\xA0"

struct mg_slice mg_paper_title(const struct mg_book_record *record)
{
	static const char *const keys[] = {"intitule", "nom", "titre", "libelle", "titulaire"};
	struct mg_slice title = {0};

	for (size_t i = 0; record && !title.len && i < sizeof keys / sizeof *keys; i++)
		title = mg_node_string(mg_node_get(record->root, keys[i]));
	return title;
}

void mg_paper_put_reference(struct mg_paper *paper, const char *type, struct mg_slice id)
{
	struct mg_slice title = mg_paper_title(mg_book_find(paper->book, type, id));

	mg_buf_put_slice(&paper->text, title.len ? title : id);
	if (title.len) {
		mg_buf_puts(&paper->text, " (");
		mg_buf_put_slice(&paper->text, id);
		mg_buf_putc(&paper->text, ')');
	}
}

// A value of a list of words: its underlines stand for blanks.
static void put_word(struct mg_slice word, struct mg_buf *out)
{
	for (size_t i = 0; i < word.len; i++)
		mg_buf_putc(out, word.data[i] == '_' ? ' ' : word.data[i]);
}

static void put_string(struct mg_paper *paper, const struct mg_schema *schema, struct mg_slice text)
{
	const struct mg_node *format = mg_schema_keyword(schema, "format");
	struct mg_slice type = mg_node_string(mg_schema_keyword(schema, "x-ref"));
	struct mg_quarter quarter;
	struct mg_date date;

	if (type.len)
		mg_paper_put_reference(paper, mg_arena_copy(paper->arena, type.data, type.len), text);
	else if (mg_schema_keyword(schema, "enum"))
		put_word(text, &paper->text);
	else if (mg_slice_is(mg_node_string(format), "date") && mg_date_parse(text, &date))
		mg_french_date(date, &paper->text);
	else if (mg_schema_keyword(schema, "pattern") && mg_quarter_parse(text, &quarter))
		mg_french_quarter(quarter, &paper->text);
	else
		mg_buf_put_slice(&paper->text, text);
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
