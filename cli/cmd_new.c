// SPDX-License-Identifier: EUPL-1.2
#include "cli/commands.h"

#include "base/i18n.h"
#include "base/text.h"
#include "cli/bilans.h"
#include "cli/conventions.h"
#include "cli/creation.h"
#include "cli/editor.h"
#include "cli/fields.h"
#include "cli/form.h"
#include "cli/identity.h"
#include "cli/measure.h"
#include "cli/piece.h"
#include "cli/read.h"
#include "cli/record.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "cli/unwritten.h"
#include "core/key/random.h"

#include <stdio.h>

#define SUFFIX_CHARS 4 // a million, among people who chose the same words offline

enum { NEW_REASON, NEW_BARE };

// ---- what was typed

static bool is_measure(const struct mg_type *type)
{
	return strcmp(type->name, "mesure") == 0;
}

// An observation in a measure. Its quarter and its indicator come in any order; of two words one is the quarter.
static int split_measure(struct mg_cli *cli, struct mg_creation *creation, const char ***assignments, size_t *n,
			 struct mg_error *err)
{
	char periode[MG_PERIOD_CHARS + 1];

	if (mg_bilans_period(creation->words[1], periode, NULL) < 0 &&
	    mg_bilans_period(creation->words[0], periode, NULL) < 0)
		return mg_bilans_period(creation->words[1], periode, err);
	return mg_measure_words(cli, periode, *assignments, *n, assignments, n, &creation->observes, err);
}

static int split(struct mg_cli *cli, const struct mg_args *args, struct mg_creation *creation, struct mg_error *err)
{
	const char **assignments = mg_arena_array(&cli->arena, args->n, sizeof *assignments);
	size_t n = 0;
	int rc = 0;

	creation->words = mg_arena_array(&cli->arena, args->n, sizeof *creation->words);
	if (!creation->words || !assignments)
		return mg_cli_no_memory(err);
	for (size_t i = 1; i < args->n; i++) {
		if (mg_typed_is_assignment(args->words[i]))
			assignments[n++] = args->words[i];
		else
			creation->words[creation->n_words++] = args->words[i];
	}
	if (is_measure(creation->type) && creation->n_words == 2)
		rc = split_measure(cli, creation, &assignments, &n, err);
	creation->n_fields = n;
	return rc == 0 ? mg_typed_fields(cli, creation->type, assignments, n, &creation->fields, err) : rc;
}

static struct mg_slice given_title(const struct mg_creation *creation)
{
	static const char *const places[] = {"intitule", "nom", "titre", "libelle"};
	struct mg_slice title = {0};

	for (size_t i = 0; !title.len && i < sizeof places / sizeof *places; i++) {
		const struct mg_record_field *field = mg_creation_given(creation, places[i]);

		title = field ? mg_node_string(field->value) : title;
	}
	return title;
}

// Types that another command makes, with what it takes to make them.
static int refuse_type(const struct mg_type *type, struct mg_error *err)
{
	const char *instead =
		!strchr(type->pattern, '<')                    ? _("it is made by `maillage init`")
		: strstr(type->pattern, "<cle>")               ? _("it is made by `maillage enrol`")
		: strstr(type->pattern, "<n>")                 ? _("its number comes with what it belongs to")
		: strcmp(type->name, "signature_externe") == 0 ? _("it is made by `maillage sign RECORD --paper SCAN`")
		: strcmp(type->name, "retour") == 0 ? _("it is made by `maillage return PERIOD ACTOR -m REASON`")
						    : NULL;

	if (!instead || mg_conventions_are_drafted(type->name))
		return 0;
	(void)mg_fail(err, MG_EUSAGE, _("a record \"%s\" is not made by `maillage new`"), type->name);
	return mg_error_hint(err, "%s", instead);
}

// ---- recording

static int refuse_existing(struct mg_cli *cli, const struct mg_creation *creation, struct mg_error *err)
{
	char printed[MG_MAX_PATH_BYTES + 1];

	if (!mg_typed_exists(cli, creation->path.text))
		return 0;
	mg_path_print(creation->path.text, printed);
	(void)mg_fail(err, MG_EEXISTS, _("there is a record %s already"), printed);
	return mg_error_hint(err, _("change it: maillage set %s FIELD=VALUE"), printed);
}

// A measure of an indicator that nobody has yet may be right, when the indicator comes with the next sync.
static void warn_indicator(struct mg_cli *cli, const struct mg_creation *creation)
{
	const char *id = creation->path.parts.indicateur, *path, *nearest;

	if (!*id)
		return;
	path = mg_arena_printf(&cli->arena, "indicateurs/%s.yaml", id);
	if (!path || mg_typed_exists(cli, path))
		return;
	mg_warn(_("there is no indicator %s here"), id);
	path = mg_arena_printf(&cli->arena, "indicateurs/%s", id);
	nearest = path ? mg_typed_nearest(cli, path) : NULL;
	if (!nearest || strncmp(nearest, "indicateurs/", strlen("indicateurs/")) != 0)
		return;
	nearest += strlen("indicateurs/");
	if (mg_nearest(id, &nearest, 1)) // by itself: any two are near in one folder
		mg_warn(_("did you mean %s?"), nearest);
}

// FIELD= asks for nothing; but a record is never empty.
static int settle_fields(struct mg_cli *cli, struct mg_creation *creation, struct mg_error *err)
{
	struct mg_record_field *fields = creation->fields;
	size_t n = 0;
	int rc = mg_creation_fill(cli, creation, err);

	if (rc < 0)
		return rc;
	fields = creation->fields;
	for (size_t i = 0; i < creation->n_fields; i++)
		if (fields[i].value)
			fields[n++] = fields[i];
	if (!n && !creation->bare && mg_form_first(creation->type, &cli->arena, &fields[0].place, &fields[0].value))
		n = 1;
	creation->n_fields = n;
	return 0;
}

static int write_text(struct mg_cli *cli, const struct mg_creation *creation, struct mg_buf *text, struct mg_error *err)
{
	struct mg_buf fields = {0};
	struct mg_doc doc;
	int rc = mg_record_new(creation->type, creation->fields, creation->n_fields, &fields, err);

	mg_doc_init(&doc);
	mg_editor_modeline(cli, creation->type, creation->path.text, text);
	if (rc == 0 && creation->bare)
		mg_buf_put_slice(text, mg_buf_slice(&fields));
	else if (rc == 0)
		rc = mg_read_text(creation->path.text, mg_buf_slice(&fields), &doc, err);
	if (rc == 0 && !creation->bare)
		rc = mg_form_write(creation->type, doc.root, text, err);
	mg_doc_clear(&doc);
	mg_buf_clear(&fields);
	return rc == 0 ? mg_buf_check(text, err) : rc;
}

static int record(struct mg_cli *cli, struct mg_creation *creation, struct mg_error *err)
{
	const struct mg_recording how = {.reason = creation->reason};
	struct mg_edit edit = {.path = creation->path.text};
	struct mg_recorded recorded;
	struct mg_buf text = {0};
	size_t to_fill = 0;
	int rc = settle_fields(cli, creation, err);

	if (rc == 0)
		rc = write_text(cli, creation, &text, err);
	if (rc == 0) {
		rc = mg_fields_check(cli, edit.path, mg_buf_slice(&text), &to_fill, err);
		if (rc != 0)
			mg_creation_hint(cli, creation);
	}
	edit.bytes = mg_buf_slice(&text);
	if (rc == 0)
		rc = mg_record_edits(cli, &edit, 1, &how, &recorded, err);
	mg_buf_clear(&text);
	if (rc == 0 && to_fill)
		mg_say(cli,
		       P_("%zu field that the guide asks for is empty: `maillage check` tells which",
			  "%zu fields that the guide asks for are empty: `maillage check` tells which", to_fill),
		       to_fill);
	return rc;
}

// One more observation in a measure that is there.
static int observe(struct mg_cli *cli, struct mg_creation *creation, struct mg_error *err)
{
	int rc =
		mg_measure_correct(cli, &creation->path, &creation->fields, &creation->n_fields, creation->reason, err);

	return rc == 0 ? mg_measure_change(cli, &creation->path, creation->fields, creation->n_fields, creation->reason,
					   err)
		       : rc;
}

static int create(struct mg_cli *cli, struct mg_creation *creation, struct mg_error *err)
{
	char suffix[SUFFIX_CHARS + 1];
	const struct mg_identity identity = {
		.words = creation->words,
		.n = creation->n_words,
		.title = given_title(creation),
		.actor = creation->writer.actor,
		.suffix = mg_random_base32(suffix, SUFFIX_CHARS),
	};
	int rc = mg_identity_path(creation->type, &identity, &creation->path, err);

	if (rc == 0 && creation->observes && mg_typed_exists(cli, creation->path.text))
		return observe(cli, creation, err);
	if (rc == 0)
		rc = refuse_existing(cli, creation, err);
	if (rc < 0)
		return rc;
	warn_indicator(cli, creation);
	return record(cli, creation, err);
}

// ---- records drafted from others

static int draft_convention(struct mg_cli *cli, struct mg_creation *creation, struct mg_error *err)
{
	if (creation->n_words <= 1)
		return mg_conventions_draft(cli, creation->type->name, creation->n_words ? creation->words[0] : NULL,
					    creation->fields, creation->n_fields, creation->reason, &creation->path,
					    err);
	(void)mg_fail(err, MG_EUSAGE, _("a new %s needs the id of a convention at most"), creation->type->name);
	return mg_error_hint(err, _("for instance: maillage new %s %s"), creation->type->name, "publics-invisibles");
}

static int draft(struct mg_cli *cli, struct mg_creation *creation, struct mg_error *err)
{
	char periode[MG_PERIOD_CHARS + 1];

	if (mg_conventions_are_drafted(creation->type->name))
		return draft_convention(cli, creation, err);
	if (creation->n_words != 1) {
		const bool yearly = strstr(creation->type->pattern, "<annee>") != NULL;

		(void)mg_fail(err, MG_EUSAGE,
			      yearly ? _("a new %s needs a year, and nothing else")
				     : _("a new %s needs a quarter, and nothing else"),
			      creation->type->name);
		return mg_error_hint(err, _("for instance: maillage new %s %s"), creation->type->name,
				     yearly ? "2018" : "2018-T1");
	}
	if (mg_bilans_period_of(creation->type->name, creation->words[0], periode, err) < 0)
		return MG_EUSAGE;
	return mg_bilans_draft(cli, creation->type->name, periode, creation->fields, creation->n_fields,
			       creation->reason, &creation->path, err);
}

static bool is_drafted(const struct mg_type *type)
{
	return mg_bilans_are_drafted(type->name) || mg_conventions_are_drafted(type->name);
}

// What is not only drafted but written on by whom it is of; a consolidation says what comes next itself.
static bool is_bilan(const struct mg_type *type)
{
	return mg_bilans_are_drafted(type->name) && strcmp(type->name, "consolidation") != 0;
}

// ---- attachments, which are files and no records

static bool is_piece(const struct mg_args *args)
{
	return strcmp(args->words[0], "piece") == 0;
}

static int attach(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	const char *reason = args->values[NEW_REASON];
	struct mg_piece piece;
	int rc;

	if (args->n < 2 || args->n > 3) {
		(void)mg_fail(err, MG_EUSAGE, _("an attachment is made of a file, and of a name for it if you like"));
		return mg_error_hint(err, _("for instance: maillage new piece %s"), "scan.pdf courrier-de-demande");
	}
	rc = mg_piece_store(cli, args->words[1], args->n == 3 ? args->words[2] : NULL, reason, &piece, err);
	if (rc != 0)
		return rc;
	printf("%s\n", piece.path.text);
	mg_piece_tell(cli, &piece);
	return 0;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct mg_creation creation = {.reason = args->values[NEW_REASON], .bare = args->values[NEW_BARE] != NULL};
	char printed[MG_MAX_PATH_BYTES + 1];
	int rc;

	if (is_piece(args))
		return attach(cli, args, err);
	rc = mg_types_require(cli->types, args->words[0], &creation.type, err);
	if (rc == 0)
		rc = refuse_type(creation.type, err);
	if (rc == 0)
		rc = split(cli, args, &creation, err);
	if (rc == 0)
		rc = mg_copy_writer(cli->copy, &creation.writer, err);
	if (rc == 0)
		rc = is_drafted(creation.type) ? draft(cli, &creation, err) : create(cli, &creation, err);
	if (rc != 0)
		return rc;
	mg_path_print(creation.path.text, printed);
	printf("%s\n", printed);
	return is_bilan(creation.type) ? mg_unwritten_tell(cli, &creation.path, err) : 0;
}

static const struct mg_option options[] = {
	[NEW_REASON] = MG_OPTION_REASON,
	[NEW_BARE] = {0, "bare", NULL, N_("only the fields given, without a comment for each of the others")},
	{0},
};

const struct mg_command mg_cmd_new = {
	.name = "new",
	.purpose = N_("makes a record, and prints its path"),
	.synopsis = N_("TYPE [SLUG | PERIOD | INDICATOR PERIOD | CONVENTION] [FIELD=VALUE…] [--bare] [-m REASON]\n"
		       "       maillage new piece FILE [NAME] [-m REASON]"),
	.details = N_(
		"SLUG names the record in its path; a random end is added, so that two people offline never make\n"
		"one file for two things. Without SLUG it is made from the title. Fields are given as for `set`;\n"
		"the owner is you unless given. Every other field is a comment in the file, to be filled in with\n"
		"`maillage edit`, or by `set`, which puts the value there. `new bilan_trimestriel 2018-T1` drafts\n"
		"your bilan from your measures; a second time it brings its figures up to date. `new mesure` adds\n"
		"an observation, of today unless date=AAAA-MM-JJ is given, to the measure of that quarter.\n"
		"`new convention`, `new avenant`, `new renouvellement` and `new resiliation` draft their text from\n"
		"the records and keep what was written in it; once somebody has signed, they make the next one.\n"
		"`new piece` attaches a file of 10 MiB at most, such as the scan of a signed paper: records name it\n"
		"by the path it prints. Every partner gets it, and no history loses it: nothing about persons."),
	.example = "maillage new action maraudes intitule=\"Maraudes de nuit\"\n"
		   "  maillage new mesure file-active-7k2m 2018-T1 valeur=12",
	.options = options,
	.min_words = 1,
	.max_words = MG_ANY_WORDS,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run,
};
