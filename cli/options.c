// SPDX-License-Identifier: EUPL-1.2
#include "cli/options.h"

#include "base/i18n.h"
#include "base/text.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

// getopt_long gives back the place in this many rows: the command's own options, then the global ones.
#define MAX_ROWS   (MG_MAX_OPTIONS + 5)
#define LONG_FIRST 256 // above any letter

static const struct mg_option global_options[] = {
	{'C', "directory", N_("DIR"), N_("as if started in DIR")}, {0, "json", NULL, N_("one JSON document on stdout")},
	{'q', "quiet", NULL, N_("only errors on stderr")},         {'h', "help", NULL, N_("what a command does")},
	{'V', "version", NULL, N_("which version this is")},
};

enum { ROW_DIR, ROW_JSON, ROW_QUIET, ROW_HELP, ROW_VERSION, GLOBAL_ROWS };

// The rows of one parse, as getopt_long wants them.
struct rows {
	const struct mg_option *items[MAX_ROWS];
	size_t n, own;
	struct option longs[MAX_ROWS + 1];
	char shorts[2 * MAX_ROWS + 3];
};

static void add_row(struct rows *rows, const struct mg_option *option)
{
	size_t len = strlen(rows->shorts);

	rows->items[rows->n] = option;
	rows->longs[rows->n] = (struct option){option->name, option->value ? required_argument : no_argument, NULL,
					       LONG_FIRST + (int)rows->n};
	rows->n++;
	if (!option->letter)
		return;
	rows->shorts[len++] = option->letter;
	if (option->value)
		rows->shorts[len++] = ':';
	rows->shorts[len] = '\0';
}

// order: '+' stops at the first word; '-' gives words in turn, whatever POSIXLY_CORRECT says.
static void make_rows(struct rows *rows, char order, const struct mg_option *own)
{
	*rows = (struct rows){.shorts = {order, ':', '\0'}};
	for (; own && own->name; own++)
		add_row(rows, own);
	rows->own = rows->n;
	for (size_t i = 0; i < GLOBAL_ROWS; i++)
		add_row(rows, &global_options[i]);
}

static int find_row(const struct rows *rows, int given)
{
	if (given >= LONG_FIRST)
		return given - LONG_FIRST;
	for (size_t i = 0; i < rows->n; i++)
		if (rows->items[i]->letter == given)
			return (int)i;
	return -1;
}

static int unknown_option(const struct rows *rows, const char *typed, struct mg_error *err)
{
	const char *names[MAX_ROWS], *nearest;
	char word[64];

	if (optopt && optopt < LONG_FIRST) {
		(void)mg_fail(err, MG_EUSAGE, _("there is no option -%c"), optopt);
		return mg_error_hint(err, _("options: see --help"));
	}
	snprintf(word, sizeof word, "%.*s", (int)strcspn(typed, "="), typed);
	if (optopt)
		return mg_fail(err, MG_EUSAGE, _("the option %s takes no value"), word);
	for (size_t i = 0; i < rows->n; i++)
		names[i] = rows->items[i]->name;
	nearest = mg_nearest(word + strspn(word, "-"), names, rows->n);
	(void)mg_fail(err, MG_EUSAGE, _("there is no option %s"), word);
	return nearest ? mg_error_hint(err, _("did you mean --%s?"), nearest)
		       : mg_error_hint(err, _("options: see --help"));
}

static void take_global(struct mg_globals *globals, size_t row, const char *value)
{
	switch (row) {
	case ROW_DIR:
		globals->dir = value;
		break;
	case ROW_JSON:
		globals->json = true;
		break;
	case ROW_QUIET:
		globals->quiet = true;
		break;
	case ROW_HELP:
		globals->help = true;
		break;
	default:
		globals->version = true;
	}
}

// One option that getopt_long gave. args is NULL before the command's name.
static int take(const struct rows *rows, int given, char *const *argv, struct mg_globals *globals, struct mg_args *args,
		struct mg_error *err)
{
	int row = find_row(rows, given);

	if (given == ':')
		return mg_fail(err, MG_EUSAGE, _("the option %s needs a value"), argv[optind - 1]);
	if (given == '?' || row < 0)
		return unknown_option(rows, argv[optind - 1], err);
	if ((size_t)row >= rows->own)
		take_global(globals, (size_t)row - rows->own, optarg);
	else
		args->values[row] = optarg ? optarg : "";
	return 0;
}

static void restart(void)
{
	optind = 0; // glibc: forget an earlier parse altogether
	opterr = 0;
}

int mg_options_global(int argc, char *const *argv, struct mg_globals *globals, int *used, struct mg_error *err)
{
	struct rows rows;
	int given, rc = 0;

	make_rows(&rows, '+', NULL);
	restart();
	while (rc == 0 && (given = getopt_long(argc, argv, rows.shorts, rows.longs, NULL)) != -1)
		rc = take(&rows, given, argv, globals, NULL, err);
	*used = optind;
	return rc;
}

static int count_words(const struct mg_command *command, const struct mg_args *args, struct mg_error *err)
{
	if (args->n >= command->min_words && args->n <= command->max_words)
		return 0;
	if (args->n < command->min_words)
		(void)mg_fail(err, MG_EUSAGE, _("something is missing after \"maillage %s\""), command->name);
	else
		(void)mg_fail(err, MG_EUSAGE, _("\"%s\" is too much for \"maillage %s\""),
			      args->words[command->max_words], command->name);
	return mg_error_hint(err, _("usage: maillage %s %s"), command->name, mg_cli_text(command->synopsis));
}

int mg_options_parse(const struct mg_command *command, int argc, char *const *argv, struct mg_arena *arena,
		     struct mg_globals *globals, struct mg_args *args, struct mg_error *err)
{
	struct rows rows;
	int given, rc = 0;

	*args = (struct mg_args){.words = mg_arena_array(arena, (size_t)argc + 1, sizeof *args->words)};
	if (!args->words)
		return mg_cli_no_memory(err);
	make_rows(&rows, '-', command->options);
	restart();
	while (rc == 0 && (given = getopt_long(argc, argv, rows.shorts, rows.longs, NULL)) != -1) {
		if (given == 1)
			args->words[args->n++] = optarg;
		else
			rc = take(&rows, given, argv, globals, args, err);
	}
	for (int i = optind; rc == 0 && i < argc; i++)
		args->words[args->n++] = argv[i];
	if (rc == 0 && globals->json && !(command->flags & MG_HAS_JSON) && !globals->help)
		rc = mg_fail(err, MG_EUSAGE, _("\"maillage %s\" gives no JSON"), command->name);
	return rc == 0 && !globals->help ? count_words(command, args, err) : rc;
}

int mg_options_number(const char *what, const char *text, size_t *value, struct mg_error *err)
{
	char *end = NULL;
	unsigned long number = *text >= '0' && *text <= '9' ? strtoul(text, &end, 10) : 0;

	if (!number || *end || number > MG_ANY_WORDS)
		return mg_fail(err, MG_EUSAGE, _("%s takes a number from 1, not \"%s\""), what, text);
	*value = number;
	return 0;
}
