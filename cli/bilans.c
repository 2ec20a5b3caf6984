// SPDX-License-Identifier: EUPL-1.2
#include "cli/bilans.h"

#include "base/i18n.h"
#include "cli/fields.h"
#include "cli/read.h"
#include "cli/record.h"
#include "cli/say.h"
#include "core/copy/copy_book.h"
#include "schema/due/quarters.h"
#include "schema/jsonschema/jsonschema.h"
#include "schema/record/rights.h"
#include "schema/value/paris.h"

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

static size_t count_marks(struct mg_slice text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += text.data[i] == '#';
	return n;
}

// Whether somebody wrote a comment in a file: written anew from its values alone, it has fewer marks.
static bool has_comments(const struct mg_doc *doc)
{
	struct mg_buf plain = {0};
	bool fewer;

	mg_yaml_write(doc->root, &plain);
	fewer = count_marks(mg_buf_slice(&plain)) < count_marks(doc->text);
	mg_buf_clear(&plain);
	return fewer;
}

// The text of what was made. Copies that make the same thing get the same bytes, so it is written anew; a file with
// comments is changed as little as can be instead.
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
	if (rc == 0 && has_comments(&doc)) {
		rc = mg_yaml_patch(&doc, made->root, text, err);
	} else if (rc == 0) {
		mg_yaml_write(made->root, text);
		rc = mg_buf_check(text, err);
	}
	mg_doc_clear(&doc);
	return rc;
}

// What comes with a draft from who asked for it.
struct drafting {
	const struct mg_record_field *fields;
	size_t n;
	const char *reason; // or NULL
};

static int record_made(struct mg_cli *cli, const struct mg_bilan_made *made, const struct drafting *drafting,
		       struct mg_error *err)
{
	const struct mg_recording how = {.reason = drafting->reason};
	struct mg_buf base = {0}, text = {0};
	struct mg_recorded recorded;
	int rc = mg_record_refuse_edits(cli, made->path.text, err);

	if (rc == 0)
		rc = write_made(cli, made, &base, &text, err);
	if (rc == 0)
		rc = mg_fields_set(cli, made->path.text, drafting->fields, drafting->n, &text, err);
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

int mg_bilans_record_with(struct mg_cli *cli, const struct mg_bilan_made *made, const struct mg_record_field *fields,
			  size_t n, const char *reason, struct mg_error *err)
{
	const struct drafting drafting = {fields, n, reason};

	return record_made(cli, made, &drafting, err);
}

int mg_bilans_record(struct mg_cli *cli, const struct mg_bilan_made *made, const char *reason, struct mg_error *err)
{
	return mg_bilans_record_with(cli, made, NULL, 0, reason, err);
}

// ---- drafting

// What a draft is made from.
struct asked {
	const struct mg_book *book;
	const char *period, *actor;
	struct mg_date today;
	struct mg_arena *arena;
};

static int make_bilan(const struct asked *a, struct mg_bilan_made *made, struct mg_error *err)
{
	return mg_bilan_draft(a->book, a->period, a->actor, a->arena, made, err);
}

static int make_consolidation(const struct asked *a, struct mg_bilan_made *made, struct mg_error *err)
{
	return mg_bilan_consolidate(a->book, a->period, a->arena, made, err);
}

static int make_year(const struct asked *a, struct mg_bilan_made *made, struct mg_error *err)
{
	return mg_bilan_draft_year(a->book, a->period, a->actor, a->arena, made, err);
}

static int make_year_of_all(const struct asked *a, struct mg_bilan_made *made, struct mg_error *err)
{
	return mg_bilan_draft_year_of_all(a->book, a->period, a->today, a->arena, made, err);
}

// The types that are drafted from other records.
static const struct drafted {
	const char *type;
	bool by_dd, yearly;
	int (*make)(const struct asked *a, struct mg_bilan_made *made, struct mg_error *err);
} drafted[] = {
	{"bilan_trimestriel", false, false, make_bilan},
	{"consolidation", true, false, make_consolidation},
	{"bilan_annuel_acteur", false, true, make_year},
	{"bilan_annuel", true, true, make_year_of_all},
};

static const struct drafted *find_drafted(const char *type)
{
	for (size_t i = 0; i < sizeof drafted / sizeof *drafted; i++)
		if (strcmp(drafted[i].type, type) == 0)
			return &drafted[i];
	return NULL;
}

bool mg_bilans_are_drafted(const char *type)
{
	return find_drafted(type) != NULL;
}

int mg_bilans_period_of(const char *type, const char *typed, char out[MG_PERIOD_CHARS + 1], struct mg_error *err)
{
	const struct drafted *kind = find_drafted(type);

	if (!kind || !kind->yearly)
		return mg_bilans_period(typed, out, err);
	if (strlen(typed) != 4 || strspn(typed, "0123456789") != 4)
		return mg_fail(err, MG_EUSAGE, _("\"%s\" is not a year such as 2018"), typed);
	memcpy(out, typed, 5);
	return 0;
}

int mg_bilans_book(struct mg_cli *cli, struct mg_book *book, struct mg_error *err)
{
	static const char *const types[] = {"acteur",
					    "action",
					    "avenant",
					    "bilan_annuel",
					    "bilan_annuel_acteur",
					    "bilan_trimestriel",
					    "consolidation",
					    "convention",
					    "cooperative",
					    "indicateur",
					    "mesure",
					    "mouvement",
					    "renouvellement",
					    "resiliation",
					    "retour",
					    "signature_externe"};

	return mg_copy_book(cli->copy, MG_BOOK_RECORDED, MG_BOOK_SIGNATURES, types, sizeof types / sizeof *types, book,
			    NULL, err);
}

int mg_bilans_require_dd(const struct mg_book *book, const char *actor, struct mg_error *err)
{
	const struct mg_book_record *cooperative = mg_book_cooperative(book);
	const struct mg_book_record *record = mg_book_find(book, "acteur", mg_slice_of(actor));
	struct mg_author author = {.id = mg_slice_of(actor)};

	mg_author_describe(&author, record ? record->root : NULL, cooperative ? cooperative->root : NULL);
	return author.is_dd ? 0 : mg_fail(err, MG_EDENIED, _("%s is no DD: only a DD does this"), actor);
}

// Why a correction is made is part of it; it is told once.
static int add_reason(struct mg_cli *cli, const struct mg_bilan_made *made, struct drafting *drafting,
		      struct mg_error *err)
{
	struct mg_record_field *fields;

	if (!drafting->reason || !made->path.parts.revision || mg_node_get(made->root, "motif_correction") ||
	    !mg_schema_property(made->path.type->shape, mg_slice_of("motif_correction")))
		return 0;
	fields = mg_arena_array(&cli->arena, drafting->n + 1, sizeof *fields);
	if (!fields)
		return mg_cli_no_memory(err);
	fields[0] = (struct mg_record_field){"motif_correction",
					     mg_node_new_string(&cli->arena, mg_slice_of(drafting->reason))};
	if (!fields[0].value)
		return mg_cli_no_memory(err);
	if (drafting->n)
		memcpy(fields + 1, drafting->fields, drafting->n * sizeof *fields); // what is given by name wins
	drafting->fields = fields;
	drafting->n++;
	return 0;
}

// One may prepare the next quarter's; but a mistyped year should not wait for the day it is submitted.
static void warn_early(const struct mg_book *book, const char *period, struct mg_date today)
{
	const struct mg_quarters quarters = mg_quarters_of_book(book);
	struct mg_quarter quarter;
	char day[MG_DATE_CHARS + 1];

	if (!mg_quarter_parse(mg_slice_of(period), &quarter) ||
	    mg_date_compare(mg_quarters_first_day(&quarters, quarter), today) <= 0)
		return;
	mg_date_format(mg_quarters_first_day(&quarters, quarter), day);
	mg_warn(_("the quarter %s begins on %s: nothing was observed in it yet"), period, day);
}

int mg_bilans_draft(struct mg_cli *cli, const char *type, const char *period, const struct mg_record_field *fields,
		    size_t n, const char *reason, struct mg_path *path, struct mg_error *err)
{
	const struct drafted *kind = find_drafted(type);
	struct drafting drafting = {fields, n, reason};
	struct mg_bilan_made made;
	struct mg_writer writer;
	struct mg_book book = {0};
	int rc = mg_copy_writer(cli->copy, &writer, err);

	if (rc < 0)
		return rc;
	rc = mg_bilans_book(cli, &book, err);
	if (rc == 0 && kind->by_dd)
		rc = mg_bilans_require_dd(&book, writer.actor, err);
	if (rc == 0) {
		const struct asked asked = {&book, period, writer.actor, mg_paris_date(mg_copy_now_ms(cli->copy)),
					    &cli->arena};

		rc = kind->make(&asked, &made, err);
	}
	if (rc == 0)
		rc = add_reason(cli, &made, &drafting, err);
	if (rc == 0)
		rc = record_made(cli, &made, &drafting, err);
	if (rc == 0) {
		*path = made.path;
		warn_early(&book, period, mg_paris_date(mg_copy_now_ms(cli->copy)));
	}
	mg_book_clear(&book);
	return rc;
}
