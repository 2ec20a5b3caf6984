// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/explain.h"
#include "cli/json.h"
#include "cli/label.h"
#include "cli/say.h"

#define NAME_COLUMNS 26 // of a type's name
#define GAP_COLUMNS  2

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

static size_t longest_title(const struct mg_types *types)
{
	size_t longest = 0;

	for (size_t i = 0; i < mg_types_count(types); i++) {
		const size_t n = mg_utf8_count(mg_slice_of(mg_label_type(mg_types_at(types, i))));

		longest = n > longest ? n : longest;
	}
	return longest;
}

static void list(const struct mg_types *types)
{
	const size_t columns = longest_title(types) + GAP_COLUMNS;

	for (size_t i = 0; i < mg_types_count(types); i++) {
		const struct mg_type *type = mg_types_at(types, i);
		size_t used = mg_put_text(stdout, type->name, 0);

		mg_put_blanks(stdout, used < NAME_COLUMNS ? NAME_COLUMNS - used : 1);
		used = mg_put_text(stdout, mg_label_type(type), 0);
		mg_put_blanks(stdout, columns - used);
		printf("%s\n", type->pattern);
	}
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const struct mg_type *type;

	if (args->n && mg_types_require(cli->types, args->words[0], &type, err) < 0)
		return err->code;
	if (args->n && cli->json)
		mg_explain_type_json(cli, type);
	else if (args->n)
		mg_explain_type(cli, type);
	else if (cli->json)
		list_json(cli->types);
	else
		list(cli->types);
	return 0;
}

const struct mg_command mg_cmd_schema = {
	.name = "schema",
	.purpose = N_("lists the types of record, or explains one"),
	.synopsis = N_("[TYPE]"),
	.details = N_(
		"Of a type: who may write it; for each field what it holds, whether it is always there, its level\n"
		"and article ([E] is an obligation of the guide, [A] advises, [I] informs), its title, the values it\n"
		"may have, who may change it when others than the record; and an example."),
	.example = "maillage schema action",
	.max_words = 1,
	.flags = MG_NEEDS_TYPES | MG_HAS_JSON,
	.run = run,
};
