// SPDX-License-Identifier: EUPL-1.2
#include "schema/record/path_word.h"

#include "base/i18n.h"

bool mg_path_is_id_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

int mg_path_shown(struct mg_slice text)
{
	size_t n = text.len < 80 ? text.len : 80;

	while (n > 0 && n < text.len && ((unsigned char)text.data[n] & 0xC0) == 0x80) // never half a character
		n--;
	return (int)n;
}

// Names of other files in the same folders, and the device names that Windows keeps whatever the extension.
static bool is_reserved(struct mg_slice text)
{
	static const char *const names[] = {"consolidation", "annuel", "con", "prn", "aux", "nul"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (mg_slice_is(text, names[i]))
			return true;
	return text.len == 4 && (memcmp(text.data, "com", 3) == 0 || memcmp(text.data, "lpt", 3) == 0) &&
	       text.data[3] >= '0' && text.data[3] <= '9';
}

static bool is_id(struct mg_slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool inner = i > 0 && i + 1 < text.len && text.data[i - 1] != '-';

		if (!mg_path_is_id_char(text.data[i]) && !(text.data[i] == '-' && inner))
			return false;
	}
	return text.len > 0;
}

int mg_path_check_id(const char *what, struct mg_slice text, struct mg_error *err)
{
	if (!text.len)
		return mg_path_fail(err, _("the %s is empty"), what);
	if (text.len > MG_MAX_ID_CHARS)
		return mg_path_fail(err, _("the %s \"%.20s…\" has %zu characters; at most %u are allowed"), what,
				    text.data, text.len, MG_MAX_ID_CHARS);
	if (!is_id(text)) {
		(void)mg_path_fail(err, _("the %s \"%.*s\" is not made of a-z, 0-9 and single inner hyphens"), what,
				   mg_path_shown(text), text.data);
		return mg_error_hint(err, _("write it in lower case, without accents or spaces"));
	}
	if (is_reserved(text))
		return mg_path_fail(err, _("the %s \"%.*s\" is a reserved name"), what, mg_path_shown(text), text.data);
	return 0;
}

static int check_period(const char *what, struct mg_slice text, struct mg_error *err)
{
	struct mg_quarter quarter;

	if (mg_quarter_parse(text, &quarter))
		return 0;
	return mg_path_fail(err, _("the %s \"%.*s\" is not a quarter such as 2018-T1"), what, mg_path_shown(text),
			    text.data);
}

static int check_year(const char *what, struct mg_slice text, struct mg_error *err)
{
	bool year = text.len == 4 && memcmp(text.data, "0000", 4) != 0;

	for (size_t i = 0; year && i < text.len; i++)
		year = text.data[i] >= '0' && text.data[i] <= '9';
	if (year)
		return 0;
	return mg_path_fail(err, _("the %s \"%.*s\" is not a year of four digits"), what, mg_path_shown(text),
			    text.data);
}

int mg_path_check_key(const char *what, struct mg_slice text, struct mg_error *err)
{
	bool base32 = text.len == MG_PATH_KEY_CHARS;

	for (size_t i = 0; base32 && i < text.len; i++)
		base32 = mg_path_is_id_char(text.data[i]) && !strchr("0189", text.data[i]);
	if (base32)
		return 0;
	return mg_path_fail(err, _("the %s \"%.*s\" is not 16 characters of a-z and 2-7"), what, mg_path_shown(text),
			    text.data);
}

const struct mg_path_word *mg_path_word_find(struct mg_slice name)
{
	static const struct mg_path_word words[] = {
		{"id", offsetof(struct mg_path_parts, id), mg_path_check_id},
		{"periode", offsetof(struct mg_path_parts, periode), check_period},
		{"annee", offsetof(struct mg_path_parts, annee), check_year},
		{"acteur", offsetof(struct mg_path_parts, acteur), mg_path_check_id},
		{"indicateur", offsetof(struct mg_path_parts, indicateur), mg_path_check_id},
		{"cle", offsetof(struct mg_path_parts, cle), mg_path_check_key},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (mg_slice_is(name, words[i].name))
			return &words[i];
	return NULL;
}

const char *mg_path_part(const struct mg_path_parts *parts, const char *name)
{
	const struct mg_path_word *word = mg_path_word_find(mg_slice_of(name));

	return word ? (const char *)parts + word->offset : NULL;
}

unsigned mg_path_number(struct mg_slice text, unsigned least)
{
	unsigned value = 0;

	if (!text.len || text.len > 4 || text.data[0] == '0')
		return 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return 0;
		value = value * 10 + (unsigned)(text.data[i] - '0');
	}
	return value >= least ? value : 0;
}
