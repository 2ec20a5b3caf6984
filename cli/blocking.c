// SPDX-License-Identifier: EUPL-1.2
#include "cli/blocking.h"

#include "base/i18n.h"
#include "cli/findings.h"
#include "cli/round.h"
#include "cli/say.h"
#include "core/copy/copy_book.h"
#include "schema/record/record.h"
#include "schema/value/paris.h"

static int tell(const struct mg_book *book, const struct mg_book_record *record, enum mg_act act,
		struct mg_findings *findings)
{
	const struct mg_sources sources = {.book = book};
	char printed[MG_MAX_PATH_BYTES + 1];

	mg_findings_show(stderr, findings, MG_LEVEL_A, &sources);
	if (!mg_findings_count(findings, MG_LEVEL_E))
		return 0;
	mg_path_print(record->path, printed);
	if (act == MG_ACT_CLOSE)
		mg_warn(_("%s was not closed: what is above must be done first"), printed);
	else if (act == MG_ACT_SUBMIT)
		mg_warn(_("%s was not submitted: what is above must be done first"), printed);
	else
		mg_warn(_("%s was not signed: what is above must be done first"), printed);
	return MG_EXIT_FAILED;
}

static int look(struct mg_cli *cli, const struct mg_book *book, const struct mg_book_record *record, enum mg_act act,
		struct mg_error *err)
{
	const struct mg_date today = mg_paris_date(mg_copy_now_ms(cli->copy));
	struct mg_findings findings;
	struct mg_path path;
	int rc;

	mg_findings_init(&findings);
	rc = mg_rules_blocking(book, today, record, act, &findings, err);
	if (rc == 0)
		rc = mg_path_parse(cli->types, record->path, &path, err);
	if (rc == 0) {
		mg_record_check_cooperative(&path, record->doc, mg_copy_id(cli->copy), &findings);
		rc = tell(book, record, act, &findings);
	}
	mg_findings_clear(&findings);
	return rc;
}

int mg_blocking(struct mg_cli *cli, const char *path, enum mg_act act, struct mg_error *err)
{
	const unsigned more = MG_BOOK_SIGNATURES | MG_BOOK_TIMES;
	const struct mg_book_record *record;
	struct mg_book book = {0};
	int rc = mg_copy_book(cli->copy, MG_BOOK_RECORDED, more, NULL, 0, &book, NULL, err);

	if (rc == 0) {
		record = mg_book_at(&book, path);
		if (!record)
			rc = mg_fail(err, MG_ENOTFOUND, _("there is no record %s"), path);
		if (rc == 0 && act == MG_ACT_SIGN)
			rc = mg_round_check(cli, &book, record, err);
		if (rc == 0)
			rc = look(cli, &book, record, act, err);
	}
	mg_book_clear(&book);
	return rc;
}
