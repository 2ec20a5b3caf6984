// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/json.h"
#include "cli/say.h"
#include "schema/record/record.h"
#include "schema/yaml/yaml.h"

#include <unistd.h>

#define PATH_COLUMNS 44

// What is listed: a type, or all types of a folder ("actions", as people see it).
struct selection {
	const struct mg_type *type;
	const char *folder;
};

static bool selects(const struct selection *selection, const struct mg_path *path)
{
	size_t len = selection->folder ? strlen(selection->folder) : 0;

	if (path->kind != MG_PATH_RECORD)
		return false;
	if (selection->folder)
		return strncmp(path->text, selection->folder, len) == 0 && path->text[len] == '/';
	return !selection->type || path->type == selection->type;
}

static int select_words(struct mg_cli *cli, const struct mg_args *args, struct selection *selection,
			struct mg_error *err)
{
	size_t len = args->n ? strcspn(args->words[0], "/") : 0;

	*selection = (struct selection){0};
	for (size_t i = 0; len && i < mg_types_count(cli->types); i++) {
		const char *pattern = mg_types_at(cli->types, i)->pattern;

		if (strncmp(pattern, args->words[0], len) == 0 && pattern[len] == '/') {
			selection->folder = mg_arena_copy(&cli->arena, args->words[0], len);
			return selection->folder ? 0 : mg_cli_no_memory(err);
		}
	}
	return args->n ? mg_types_require(cli->types, args->words[0], &selection->type, err) : 0;
}

// The record's title, in doc; a file that cannot be read has none, and is listed all the same.
static struct mg_slice title_of(struct mg_cli *cli, const char *path, struct mg_doc *doc)
{
	struct mg_slice title = {0};
	struct mg_findings findings;
	struct mg_buf text = {0};
	struct mg_error err;

	mg_findings_init(&findings);
	if (mg_copy_read(cli->copy, path, &text, &err) == 0 &&
	    mg_yaml_read(doc, path, mg_buf_slice(&text), &findings) == 0)
		title = mg_record_title(doc->root);
	mg_findings_clear(&findings);
	mg_buf_clear(&text);
	return title;
}

static void print_json(struct mg_cli *cli, struct mg_json *json, const struct mg_path *path)
{
	struct mg_doc doc;

	mg_doc_init(&doc);
	mg_json_open(json, '{');
	mg_json_pair_record(json, "record", path->text);
	mg_json_pair(json, "type", path->type->name);
	mg_json_key(json, "title");
	mg_json_slice(json, title_of(cli, path->text, &doc));
	mg_json_close(json, '{');
	mg_doc_clear(&doc);
}

// Programs get the path alone; on a terminal the title helps.
static void print_line(struct mg_cli *cli, const struct mg_path *path)
{
	char printed[MG_MAX_PATH_BYTES + 1];
	struct mg_doc doc;
	size_t used;

	mg_path_print(path->text, printed);
	used = mg_put_text(stdout, printed, 0);
	if (isatty(STDOUT_FILENO)) {
		mg_doc_init(&doc);
		mg_put_blanks(stdout, used < PATH_COLUMNS ? PATH_COLUMNS - used : 2);
		mg_put_line(stdout, title_of(cli, path->text, &doc), 60);
		mg_doc_clear(&doc);
	}
	putchar('\n');
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_json json = {.out = stdout};
	struct selection selection;
	const char **paths;
	struct mg_path path;
	size_t n;

	if (select_words(cli, args, &selection, err) < 0)
		return err->code;
	if (mg_copy_files(cli->copy, false, &cli->arena, &paths, &n, err) < 0)
		return err->code;
	if (cli->json)
		mg_json_open(&json, '[');
	for (size_t i = 0; i < n; i++) {
		if (mg_path_parse(cli->types, paths[i], &path, NULL) < 0 || !selects(&selection, &path))
			continue;
		if (cli->json)
			print_json(cli, &json, &path);
		else
			print_line(cli, &path);
	}
	if (cli->json) {
		mg_json_close(&json, '[');
		mg_json_end(&json);
	}
	return 0;
}

const struct mg_command mg_cmd_list = {
	.name = "list",
	.purpose = N_("lists the records"),
	.synopsis = N_("[TYPE]"),
	.details =
		N_("A line each, by path, with the title when a person looks. TYPE is a type or its folder: action or\n"
		   "actions."),
	.example = "maillage list action",
	.max_words = 1,
	.flags = MG_NEEDS_COPY | MG_HAS_JSON,
	.run = run,
};
