// SPDX-License-Identifier: EUPL-1.2
//
// The records that say of themselves that they are public, of the types that hold no figures about persons: published
// figures are tables, where small ones are masked.
#include "core/report/export.h"

#include "base/i18n.h"
#include "core/report/tables.h"

static const char *const types[] = {
	"acteur",     "action",   "articulation", "capitalisation", "cooperative", "etape",
	"indicateur", "instance", "objectif",     "public",         "territoire",
};

// Whoever made the book may have read more than was asked for.
static bool is_given(const struct mg_book_record *record)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(record->type->name, types[i]) == 0)
			return mg_report_is_public(record);
	return false;
}

static void put_text(const char *text, struct mg_buf *out)
{
	const struct mg_node node = {.type = MG_STRING, .text = mg_slice_of(text)};

	mg_node_canon(&node, out);
}

static void put_record(const struct mg_book_record *record, struct mg_buf *out)
{
	mg_buf_puts(out, "{\"record\":");
	put_text(record->path, out);
	mg_buf_puts(out, ",\"type\":");
	put_text(record->type->name, out);
	mg_buf_puts(out, ",\"value\":");
	mg_node_canon(record->root, out);
	mg_buf_puts(out, "}");
}

static int write(const struct mg_report *report, struct mg_buf *out, struct mg_error *err)
{
	bool any = false;

	mg_buf_puts(out, "{\"cooperative\":");
	put_text(report->book->cooperative, out);
	mg_buf_puts(out, ",\"records\":[");
	for (size_t i = 0; i < report->book->n; i++) {
		if (!is_given(&report->book->records[i]))
			continue;
		mg_buf_puts(out, any ? ",\n" : "\n");
		put_record(&report->book->records[i], out);
		any = true;
	}
	mg_buf_puts(out, any ? "\n]}\n" : "]}\n");
	return mg_buf_check(out, err);
}

const struct mg_export_format mg_export_json = {
	.name = "json",
	.purpose = N_("the records that are public, one a line"),
	.types = types,
	.n_types = sizeof types / sizeof *types,
	.write = write,
};
