// SPDX-License-Identifier: EUPL-1.2
//
// What an avenant changes, as its reader knows it: the article and the field by their titles, the values as the convention
// prints them.
#include "core/paper/paper_impl.h"

#define CHANGED_TYPE "convention"

static void put_comma(struct mg_paper *paper)
{
	mg_buf_puts(&paper->text, paper->text.len ? ", " : "");
}

// The id of an element as people read it: without the quotes of its canonical text.
static struct mg_slice bare(struct mg_slice canon)
{
	const bool is_quoted = canon.len > 1 && *canon.data == '"';

	return is_quoted ? (struct mg_slice){canon.data + 1, canon.len - 2} : canon;
}

static void put_element(struct mg_paper *paper, const struct mg_schema *item, struct mg_slice canon, bool is_last)
{
	const struct mg_schema *id = item ? mg_schema_property(item, mg_slice_of("id")) : NULL;
	struct mg_slice type = id ? mg_node_string(mg_schema_keyword(id, "x-ref")) : (struct mg_slice){0};

	if (!type.len && is_last)
		return; // the value tells more than its tools' name
	put_comma(paper);
	if (type.len)
		mg_paper_put_reference(paper, mg_arena_copy(paper->arena, type.data, type.len), bare(canon));
	else
		mg_buf_put_slice(&paper->text, bare(canon));
}

// Appends the titles on the way to a place; returns what describes it, or NULL.
static const struct mg_schema *put_place(struct mg_paper *paper, const struct mg_schema *schema,
					 const struct mg_place *place)
{
	for (size_t i = 0; i < place->n; i++) {
		const struct mg_step *step = &place->steps[i];
		struct mg_slice title = {0};

		if (step->kind != MG_STEP_KEY) {
			schema = schema ? mg_schema_item(schema, 0) : NULL;
			put_element(paper, schema, step->name, i + 1 == place->n);
			continue;
		}
		schema = schema ? mg_schema_property(schema, step->name) : NULL;
		if (schema)
			title = mg_node_string(mg_schema_keyword(schema, "title"));
		put_comma(paper);
		mg_buf_put_slice(&paper->text, title.len ? title : step->name);
	}
	return schema;
}

static const struct mg_node *change(struct mg_paper *paper, const struct mg_schema *schema, const struct mg_node *item,
				    size_t rank)
{
	static const char *const sides[] = {"ancien", "nouveau"};
	struct mg_slice place_text = mg_node_string(mg_node_get(item, "chemin"));
	const char *text = mg_arena_copy(paper->arena, place_text.data, place_text.len);
	struct mg_data data = {.arena = paper->arena};
	struct mg_place place;
	const struct mg_schema *there = NULL;

	if (!text)
		return NULL;
	if (mg_place_parse(text, paper->arena, &place, NULL) == 0)
		there = put_place(paper, schema, &place);
	mg_data_take(&data, "champ", &paper->text);
	mg_buf_printf(&paper->text, "%zu", rank);
	mg_data_take(&data, "rang", &paper->text);
	mg_data_text(&data, "chemin", place_text);
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
		const struct mg_node *value = mg_node_get(item, sides[i]);

		if (value)
			mg_data_node(&data, sides[i], mg_paper_field(paper, there, mg_slice_of(sides[i]), value));
	}
	return mg_data_map(&data);
}

void mg_paper_changes(struct mg_paper *paper, struct mg_data *data)
{
	const struct mg_node *list = mg_node_get(paper->record->root, "modifications");
	const struct mg_type *type;
	struct mg_data_list changes = {.arena = paper->arena};

	if (strcmp(paper->record->type->name, "avenant") != 0 || !list || list->type != MG_LIST)
		return;
	type = mg_types_find(paper->book->types, CHANGED_TYPE);
	for (size_t i = 0; type && i < list->as.list.n; i++)
		mg_data_add(&changes, change(paper, type->shape, list->as.list.items[i], i + 1));
	mg_data_node(data, "changements", mg_data_list(&changes));
}
