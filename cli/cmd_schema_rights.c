// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/explain.h"
#include "cli/json.h"
#include "cli/label.h"
#include "cli/say.h"
#include "schema/record/rights.h"

#define NAME_COLUMNS 26
#define CELL_COLUMNS 20

// ---- data

// What cannot be done to a record of that type is not there.
static bool applies(const struct mg_type *type, enum mg_right right)
{
	return (right != MG_RIGHT_SIGN || type->ns) && (right != MG_RIGHT_CLOSED || strstr(type->pattern, "<periode>"));
}

static void put_type_json(struct mg_json *json, const struct mg_type *type)
{
	const struct mg_rights *rights = type->rights;

	mg_json_open(json, '{');
	mg_json_pair(json, "type", type->name);
	mg_json_pair(json, "title", mg_label_type(type));
	mg_json_pair(json, "path", type->pattern);
	mg_json_pair(json, "owner", type->owner);
	mg_json_key(json, "rights");
	mg_json_open(json, '{');
	for (unsigned right = 0; right < MG_RIGHTS; right++)
		if (applies(type, (enum mg_right)right))
			mg_explain_who_json(json, mg_right_word((enum mg_right)right), rights->who[right]);
	mg_json_close(json, '{');
	mg_json_key(json, "fields");
	mg_json_open(json, '[');
	for (size_t i = 0; i < rights->n_fields; i++) {
		mg_json_open(json, '{');
		mg_json_pair(json, "field", rights->fields[i].place);
		mg_explain_who_json(json, mg_right_word(MG_RIGHT_CREATE), rights->fields[i].create);
		mg_explain_who_json(json, mg_right_word(MG_RIGHT_MODIFY), rights->fields[i].modify);
		mg_json_close(json, '{');
	}
	mg_json_close(json, '[');
	mg_json_close(json, '{');
}

// ---- people

static void put_cell(const char *text, size_t used, size_t columns)
{
	used += mg_put_text(stdout, text, 0);
	mg_put_blanks(stdout, used < columns ? columns - used : 1);
}

static void put_who(struct mg_arena *arena, unsigned who)
{
	const char *text = "", *word;
	unsigned bit;

	for (size_t i = 0; text && (word = mg_who_word(i, &bit)); i++)
		if (who & bit)
			text = mg_arena_printf(arena, "%s%s%s", text, *text ? ", " : "", word);
	put_cell(text && *text ? text : "—", 0, CELL_COLUMNS);
}

static void put_type(struct mg_arena *arena, const struct mg_type *type)
{
	const struct mg_rights *rights = type->rights;

	put_cell(type->name, 0, NAME_COLUMNS);
	for (unsigned right = 0; right < MG_RIGHTS; right++) {
		if (applies(type, (enum mg_right)right))
			put_who(arena, rights->who[right]);
		else if (right != MG_RIGHT_CLOSED)
			put_cell("", 0, CELL_COLUMNS);
	}
	putchar('\n');
	for (size_t i = 0; i < rights->n_fields; i++) {
		mg_put_blanks(stdout, 2);
		put_cell(rights->fields[i].place, 2, NAME_COLUMNS);
		put_who(arena, rights->fields[i].create);
		put_who(arena, rights->fields[i].modify);
		putchar('\n');
	}
	if (type->owner)
		printf(_("  (proprietaire: its %s)\n"), type->owner);
}

static void put_head(void)
{
	static const char *const heads[] = {N_("created by"), N_("changed by"), N_("removed by"), N_("signed by"),
					    N_("quarter closed")};

	mg_put_blanks(stdout, NAME_COLUMNS);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		put_cell(_(heads[i]), 0, CELL_COLUMNS);
	putchar('\n');
}

// ---- the command

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_json json = {.out = stdout};
	int rc = 0;

	(void)args;
	for (size_t i = 0; rc == 0 && i < mg_types_count(cli->types); i++)
		rc = mg_types_load(cli->types, mg_types_at(cli->types, i), err);
	if (rc < 0)
		return rc;
	if (cli->json)
		mg_json_open(&json, '[');
	else
		put_head();
	for (size_t i = 0; i < mg_types_count(cli->types); i++) {
		if (cli->json)
			put_type_json(&json, mg_types_at(cli->types, i));
		else
			put_type(&cli->arena, mg_types_at(cli->types, i));
	}
	if (cli->json) {
		mg_json_close(&json, '[');
		mg_json_end(&json);
	}
	return 0;
}

const struct mg_command mg_cmd_schema_rights = {
	.name = "schema rights",
	.purpose = N_("who may create, change, remove and sign records of each type"),
	.synopsis = "",
	.details =
		N_("One line a type, then one for each field that has rights of its own. dd: the DD; proprietaire:\n"
		   "the actor whose record it is; tous: every actor; —: nobody. The others are roles. An auditor and\n"
		   "an actor that left write nothing."),
	.example = "maillage schema rights",
	.flags = MG_NEEDS_TYPES | MG_HAS_JSON,
	.run = run,
};
