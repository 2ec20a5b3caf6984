// SPDX-License-Identifier: EUPL-1.2
//
// The written form of places, both ways.
#include "schema/value/place_text.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/text.h"
#include "schema/value/canon.h"
#include "schema/value/place.h"
#include "schema/yaml/yaml_scalar.h"

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static bool is_bare(struct mg_slice name)
{
	if (!name.len || name.data[0] == '-' || name.data[name.len - 1] == '-')
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!is_name_byte(name.data[i]))
			return false;
	return true;
}

void mg_place_put_name(struct mg_slice name, struct mg_buf *out)
{
	if (is_bare(name))
		mg_buf_put_slice(out, name);
	else
		mg_canon_string(name, out);
}

void mg_place_put_id(struct mg_slice canon, struct mg_buf *out)
{
	struct mg_slice inner;

	if (canon.len > 2 && canon.data[0] == '"') {
		inner = (struct mg_slice){canon.data + 1, canon.len - 2};
		if (is_bare(inner) && mg_scalar_is_string(inner)) {
			mg_buf_put_slice(out, inner);
			return;
		}
	}
	mg_buf_put_slice(out, canon);
}

struct parser {
	const char *text, *p;
	struct mg_arena *arena;
	struct mg_place *place;
	size_t cap;
	struct mg_error *err;
};

static int malformed(struct parser *parser, const char *expected)
{
	struct mg_slice rest = mg_slice_of(parser->p);
	size_t n = mg_utf8_next(rest, NULL);
	int code;

	if (!rest.len)
		code = mg_fail(parser->err, MG_EINVALID, _("field \"%s\": it stops where %s is expected"), parser->text,
			       expected);
	else
		code = mg_fail(parser->err, MG_EINVALID, _("field \"%s\": \"%.*s\" where %s is expected"), parser->text,
			       (int)(n ? n : 1), parser->p, expected);
	mg_error_hint(parser->err, _("Fields are written like calendrier.debut, lieux[l1].nom or themes[=sport]."));
	return code;
}

static int hex_value(const char *p, uint32_t *value)
{
	*value = 0;
	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;

		if (digit < 0)
			return -1;
		*value = *value << 4 | (uint32_t)digit;
	}
	return 0;
}

static void put_utf8(uint32_t c, struct mg_buf *out)
{
	if (c < 0x80) {
		mg_buf_putc(out, (char)c);
		return;
	}
	if (c < 0x800) {
		mg_buf_putc(out, (char)(0xC0 | c >> 6));
	} else {
		if (c < 0x10000) {
			mg_buf_putc(out, (char)(0xE0 | c >> 12));
		} else {
			mg_buf_putc(out, (char)(0xF0 | c >> 18));
			mg_buf_putc(out, (char)(0x80 | (c >> 12 & 0x3F)));
		}
		mg_buf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
	}
	mg_buf_putc(out, (char)(0x80 | (c & 0x3F)));
}

// After "\u": four digits, and a second escape when they are half of a pair.
static int parse_unicode(struct parser *parser, struct mg_buf *out)
{
	uint32_t high, low;

	if (hex_value(parser->p, &high))
		return malformed(parser, _("four hexadecimal digits"));
	parser->p += 4;
	if (high >= 0xD800 && high <= 0xDFFF) {
		if (high > 0xDBFF || parser->p[0] != '\\' || parser->p[1] != 'u' || hex_value(parser->p + 2, &low) ||
		    low < 0xDC00 || low > 0xDFFF)
			return malformed(parser, _("the other half of a surrogate pair"));
		parser->p += 6;
		high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
	}
	put_utf8(high, out);
	return 0;
}

static int parse_escape(struct parser *parser, struct mg_buf *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *which = *parser->p ? strchr(from, *parser->p) : NULL;

	if (*parser->p == 'u') {
		parser->p++;
		return parse_unicode(parser, out);
	}
	if (!which)
		return malformed(parser, _("an escape of JSON"));
	mg_buf_putc(out, to[which - from]);
	parser->p++;
	return 0;
}

static int parse_quoted(struct parser *parser, struct mg_buf *out)
{
	int code = 0;

	parser->p++;
	while (!code && *parser->p != '"') {
		if (!*parser->p)
			return malformed(parser, _("a closing quote"));
		if (*parser->p == '\\') {
			parser->p++;
			code = parse_escape(parser, out);
		} else {
			mg_buf_putc(out, *parser->p++);
		}
	}
	parser->p++;
	return code;
}

// Letters beyond ASCII are taken as a person types them, though the written form quotes them.
static size_t bare_length(const char *p)
{
	size_t n = 0;

	while (is_name_byte(p[n]) || (unsigned char)p[n] >= 0x80)
		n++;
	return n;
}

static int add_step(struct parser *parser, enum mg_step_kind kind, const struct mg_buf *name)
{
	struct mg_place *place = parser->place;
	struct mg_step *steps = mg_arena_grow(parser->arena, place->steps, place->n, &parser->cap, sizeof *steps);
	const char *copy = steps ? mg_arena_copy(parser->arena, mg_buf_text(name), name->len) : NULL;

	if (!copy || name->failed)
		return mg_fail_memory(parser->err);
	place->steps = steps;
	place->steps[place->n++] = (struct mg_step){kind, {copy, name->len}};
	return 0;
}

static int parse_name(struct parser *parser, enum mg_step_kind kind)
{
	size_t n = bare_length(parser->p);
	struct mg_buf name = {0};
	int code;

	if (*parser->p == '"') {
		code = parse_quoted(parser, &name);
	} else if (n) {
		mg_buf_put(&name, parser->p, n);
		parser->p += n;
		code = 0;
	} else {
		return malformed(parser, _("a name"));
	}
	if (!code)
		code = add_step(parser, kind, &name);
	mg_buf_clear(&name);
	return code;
}

// A bare id is typed like a plain scalar, but only in its canonical form: 01 could be meant as the text or the number.
static int parse_bare_id(struct parser *parser)
{
	size_t n = strcspn(parser->p, "]");
	struct mg_slice word = {parser->p, n};
	struct mg_node node = {.text = word};
	struct mg_buf canon = {0};
	int code;

	mg_scalar_resolve(word, &node);
	if (!n || (node.type == MG_STRING && bare_length(parser->p) != n))
		return malformed(parser, _("an id"));
	mg_node_canon(&node, &canon);
	if (node.type != MG_STRING && !mg_slice_equal(mg_buf_slice(&canon), word)) {
		code = mg_fail(parser->err, MG_EINVALID, _("field \"%s\": is the id %.*s a number or a text?"),
			       parser->text, (int)n, parser->p);
		mg_error_hint(parser->err, _("Write %s for the number, \"%.*s\" for the text."), mg_buf_text(&canon),
			      (int)n, parser->p);
	} else {
		code = add_step(parser, MG_STEP_ELEMENT, &canon);
	}
	mg_buf_clear(&canon);
	parser->p += n;
	return code;
}

static int parse_quoted_id(struct parser *parser)
{
	struct mg_buf id = {0}, canon = {0};
	int code = parse_quoted(parser, &id);

	mg_canon_string(mg_buf_slice(&id), &canon);
	if (!code)
		code = mg_buf_check(&id, parser->err);
	if (!code)
		code = add_step(parser, MG_STEP_ELEMENT, &canon);
	mg_buf_clear(&id);
	mg_buf_clear(&canon);
	return code;
}

static int parse_bracket(struct parser *parser)
{
	int code;

	parser->p++;
	if (*parser->p == '=') {
		parser->p++;
		code = parse_name(parser, MG_STEP_MEMBER);
	} else if (*parser->p == '"') {
		code = parse_quoted_id(parser);
	} else {
		code = parse_bare_id(parser);
	}
	if (code)
		return code;
	if (*parser->p != ']')
		return malformed(parser, _("a closing bracket"));
	parser->p++;
	return 0;
}

static int parse_step(struct parser *parser)
{
	const struct mg_place *place = parser->place;

	if (place->n && place->steps[place->n - 1].kind == MG_STEP_MEMBER)
		return malformed(parser, _("the end"));
	if (*parser->p == '[')
		return parse_bracket(parser);
	if (parser->place->n) {
		if (*parser->p != '.')
			return malformed(parser, _("a point or a bracket"));
		parser->p++;
	}
	return parse_name(parser, MG_STEP_KEY);
}

int mg_place_parse(const char *text, struct mg_arena *arena, struct mg_place *place, struct mg_error *err)
{
	struct mg_place parsed = {0};
	struct parser parser = {.text = text, .p = text, .arena = arena, .place = &parsed, .err = err};

	*place = parsed;
	if (mg_utf8_check(mg_slice_of(text)) != strlen(text))
		return mg_fail(err, MG_EINVALID, _("field \"%s\": it is not UTF-8"), text);
	while (*parser.p) {
		int code = parse_step(&parser);

		if (code)
			return code;
		if (parsed.n > MG_MAX_DEPTH)
			return mg_fail(err, MG_ELIMIT, _("field \"%.80s...\": deeper than %u levels"), text,
				       MG_MAX_DEPTH);
	}
	*place = parsed;
	return 0;
}
