// SPDX-License-Identifier: EUPL-1.2
#include "cli/bilans.h"

#include "base/i18n.h"
#include "cli/fields.h"
#include "cli/read.h"
#include "cli/record.h"
#include "core/copy/copy_book.h"
#include "core/report/bilan.h"

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

// ---- drafting

// What bilans are drafted from. The files are those recorded: what others will have too.
static int read_book(struct mg_cli *cli, struct mg_book *book, struct mg_error *err)
{
	static const char *const types[] = {"acteur",        "action",     "bilan_trimestriel",
					    "consolidation", "indicateur", "mesure"};

	return mg_copy_book(cli->copy, MG_BOOK_RECORDED, MG_BOOK_SIGNATURES, types, sizeof types / sizeof *types, book,
			    NULL, err);
}

int mg_bilans_draft(struct mg_cli *cli, const char *periode, const struct mg_writer *writer,
		    const struct mg_record_field *fields, size_t n, const char *reason, struct mg_path *path,
		    struct mg_error *err)
{
	struct mg_bilan_made made;
	struct mg_book book;
	int rc = read_book(cli, &book, err);

	if (rc == 0)
		rc = mg_bilan_draft(&book, periode, writer->actor, &cli->arena, &made, err);
	if (rc == 0)
		rc = record_made(cli, &made, fields, n, reason, err);
	if (rc == 0)
		*path = made.path;
	mg_book_clear(&book);
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
	struct mg_book book;
	int rc = require_dd(cli, err);

	if (rc != 0)
		return rc;
	rc = read_book(cli, &book, err);
	if (rc == 0)
		rc = mg_bilan_consolidate(&book, periode, &cli->arena, &made, err);
	if (rc == 0)
		rc = record_made(cli, &made, fields, n, reason, err);
	if (rc == 0)
		*path = made.path;
	mg_book_clear(&book);
	return rc;
}
