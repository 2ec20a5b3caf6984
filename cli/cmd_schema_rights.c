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

// A line of text cells, of which those that are too long for their column go on below.
struct row {
	struct mg_arena *arena;
	const char *cells[MG_RIGHTS];
	size_t n;
};

// Takes from a cell what fits in its column: whole words, and a blank after them.
static const char *take_line(struct mg_arena *arena, const char **rest)
{
	size_t all = strlen(*rest), fits = all;
	const char *line;

	for (size_t i = 0; all >= CELL_COLUMNS && i < CELL_COLUMNS; i++)
		if ((*rest)[i] == ' ')
			fits = i;
	line = mg_arena_copy(arena, *rest, fits);
	*rest += fits;
	while (**rest == ' ')
		(*rest)++;
	return line ? line : "";
}

static void put_row(struct row *row, size_t indent, const char *name)
{
	bool more = true;

	mg_put_blanks(stdout, indent);
	for (size_t used = indent + mg_put_text(stdout, name, 0); more; used = 0) {
		size_t blanks = used < NAME_COLUMNS ? NAME_COLUMNS - used : 1;

		more = false;
		for (size_t i = 0; i < row->n; i++) {
			const char *line = take_line(row->arena, &row->cells[i]);

			if (*line) {
				size_t columns;

				mg_put_blanks(stdout, blanks);
				columns = mg_put_text(stdout, line, 0);
				blanks = columns < CELL_COLUMNS ? CELL_COLUMNS - columns : 1;
			} else {
				blanks += CELL_COLUMNS;
			}
			more |= *row->cells[i] != '\0';
		}
		putchar('\n');
	}
}

static void add_who(struct row *row, unsigned who)
{
	const char *text = "", *word;
	unsigned bit;

	for (size_t i = 0; text && (word = mg_who_word(i, &bit)); i++)
		if (who & bit)
			text = mg_arena_printf(row->arena, "%s%s%s", text, *text ? ", " : "", word);
	row->cells[row->n++] = text && *text ? text : "—";
}

static void put_type(struct mg_arena *arena, const struct mg_type *type)
{
	const struct mg_rights *rights = type->rights;
	struct row row = {.arena = arena};

	for (unsigned right = 0; right < MG_RIGHTS; right++) {
		if (applies(type, (enum mg_right)right))
			add_who(&row, rights->who[right]);
		else
			row.cells[row.n++] = "";
	}
	put_row(&row, 0, type->name);
	for (size_t i = 0; i < rights->n_fields; i++) {
		row.n = 0;
		add_who(&row, rights->fields[i].create);
		add_who(&row, rights->fields[i].modify);
		put_row(&row, 2, rights->fields[i].place);
	}
	if (type->owner)
		printf(_("  (proprietaire: its %s)\n"), type->owner);
}

static void put_head(struct mg_arena *arena)
{
	static const char *const heads[MG_RIGHTS] = {N_("created by"), N_("changed by"), N_("removed by"),
						     N_("signed by"), N_("quarter closed")};
	struct row row = {.arena = arena};

	for (size_t i = 0; i < MG_RIGHTS; i++)
		row.cells[row.n++] = _(heads[i]);
	put_row(&row, 0, "");
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
		put_head(&cli->arena);
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
