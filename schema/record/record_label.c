// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/record.h"

#include "schema/jsonschema/jsonschema.h"

#define WORDS 2u // of a label: in French, in English

static const struct mg_node *words_of(const struct mg_schema *schema, struct mg_slice value)
{
	const struct mg_node *words = mg_node_get_slice(mg_schema_keyword(schema, "x-libelles"), value);

	return words && words->type == MG_LIST && words->as.list.n == WORDS ? words : NULL;
}

struct mg_slice mg_record_label(const struct mg_schema *schema, struct mg_slice value, bool french)
{
	const struct mg_node *words = schema ? words_of(schema, value) : NULL;
	const struct mg_schema *branch;

	for (size_t i = 0; schema && !words && (branch = mg_schema_branch(schema, i)); i++)
		words = words_of(branch, value);
	return words ? words->as.list.items[french ? 0 : 1]->text : value;
}

// A list stands for its items.
static const struct mg_schema *step_into(const struct mg_schema *schema, struct mg_slice key)
{
	const struct mg_schema *item = mg_schema_item(schema, 0);

	return mg_schema_property(item ? item : schema, key);
}

struct mg_slice mg_record_label_in(const struct mg_type *type, const char *field, struct mg_slice value, bool french)
{
	const struct mg_schema *schema = type->shape, *item;

	while (schema && *field) {
		const struct mg_slice key = {field, strcspn(field, ".")};

		schema = step_into(schema, key);
		field += key.len + (field[key.len] == '.');
	}
	item = schema ? mg_schema_item(schema, 0) : NULL;
	return mg_record_label(item ? item : schema, value, french);
}

struct mg_slice mg_record_title(const struct mg_node *root)
{
	static const char *const keys[] = {"intitule", "nom", "titre", "libelle", "titulaire"};
	struct mg_slice title = {0};

	for (size_t i = 0; !title.len && i < sizeof keys / sizeof *keys; i++)
		title = mg_node_string(mg_node_get(root, keys[i]));
	return title;
}
