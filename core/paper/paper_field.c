// SPDX-License-Identifier: EUPL-1.2
#include "core/paper/paper_impl.h"
#include "schema/record/record.h"

#define SHORT_BYTES 160u // a longer text has paragraphs of its own
#define LONG_WORD   24u  // bytes
#define MAX_COLUMNS 7u   // a list whose items say more is told item by item

static const struct mg_schema *item_of(const struct mg_schema *schema, size_t i)
{
	return schema ? mg_schema_item(schema, i) : NULL;
}

// The value in words, taken from the text being written.
static void take_value(struct mg_paper *paper, const struct mg_schema *schema, const struct mg_node *value,
		       struct mg_data *data, const char *key)
{
	mg_paper_put_value(paper, schema, value);
	mg_data_take(data, key, &paper->text);
}

// Of a reference, the name and the identifier apart: a sentence may need but one.
static void take_reference(struct mg_paper *paper, const struct mg_schema *schema, const struct mg_node *value,
			   struct mg_data *data)
{
	struct mg_slice type = {0};

	if (schema && value->type == MG_STRING)
		type = mg_node_string(mg_schema_keyword(schema, "x-ref"));
	if (!type.len)
		return;
	mg_paper_put_name(paper, mg_arena_copy(paper->arena, type.data, type.len), value->text);
	mg_data_take(data, "nom", &paper->text);
	mg_data_text(data, "identifiant", value->text);
}

// The template of the items of a list, or of a mapping, of that key; NULL. Only one that the document includes: it prints
// what it has holes for.
static const char *template_of(const struct mg_paper *paper, struct mg_slice key)
{
	const char *template = mg_template_named(paper->templates, key);

	return template && mg_template_includes(paper->templates, paper->template, template) ? template : NULL;
}

// ---- lists of mappings

// Says nothing to a reader where a list is told in its order: the tools' own name of an item.
static bool is_mere_id(struct mg_slice key, const struct mg_schema *property)
{
	return mg_slice_is(key, "id") && !mg_schema_keyword(property, "x-ref") &&
	       !mg_schema_keyword(property, "pattern"); // of a quarter
}

static bool fits_in_cell(const struct mg_schema *property)
{
	const unsigned types = mg_schema_types(property);
	const struct mg_schema *item = types & MG_TYPE_ARRAY ? mg_schema_item(property, 0) : NULL;

	return types && !(types & MG_TYPE_OBJECT) &&
	       (!item || !(mg_schema_types(item) & (MG_TYPE_OBJECT | MG_TYPE_ARRAY)));
}

// Whether each item is a line of a table: few fields, none with fields of its own. The schema decides, not the record, so
// that all documents of a type look alike.
static bool is_table(const struct mg_schema *item)
{
	const struct mg_schema *property;
	struct mg_slice key;
	size_t columns = 0;

	for (size_t i = 0; item && mg_schema_key(item, i, &key, &property); i++) {
		if (!fits_in_cell(property))
			return false;
		columns += !is_mere_id(key, property);
	}
	return columns > 0 && columns <= MAX_COLUMNS;
}

// Whether an item of the list has that key.
static bool is_filled(const struct mg_node *list, struct mg_slice key)
{
	for (size_t i = 0; i < list->as.list.n; i++)
		if (mg_node_get_slice(list->as.list.items[i], key))
			return true;
	return false;
}

struct columns {
	struct mg_slice keys[MAX_COLUMNS];
	const struct mg_schema *properties[MAX_COLUMNS];
	size_t n;
};

// Those that somebody filled.
static struct columns columns_of(const struct mg_schema *item, const struct mg_node *list)
{
	struct columns columns = {.n = 0};
	const struct mg_schema *property;
	struct mg_slice key;

	for (size_t i = 0; columns.n < MAX_COLUMNS && mg_schema_key(item, i, &key, &property); i++) {
		if (is_mere_id(key, property) || !is_filled(list, key))
			continue;
		columns.keys[columns.n] = key;
		columns.properties[columns.n++] = property;
	}
	return columns;
}

static const struct mg_node *titles_of(struct mg_paper *paper, const struct columns *columns)
{
	struct mg_data_list titles = {.arena = paper->arena};

	for (size_t i = 0; i < columns->n; i++) {
		struct mg_data title = {.arena = paper->arena};

		mg_data_text(&title, "titre", mg_node_string(mg_schema_keyword(columns->properties[i], "title")));
		mg_data_add(&titles, mg_data_map(&title));
	}
	return mg_data_list(&titles);
}

// A digest, for one: it is broken where the column ends, while other words keep their column wide enough.
static bool has_long_word(struct mg_slice text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len && n < LONG_WORD; i++)
		n = strchr(" \n\t", text.data[i]) ? 0 : n + 1;
	return n >= LONG_WORD;
}

static const struct mg_node *line_of(struct mg_paper *paper, const struct columns *columns, const struct mg_node *map)
{
	struct mg_data_list cells = {.arena = paper->arena};
	struct mg_data line = {.arena = paper->arena};

	for (size_t i = 0; i < columns->n; i++) {
		const struct mg_node *value = mg_node_get_slice(map, columns->keys[i]);
		struct mg_data cell = {.arena = paper->arena};

		if (value) {
			mg_paper_put_value(paper, columns->properties[i], value);
			mg_data_flag(&cell, "long", has_long_word(mg_buf_slice(&paper->text)));
			mg_data_take(&cell, "valeur", &paper->text);
		}
		mg_data_flag(&cell, "nombre", value && (value->type == MG_INT || value->type == MG_FLOAT));
		mg_data_add(&cells, mg_data_map(&cell));
	}
	mg_data_node(&line, "cellules", mg_data_list(&cells));
	return mg_data_map(&line);
}

static const struct mg_node *table(struct mg_paper *paper, const struct mg_schema *item, const struct mg_node *list)
{
	const struct columns columns = columns_of(item, list);
	struct mg_data_list lines = {.arena = paper->arena};
	struct mg_data whole = {.arena = paper->arena};

	for (size_t i = 0; i < list->as.list.n; i++)
		mg_data_add(&lines, line_of(paper, &columns, list->as.list.items[i]));
	mg_data_node(&whole, "colonnes", titles_of(paper, &columns));
	mg_data_node(&whole, "lignes", mg_data_list(&lines));
	return mg_data_map(&whole);
}

// What an item is called: its own title, which is what was signed, with its id; else what its id refers to.
static void take_name(struct mg_paper *paper, const struct mg_schema *item, const struct mg_node *map,
		      struct mg_data *data)
{
	static const struct mg_slice id = {"id", 2};
	const struct mg_schema *property = item ? mg_schema_property(item, id) : NULL;
	const struct mg_node *value = mg_node_get(map, "id");
	const bool is_told = value && property && !is_mere_id(id, property);
	struct mg_slice title = mg_record_title(map);

	mg_buf_put_slice(&paper->text, title);
	if (is_told && title.len)
		mg_buf_printf(&paper->text, " (%.*s)", (int)value->text.len, value->text.data);
	else if (is_told)
		mg_paper_put_value(paper, property, value);
	mg_data_take(data, "titre", &paper->text);
	mg_data_text(data, "id", mg_node_string(value));
}

// template: of one item, or NULL.
static const struct mg_node *sheets(struct mg_paper *paper, const struct mg_schema *schema, const struct mg_node *list,
				    const char *template)
{
	struct mg_data_list sheets = {.arena = paper->arena};

	for (size_t i = 0; i < list->as.list.n; i++) {
		struct mg_data sheet = {.arena = paper->arena};

		mg_buf_printf(&paper->text, "%zu", i + 1);
		mg_data_take(&sheet, "rang", &paper->text);
		mg_data_flag(&sheet, "premier", i == 0);
		take_name(paper, item_of(schema, i), list->as.list.items[i], &sheet);
		mg_paper_fields(paper, item_of(schema, i), list->as.list.items[i], template, &sheet);
		mg_data_add(&sheets, mg_data_map(&sheet));
	}
	return mg_data_list(&sheets);
}

// ---- lists of scalars, and of everything else

static const struct mg_node *bullets(struct mg_paper *paper, const struct mg_schema *schema, const struct mg_node *list)
{
	struct mg_data_list items = {.arena = paper->arena};

	for (size_t i = 0; i < list->as.list.n; i++) {
		struct mg_data item = {.arena = paper->arena};

		take_value(paper, item_of(schema, i), list->as.list.items[i], &item, "valeur");
		take_reference(paper, item_of(schema, i), list->as.list.items[i], &item);
		mg_data_flag(&item, "premier", i == 0);
		mg_data_add(&items, mg_data_map(&item));
	}
	return mg_data_list(&items);
}

static bool is_all_maps(const struct mg_node *list)
{
	for (size_t i = 0; i < list->as.list.n; i++)
		if (list->as.list.items[i]->type != MG_MAP)
			return false;
	return true;
}

// {elements: [...]}: what stands around all items needs a mapping to stand in.
static void add_elements(struct mg_data *field, const char *key, const struct mg_node *items)
{
	struct mg_data elements = {.arena = field->arena};

	mg_data_node(&elements, "elements", items);
	mg_data_node(field, key, mg_data_map(&elements));
}

// A template named after the field is one of its items.
static void add_list(struct mg_paper *paper, const struct mg_schema *schema, struct mg_slice key,
		     const struct mg_node *list, struct mg_data *field)
{
	const struct mg_schema *item = item_of(schema, 0);
	const char *template = template_of(paper, key);

	if (!is_all_maps(list))
		add_elements(field, "liste", bullets(paper, schema, list));
	else if (!template && is_table(item))
		mg_data_node(field, "tableau", table(paper, item, list));
	else
		add_elements(field, "fiches", sheets(paper, schema, list, template));
}

static void add_scalar(struct mg_paper *paper, const struct mg_schema *schema, const struct mg_node *value,
		       struct mg_data *field)
{
	const bool is_long =
		value->text.len > SHORT_BYTES || memchr(value->text.len ? value->text.data : "", '\n', value->text.len);

	take_value(paper, schema, value, field, is_long ? "texte" : "valeur");
	take_reference(paper, schema, value, field);
}

const struct mg_node *mg_paper_field(struct mg_paper *paper, const struct mg_schema *schema, struct mg_slice key,
				     const struct mg_node *value)
{
	struct mg_slice title = schema ? mg_node_string(mg_schema_keyword(schema, "title")) : key;
	struct mg_data field = {.arena = paper->arena}, group = field;

	mg_data_text(&field, "cle", key);
	mg_data_text(&field, "titre", title.len ? title : key);
	if (schema)
		mg_data_text(&field, "aide", mg_node_string(mg_schema_keyword(schema, "description")));
	if (value->type == MG_MAP) {
		mg_paper_fields(paper, schema, value, template_of(paper, key), &group);
		mg_data_node(&field, "groupe", mg_data_map(&group));
		mg_data_flag(&field, "compose", true);
	} else if (value->type == MG_LIST) {
		add_list(paper, schema, key, value, &field);
		mg_data_flag(&field, "compose", true);
	} else {
		add_scalar(paper, schema, value, &field);
	}
	return mg_data_map(&field);
}

// ---- the fields of a mapping

// Whether something is there to be read.
static bool is_empty(const struct mg_node *value)
{
	return value->type == MG_NULL || (value->type == MG_STRING && !value->text.len) ||
	       (value->type == MG_LIST && !value->as.list.n) || (value->type == MG_MAP && !value->as.map.n);
}

// Fields of a record that a document says by what is made of them.
static bool is_made_of(const struct mg_paper *paper, struct mg_slice key)
{
	static const struct {
		const char *key, *hole;
	} made[] = {{"parties", "contractants"}, {"modifications", "changements"}, {"date_signature", "acte.fait_le"}};

	for (size_t i = 0; i < sizeof made / sizeof *made; i++)
		if (mg_slice_is(key, made[i].key) &&
		    mg_template_mentions(paper->templates, paper->template, made[i].hole))
			return true;
	return false;
}

// Whether the document says it elsewhere: in a hole of the template, or of the record itself in its heading.
static bool is_placed(const struct mg_paper *paper, const struct mg_node *map, struct mg_slice key,
		      const struct mg_node *value, const char *template)
{
	char hole[sizeof "champ." + MG_MAX_ID_CHARS] = "champ.", *name = hole + strlen("champ.");
	const char *part;

	if (key.len > MG_MAX_ID_CHARS)
		return false;
	memcpy(name, key.data, key.len);
	name[key.len] = '\0';
	if (template && mg_template_mentions(paper->templates, template, hole))
		return true;
	part = mg_book_part(paper->record, name);
	return map == paper->record->root && (is_made_of(paper, key) || mg_slice_is(key, "cooperative") ||
					      (part && *part && mg_slice_is(mg_node_string(value), part)) ||
					      (mg_slice_is(key, "version") && paper->record->parts.n));
}

struct placing {
	const char *template;
	struct mg_data_list rest;
	struct mg_data by_key;
};

static const struct mg_node *add_field(struct mg_paper *paper, const struct mg_schema *property,
				       const struct mg_node *map, struct mg_slice key, struct placing *placing)
{
	const struct mg_node *value = mg_node_get_slice(map, key), *field;

	if (!value || is_empty(value))
		return NULL;
	field = mg_paper_field(paper, property, key, value);
	if (!is_placed(paper, map, key, value, placing->template))
		mg_data_add(&placing->rest, field);
	return field;
}

// Whether `properties` has the key.
static bool is_named(const struct mg_schema *schema, struct mg_slice key)
{
	const struct mg_schema *property;
	struct mg_slice named;

	for (size_t i = 0; schema && mg_schema_key(schema, i, &named, &property); i++)
		if (mg_slice_equal(named, key))
			return true;
	return false;
}

void mg_paper_fields(struct mg_paper *paper, const struct mg_schema *schema, const struct mg_node *map,
		     const char *template, struct mg_data *data)
{
	struct placing placing = {template, .rest.arena = paper->arena, .by_key.arena = paper->arena};
	const struct mg_schema *property;
	struct mg_slice key;

	for (size_t i = 0; schema && mg_schema_key(schema, i, &key, &property); i++) {
		const bool names_item = mg_slice_is(key, "id");
		const struct mg_node *field = names_item ? NULL : add_field(paper, property, map, key, &placing);

		if (field)
			mg_data_put(&placing.by_key, key, field);
	}
	for (size_t i = 0; i < map->as.map.n; i++) { // of a free mapping
		key = map->as.map.pairs[i].key;
		if (!is_named(schema, key))
			add_field(paper, schema ? mg_schema_property(schema, key) : NULL, map, key, &placing);
	}
	mg_data_flag(data, "reste", placing.rest.n > 0);
	mg_data_node(data, "champs", mg_data_list(&placing.rest));
	mg_data_node(data, "champ", mg_data_map(&placing.by_key));
}
