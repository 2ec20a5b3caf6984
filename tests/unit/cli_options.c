// SPDX-License-Identifier: EUPL-1.2
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/i18n.h"
#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>

enum { REASON, MINE, DEEP };

static const struct mg_option options[] = {
	[REASON] = {'m', "reason", "REASON", "why"},
	[MINE] = {0, "mine", NULL, "mine"},
	[DEEP] = {'d', "deep-option", NULL, "deep"},
	{0},
};

static const struct mg_command reading = {.name = "read",
					  .synopsis = "RECORD…",
					  .options = options,
					  .min_words = 1,
					  .max_words = 2,
					  .flags = MG_HAS_JSON};
static const struct mg_command writing = {.name = "write",
					  .synopsis = "WORD…",
					  .options = options,
					  .max_words = MG_ANY_WORDS};
static const struct mg_command bare = {.name = "bare", .synopsis = ""};

#define MAX_ARGUMENTS 12

struct parse {
	struct mg_arena arena;
	struct mg_globals globals;
	struct mg_args args;
	struct mg_error err;
	int rc;
};

// What getopt may reorder, so not the case's own array.
static void parse(const struct mg_command *command, const char *const *given, struct parse *out)
{
	char *argv[MAX_ARGUMENTS + 2] = {NULL};
	char texts[MAX_ARGUMENTS + 1][64];
	int argc = 1;

	snprintf(texts[0], sizeof texts[0], "%s", command->name);
	argv[0] = texts[0];
	for (; given[argc - 1]; argc++) {
		snprintf(texts[argc], sizeof texts[argc], "%s", given[argc - 1]);
		argv[argc] = texts[argc];
	}
	*out = (struct parse){0};
	mg_arena_init(&out->arena, 0);
	out->rc = mg_options_parse(command, argc, argv, &out->arena, &out->globals, &out->args, &out->err);
	for (size_t i = 0; out->rc == 0 && i < out->args.n; i++)
		out->args.words[i] = mg_arena_strdup(&out->arena, out->args.words[i]);
	for (size_t i = 0; out->rc == 0 && i < MG_MAX_OPTIONS; i++)
		if (out->args.values[i])
			out->args.values[i] = mg_arena_strdup(&out->arena, out->args.values[i]);
}

static void options_stand_anywhere(void **state)
{
	static const struct {
		const char *given[MAX_ARGUMENTS];
		const char *words[4];
		const char *reason;
		bool mine, json, quiet;
	} cases[] = {
		{{"a"}, {"a"}, NULL, false, false, false},
		{{"a", "-m", "why not", "b"}, {"a", "b"}, "why not", false, false, false},
		{{"-mwhy", "a"}, {"a"}, "why", false, false, false},
		{{"--reason=", "a"}, {"a"}, "", false, false, false},
		{{"--reason", "--mine", "a"}, {"a"}, "--mine", false, false, false},
		{{"a", "--mine", "--json", "-q"}, {"a"}, NULL, true, true, true},
		{{"--rea=x", "a"}, {"a"}, "x", false, false, false},
		{{"--", "-m", "--mine"}, {"-m", "--mine"}, NULL, false, false, false},
		{{"a", "--", "--json"}, {"a", "--json"}, NULL, false, false, false},
		{{"-m", "1", "-m", "2", "a"}, {"a"}, "2", false, false, false},
		{{"-"}, {"-"}, NULL, false, false, false},
		{{""}, {""}, NULL, false, false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct parse got;

		parse(&reading, cases[i].given, &got);
		if (got.rc)
			fail_msg("case %zu: %s", i, got.err.message);
		for (size_t w = 0; w < 4 && cases[i].words[w]; w++) {
			assert_true(w < got.args.n);
			assert_string_equal(got.args.words[w], cases[i].words[w]);
		}
		if (cases[i].reason)
			assert_string_equal(got.args.values[REASON], cases[i].reason);
		else
			assert_null(got.args.values[REASON]);
		assert_int_equal(got.args.values[MINE] != NULL, cases[i].mine);
		assert_int_equal(got.globals.json, cases[i].json);
		assert_int_equal(got.globals.quiet, cases[i].quiet);
		mg_arena_clear(&got.arena);
	}
}

static void mistakes_are_told(void **state)
{
	static const struct {
		const struct mg_command *command;
		const char *given[MAX_ARGUMENTS];
		const char *message, *hint; // parts of them
	} cases[] = {
		{&reading, {NULL}, "missing after \"maillage read\"", "maillage read RECORD"},
		{&reading, {"a", "b", "c"}, "\"c\" is too much", "maillage read RECORD"},
		{&reading, {"a", "--raeson=x"}, "no option --raeson", "--reason"},
		{&reading, {"a", "--jsn"}, "no option --jsn", "--json"},
		{&reading, {"a", "--wholly-other"}, "no option --wholly-other", "--help"},
		{&reading, {"a", "-x"}, "no option -x", "--help"},
		{&reading, {"a", "-dx"}, "no option -x", "--help"},
		{&reading, {"a", "-m"}, "option -m needs a value", ""},
		{&reading, {"a", "--reason"}, "option --reason needs a value", ""},
		{&reading, {"a", "--mine=x"}, "option --mine takes no value", ""},
		{&reading, {"a", "--d"}, "no option --d", ""}, // --deep-option or --directory
		{&writing, {"a", "--json"}, "gives no JSON", ""},
		{&bare, {"a"}, "\"a\" is too much", ""},
		{&bare, {"-m", "x"}, "no option -m", ""},
		{&bare, {"-C"}, "option -C needs a value", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct parse got;

		parse(cases[i].command, cases[i].given, &got);
		if (got.rc != MG_EUSAGE || !strstr(got.err.message, cases[i].message) ||
		    !strstr(got.err.hint, cases[i].hint))
			fail_msg("case %zu: %d \"%s\" \"%s\"", i, got.rc, got.err.message, got.err.hint);
		mg_arena_clear(&got.arena);
	}
}

static void help_needs_no_words(void **state)
{
	static const char *const given[] = {"--help", NULL};
	struct parse got;

	(void)state;
	parse(&reading, given, &got);
	assert_int_equal(got.rc, 0);
	assert_true(got.globals.help);
	mg_arena_clear(&got.arena);
}

// POSIXLY_CORRECT makes getopt stop at the first word; a script written elsewhere must work all the same.
static void the_environment_changes_nothing(void **state)
{
	static const char *const given[] = {"a", "--mine", "b", NULL};
	struct parse got;

	(void)state;
	setenv("POSIXLY_CORRECT", "1", 1);
	parse(&reading, given, &got);
	unsetenv("POSIXLY_CORRECT");
	assert_int_equal(got.rc, 0);
	assert_int_equal(got.args.n, 2);
	assert_non_null(got.args.values[MINE]);
	mg_arena_clear(&got.arena);
}

static void globals_come_before_the_command(void **state)
{
	char name[] = "maillage", dir[] = "-C", where[] = "ca", quiet[] = "-q", command[] = "set", json[] = "--json";
	char *argv[] = {name, dir, where, quiet, command, json, NULL};
	struct mg_globals globals = {0};
	struct mg_error err;
	int used;

	(void)state;
	assert_int_equal(mg_options_global(6, argv, &globals, &used, &err), 0);
	assert_int_equal(used, 4);
	assert_string_equal(globals.dir, "ca");
	assert_true(globals.quiet);
	assert_false(globals.json); // what follows the command's name is read with the command's options
}

static void commands_are_found(void **state)
{
	static const struct {
		const char *words[3];
		size_t n;
		const char *name;
		size_t used;
	} cases[] = {
		{{"set", "x"}, 2, "set", 1},
		{{"key", "new"}, 2, "key new", 2},
		{{"remote", "add", "x"}, 3, "remote add", 2},
		{{"allowed-signers"}, 1, "allowed-signers", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_command *command;
		struct mg_error err;
		size_t used;

		assert_int_equal(mg_command_find(cases[i].words, cases[i].n, &command, &used, &err), 0);
		assert_string_equal(command->name, cases[i].name);
		assert_int_equal(used, cases[i].used);
	}
}

static void the_nearest_command_is_suggested(void **state)
{
	static const struct {
		const char *words[2];
		size_t n;
		const char *message, *hint;
	} cases[] = {
		{{"chek"}, 1, "no command \"chek\"", "check"},
		{{"Status"}, 1, "no command \"Status\"", "status"},
		{{"zzzzzzzz"}, 1, "no command \"zzzzzzzz\"", "maillage help"},
		{{""}, 1, "no command \"\"", "maillage help"},
		{{"key"}, 1, "missing after \"maillage key\"", "new, show"},
		{{"key", "shwo"}, 2, "no command \"key shwo\"", "key show"},
		{{"key", "--help"}, 2, "no command \"key --help\"", "new, show"},
		{{"remote", "zzzzzzzz"}, 2, "no command \"remote zzzzzzzz\"", "add, list, remove"},
		{{NULL}, 0, "no command was given", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mg_command *command;
		struct mg_error err = {0};
		size_t used;

		assert_int_equal(mg_command_find(cases[i].words, cases[i].n, &command, &used, &err), MG_EUSAGE);
		assert_null(command);
		if (!strstr(err.message, cases[i].message) || !strstr(err.hint, cases[i].hint))
			fail_msg("case %zu: \"%s\" \"%s\"", i, err.message, err.hint);
	}
}

// Whatever reads the table relies on it.
static void the_table_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < mg_commands_count; i++) {
		const struct mg_command *command = mg_commands[i];
		size_t n = 0;

		assert_true(command->purpose && *command->purpose);
		assert_non_null(command->synopsis);
		assert_true(command->example && strncmp(command->example, "maillage ", 9) == 0);
		assert_non_null(command->run);
		assert_true(command->min_words <= command->max_words);
		for (; command->options && command->options[n].name; n++)
			assert_true(command->options[n].help && *command->options[n].help);
		assert_true(n <= MG_MAX_OPTIONS);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(command->name, mg_commands[j]->name);
	}
}

static void numbers_are_read(void **state)
{
	static const char *const wrong[] = {"", "0", "-1", "+1", " 1", "1 ", "x", "1.5", "99999999999999999999"};
	struct mg_error err;
	size_t value = 7;

	(void)state;
	assert_int_equal(mg_options_number("--take", "12", &value, &err), 0);
	assert_int_equal(value, 12);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(mg_options_number("--take", wrong[i], &value, &err), MG_EUSAGE);
		assert_int_equal(value, 12);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_stand_anywhere),
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(help_needs_no_words),
		cmocka_unit_test(the_environment_changes_nothing),
		cmocka_unit_test(globals_come_before_the_command),
		cmocka_unit_test(commands_are_found),
		cmocka_unit_test(the_nearest_command_is_suggested),
		cmocka_unit_test(the_table_is_whole),
		cmocka_unit_test(numbers_are_read),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
