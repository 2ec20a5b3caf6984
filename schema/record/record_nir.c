// SPDX-License-Identifier: EUPL-1.2
//
// No social security number in a record. The values are looked at as they read, since escapes and folded lines may hide
// one from the text; the text too, since a comment is kept by git like the rest.
#include "schema/record/record_at.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/record/nir.h"

struct walk {
	const struct mg_path *path;
	struct mg_slice source;
	struct mg_findings *findings;
	bool in_text; // the text holds one, in a value, a key or a comment
	bool ok;
};

static void report(struct walk *walk, const struct mg_record_at *at, struct mg_mark mark, struct mg_slice found)
{
	walk->ok = false;
	mg_record_report(
		walk->findings, walk->path, at, at ? mg_record_schema_at(walk->path, at) : NULL,
		&(struct mg_finding){.code = "nir",
				     .level = MG_LEVEL_INVALID,
				     .article = "",
				     .mark = mark,
				     .length = (uint32_t)mg_utf8_count(found),
				     .message = _("this is a French social security number; no record may hold one"),
				     .hint = _("remove it: counts are enough, persons are never named")});
}

// What a value shares with the text was found there.
static bool is_in(struct mg_slice source, struct mg_slice text)
{
	return (uintptr_t)text.data - (uintptr_t)source.data < source.len;
}

static void visit(void *data, const struct mg_record_at *at, struct mg_slice text, struct mg_mark start)
{
	struct walk *walk = data;
	struct mg_slice found;

	if ((walk->in_text || !is_in(walk->source, text)) && mg_nir_find(text, &found))
		report(walk, at, mg_record_mark_in(walk->source, start, text, found), found);
}

// The mark of an offset of text.
static struct mg_mark mark_of(struct mg_slice text, size_t offset)
{
	struct mg_mark mark = {(uint32_t)offset, 1, 1};
	size_t line = 0;

	for (size_t i = 0; i < offset; i++)
		if (text.data[i] == '\n') {
			mark.line++;
			line = i + 1;
		}
	if (line == 0 && text.len >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0)
		line = 3; // a BOM is no column
	mark.col += (uint32_t)mg_utf8_count((struct mg_slice){text.data + line, offset - line});
	return mark;
}

bool mg_record_check_nir(const struct mg_path *path, const struct mg_doc *doc, struct mg_findings *findings)
{
	struct walk walk = {path, doc->text, findings, .ok = true};
	struct mg_slice found;

	walk.in_text = mg_nir_find(doc->text, &found);
	if (walk.in_text || !doc->verbatim) // a number never goes over the end of a line
		mg_record_walk(doc->root, visit, &walk);
	if (walk.ok && walk.in_text)
		report(&walk, NULL, mark_of(doc->text, (size_t)(found.data - doc->text.data)), found);
	return walk.ok;
}
