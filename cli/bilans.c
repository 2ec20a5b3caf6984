// SPDX-License-Identifier: EUPL-1.2
#include "cli/bilans.h"

#include "base/i18n.h"
#include "cli/fields.h"
#include "cli/read.h"
#include "cli/record.h"
#include "core/report/bilan.h"
#include "core/key/key.h"

int mg_bilans_period(const char *typed, char out[MG_PERIOD_CHARS + 1], struct mg_error *err)
{
	struct mg_quarter quarter;

	memset(out, '\0', MG_PERIOD_CHARS + 1);
	if (strlen(typed) == MG_PERIOD_CHARS) {
		memcpy(out, typed, MG_PERIOD_CHARS);
		out[5] = out[5] == 't' ? 'T' : out[5];
	}
	if (mg_quarter_parse(mg_slice_of(out), &quarter))
		return 0;
	return mg_fail(err, MG_EUSAGE, _("\"%s\" is not a quarter such as 2018-T1"), typed);
}

// ---- the view

// Documents of the view, all read before anything is computed.
struct library {
	struct mg_bilan_record *records;
	struct mg_doc *docs;
	size_t n;
};

static int read_signers(struct mg_cli *cli, struct mg_slice bytes, struct mg_bilan_record *record, struct mg_error *err)
{
	char *hex = mg_arena_alloc(&cli->arena, MG_SHA256_HEX);
	struct mg_signature_state *states;
	const char **signers;
	size_t n;

	if (mg_copy_signatures(cli->copy, record->path, &cli->arena, &states, &n, err) < 0)
		return err->code;
	signers = mg_arena_array(&cli->arena, n, sizeof *signers);
	if (!hex || !signers)
		return mg_cli_no_memory(err);
	mg_sha256_hex(bytes, hex);
	for (size_t i = 0; i < n; i++)
		if (states[i].valid)
			signers[record->signers_n++] = states[i].actor;
	record->sha256 = hex;
	record->signers = signers;
	return 0;
}

// Adds one file of the view; one that has gone since is passed over.
static int read_record(struct mg_cli *cli, const char *name, struct library *library, struct mg_error *err)
{
	struct mg_bilan_record *record = &library->records[library->n];
	struct mg_doc *doc = &library->docs[library->n];
	struct mg_buf bytes = {0};
	struct mg_path path;
	int rc;

	if (mg_path_parse(cli->types, name, &path, NULL) < 0 || path.kind != MG_PATH_RECORD)
		return 0;
	rc = mg_copy_read_view(cli->copy, name, &bytes, err);
	if (rc == MG_ENOTFOUND)
		return 0;
	mg_doc_init(doc);
	library->n++;
	if (rc == 0)
		rc = mg_read_text(name, mg_buf_slice(&bytes), doc, err);
	*record = (struct mg_bilan_record){.path = name, .root = doc->root};
	if (rc == 0 && path.type->opener)
		rc = read_signers(cli, mg_buf_slice(&bytes), record, err);
	mg_buf_clear(&bytes);
	return rc;
}

static int read_library(struct mg_cli *cli, struct library *library, struct mg_error *err)
{
	struct mg_index *index = mg_copy_store(cli->copy)->index;
	const char **paths;
	size_t n;
	int rc = mg_index_paths(index, "", &cli->arena, &paths, &n, err);

	*library = (struct library){0};
	if (rc < 0)
		return rc;
	library->records = mg_arena_array(&cli->arena, n, sizeof *library->records);
	library->docs = mg_arena_array(&cli->arena, n, sizeof *library->docs);
	if (!library->records || !library->docs)
		return mg_cli_no_memory(err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = read_record(cli, paths[i], library, err);
	return rc;
}

static void clear_library(struct library *library)
{
	for (size_t i = 0; i < library->n; i++)
		mg_doc_clear(&library->docs[i]);
}

// ---- recording

// The text of what was made: the file that is there changed as little as can be, or a new one.
static int write_made(struct mg_cli *cli, const struct mg_bilan_made *made, struct mg_buf *base, struct mg_buf *text,
		      struct mg_error *err)
{
	struct mg_doc doc;
	int rc = mg_copy_read_view(cli->copy, made->path.text, base, err);

	if (rc == MG_ENOTFOUND) {
		mg_yaml_write(made->root, text);
		return mg_buf_check(text, err);
	}
	mg_doc_init(&doc);
	if (rc == 0)
		rc = mg_read_text(made->path.text, mg_buf_slice(base), &doc, err);
	if (rc == 0)
		rc = mg_yaml_patch(&doc, made->root, text, err);
	mg_doc_clear(&doc);
	return rc;
}

static int record_made(struct mg_cli *cli, const struct mg_bilan_made *made, const struct mg_record_field *fields,
		       size_t n, const char *reason, struct mg_error *err)
{
	const struct mg_recording how = {.reason = reason};
	struct mg_buf base = {0}, text = {0};
	struct mg_recorded recorded;
	int rc = mg_record_refuse_edits(cli, made->path.text, err);

	if (rc == 0)
		rc = write_made(cli, made, &base, &text, err);
	if (rc == 0)
		rc = mg_fields_set(cli, made->path.text, fields, n, &text, err);
	if (rc == 0)
		rc = mg_fields_check(cli, made->path.text, mg_buf_slice(&text), NULL, err);
	if (rc == 0) {
		const struct mg_edit edit = {made->path.text, mg_buf_slice(&text), mg_buf_slice(&base)};

		rc = mg_record_edits(cli, &edit, 1, &how, &recorded, err);
	}
	mg_buf_clear(&base);
	mg_buf_clear(&text);
	return rc;
}

static struct mg_bilan_view view_of(const struct mg_cli *cli, const struct library *library)
{
	return (struct mg_bilan_view){cli->types, mg_copy_id(cli->copy), library->records, library->n};
}

int mg_bilans_draft(struct mg_cli *cli, const char *periode, const struct mg_writer *writer,
		    const struct mg_record_field *fields, size_t n, const char *reason, struct mg_path *path,
		    struct mg_error *err)
{
	struct mg_bilan_made made;
	struct mg_bilan_view view;
	struct library library;
	int rc = read_library(cli, &library, err);

	view = view_of(cli, &library);
	if (rc == 0)
		rc = mg_bilan_draft(&view, periode, writer->actor, &cli->arena, &made, err);
	if (rc == 0)
		rc = record_made(cli, &made, fields, n, reason, err);
	if (rc == 0)
		*path = made.path;
	clear_library(&library);
	return rc;
}

// Whether the caller animates the CA: the actor's role says so.
static int require_dd(struct mg_cli *cli, struct mg_error *err)
{
	struct mg_writer writer;
	struct mg_buf text = {0};
	struct mg_doc actor;
	const char *path;
	bool is_dd = false;
	int rc = mg_copy_writer(cli->copy, &writer, err);

	if (rc < 0)
		return rc;
	mg_doc_init(&actor);
	path = mg_arena_printf(&cli->arena, "acteurs/%s.yaml", writer.actor);
	rc = path ? mg_copy_read_view(cli->copy, path, &text, err) : mg_cli_no_memory(err);
	if (rc == 0)
		rc = mg_read_text(path, mg_buf_slice(&text), &actor, err);
	if (rc == 0)
		is_dd = mg_slice_is(mg_node_string(mg_node_get(actor.root, "role")), "dd");
	mg_doc_clear(&actor);
	mg_buf_clear(&text);
	if (rc == MG_ENOTFOUND || (rc == 0 && !is_dd))
		return mg_fail(err, MG_EDENIED, _("%s is no DD: only a DD consolidates"), writer.actor);
	return rc;
}

int mg_bilans_consolidate(struct mg_cli *cli, const char *periode, const struct mg_record_field *fields, size_t n,
			  const char *reason, struct mg_path *path, struct mg_error *err)
{
	struct mg_bilan_made made;
	struct mg_bilan_view view;
	struct library library;
	int rc = require_dd(cli, err);

	if (rc != 0)
		return rc;
	rc = read_library(cli, &library, err);
	view = view_of(cli, &library);
	if (rc == 0)
		rc = mg_bilan_consolidate(&view, periode, &cli->arena, &made, err);
	if (rc == 0)
		rc = record_made(cli, &made, fields, n, reason, err);
	if (rc == 0)
		*path = made.path;
	clear_library(&library);
	return rc;
}
