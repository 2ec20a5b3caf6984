// SPDX-License-Identifier: EUPL-1.2
//
// Patterns of paths (x-chemin): checking one, reading a path by one, building a path from one.
#include "schema/record/path_word.h"

#include "base/i18n.h"

#include <stdio.h>

#define EXTENSION ".yaml"

// The name of the placeholder that pattern begins with ("<id>" gives "id"); empty when it does not.
static struct mg_slice placeholder(const char *pattern)
{
	const char *close = *pattern == '<' ? strchr(pattern, '>') : NULL;

	return close ? (struct mg_slice){pattern + 1, (size_t)(close - pattern) - 1} : (struct mg_slice){0};
}

int mg_path_check_pattern(const char *pattern, struct mg_error *err)
{
	size_t len = strlen(pattern);

	if (len <= strlen(EXTENSION) || strcmp(pattern + len - strlen(EXTENSION), EXTENSION) != 0 ||
	    !mg_path_is_id_char(*pattern))
		return mg_path_fail(err, _("the path pattern \"%s\" is not <folder>/<name>.yaml"), pattern);
	while (*pattern) {
		struct mg_slice name = placeholder(pattern);

		if (name.len && !mg_slice_is(name, "n") && !mg_path_word_find(name))
			return mg_path_fail(err, _("the path pattern has an unknown part <%.*s>"), (int)name.len,
					    name.data);
		if (!name.len && !mg_path_is_id_char(*pattern) && !strchr("-./_", *pattern))
			return mg_path_fail(err, _("the path pattern has an unexpected \"%c\""), *pattern);
		pattern += name.len ? name.len + 2 : 1;
	}
	return 0;
}

// The word at text: up to what may follow a placeholder.
static struct mg_slice word_at(const char *text)
{
	size_t n = 0;

	while (text[n] && text[n] != '/' && text[n] != '.' && !(text[n] == '-' && text[n + 1] == '-'))
		n++;
	return (struct mg_slice){text, n};
}

static int take_part(struct mg_slice name, struct mg_slice value, struct mg_path_parts *parts, struct mg_error *err)
{
	const struct mg_path_word *word = mg_path_word_find(name);

	if (word) {
		if (word->check(word->name, value, err) < 0)
			return MG_EINVALID;
		memcpy((char *)parts + word->offset, value.data, value.len);
		return 0;
	}
	parts->n = mg_path_number(value, 1);
	if (parts->n)
		return 0;
	return mg_path_fail(err, _("\"%.*s\" is not a number from 1 to %u"), mg_path_shown(value), value.data,
			    MG_PATH_MAX_NUMBER);
}

// Corrections stand where the extension was expected.
static bool is_revision(const char *pattern, const char *text)
{
	return strcmp(pattern, EXTENSION) == 0 && strncmp(text, "--r", 3) == 0;
}

static int take_revision(const struct mg_type *type, const char **at, struct mg_path_parts *parts, struct mg_error *err)
{
	struct mg_slice number = word_at(*at + 3);

	if (!type->opener)
		return mg_path_fail(err, _("only signed records have corrections, and a record \"%s\" is not signed"),
				    type->name);
	parts->revision = mg_path_number(number, 2);
	if (!parts->revision)
		return mg_path_fail(err, _("a correction ends in --r2, --r3, and so on, not in \"--r%.*s\""),
				    mg_path_shown(number), number.data);
	*at = number.data + number.len;
	return 0;
}

int mg_path_match(const struct mg_type *type, const char *text, struct mg_path_parts *parts, size_t *reached,
		  struct mg_error *err)
{
	const char *pattern = type->pattern, *at = text;

	*parts = (struct mg_path_parts){0};
	while (*pattern || *at) {
		struct mg_slice name = placeholder(pattern);

		*reached = (size_t)(at - text);
		if (name.len) {
			struct mg_slice value = word_at(at);

			if (take_part(name, value, parts, err) < 0)
				return MG_EINVALID;
			at += value.len;
			pattern += name.len + 2;
		} else if (is_revision(pattern, at) && !parts->revision) {
			if (take_revision(type, &at, parts, err) < 0)
				return MG_EINVALID;
		} else if (!*pattern || *pattern++ != *at++) {
			return mg_path_fail(err, _("a record \"%s\" stands at %s"), type->name, type->pattern);
		}
	}
	return 0;
}

static int put_part(const struct mg_type *type, struct mg_slice name, const struct mg_path_parts *parts,
		    struct mg_buf *out, struct mg_error *err)
{
	const struct mg_path_word *word = mg_path_word_find(name);
	const char *value = word ? (const char *)parts + word->offset : NULL;

	if (!word && (!parts->n || parts->n > MG_PATH_MAX_NUMBER))
		return mg_path_fail(err, _("a record \"%s\" needs a number from 1 to %u"), type->name,
				    MG_PATH_MAX_NUMBER);
	if (!word)
		mg_buf_printf(out, "%u", parts->n);
	else if (word->check(word->name, mg_slice_of(value), err) < 0)
		return MG_EINVALID;
	else
		mg_buf_puts(out, value);
	return 0;
}

static int put_revision(const struct mg_type *type, unsigned revision, struct mg_buf *out, struct mg_error *err)
{
	if (!type->opener || revision < 2 || revision > MG_PATH_MAX_NUMBER)
		return mg_path_fail(err, _("there is no correction number %u of a record \"%s\""), revision,
				    type->name);
	mg_buf_printf(out, "--r%u", revision);
	return 0;
}

int mg_path_format(const struct mg_type *type, const struct mg_path_parts *parts, struct mg_path *path,
		   struct mg_error *err)
{
	struct mg_path built = {.kind = MG_PATH_RECORD, .type = type};
	struct mg_buf text = {.max = MG_MAX_PATH_BYTES};
	const char *pattern = type->pattern;
	size_t reached;
	int rc = 0;

	while (*pattern && rc == 0) {
		struct mg_slice name = placeholder(pattern);

		if (name.len)
			rc = put_part(type, name, parts, &text, err);
		else if (parts->revision && strcmp(pattern, EXTENSION) == 0)
			rc = put_revision(type, parts->revision, &text, err);
		if (!name.len)
			mg_buf_putc(&text, *pattern);
		pattern += name.len ? name.len + 2 : 1;
	}
	if (rc == 0)
		rc = mg_buf_check(&text, err);
	if (rc == 0)
		rc = mg_path_match(type, mg_buf_text(&text), &built.parts, &reached, err);
	if (rc == 0) {
		snprintf(built.text, sizeof built.text, "%s", mg_buf_text(&text));
		snprintf(built.record, sizeof built.record, "%s", mg_buf_text(&text));
		*path = built;
	}
	mg_buf_clear(&text);
	return rc;
}
