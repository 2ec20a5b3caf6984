// SPDX-License-Identifier: EUPL-1.2
#include "cli/say.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/yaml/yaml.h"

#include <stdarg.h>

#define REPLACED "\xEF\xBF\xBD" // U+FFFD

// ---- one character at a time

// Controls, line and paragraph separators, what turns the direction of text round, and what cannot be seen.
static bool is_printable(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} refused[] = {
		{0, 0x1F},        {0x7F, 0x9F},     {0x61C, 0x61C},     {0x180E, 0x180E},
		{0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},
		{0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF},
	};

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		if (c >= refused[i].first && c <= refused[i].last)
			return false;
	}
	return true;
}

// Takes a character off the front of rest and prints it, or what stands for it.
static void put_character(FILE *out, struct mg_slice *rest)
{
	uint32_t character = 0;
	size_t n = mg_utf8_next(*rest, &character);

	if (n && is_printable(character))
		fwrite(rest->data, 1, n, out);
	else if (character == '\t')
		putc(' ', out);
	else if (character == '\n')
		fputs("↵", out);
	else
		fputs(REPLACED, out);
	n = n ? n : 1;
	rest->data += n;
	rest->len -= n;
}

// Prints the letters at the front of rest that need no looking at, at once; returns how many.
static size_t put_plain(FILE *out, struct mg_slice *rest)
{
	size_t n = 0;

	while (n < rest->len && rest->data[n] >= 0x20 && rest->data[n] < 0x7F)
		n++;
	fwrite(rest->data, 1, n, out);
	rest->data += n;
	rest->len -= n;
	return n;
}

size_t mg_put_line(FILE *out, struct mg_slice text, size_t max)
{
	size_t count = 0;

	while (text.len && text.data[text.len - 1] == '\n')
		text.len--;
	if (text.len <= max) // a character has a byte at least
		max = 0;
	while (text.len) {
		if (max && count + 1 == max && mg_utf8_count(text) > 1) {
			fputs("…", out);
			return max;
		}
		if (!max)
			count += put_plain(out, &text);
		if (!text.len)
			break;
		put_character(out, &text);
		count++;
	}
	return count;
}

size_t mg_put_text(FILE *out, const char *text, size_t max)
{
	return mg_put_line(out, mg_slice_of(text), max);
}

void mg_put_blanks(FILE *out, size_t n)
{
	while (n--)
		putc(' ', out);
}

void mg_put_lines(FILE *out, struct mg_slice text, unsigned indent)
{
	while (text.len) {
		const char *end = memchr(text.data, '\n', text.len);
		struct mg_slice line = {text.data, end ? (size_t)(end - text.data) : text.len};

		mg_put_line(out, line, 0);
		text.data += line.len + (end != NULL);
		text.len -= line.len + (end != NULL);
		if (text.len) {
			putc('\n', out);
			mg_put_blanks(out, indent);
		}
	}
}

// ---- values

static bool is_scalar(const struct mg_node *node)
{
	return node->type != MG_LIST && node->type != MG_MAP;
}

// The texts of a list of scalars, as a person would write it down.
static bool put_list(const struct mg_node *list, struct mg_buf *out)
{
	for (size_t i = 0; i < list->as.list.n; i++) {
		const struct mg_node *item = list->as.list.items[i];

		if (!is_scalar(item))
			return false;
		mg_buf_puts(out, i ? ", " : "");
		mg_buf_put_slice(out, item->text);
	}
	return list->as.list.n > 0;
}

size_t mg_put_value(FILE *out, const struct mg_node *value, size_t max)
{
	struct mg_buf text = {0};
	size_t count;

	if (!value)
		return mg_put_text(out, "–", max);
	if (is_scalar(value) && value->text.len)
		return mg_put_line(out, value->text, max);
	if (value->type != MG_LIST || !put_list(value, &text)) {
		mg_buf_reset(&text);
		mg_node_canon(value, &text);
	}
	count = mg_put_line(out, mg_buf_slice(&text), max);
	mg_buf_clear(&text);
	return count;
}

// Most values need no reader: a text in which nothing is escaped, and what is no text, list or mapping. False for the rest.
static bool is_plain(const char *canon, struct mg_slice *text)
{
	*text = mg_slice_of(canon);
	if (*canon != '"')
		return text->len && *canon != '[' && *canon != '{';
	if (text->len < 3 || strchr(canon, '\\'))
		return false;
	*text = (struct mg_slice){canon + 1, text->len - 2};
	return true;
}

size_t mg_put_canon(FILE *out, const char *canon, size_t max)
{
	struct mg_findings findings;
	struct mg_slice text;
	struct mg_doc doc;
	size_t count;

	if (!canon)
		return mg_put_value(out, NULL, max);
	if (is_plain(canon, &text))
		return mg_put_line(out, text, max);
	mg_doc_init(&doc);
	mg_findings_init(&findings);
	if (mg_yaml_read(&doc, "", mg_slice_of(canon), &findings) == 0)
		count = mg_put_value(out, doc.root, max);
	else
		count = mg_put_text(out, canon, max);
	mg_findings_clear(&findings);
	mg_doc_clear(&doc);
	return count;
}

// ---- sentences

static void say(const char *prefix, const char *format, va_list ap) MG_PRINTF(2, 0);

static void say(const char *prefix, const char *format, va_list ap)
{
	struct mg_buf text = {0};

	fflush(stdout); // both may be one terminal
	mg_buf_vprintf(&text, format, ap);
	fputs(prefix, stderr);
	mg_put_lines(stderr, mg_buf_slice(&text), 0);
	putc('\n', stderr);
	mg_buf_clear(&text);
}

void mg_say(const struct mg_cli *cli, const char *format, ...)
{
	va_list ap;

	if (cli->quiet)
		return;
	va_start(ap, format);
	say("", format, ap);
	va_end(ap);
}

void mg_warn(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say("maillage: ", format, ap);
	va_end(ap);
}

void mg_say_error(const struct mg_error *err)
{
	mg_warn("%s", err->message);
	if (!*err->hint)
		return;
	fputs("→ ", stderr);
	mg_put_lines(stderr, mg_slice_of(err->hint), 0);
	putc('\n', stderr);
}
