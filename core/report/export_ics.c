// SPDX-License-Identifier: EUPL-1.2
//
// Deadlines as a calendar.
#include "core/report/export.h"

#include "base/i18n.h"
#include "core/copy/copy_book.h"
#include "core/report/dues.h"
#include "schema/due/ics.h"
#include "schema/value/paris.h"

static int64_t last_change(const struct mg_book *book)
{
	int64_t last = 0;

	for (size_t i = 0; i < book->n; i++)
		last = book->records[i].changed_ms > last ? book->records[i].changed_ms : last;
	return last;
}

static int write(const struct mg_report *report, struct mg_buf *out, struct mg_error *err)
{
	const struct mg_book_record *ca = mg_book_cooperative(report->book);
	const struct mg_slice title = mg_node_string(mg_node_get(ca ? ca->root : NULL, "intitule"));
	struct mg_ics calendar = {.cooperative = report->book->cooperative, .stamp_ms = last_change(report->book)};
	struct mg_dues dues;
	int rc;

	mg_dues_init(&dues);
	calendar.title = title.len ? mg_arena_copy(&dues.arena, title.data, title.len) : "";
	rc = calendar.title ? mg_dues_of_book(report->book, mg_paris_date(report->now_ms), &dues, err)
			    : mg_fail_memory(err);
	if (rc == 0)
		mg_ics_write(&dues, &calendar, out);
	mg_dues_clear(&dues);
	return rc == 0 ? mg_buf_check(out, err) : rc;
}

const struct mg_export_format mg_export_ics = {
	.name = "ics",
	.purpose = N_("the deadlines, as a calendar that mail programs subscribe to"),
	.types = mg_dues_types,
	.n_types = MG_DUES_TYPES,
	.more = MG_DUES_MORE,
	.write = write,
};
