// SPDX-License-Identifier: EUPL-1.2
#include "cli/explain.h"

#include "cli/json.h"
#include "cli/kind.h"
#include "cli/label.h"
#include "schema/record/record.h"
#include "schema/record/rights.h"

struct explaining {
	struct mg_json json;
	struct mg_cli *cli;
	const struct mg_type *type;
};

static void put_slice(struct mg_json *json, const char *key, struct mg_slice text)
{
	mg_json_key(json, key);
	if (text.len)
		mg_json_slice(json, text);
	else
		mg_json_text(json, NULL);
}

void mg_explain_who_json(struct mg_json *json, const char *key, unsigned who)
{
	const char *word;
	unsigned bit;

	mg_json_key(json, key);
	mg_json_open(json, '[');
	for (size_t i = 0; (word = mg_who_word(i, &bit)); i++)
		if (who & bit)
			mg_json_text(json, word);
	mg_json_close(json, '[');
}

static void put_rights(struct mg_json *json, const struct mg_type *type)
{
	mg_json_key(json, "rights");
	mg_json_open(json, '{');
	for (unsigned right = MG_RIGHT_CREATE; right <= MG_RIGHT_REMOVE; right++)
		mg_explain_who_json(json, mg_right_word((enum mg_right)right), type->rights->who[right]);
	if (type->ns)
		mg_explain_who_json(json, mg_right_word(MG_RIGHT_SIGN), type->rights->who[MG_RIGHT_SIGN]);
	mg_json_close(json, '{');
}

static void put_own_rights(struct mg_json *json, const struct mg_type *type, const char *place)
{
	const struct mg_field_rights *rights = mg_explain_rights(type, place);

	mg_json_key(json, "rights");
	if (!rights) {
		mg_json_text(json, NULL);
		return;
	}
	mg_json_open(json, '{');
	mg_explain_who_json(json, mg_right_word(MG_RIGHT_CREATE), rights->create);
	mg_explain_who_json(json, mg_right_word(MG_RIGHT_MODIFY), rights->modify);
	mg_json_close(json, '{');
}

// What people call each of the values.
static void put_labels(struct mg_json *json, const struct mg_schema *schema)
{
	const struct mg_node *values = mg_kind_values(schema);
	const struct mg_schema *item = mg_kind_item(schema);

	mg_json_key(json, "labels");
	if (!values) {
		mg_json_text(json, NULL);
		return;
	}
	mg_json_open(json, '[');
	for (size_t i = 0; i < values->as.list.n; i++)
		mg_json_slice(json, mg_record_label(item ? item : schema, values->as.list.items[i]->text,
						    mg_label_is_french()));
	mg_json_close(json, '[');
}

static void put_field(void *data, const struct mg_explained *field)
{
	struct explaining *e = data;
	const struct mg_schema_asked *asked = mg_schema_asked(field->schema);
	struct mg_json *json = &e->json;

	mg_json_open(json, '{');
	mg_json_pair(json, "field", field->place);
	put_slice(json, "title", mg_label_field(field->schema, "title"));
	put_slice(json, "description", mg_label_field(field->schema, "description"));
	mg_json_pair(json, "kind", mg_kind_words(field->schema, &e->cli->arena));
	mg_json_key(json, "required");
	mg_json_bool(json, field->required);
	put_slice(json, "level", (struct mg_slice){&asked->level, asked->level ? 1 : 0});
	mg_json_key(json, "when");
	mg_json_node(json, asked->when);
	put_slice(json, "article", mg_node_string(mg_schema_keyword(field->schema, "x-article")));
	put_slice(json, "reference", mg_kind_reference(field->schema));
	mg_json_key(json, "values");
	mg_json_node(json, mg_kind_values(field->schema));
	put_labels(json, field->schema);
	put_own_rights(json, e->type, field->place);
	mg_json_close(json, '{');
}

void mg_explain_type_json(struct mg_cli *cli, const struct mg_type *type)
{
	struct explaining e = {.json = {.out = stdout}, .cli = cli, .type = type};
	const char *path = NULL;
	struct mg_slice example = mg_explain_example(type, &cli->arena, &path);

	mg_json_open(&e.json, '{');
	mg_json_pair(&e.json, "type", type->name);
	mg_json_pair(&e.json, "title", mg_label_type(type));
	put_slice(&e.json, "description", mg_label_field(type->shape, "description"));
	mg_json_pair(&e.json, "path", type->pattern);
	mg_json_pair(&e.json, "owner", type->owner);
	mg_json_pair(&e.json, "signature", type->ns);
	put_rights(&e.json, type);
	mg_json_key(&e.json, "fields");
	mg_json_open(&e.json, '[');
	mg_explain_each(&cli->arena, type, put_field, &e);
	mg_json_close(&e.json, '[');
	mg_json_key(&e.json, "example");
	mg_json_open(&e.json, '{');
	mg_json_pair(&e.json, "path", path);
	put_slice(&e.json, "text", example);
	mg_json_close(&e.json, '{');
	mg_json_close(&e.json, '{');
	mg_json_end(&e.json);
}
