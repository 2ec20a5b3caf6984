// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/findings.h"
#include "cli/read.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "schema/jsonschema/jsonschema.h"

#include <stdlib.h>

enum { CHECK_SCHEMA };

// The files to check, then what was found in all of them. The findings of each file are told before the next one is
// read: ten thousand records take no more memory than one.
struct checking {
	struct mg_cli *cli;
	struct mg_json json;
	const char **paths; // in the arena of cli
	size_t n, cap;
	size_t found[MG_LEVELS];
};

// ---- telling

static void open_report(struct checking *checking)
{
	checking->json.out = stdout;
	if (checking->cli->json)
		mg_json_open(&checking->json, '[');
}

static void tell(struct checking *checking, struct mg_findings *findings, struct mg_slice text)
{
	const struct mg_sources sources = {.text = text};

	if (checking->cli->json)
		mg_findings_json(&checking->json, findings);
	else
		mg_findings_show(stdout, findings, MG_LEVEL_I, &sources);
	for (size_t i = 0; i < MG_LEVELS; i++)
		checking->found[i] += findings->counts[i];
}

// Returns the exit code.
static int close_report(struct checking *checking)
{
	if (checking->cli->json) {
		mg_json_close(&checking->json, '[');
		mg_json_end(&checking->json);
	}
	return checking->found[MG_LEVEL_INVALID] || checking->found[MG_LEVEL_E] ? MG_EXIT_FAILED : MG_EXIT_DONE;
}

static void summarise(const struct checking *checking)
{
	const size_t *found = checking->found;

	mg_say(checking->cli,
	       _("Checked: records %zu, mistakes %zu, obligations of the guide to fill (E) %zu, advice %zu."),
	       checking->n, found[MG_LEVEL_INVALID], found[MG_LEVEL_E], found[MG_LEVEL_A] + found[MG_LEVEL_I]);
}

// ---- one record

static int check_text(struct mg_cli *cli, const char *name, struct mg_slice text, struct mg_findings *findings,
		      struct mg_error *err)
{
	struct mg_path path;
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	rc = mg_record_check(cli->types, name, text, &doc, findings);
	if (rc == 0 && mg_path_parse(cli->types, name, &path, err) == 0 && path.type && path.type->opener)
		mg_record_check_cooperative(&path, &doc, mg_copy_id(cli->copy), findings);
	mg_doc_clear(&doc);
	return rc == MG_ENOMEM ? mg_cli_no_memory(err) : 0;
}

// A file that cannot be read as a record is a finding like another: the rest is checked all the same.
static void report_file(struct mg_findings *findings, const char *path, const struct mg_error *why)
{
	const size_t len = strlen(path);
	const bool named = strncmp(why->message, path, len) == 0 && strncmp(why->message + len, ": ", 2) == 0;
	const struct mg_finding finding = {
		.code = "path",
		.level = MG_LEVEL_INVALID,
		.path = path,
		.message = why->message + (named ? len + 2 : 0), // the path is told once
		.hint = why->hint,
	};

	mg_findings_add(findings, &finding);
}

static int check_file(struct checking *checking, const char *name, struct mg_error *err)
{
	struct mg_findings findings;
	struct mg_buf text = {0};
	struct mg_error why;
	struct mg_path path;
	int rc = mg_path_parse(checking->cli->types, name, &path, &why);

	mg_findings_init(&findings);
	if (rc == 0)
		rc = mg_copy_read(checking->cli->copy, name, &text, &why);
	if (rc < 0)
		report_file(&findings, name, &why);
	else
		rc = check_text(checking->cli, name, mg_buf_slice(&text), &findings, err);
	tell(checking, &findings, mg_buf_slice(&text));
	mg_findings_clear(&findings);
	mg_buf_clear(&text);
	return rc == MG_ENOMEM ? rc : 0;
}

// ---- what is checked

// Signatures, conflicts and attachments have no shape of a record.
static int add_file(struct checking *checking, const char *name, struct mg_error *err)
{
	struct mg_cli *cli = checking->cli;
	struct mg_path path;
	const char **paths;

	if (mg_path_parse(cli->types, name, &path, NULL) == 0 && path.kind != MG_PATH_RECORD)
		return 0;
	paths = mg_arena_grow(&cli->arena, checking->paths, checking->n, &checking->cap, sizeof *paths);
	if (!paths)
		return mg_cli_no_memory(err);
	checking->paths = paths;
	paths[checking->n] = mg_arena_strdup(&cli->arena, name);
	return paths[checking->n++] ? 0 : mg_cli_no_memory(err);
}

// Files that look like records and stand where none may: they would never be recorded.
static int add_foreign(struct checking *checking, const char *folder, struct mg_error *err)
{
	struct mg_unrecorded *edited;
	struct mg_findings ignored;
	size_t n, len = strlen(folder);
	int rc;

	mg_findings_init(&ignored);
	rc = mg_copy_scan(checking->cli->copy, NULL, 0, &checking->cli->arena, &edited, &n, &ignored, err);
	mg_findings_clear(&ignored);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (edited[i].state == MG_UNRECORDED_FOREIGN && mg_typed_looks_like_record(edited[i].path) &&
		    strncmp(edited[i].path, folder, len) == 0)
			rc = add_file(checking, edited[i].path, err);
	return rc;
}

// Everything, or what is below a folder ("actions/").
static int add_below(struct checking *checking, const char *folder, struct mg_error *err)
{
	const char **paths;
	size_t n, len = strlen(folder);
	int rc = mg_copy_files(checking->cli->copy, false, &checking->cli->arena, &paths, &n, err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		if (strncmp(paths[i], folder, len) == 0)
			rc = add_file(checking, paths[i], err);
	return rc == 0 ? add_foreign(checking, folder, err) : rc;
}

static int add_word(struct checking *checking, const char *word, struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1];
	size_t before = checking->n;
	const char *folder, *nearest;
	int rc = mg_typed_path(checking->cli, word, path, err);

	if (rc == 0 && mg_typed_exists(checking->cli, path))
		return add_file(checking, path, err);
	if (rc == 0)
		rc = mg_typed_folder(checking->cli, word, &folder, err);
	if (rc == 0)
		rc = add_below(checking, folder, err);
	if (rc < 0 || checking->n > before)
		return rc;
	nearest = mg_typed_nearest(checking->cli, word);
	(void)mg_fail(err, MG_ENOTFOUND, _("there is no file %s to check"), word);
	return nearest ? mg_error_hint(err, _("did you mean %s?"), nearest) : MG_ENOTFOUND;
}

static int by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

// In order, and each once, however often it was named.
static void sort_paths(struct checking *checking)
{
	size_t n = 0;

	if (checking->n)
		qsort(checking->paths, checking->n, sizeof *checking->paths, by_text);
	for (size_t i = 0; i < checking->n; i++)
		if (!i || strcmp(checking->paths[i], checking->paths[n - 1]) != 0)
			checking->paths[n++] = checking->paths[i];
	checking->n = n;
}

// ---- any file, by any schema

// The schemas of the record types, which any schema may refer to.
struct shared {
	struct mg_schema_set *set;
	struct mg_doc *docs; // of each embedded schema
	size_t n;
};

static int add_shared(struct mg_cli *cli, const char *but, struct shared *shared, struct mg_error *err)
{
	shared->docs = mg_arena_array(&cli->arena, mg_embedded_types_count, sizeof *shared->docs);
	if (!shared->docs)
		return mg_cli_no_memory(err);
	for (unsigned i = 0; i < mg_embedded_types_count; i++) {
		const struct mg_embedded *item = &mg_embedded_types[i];
		struct mg_doc *doc = &shared->docs[shared->n];
		int rc;

		if (strcmp(item->name, but) == 0)
			continue;
		mg_doc_init(doc);
		shared->n++;
		rc = mg_read_text(item->name, (struct mg_slice){(const char *)item->text, item->len}, doc, err);
		if (rc == 0)
			rc = mg_schema_set_add(shared->set, item->name, doc->root, err);
		if (rc != 0)
			return rc;
	}
	return 0;
}

static void clear_shared(struct shared *shared)
{
	mg_schema_set_free(shared->set);
	for (size_t i = 0; i < shared->n; i++)
		mg_doc_clear(&shared->docs[i]);
}

// What the schema is called in references and mistakes: its $id, else its file's name.
static const char *schema_name(struct mg_cli *cli, const char *file, const struct mg_node *root)
{
	struct mg_slice id = mg_node_string(mg_node_get(root, "$id"));
	const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;

	return id.len ? mg_arena_copy(&cli->arena, id.data, id.len)
		      : mg_arena_copy(&cli->arena, name, strcspn(name, "."));
}

static int read_any(const char *file, struct mg_buf *text, struct mg_doc *doc, struct mg_error *err)
{
	int rc = mg_read_file(file, text, err);

	return rc == 0 ? mg_read_text(file, mg_buf_slice(text), doc, err) : rc;
}

static int compile(struct mg_cli *cli, const char *name, const struct mg_doc *schema, struct shared *shared,
		   struct mg_error *err)
{
	int rc;

	shared->set = mg_schema_set_new();
	if (!shared->set || !name)
		return mg_cli_no_memory(err);
	rc = mg_schema_set_add(shared->set, name, schema->root, err);
	if (rc == 0)
		rc = add_shared(cli, name, shared, err);
	return rc == 0 ? mg_schema_set_compile(shared->set, err) : rc;
}

static int check_by_schema(struct mg_cli *cli, const char *schema_file, const char *file, struct mg_findings *findings,
			   struct mg_buf *text, struct mg_error *err)
{
	struct mg_buf schema_text = {0};
	struct shared shared = {0};
	struct mg_doc schema, doc;
	const char *name = NULL;
	int rc;

	mg_doc_init(&schema);
	mg_doc_init(&doc);
	rc = read_any(schema_file, &schema_text, &schema, err);
	if (rc == 0) {
		name = schema_name(cli, schema_file, schema.root);
		rc = compile(cli, name, &schema, &shared, err);
	}
	if (rc == 0)
		rc = mg_read_file(file, text, err);
	if (rc == 0 && mg_yaml_read(&doc, file, mg_buf_slice(text), findings) == 0)
		mg_schema_check(mg_schema_find(shared.set, name), doc.root, file, findings);
	else if (rc == 0 && !findings->n)
		rc = mg_cli_no_memory(err);
	clear_shared(&shared);
	mg_buf_clear(&schema_text);
	mg_doc_clear(&schema);
	mg_doc_clear(&doc);
	return rc;
}

// ---- the command

static int run_schema(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct checking checking = {.cli = cli};
	struct mg_findings findings;
	struct mg_buf text = {0};
	int rc;

	if (args->n != 1)
		return mg_fail(err, MG_EUSAGE, _("--schema takes one file to check"));
	mg_findings_init(&findings);
	rc = check_by_schema(cli, args->values[CHECK_SCHEMA], args->words[0], &findings, &text, err);
	if (rc == 0) {
		open_report(&checking);
		tell(&checking, &findings, mg_buf_slice(&text));
		rc = close_report(&checking);
	}
	mg_buf_clear(&text);
	mg_findings_clear(&findings);
	return rc;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct checking checking = {.cli = cli};
	int rc;

	if (args->values[CHECK_SCHEMA])
		return run_schema(cli, args, err);
	rc = mg_cli_need(cli, MG_NEEDS_COPY, err);
	if (rc == 0 && !args->n)
		rc = add_below(&checking, "", err);
	for (size_t i = 0; rc == 0 && i < args->n; i++)
		rc = add_word(&checking, args->words[i], err);
	if (rc < 0)
		return rc;
	sort_paths(&checking);
	open_report(&checking);
	for (size_t i = 0; rc == 0 && i < checking.n; i++)
		rc = check_file(&checking, checking.paths[i], err);
	if (rc < 0)
		return rc;
	rc = close_report(&checking);
	summarise(&checking);
	return rc;
}

static const struct mg_option options[] = {
	[CHECK_SCHEMA] = {0, "schema", N_("SCHEMA"), N_("check any FILE by a JSON Schema, written in YAML or JSON")},
	{0},
};

const struct mg_command mg_cmd_check = {
	.name = "check",
	.purpose = N_("checks records as they stand in the folder"),
	.synopsis = N_("[PATH…] | --schema SCHEMA FILE"),
	.details = N_(
		"Without PATH, all records; a folder stands for what is in it. Each finding has its place, its level\n"
		"and the article it comes from. A file of the wrong shape is never recorded; [E] is an obligation\n"
		"of the guide, which blocks signing, never saving; [A] advises, [I] informs. Ends with 1 when a\n"
		"record is of the wrong shape or misses an [E]."),
	.example = "maillage check actions",
	.options = options,
	.max_words = MG_ANY_WORDS,
	.flags = MG_HAS_JSON,
	.run = run,
};
