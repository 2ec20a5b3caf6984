// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/finding.h"

#include "base/text.h"

// A longer line is shown in part: the caret must stay in sight on a terminal.
#define SHOWN_CHARS  100u
#define SHOWN_BEFORE 60u

void mg_findings_init(struct mg_findings *list)
{
	*list = (struct mg_findings){0};
	mg_arena_init(&list->arena, 0);
}

void mg_findings_clear(struct mg_findings *list)
{
	mg_arena_clear(&list->arena);
	mg_findings_init(list);
}

bool mg_findings_pass(struct mg_findings *list, enum mg_level level)
{
	if (list->n < MG_MAX_FINDINGS && (!list->brief || level == MG_LEVEL_INVALID))
		return false;
	list->counts[level]++;
	return true;
}

#define TEXTS 7

// Copies the texts one after the other, so that a finding is one piece of memory.
static bool own(struct mg_arena *arena, const char **const texts[TEXTS])
{
	size_t lengths[TEXTS], whole = 0;
	char *at;

	for (size_t i = 0; i < TEXTS; i++)
		whole += lengths[i] = *texts[i] ? strlen(*texts[i]) + 1 : 1;
	at = mg_arena_alloc(arena, whole);
	for (size_t i = 0; at && i < TEXTS; i++) {
		if (*texts[i])
			memcpy(at, *texts[i], lengths[i]);
		*texts[i] = at;
		at += lengths[i];
	}
	return at != NULL;
}

void mg_findings_add(struct mg_findings *list, const struct mg_finding *finding)
{
	struct mg_finding copy = *finding, *items;
	const char **const texts[TEXTS] = {&copy.code, &copy.path,  &copy.field,  &copy.message,
					   &copy.hint, &copy.label, &copy.article};

	if (mg_findings_pass(list, finding->level))
		return;
	list->counts[finding->level]++;
	items = mg_arena_grow(&list->arena, list->items, list->n, &list->cap, sizeof *items);
	if (!items)
		return;
	list->items = items;
	if (own(&list->arena, texts))
		list->items[list->n++] = copy;
}

static int compare(const struct mg_finding *a, const struct mg_finding *b)
{
	int order = strcmp(a->path, b->path);

	if (order)
		return order;
	if (a->mark.line != b->mark.line)
		return a->mark.line < b->mark.line ? -1 : 1;
	return (a->mark.col > b->mark.col) - (a->mark.col < b->mark.col);
}

// Insertion: stable, and the readers add nearly in order.
void mg_findings_sort(struct mg_findings *list)
{
	for (size_t i = 1; i < list->n; i++) {
		struct mg_finding finding = list->items[i];
		size_t j = i;

		for (; j && compare(&list->items[j - 1], &finding) > 0; j--)
			list->items[j] = list->items[j - 1];
		list->items[j] = finding;
	}
}

size_t mg_findings_count(const struct mg_findings *list, enum mg_level level)
{
	size_t count = 0;

	for (size_t i = 0; i <= level; i++)
		count += list->counts[i];
	return count;
}

const char *mg_level_name(enum mg_level level)
{
	static const char *const names[] = {"invalide", "E", "A", "I"};

	return names[level];
}

// One column of a shown line. Nothing that could drive a terminal goes through: neither tabs, controls nor bad UTF-8.
static size_t put_column(struct mg_slice rest, struct mg_buf *out)
{
	uint32_t character = 0;
	size_t n = mg_utf8_next(rest, &character);

	if (character == '\t')
		mg_buf_putc(out, ' ');
	else if (!n || character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x2028 ||
		 character == 0x2029 || (character >= 0x202A && character <= 0x202E) || character == 0xFEFF)
		mg_buf_puts(out, "\xEF\xBF\xBD");
	else
		mg_buf_put(out, rest.data, n);
	return n ? n : 1;
}

static struct mg_slice line_at(struct mg_slice text, size_t offset)
{
	size_t start = offset, end = offset;

	while (start && text.data[start - 1] != '\n')
		start--;
	while (end < text.len && text.data[end] != '\n')
		end++;
	if (end > start && text.data[end - 1] == '\r')
		end--;
	if (start == 0 && end >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0)
		start = 3;
	return (struct mg_slice){text.data + start, end - start};
}

static void put_caret(const struct mg_finding *finding, size_t before, size_t room, struct mg_buf *out)
{
	size_t length = finding->length ? finding->length : 1;

	mg_buf_puts(out, "    ");
	mg_buf_fill(out, ' ', before);
	mg_buf_fill(out, '^', length < room || !room ? length : room);
	mg_buf_putc(out, '\n');
}

static void put_line(const struct mg_finding *finding, struct mg_slice line, struct mg_buf *out)
{
	size_t col = finding->mark.col ? finding->mark.col - 1 : 0;
	size_t skipped = col > SHOWN_CHARS - 10 ? col - SHOWN_BEFORE : 0, shown = 0;

	for (size_t i = 0; i < skipped && line.len; i++) {
		size_t n = mg_utf8_next(line, NULL);

		line.data += n ? n : 1;
		line.len -= n ? n : 1;
	}
	mg_buf_puts(out, "    ");
	while (line.len && shown < SHOWN_CHARS) {
		size_t n = put_column(line, out);

		line.data += n;
		line.len -= n;
		shown++;
	}
	mg_buf_putc(out, '\n');
	put_caret(finding, col - skipped, shown > col - skipped ? shown - (col - skipped) : 1, out);
}

void mg_finding_print(const struct mg_finding *finding, struct mg_slice text, struct mg_buf *out)
{
	if (finding->path && *finding->path)
		mg_buf_printf(out, "%s:", finding->path);
	if (finding->mark.line)
		mg_buf_printf(out, "%u:%u:", (unsigned)finding->mark.line, (unsigned)finding->mark.col);
	if (out->len && out->data[out->len - 1] == ':')
		mg_buf_putc(out, ' ');
	mg_buf_printf(out, "%s\n", finding->message);
	if (finding->mark.line && text.len && finding->mark.offset <= text.len)
		put_line(finding, line_at(text, finding->mark.offset), out);
	if (finding->hint && *finding->hint)
		mg_buf_printf(out, "    %s\n", finding->hint);
}
