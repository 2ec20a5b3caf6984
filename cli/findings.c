// SPDX-License-Identifier: EUPL-1.2
#include "cli/findings.h"

#include "cli/command.h"
#include "cli/say.h"

// The file a finding is about, read once for all its findings. A file that cannot be read any more shows no line; nor is
// there one to show for a field that is not there.
static struct mg_slice source_of(const struct mg_sources *sources, const struct mg_finding *finding, const char **last,
				 struct mg_buf *file)
{
	const struct mg_book_record *record = sources->book ? mg_book_at(sources->book, finding->path) : NULL;
	const char *path = finding->path;
	struct mg_error err;

	if (strcmp(finding->code, "missing") == 0 || (strcmp(finding->code, "required") == 0 && !finding->mark.offset))
		return (struct mg_slice){0};
	if (record)
		return record->doc->text;
	if (!sources->copy)
		return sources->text;
	if (!*last || strcmp(*last, path) != 0) {
		mg_buf_clear(file);
		if (mg_copy_read(sources->copy, path, file, &err) < 0)
			mg_buf_clear(file);
		*last = path;
	}
	return mg_buf_slice(file);
}

// The field as the schema calls it and as one types it, then the code: what to look up, or to say on the telephone.
static void put_context(const struct mg_finding *finding, struct mg_buf *out)
{
	const char *const parts[] = {finding->label, finding->field, finding->code};
	bool any = false;

	mg_buf_puts(out, "    [");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (*parts[i])
			mg_buf_printf(out, "%s%s", any ? " · " : "", parts[i]);
		any |= *parts[i] != '\0';
	}
	mg_buf_puts(out, "]\n");
}

static void show(FILE *out, const struct mg_finding *finding, struct mg_slice text)
{
	struct mg_buf message = {0}, whole = {0};
	struct mg_finding marked = *finding;

	if (finding->level != MG_LEVEL_INVALID)
		mg_buf_printf(&message, "[%s] ", mg_level_name(finding->level));
	mg_buf_puts(&message, finding->message);
	if (*finding->article)
		mg_buf_printf(&message, " (%s)", finding->article);
	marked.message = mg_buf_text(&message);
	mg_finding_print(&marked, text, &whole);
	put_context(finding, &whole);
	mg_put_lines(out, mg_buf_slice(&whole), 0);
	putc('\n', out);
	mg_buf_clear(&message);
	mg_buf_clear(&whole);
}

void mg_findings_show(FILE *out, struct mg_findings *list, enum mg_level least, const struct mg_sources *sources)
{
	const char *last = NULL;
	struct mg_buf file = {0};

	mg_findings_sort(list);
	for (size_t i = 0; i < list->n; i++)
		if (list->items[i].level <= least)
			show(out, &list->items[i], source_of(sources, &list->items[i], &last, &file));
	mg_buf_clear(&file);
}

void mg_findings_json(struct mg_json *json, struct mg_findings *list, enum mg_level least)
{
	mg_findings_sort(list);
	for (size_t i = 0; i < list->n; i++) {
		const struct mg_finding *finding = &list->items[i];

		if (finding->level > least)
			continue;
		mg_json_open(json, '{');
		mg_json_pair(json, "path", finding->path);
		mg_json_pair_int(json, "line", finding->mark.line);
		mg_json_pair_int(json, "col", finding->mark.col);
		mg_json_pair(json, "field", finding->field);
		mg_json_pair(json, "code", finding->code);
		mg_json_pair(json, "level", mg_level_name(finding->level));
		mg_json_pair(json, "message", finding->message);
		mg_json_pair(json, "hint", finding->hint);
		if (*finding->label)
			mg_json_pair(json, "label", finding->label);
		if (*finding->article)
			mg_json_pair(json, "article", finding->article);
		mg_json_close(json, '{');
	}
}
