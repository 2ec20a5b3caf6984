// SPDX-License-Identifier: EUPL-1.2
#include "schema/yaml/yaml_text.h"

#include "base/i18n.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

#define SHOWN_CHARACTERS 20u // findings of one kind: a binary file would give thousands

struct mg_mark mg_yaml_start(const struct mg_yaml_text *text)
{
	return (struct mg_mark){.offset = (uint32_t)text->start, .line = 1, .col = 1};
}

struct mg_mark mg_yaml_forward(const struct mg_yaml_text *text, struct mg_mark from, size_t offset)
{
	const char *data = text->bytes.data, *at = data + from.offset, *end, *line_end;

	if (offset > text->bytes.len)
		offset = text->bytes.len;
	if (offset <= from.offset)
		return from;
	end = data + offset;
	while ((line_end = memchr(at, '\n', (size_t)(end - at)))) {
		at = line_end + 1;
		from.line++;
		from.col = 1;
	}
	from.col += (uint32_t)mg_utf8_count((struct mg_slice){at, (size_t)(end - at)});
	from.offset = (uint32_t)offset;
	return from;
}

size_t mg_yaml_line_start(const struct mg_yaml_text *text, size_t offset)
{
	while (offset > text->start && text->bytes.data[offset - 1] != '\n')
		offset--;
	return offset;
}

size_t mg_yaml_line_end(const struct mg_yaml_text *text, size_t offset)
{
	size_t len = text->bytes.len;
	const char *data = text->bytes.data, *feed = offset < len ? memchr(data + offset, '\n', len - offset) : NULL;
	size_t end = feed ? (size_t)(feed - data) : offset < len ? len : offset;

	return end > offset && data[end - 1] == '\r' ? end - 1 : end;
}

void mg_yaml_report(struct mg_yaml_text *text, const char *code, struct mg_mark mark, size_t length, const char *hint,
		    const char *format, ...)
{
	char message[MG_ERROR_MESSAGE_MAX];
	struct mg_finding finding = {
		.code = code,
		.level = MG_LEVEL_INVALID,
		.path = text->path,
		.mark = mark,
		.length = length ? (uint32_t)length : 1,
		.message = message,
		.hint = hint,
	};
	va_list ap;

	text->reported++;
	if (text->findings->n >= MG_MAX_FINDINGS)
		return;
	va_start(ap, format);
	vsnprintf(message, sizeof message, format, ap);
	va_end(ap);
	mg_findings_add(text->findings, &finding);
}

bool mg_yaml_check_size(struct mg_yaml_text *text, size_t len)
{
	if (len <= text->max_bytes)
		return true;
	mg_yaml_report(text, "yaml-size", (struct mg_mark){0}, 0, _("Split it, or attach the long part as a file."),
		       _("this file is larger than %zu KiB"), text->max_bytes / 1024);
	return false;
}

static bool starts_with(struct mg_slice bytes, const char *prefix, size_t len)
{
	return bytes.len >= len && memcmp(bytes.data, prefix, len) == 0;
}

// What begins a file of another program: somebody gave it the name of a record.
static const struct {
	const char *bytes;
	size_t len;
	const char *what;
} foreign[] = {
	{"PK\x03\x04", 4, N_("a document of a spreadsheet or a word processor (ods, xlsx, odt, docx), or an archive")},
	{"\xD0\xCF\x11\xE0", 4, N_("a document of a spreadsheet or a word processor (xls, doc)")},
	{"{\\rtf", 5, N_("a document of a word processor (rtf)")},
	{"%PDF", 4, N_("a PDF document")},
	{"\x89PNG", 4, N_("an image")},
	{"\xFF\xD8\xFF", 3, N_("an image")},
	{"<!DOCTYPE", 9, N_("a web page")},
	{"<!doctype", 9, N_("a web page")},
	{"<html", 5, N_("a web page")},
	{"<?xml", 5, N_("an XML document")},
};

static bool is_foreign(struct mg_yaml_text *text)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
		if (!starts_with(text->bytes, foreign[i].bytes, foreign[i].len))
			continue;
		mg_yaml_report(text, "yaml-encoding", (struct mg_mark){0}, 0,
			       _("Open it in its program, and copy what belongs here into a text file; or attach it: "
				 "`maillage new piece FILE`."),
			       _("this file is no text but %s"), _(foreign[i].what));
		return true;
	}
	return false;
}

// UTF-16 without its mark: every other byte of plain letters is NUL.
static bool is_utf16(struct mg_slice bytes)
{
	return starts_with(bytes, "\xFE\xFF", 2) || starts_with(bytes, "\xFF\xFE", 2) ||
	       (bytes.len >= 4 && bytes.len % 2 == 0 &&
		((!bytes.data[0] && bytes.data[1] && !bytes.data[2] && bytes.data[3]) ||
		 (bytes.data[0] && !bytes.data[1] && bytes.data[2] && !bytes.data[3])));
}

// Of UTF-16 there is no line that could be shown.
static void report_encoding(struct mg_yaml_text *text, struct mg_mark mark)
{
	const char *hint = _("Save the file as UTF-8: in the editor, \"Save as\", then the encoding UTF-8.");

	if (is_utf16(text->bytes))
		mg_yaml_report(text, "yaml-encoding", (struct mg_mark){0}, 0, hint,
			       _("this file is in UTF-16, and must be in UTF-8"));
	else
		mg_yaml_report(text, "yaml-encoding", mark, 1, hint,
			       _("the byte 0x%02X is not UTF-8: the file is in another encoding"),
			       (unsigned)(unsigned char)text->bytes.data[mark.offset]);
}

static void report_character(struct mg_yaml_text *text, struct mg_mark mark, uint32_t character)
{
	if (character == '\r')
		mg_yaml_report(text, "yaml-character", mark, 1, _("End lines with a line feed."),
			       _("a carriage return stands alone, without a line feed"));
	else
		mg_yaml_report(text, "yaml-character", mark, 1,
			       _("Delete it (it may be invisible); it often comes with a pasted text."),
			       _("the character U+%04X is not allowed in a text"), (unsigned)character);
}

// What libyaml refuses, and what it takes for a line end or skips where YAML 1.2 has an ordinary character: the C1
// controls (U+0085 among them), U+2028, U+2029, U+FEFF.
static bool is_allowed(uint32_t c, char next)
{
	if (c < 0x20)
		return c == '\n' || c == '\t' || (c == '\r' && next == '\n');
	if (c < 0x7F)
		return true;
	return c >= 0xA0 && c != 0x2028 && c != 0x2029 && c != 0xFEFF && c != 0xFFFE && c != 0xFFFF;
}

// Whether one of eight bytes is neither between 0x20 and 0x7E nor a line feed. Bytes below 0x80 have no carries.
static bool is_any_odd(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x80 * ones;
	const uint64_t printable = bytes + (0x80 - 0x20) * ones, feed = ~((bytes ^ '\n' * ones) + 0x7F * ones);

	return bytes & high || ((bytes + ones) | ~(printable | feed)) & high;
}

static bool has_eight_ordinary(struct mg_slice bytes, size_t offset)
{
	uint64_t eight;

	if (bytes.len - offset < sizeof eight)
		return false;
	memcpy(&eight, bytes.data + offset, sizeof eight);
	return !is_any_odd(eight);
}

// The plain ASCII that makes up nearly all of every record: eight bytes at once, and what is left of them.
static size_t skip_ordinary(struct mg_slice bytes, size_t offset)
{
	while (has_eight_ordinary(bytes, offset))
		offset += sizeof(uint64_t);
	for (; offset < bytes.len; offset++) {
		unsigned char byte = (unsigned char)bytes.data[offset];

		if (byte - 0x20u >= 0x5Fu && byte != '\n')
			break;
	}
	return offset;
}

static bool scan_characters(struct mg_yaml_text *text)
{
	struct mg_mark mark = mg_yaml_start(text);
	struct mg_slice bytes = text->bytes;
	size_t reported = 0;

	for (size_t i = skip_ordinary(bytes, text->start); i < bytes.len; i = skip_ordinary(bytes, i)) {
		uint32_t character = 0;
		size_t n = mg_utf8_next((struct mg_slice){bytes.data + i, bytes.len - i}, &character);

		if (!n) {
			report_encoding(text, mg_yaml_forward(text, mark, i));
			return false;
		}
		text->ascii &= n == 1;
		if (!is_allowed(character, mg_yaml_byte(text, i + 1)) && reported++ < SHOWN_CHARACTERS) {
			mark = mg_yaml_forward(text, mark, i);
			report_character(text, mark, character);
		}
		i += n;
	}
	return !reported;
}

bool mg_yaml_scan(struct mg_yaml_text *text)
{
	size_t line;

	text->start = starts_with(text->bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
	text->ascii = true;
	text->crlf = false;
	if (is_foreign(text))
		return false;
	if (is_utf16(text->bytes)) {
		report_encoding(text, mg_yaml_start(text));
		return false;
	}
	if (!scan_characters(text))
		return false;
	line = mg_yaml_line_end(text, text->start);
	text->crlf = mg_yaml_byte(text, line) == '\r';
	return true;
}
