// SPDX-License-Identifier: EUPL-1.2
#include "cli/signed_paper.h"

#include "base/i18n.h"
#include "cli/bilans.h"
#include "cli/piece.h"
#include "cli/say.h"
#include "cli/when.h"
#include "core/copy/copy_book.h"
#include "core/report/convention.h"
#include "schema/value/paris.h"

#define USUAL_MODE "manuscrite_numerisee"

static int read_date(struct mg_cli *cli, const char *typed, struct mg_date *date, struct mg_error *err)
{
	if (!typed) {
		(void)mg_fail(err, MG_EUSAGE, _("the day on which the paper was signed is missing"));
		return mg_error_hint(err, _("add --date AAAA-MM-JJ, the one written beside the signature"));
	}
	if (mg_when_parse_date("--date", typed, date, err) < 0)
		return MG_EUSAGE;
	if (mg_date_compare(mg_paris_date(mg_copy_now_ms(cli->copy)), *date) < 0)
		return mg_fail(err, MG_EUSAGE, _("--date %s is still to come"), typed);
	return 0;
}

// Everything that could be wrong is looked at before the scan is attached, which stays for ever.
static int prepare(struct mg_cli *cli, const struct mg_book *book, const struct mg_path *path, const char *party,
		   const struct mg_paper_signature *how, struct mg_bilan_made *made, struct mg_error *err)
{
	const struct mg_book_record *record = mg_book_at(book, path->text);

	if (!record)
		return mg_fail(err, MG_ENOTFOUND, _("there is no record %s"), path->text);
	return mg_convention_paper(book, record, party, how, &cli->arena, made, err);
}

// The day on which the text was sealed: that of its first signature.
static struct mg_date sealed_on(const struct mg_book_record *record)
{
	struct mg_date first = {0};

	for (size_t i = 0; record && i < record->n_signatures; i++) {
		const struct mg_book_signature *signature = &record->signatures[i];
		struct mg_date day = signature->valid ? mg_paris_date(signature->time_ms) : (struct mg_date){0};

		if (day.day && (!first.day || mg_date_compare(day, first) < 0))
			first = day;
	}
	return first;
}

// A paper older than the text it is recorded for may say something else: only who holds it can tell.
static void tell_early(const struct mg_book_record *record, struct mg_date date)
{
	const struct mg_date sealed = sealed_on(record);
	char on[MG_DATE_CHARS + 1], day[MG_DATE_CHARS + 1];

	if (!sealed.day || mg_date_compare(date, sealed) >= 0)
		return;
	mg_date_format(date, on);
	mg_date_format(sealed, day);
	mg_warn(_("the paper is of %s, and the text was sealed on %s: compare what was signed with `maillage print`"),
		on, day);
}

static int record(struct mg_cli *cli, const struct mg_book *book, const struct mg_path *path,
		  const struct mg_signed_paper *paper, struct mg_paper_signature *how, struct mg_error *err)
{
	struct mg_bilan_made made;
	struct mg_writer writer;
	struct mg_piece piece;
	const char *party;
	int rc = mg_copy_writer(cli->copy, &writer, err);

	if (rc < 0)
		return rc;
	party = paper->party ? paper->party : writer.actor;
	rc = prepare(cli, book, path, party, how, &made, err);
	if (rc == 0 && strcmp(party, writer.actor) != 0)
		rc = mg_bilans_require_dd(book, writer.actor, err);
	if (rc == 0)
		rc = mg_piece_store(cli, paper->scan, NULL, paper->reason, &piece, err);
	if (rc != 0)
		return rc;
	how->scan_sha256 = piece.sha256;
	rc = prepare(cli, book, path, party, how, &made, err);
	if (rc == 0)
		rc = mg_bilans_record(cli, &made, paper->reason, err);
	if (rc != 0)
		return rc;
	printf("%.*s\n", (int)(strlen(made.path.text) - strlen(".yaml")), made.path.text);
	tell_early(mg_book_at(book, path->text), how->date);
	mg_say(cli, _("the paper signature of %s on %s is recorded; its scan is %s"), party, path->text,
	       piece.path.text);
	mg_say(cli, _("keep the paper: it is the original, and the scan its proof"));
	return 0;
}

int mg_signed_paper(struct mg_cli *cli, const struct mg_path *path, const struct mg_signed_paper *paper,
		    struct mg_error *err)
{
	struct mg_paper_signature how = {paper->person, {0}, paper->mode ? paper->mode : USUAL_MODE, ""};
	struct mg_book book = {0};
	int rc = read_date(cli, paper->date, &how.date, err);

	if (rc == 0)
		rc = mg_copy_book(cli->copy, MG_BOOK_RECORDED, MG_BOOK_SIGNATURES, NULL, 0, &book, NULL, err);
	if (rc == 0)
		rc = record(cli, &book, path, paper, &how, err);
	mg_book_clear(&book);
	return rc;
}
