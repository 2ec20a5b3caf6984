// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/check_schema.h"
#include "cli/findings.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "core/copy/copy_book.h"
#include "schema/record/record.h"
#include "schema/rule/rule.h"
#include "schema/value/paris.h"

#include <stdlib.h>
#include <strings.h>

enum { CHECK_SCHEMA, CHECK_LEVEL };

// The files to check, then what was found in all of them. The findings of each file are told before the next one is
// looked at.
struct checking {
	struct mg_cli *cli;
	struct mg_json json;
	struct mg_book book; // all records of the folder: a rule may ask for any
	struct mg_copy_reader *reader;
	struct mg_rule_run *rules;
	const char **paths; // in the arena of cli
	size_t n, cap;
	enum mg_level least; // what is told: graver than or equal to this
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
		mg_findings_json(&checking->json, findings, checking->least);
	else
		mg_findings_show(stdout, findings, checking->least, &sources);
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
	       _("Checked: records %zu, mistakes %zu, obligations of the guide (E) %zu, advice (A) %zu, information "
		 "(I) %zu."),
	       checking->n, found[MG_LEVEL_INVALID], found[MG_LEVEL_E], found[MG_LEVEL_A], found[MG_LEVEL_I]);
}

// ---- one record

// A record of the book: its shape, what is left to fill in, the rules.
static void check_record(struct checking *checking, const struct mg_book_record *record)
{
	const struct mg_types *types = checking->cli->types;
	struct mg_findings findings;
	struct mg_path path;

	mg_findings_init(&findings);
	if (mg_path_parse(types, record->path, &path, NULL) == 0) {
		if (mg_record_check_doc(types, &path, record->doc, &findings)) {
			mg_record_check_cooperative(&path, record->doc, mg_copy_id(checking->cli->copy), &findings);
			mg_rule_check_record(checking->rules, record, &findings);
		}
	}
	tell(checking, &findings, record->doc->text);
	mg_findings_clear(&findings);
}

// What is no mapping in YAML has mistakes to tell, and nothing that a rule could look at.
static int check_text(struct mg_cli *cli, const char *name, struct mg_slice text, struct mg_findings *findings,
		      struct mg_error *err)
{
	struct mg_doc doc;
	int rc;

	mg_doc_init(&doc);
	rc = mg_record_check(cli->types, name, text, &doc, findings);
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
	const struct mg_book_record *record = mg_book_at(&checking->book, name);
	struct mg_findings findings;
	struct mg_buf text = {0};
	struct mg_error why;
	struct mg_path path;
	int rc;

	if (record && record->doc) {
		check_record(checking, record);
		mg_book_put_back(&checking->book);
		return 0;
	}
	rc = mg_path_parse(checking->cli->types, name, &path, &why);
	mg_findings_init(&findings);
	if (rc == 0)
		rc = mg_copy_read(checking->cli->copy, name, &text, &why);
	if (rc < 0)
		report_file(&findings, name, &why);
	rc = rc < 0 ? 0 : check_text(checking->cli, name, mg_buf_slice(&text), &findings, err);
	tell(checking, &findings, mg_buf_slice(&text));
	mg_findings_clear(&findings);
	mg_buf_clear(&text);
	return rc;
}

// ---- what is checked

static int add_file(struct checking *checking, const char *name, struct mg_error *err)
{
	struct mg_cli *cli = checking->cli;
	const char **paths = mg_arena_grow(&cli->arena, checking->paths, checking->n, &checking->cap, sizeof *paths);

	if (!paths)
		return mg_cli_no_memory(err);
	checking->paths = paths;
	paths[checking->n] = mg_arena_strdup(&cli->arena, name);
	return paths[checking->n++] ? 0 : mg_cli_no_memory(err);
}

enum place { OF_RECORD, OF_OTHER, OF_NOTHING };

static enum place place_of(const struct checking *checking, const char *name)
{
	struct mg_path path;

	if (mg_path_parse(checking->cli->types, name, &path, NULL) < 0)
		return OF_NOTHING;
	return path.kind == MG_PATH_RECORD ? OF_RECORD : OF_OTHER;
}

// Signatures, conflicts and attachments have no shape of a record. A file that looks like one and stands where none may is
// told of: it would never be recorded.
static bool is_worth_telling(const struct checking *checking, const char *name)
{
	const enum place place = place_of(checking, name);

	return place == OF_RECORD || (place == OF_NOTHING && mg_typed_looks_like_record(name));
}

// Everything, or what is below a folder ("actions/").
static int add_below(struct checking *checking, const char *folder, struct mg_error *err)
{
	const char **paths;
	struct mg_arena arena;
	size_t n, len = strlen(folder);
	int rc;

	mg_arena_init(&arena, 0);
	rc = mg_copy_all_files(checking->cli->copy, &arena, &paths, &n, err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (strncmp(paths[i], folder, len) == 0 && is_worth_telling(checking, paths[i]))
			rc = add_file(checking, paths[i], err);
	mg_arena_clear(&arena);
	return rc;
}

static int add_word(struct checking *checking, const char *word, struct mg_error *err)
{
	char path[MG_MAX_PATH_BYTES + 1];
	size_t before = checking->n;
	const char *folder, *nearest;
	int rc = mg_typed_path(checking->cli, word, path, err);

	if (rc == 0 && mg_typed_exists(checking->cli, path))
		return place_of(checking, path) == OF_OTHER ? 0 : add_file(checking, path, err);
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

// ---- the command

static int read_level(const char *word, enum mg_level *level, struct mg_error *err)
{
	if (!word)
		return 0;
	for (enum mg_level each = MG_LEVEL_E; each < MG_LEVELS; each++) {
		if (strcasecmp(word, mg_level_name(each)) == 0) {
			*level = each;
			return 0;
		}
	}
	return mg_fail(err, MG_EUSAGE, _("--level: there is no level %s; give E, A or I"), word);
}

// Nothing is printed before something can be told: a schema that is wrong is the error.
static void tell_by_schema(void *context, struct mg_findings *findings, struct mg_slice text)
{
	struct checking *checking = context;

	if (!checking->n++)
		open_report(checking);
	tell(checking, findings, text);
}

static int run_schema(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct checking checking = {.cli = cli, .least = MG_LEVEL_I};
	int rc;

	if (!args->n)
		return mg_fail(err, MG_EUSAGE, _("--schema takes a file to check"));
	rc = mg_check_by_schema(cli, args->values[CHECK_SCHEMA], args->words, args->n, tell_by_schema, &checking, err);
	if (checking.n) {
		int found = close_report(&checking);

		rc = rc == 0 ? found : rc;
	}
	return rc;
}

static bool was_there(void *data, const char *path)
{
	return mg_copy_had(data, path);
}

static int open_rules(struct checking *checking, struct mg_error *err)
{
	const unsigned more = MG_BOOK_SIGNATURES | MG_BOOK_TIMES;
	struct mg_copy *copy = checking->cli->copy;
	int rc = mg_copy_book_later(copy, more, &checking->book, &checking->reader, err);

	if (rc == 0)
		rc = mg_rule_open(&checking->book, mg_paris_date(mg_copy_now_ms(copy)), &checking->rules, err);
	if (rc == 0)
		mg_rule_remember(checking->rules, was_there, copy);
	return rc;
}

static int check_all(struct checking *checking, struct mg_error *err)
{
	int rc = open_rules(checking, err);

	if (rc == 0) {
		open_report(checking);
		for (size_t i = 0; rc == 0 && i < checking->n; i++)
			rc = check_file(checking, checking->paths[i], err);
	}
	if (rc == 0)
		rc = mg_book_failed(&checking->book, err);
	mg_rule_close(checking->rules);
	mg_copy_reader_close(checking->reader);
	mg_book_clear(&checking->book);
	return rc;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct checking checking = {.cli = cli, .least = MG_LEVEL_I};
	int rc;

	if (args->values[CHECK_SCHEMA])
		return run_schema(cli, args, err);
	rc = read_level(args->values[CHECK_LEVEL], &checking.least, err);
	if (rc == 0)
		rc = mg_cli_need(cli, MG_NEEDS_COPY, err);
	if (rc == 0 && !args->n)
		rc = add_below(&checking, "", err);
	for (size_t i = 0; rc == 0 && i < args->n; i++)
		rc = add_word(&checking, args->words[i], err);
	if (rc < 0)
		return rc;
	sort_paths(&checking);
	rc = check_all(&checking, err);
	if (rc < 0)
		return rc;
	rc = close_report(&checking);
	summarise(&checking);
	return rc;
}

static const struct mg_option options[] = {
	[CHECK_SCHEMA] = {0, "schema", N_("SCHEMA"), N_("check any FILE by a JSON Schema, written in YAML or JSON")},
	[CHECK_LEVEL] = {0, "level", N_("LEVEL"), N_("tell only what is of this level or graver: E, A or I")},
	{0},
};

const struct mg_command mg_cmd_check = {
	.name = "check",
	.purpose = N_("checks records as they stand in the folder"),
	.synopsis = N_("[--level LEVEL] [PATH…] | --schema SCHEMA FILE…"),
	.details = N_(
		"Without PATH, all records; a folder stands for what is in it. Each finding has its place, its level\n"
		"and the article it comes from. A file of the wrong shape is never recorded; [E] is an obligation\n"
		"of the guide, which blocks signing, submitting or closing, never saving; [A] advises, [I] informs.\n"
		"What one record says of others is looked at too: `maillage schema rules` lists the rules. Ends\n"
		"with 1 when a record is of the wrong shape or misses an [E]."),
	.example = "maillage check actions",
	.options = options,
	.max_words = MG_ANY_WORDS,
	.flags = MG_HAS_JSON,
	.run = run,
};
