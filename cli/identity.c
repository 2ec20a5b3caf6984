// SPDX-License-Identifier: EUPL-1.2
#include "cli/identity.h"

#include "base/i18n.h"
#include "cli/slug.h"

#include <stdio.h>

#define MAX_WORDS 8 // no pattern has as many parts

// Which words have found their part.
struct taking {
	const struct mg_identity *identity;
	bool taken[MAX_WORDS];
};

static bool names(const struct mg_type *type, const char *part)
{
	return strstr(type->pattern, part) != NULL;
}

static bool is_year(const char *word)
{
	return strlen(word) == 4 && strspn(word, "0123456789") == 4;
}

// AAAA-Tn, the letter of either case.
static bool is_period(const char *word, char out[MG_PERIOD_CHARS + 1])
{
	struct mg_quarter quarter;

	if (strlen(word) != MG_PERIOD_CHARS)
		return false;
	memcpy(out, word, MG_PERIOD_CHARS + 1);
	out[5] = out[5] == 't' ? 'T' : out[5];
	return mg_quarter_parse(mg_slice_of(out), &quarter);
}

static bool take_period(struct taking *taking, char out[MG_PERIOD_CHARS + 1])
{
	for (size_t i = 0; i < taking->identity->n; i++)
		if (!taking->taken[i] && is_period(taking->identity->words[i], out))
			return taking->taken[i] = true;
	return false;
}

static bool take_year(struct taking *taking, char out[5])
{
	for (size_t i = 0; i < taking->identity->n; i++) {
		if (taking->taken[i] || !is_year(taking->identity->words[i]))
			continue;
		memcpy(out, taking->identity->words[i], 5);
		return taking->taken[i] = true;
	}
	return false;
}

// The first word left, without the folder and .yaml of a path.
static const char *take_word(struct taking *taking, char *out, size_t size)
{
	for (size_t i = 0; i < taking->identity->n; i++) {
		const char *word = taking->identity->words[i], *slash = strrchr(word, '/');
		size_t len;

		if (taking->taken[i])
			continue;
		taking->taken[i] = true;
		word = slash ? slash + 1 : word;
		len = strlen(word);
		if (len > 5 && strcmp(word + len - 5, ".yaml") == 0)
			len -= 5;
		snprintf(out, size, "%.*s", (int)len, word);
		return out;
	}
	return NULL;
}

// An id that is an actor's own is given; any other gets an end that nobody else draws.
static int make_id(const struct mg_type *type, struct taking *taking, char out[MG_MAX_ID_CHARS + 1],
		   struct mg_error *err)
{
	const bool natural = type->owner && strcmp(type->owner, "id") == 0;
	char word[4 * MG_MAX_ID_CHARS], slug[MG_SLUG_MAX + 1];
	const char *typed = take_word(taking, word, sizeof word);

	if (natural && typed) {
		snprintf(out, MG_MAX_ID_CHARS + 1, "%s", typed);
		return mg_path_check_id("id", mg_slice_of(typed), err) < 0 ? err->code = MG_EUSAGE : 0;
	}
	if (!typed && (natural || !taking->identity->title.len)) {
		(void)mg_fail(err, MG_EUSAGE, _("a new %s needs a name"), type->name);
		return mg_error_hint(err, _("give a word for its path: maillage new %s maraudes …"), type->name);
	}
	if (!mg_slug_make(typed ? mg_slice_of(typed) : taking->identity->title, slug)) {
		(void)mg_fail(err, MG_EUSAGE, _("no name for a path can be made of \"%.*s\""),
			      typed ? (int)strlen(typed) : (int)taking->identity->title.len,
			      typed ? typed : taking->identity->title.data);
		return mg_error_hint(err, _("give a word of a-z and 0-9 after the type"));
	}
	snprintf(out, MG_MAX_ID_CHARS + 1, "%s-%s", slug, taking->identity->suffix);
	return 0;
}

static int missing(const struct mg_type *type, const char *what, const char *example, struct mg_error *err)
{
	(void)mg_fail(err, MG_EUSAGE, _("a new %s needs %s"), type->name, what);
	return mg_error_hint(err, _("for instance: maillage new %s %s"), type->name, example);
}

static int take_parts(const struct mg_type *type, struct taking *taking, struct mg_path_parts *parts,
		      struct mg_error *err)
{
	if (names(type, "<periode>") && !take_period(taking, parts->periode))
		return missing(type, _("a quarter"),
			       names(type, "<indicateur>") ? "file-active-7k2m 2018-T1" : "2018-T1", err);
	if (names(type, "<annee>") && !take_year(taking, parts->annee))
		return missing(type, _("a year"), "2018", err);
	if (names(type, "<indicateur>") && !take_word(taking, parts->indicateur, sizeof parts->indicateur))
		return missing(type, _("an indicator"), "file-active-7k2m 2018-T1", err);
	if (names(type, "<acteur>"))
		snprintf(parts->acteur, sizeof parts->acteur, "%s", taking->identity->actor);
	return names(type, "<id>") ? make_id(type, taking, parts->id, err) : 0;
}

int mg_identity_path(const struct mg_type *type, const struct mg_identity *identity, struct mg_path *path,
		     struct mg_error *err)
{
	struct taking taking = {.identity = identity};
	struct mg_path_parts parts = {0};
	int rc;

	if (identity->n > MAX_WORDS)
		return mg_fail(err, MG_EUSAGE, _("\"%s\" is too much for a new %s"), identity->words[MAX_WORDS],
			       type->name);
	rc = take_parts(type, &taking, &parts, err);
	for (size_t i = 0; rc == 0 && i < identity->n; i++) {
		if (taking.taken[i])
			continue;
		rc = mg_fail(err, MG_EUSAGE, _("\"%s\" is too much for a new %s"), identity->words[i], type->name);
		rc = mg_error_hint(err, _("fields are given as FIELD=VALUE; quote what has blanks"));
	}
	if (rc == 0 && mg_path_format(type, &parts, path, err) < 0)
		rc = err->code = MG_EUSAGE;
	return rc;
}
