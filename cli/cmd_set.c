// SPDX-License-Identifier: EUPL-1.2
//
// set: a change of fields is made on what is recorded, never on the folder's file. Edits that stand in that file are
// recorded first, as `save` would: written into the file together, the two could not be told apart, and a field put back
// to a former value would look like an old version of the file instead of a change. The bytes the change started from go
// with it, so that what a daemon accepts meanwhile is kept.
#include "cli/commands.h"

#include "base/i18n.h"
#include "cli/fields.h"
#include "cli/measure.h"
#include "cli/read.h"
#include "cli/record.h"
#include "cli/save.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "core/view/conflict.h"

#define SHOWN_CHARS 40

enum { SET_REASON };

struct setting {
	struct mg_path path;
	struct mg_record_field *fields;
	size_t n;
	const char *reason;
	const char **settle; // conflicts about these fields
	size_t n_settle;
};

// ---- edits that stand in the file

// Refuses before recording them what could not be recorded after them.
static int record_edits(struct mg_cli *cli, const struct setting *setting, struct mg_error *err)
{
	const char *path = setting->path.text;
	struct mg_unrecorded *unrecorded;
	struct mg_buf text = {0};
	struct mg_findings findings;
	size_t n;
	int rc;

	mg_findings_init(&findings);
	rc = mg_copy_scan(cli->copy, &path, 1, &cli->arena, &unrecorded, &n, &findings, err);
	mg_findings_clear(&findings);
	if (rc < 0 || !n)
		return rc;
	rc = mg_copy_read(cli->copy, path, &text, err);
	if (rc == 0)
		rc = mg_fields_check(cli, path, mg_buf_slice(&text), NULL, err);
	if (rc == 0)
		rc = mg_fields_set(cli, path, setting->fields, setting->n, &text, err);
	if (rc == 0)
		rc = mg_fields_check(cli, path, mg_buf_slice(&text), NULL, err);
	mg_buf_clear(&text);
	if (rc == MG_ENOTFOUND)
		return mg_error_hint(err, _("its file was removed; put it back, or `maillage rm` the record"));
	return rc == 0 ? mg_save_paths(cli, &path, 1, MG_SIDE_ASK, setting->reason, err) : rc;
}

// ---- conflicts

// A value that is shown already changes nothing by itself, but whoever sets it has chosen.
static int find_conflicts(struct mg_cli *cli, struct setting *setting, struct mg_error *err)
{
	struct mg_open_conflicts open;

	if (mg_conflicts_read(cli, &open, err) < 0)
		return err->code;
	setting->settle = mg_arena_array(&cli->arena, open.n, sizeof *setting->settle);
	if (!setting->settle)
		return mg_cli_no_memory(err);
	for (size_t i = 0; i < open.n; i++) {
		bool touched = false;

		if (strcmp(open.items[i].path, setting->path.text) != 0)
			continue;
		for (size_t j = 0; !touched && j < setting->n; j++)
			touched = mg_conflict_touched(open.items[i].conflict, setting->fields[j].place);
		if (touched)
			setting->settle[setting->n_settle++] = open.items[i].conflict->id;
	}
	return 0;
}

// ---- recording

static const struct mg_node *value_at(struct mg_cli *cli, const struct mg_doc *doc, const char *field)
{
	struct mg_place place;

	return mg_place_parse(field, &cli->arena, &place, NULL) == 0 ? mg_place_find(doc->root, &place) : NULL;
}

static void tell(struct mg_cli *cli, const struct setting *setting, const struct mg_doc *before)
{
	char printed[MG_MAX_PATH_BYTES + 1];

	if (cli->quiet)
		return;
	mg_path_print(setting->path.text, printed);
	for (size_t i = 0; i < setting->n; i++) {
		fprintf(stderr, "%s: ", printed);
		mg_put_text(stderr, setting->fields[i].place, 0);
		putc(' ', stderr);
		mg_put_value(stderr, value_at(cli, before, setting->fields[i].place), SHOWN_CHARS);
		fputs(" → ", stderr);
		mg_put_value(stderr, setting->fields[i].value, SHOWN_CHARS);
		putc('\n', stderr);
	}
}

static int record(struct mg_cli *cli, struct setting *setting, const struct mg_doc *before, struct mg_error *err)
{
	struct mg_edit edit = {.path = setting->path.text, .base = before->text};
	struct mg_buf text = {0};
	struct mg_recorded recorded;
	int rc;

	mg_buf_put_slice(&text, before->text);
	rc = mg_buf_check(&text, err);
	if (rc == 0)
		rc = mg_fields_set(cli, edit.path, setting->fields, setting->n, &text, err);
	if (rc == 0)
		rc = mg_fields_check(cli, edit.path, mg_buf_slice(&text), NULL, err);
	if (rc == 0) {
		const struct mg_recording how = {setting->settle, setting->n_settle, setting->reason};

		edit.bytes = mg_buf_slice(&text);
		rc = mg_record_edits(cli, &edit, 1, &how, &recorded, err);
	}
	if (rc == 0 && mg_id_is_zero(&recorded.commit))
		mg_say(cli, _("nothing changed"));
	else if (rc == 0)
		tell(cli, setting, before);
	mg_buf_clear(&text);
	return rc;
}

static int run(struct mg_cli *cli, const struct mg_args *args, struct mg_error *err)
{
	struct setting setting = {.reason = args->values[SET_REASON]};
	struct mg_buf view = {0};
	struct mg_doc before;
	int rc = mg_typed_record(cli, args->words[0], &setting.path, err);

	if (rc == 0 && setting.path.kind != MG_PATH_RECORD)
		rc = mg_fail(err, MG_EUSAGE, _("%s is no record whose fields are set"), args->words[0]);
	if (rc < 0)
		return rc;
	setting.n = args->n - 1;
	rc = mg_typed_fields(cli, setting.path.type, args->words + 1, setting.n, &setting.fields, err);
	if (rc == 0)
		rc = mg_measure_correct(cli, &setting.path, &setting.fields, &setting.n, setting.reason, err);
	if (rc == 0)
		rc = record_edits(cli, &setting, err);
	if (rc == 0)
		rc = find_conflicts(cli, &setting, err);
	if (rc != 0)
		return rc;
	mg_doc_init(&before);
	rc = mg_copy_read_view(cli->copy, setting.path.text, &view, err);
	if (rc == 0)
		rc = mg_read_text(setting.path.text, mg_buf_slice(&view), &before, err);
	if (rc == 0)
		rc = record(cli, &setting, &before, err);
	mg_buf_clear(&view);
	mg_doc_clear(&before);
	return rc;
}

static const struct mg_option options[] = {
	[SET_REASON] = MG_OPTION_REASON,
	{0},
};

const struct mg_command mg_cmd_set = {
	.name = "set",
	.purpose = N_("changes fields of a record, and records it at once"),
	.synopsis = N_("RECORD FIELD=VALUE… [-m REASON]"),
	.details = N_(
		"A text is taken as it is, anything else as YAML: cible=150, communes='[\"78621\"]'. An empty VALUE\n"
		"removes the field. calendrier.debut reaches inside, lieux[l1].nom into the element l1. Comments and\n"
		"order in the file stay. Edits that stand in the file are recorded first."),
	.example = "maillage set actions/maraudes-7k2m statut=en_cours -m \"décision du copil\"",
	.options = options,
	.min_words = 2,
	.max_words = MG_ANY_WORDS,
	.flags = MG_NEEDS_COPY | MG_NEEDS_HOME,
	.run = run,
};
