// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/json.h"
#include "cli/label.h"
#include "cli/say.h"
#include "schema/jsonschema/jsonschema.h"

#define NAME_COLUMNS 26
#define LIST_COLUMNS 26 // of a name, and of a title
#define WRAP_COLUMNS 96
#define MAX_INDENT   12 // deeper fields are explained by their own words only

// ---- one type, to a person

// Words of a list, wrapped under each other.
static void put_words(const struct mg_node *list, size_t indent)
{
	size_t used = indent;

	for (size_t i = 0; i < list->as.list.n; i++) {
		struct mg_slice word = list->as.list.items[i]->text;
		size_t width = mg_utf8_count(word);

		if (i && used + width + 2 > WRAP_COLUMNS) {
			fputs(",\n", stdout);
			mg_put_blanks(stdout, indent);
			used = indent;
		} else if (i) {
			fputs(", ", stdout);
		}
		mg_put_line(stdout, word, 0);
		used += width + 2;
	}
}

static const char *type_words(const struct mg_schema *schema)
{
	const struct mg_node *format = mg_schema_keyword(schema, "format");
	unsigned types = mg_schema_types(schema);

	if (mg_slice_is(mg_node_string(format), "date"))
		return _("date");
	if (types == MG_TYPE_STRING)
		return _("text");
	if (types == MG_TYPE_INTEGER)
		return _("whole number");
	if (types == MG_TYPE_NUMBER)
		return _("number");
	if (types == MG_TYPE_BOOLEAN)
		return _("true or false");
	if (types == MG_TYPE_ARRAY)
		return _("list");
	if (types == MG_TYPE_OBJECT)
		return _("group of fields");
	return types == (MG_TYPE_NUMBER | MG_TYPE_STRING) ? _("number or text") : _("anything");
}

static bool is_required(const struct mg_schema *above, struct mg_slice key)
{
	const struct mg_node *required = mg_schema_keyword(above, "required");

	for (size_t i = 0; required && required->type == MG_LIST && i < required->as.list.n; i++)
		if (mg_slice_equal(required->as.list.items[i]->text, key))
			return true;
	return false;
}

// "text, required, E G:986-994, an acteur"
static void put_traits(const struct mg_schema *schema, bool required)
{
	struct mg_slice level = mg_node_string(mg_schema_keyword(schema, "x-niveau"));
	struct mg_slice article = mg_node_string(mg_schema_keyword(schema, "x-article"));
	struct mg_slice ref = mg_node_string(mg_schema_keyword(schema, "x-ref"));

	fputs(type_words(schema), stdout);
	if (required)
		fputs(_(", always there"), stdout);
	if (ref.len)
		printf(_(", id of a record \"%.*s\""), (int)ref.len, ref.data);
	if (level.len || article.len)
		printf("  [%.*s%s%.*s]", (int)level.len, level.data, level.len && article.len ? " " : "",
		       (int)article.len, article.data);
	putchar('\n');
}

static void put_enum(const struct mg_schema *schema, size_t indent)
{
	const struct mg_node *values = mg_schema_keyword(schema, "enum");

	if (!values || values->type != MG_LIST)
		return;
	mg_put_blanks(stdout, indent);
	put_words(values, indent);
	putchar('\n');
}

static void put_fields(const struct mg_schema *schema, size_t indent);

static void put_field(const struct mg_schema *above, struct mg_slice key, const struct mg_schema *schema, size_t indent)
{
	const size_t inner = NAME_COLUMNS + 4;
	struct mg_slice title = mg_label_field(schema, "title"), description = mg_label_field(schema, "description");
	const struct mg_schema *item = mg_schema_types(schema) == MG_TYPE_ARRAY ? mg_schema_item(schema, 0) : NULL;
	size_t used = indent + mg_utf8_count(key);

	mg_put_blanks(stdout, indent);
	mg_put_line(stdout, key, 0);
	mg_put_blanks(stdout, used < inner - 2 ? inner - used : 2);
	put_traits(schema, is_required(above, key));
	if (title.len || description.len) {
		mg_put_blanks(stdout, inner);
		mg_put_line(stdout, title, 0);
		fputs(title.len && description.len ? " — " : "", stdout);
		mg_put_line(stdout, description, 0);
		putchar('\n');
	}
	put_enum(schema, inner);
	if (item)
		put_enum(item, inner);
	if (indent < MAX_INDENT)
		put_fields(item ? item : schema, indent + 2);
}

static void put_fields(const struct mg_schema *schema, size_t indent)
{
	const struct mg_schema *property;
	struct mg_slice key;

	for (size_t i = 0; mg_schema_key(schema, i, &key, &property); i++)
		put_field(schema, key, property, indent);
}

static void put_rights(const struct mg_type *type)
{
	static const struct {
		const char *key, *label;
	} rights[] = {
		{"cree", N_("created by")},
		{"modifie", N_("changed by")},
		{"supprime", N_("removed by")},
		{"signe", N_("signed by")},
	};
	const struct mg_node *all = mg_node_get(type->schema, "x-droits");

	for (size_t i = 0; i < sizeof rights / sizeof *rights; i++) {
		const struct mg_node *who = mg_node_get(all, rights[i].key);

		if (!who || who->type != MG_LIST)
			continue;
		printf("  %-12s ", _(rights[i].label));
		put_words(who, NAME_COLUMNS);
		putchar('\n');
	}
	if (type->owner)
		printf(_("  %-12s %s names the owner (proprietaire)\n"), "", type->owner);
}

static void explain(const struct mg_type *type)
{
	struct mg_slice description = mg_label_field(type->shape, "description");

	printf("%s · %s\n", type->name, mg_label_type(type));
	mg_put_line(stdout, description, 0);
	printf("\n\n  %-12s %s\n", _("path"), type->pattern);
	put_rights(type);
	putchar('\n');
	put_fields(type->shape, 2);
}

// ---- all types

static void list_json(const struct mg_types *types)
{
	struct mg_json json = {.out = stdout};

	mg_json_open(&json, '[');
	for (size_t i = 0; i < mg_types_count(types); i++) {
		const struct mg_type *type = mg_types_at(types, i);

		mg_json_open(&json, '{');
		mg_json_pair(&json, "type", type->name);
		mg_json_pair(&json, "title", mg_label_type(type));
		mg_json_pair(&json, "path", type->pattern);
		mg_json_close(&json, '{');
	}
	mg_json_close(&json, '[');
	mg_json_end(&json);
}

static void list(const struct mg_types *types)
{
	for (size_t i = 0; i < mg_types_count(types); i++) {
		const struct mg_type *type = mg_types_at(types, i);

		size_t used = mg_put_text(stdout, type->name, 0);

		mg_put_blanks(stdout, used < LIST_COLUMNS ? LIST_COLUMNS - used : 1);
		used = mg_put_text(stdout, mg_label_type(type), 0);
		mg_put_blanks(stdout, used < LIST_COLUMNS ? LIST_COLUMNS - used : 1);
		printf("%s\n", type->pattern);
	}
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_json json = {.out = stdout};
	const struct mg_type *type;

	if (!args->n) {
		if (cli->json)
			list_json(cli->types);
		else
			list(cli->types);
		return 0;
	}
	if (mg_types_require(cli->types, args->words[0], &type, err) < 0)
		return err->code;
	if (!cli->json) {
		explain(type);
		return 0;
	}
	mg_json_node(&json, type->schema);
	mg_json_end(&json);
	return 0;
}

const struct mg_command mg_cmd_schema = {
	.name = "schema",
	.purpose = N_("lists the types of record, or explains one"),
	.synopsis = N_("[TYPE]"),
	.details = N_("For each field: what it holds, whether it is always there, its level and article ([E] is an\n"
		      "obligation of the guide, [A] advises, [I] informs), its title and the values it may have."),
	.example = "maillage schema action",
	.max_words = 1,
	.flags = MG_NEEDS_TYPES | MG_HAS_JSON,
	.run = run,
};
