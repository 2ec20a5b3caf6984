// SPDX-License-Identifier: EUPL-1.2
//
// Advice about what is private in a record's values. A field whose name ends in _pro (telephone_pro, courriel_pro) says
// that what it holds is not.
#include "schema/record/record.h"

#include "base/i18n.h"
#include "base/text.h"
#include "schema/record/privacy.h"
#include "schema/record/record_at.h"

struct walk {
	const struct mg_path *path;
	struct mg_slice source;
	struct mg_findings *findings;
};

static bool is_professional(const struct mg_record_at *at)
{
	for (; at; at = at->up)
		if (at->key.len > 4 && memcmp(at->key.data + at->key.len - 4, "_pro", 4) == 0)
			return true;
	return false;
}

// complements: {date_naissance: 1984-04-03}: the key says what the date alone does not.
static bool is_birth_field(const struct mg_record_at *at, struct mg_slice text)
{
	static const char *const keys[] = {"date_naissance", "date_de_naissance",
					   "naissance",      "ne_le",
					   "nee_le",         "ddn"};

	if (!at || !mg_privacy_date(text))
		return false;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (mg_slice_is(at->key, keys[i]))
			return true;
	return false;
}

static void report(struct walk *walk, const struct mg_record_at *at, enum mg_private what, struct mg_mark mark,
		   struct mg_slice found)
{
	static const char *const codes[] = {
		[MG_PRIVATE_PHONE] = "private-phone",
		[MG_PRIVATE_EMAIL] = "private-email",
		[MG_PRIVATE_BIRTH] = "private-birth",
	};
	static const char *const messages[] = {
		[MG_PRIVATE_PHONE] = N_("this looks like somebody's mobile number"),
		[MG_PRIVATE_EMAIL] = N_("this looks like somebody's private e-mail address"),
		[MG_PRIVATE_BIRTH] = N_("this looks like somebody's date of birth"),
	};
	static const char *const hints[] = {
		[MG_PRIVATE_PHONE] = N_("give the organisation's number: the history keeps for ever what is recorded"),
		[MG_PRIVATE_EMAIL] = N_("give the organisation's address: the history keeps for ever what is recorded"),
		[MG_PRIVATE_BIRTH] = N_("remove it, or give an age group: the history keeps for ever what is recorded"),
	};

	mg_record_report(walk->findings, walk->path, at, at ? mg_record_schema_at(walk->path, at) : NULL,
			 &(struct mg_finding){.code = codes[what],
					      .level = MG_LEVEL_A,
					      .article = "",
					      .mark = mark,
					      .length = (uint32_t)mg_utf8_count(found),
					      .message = _(messages[what]),
					      .hint = _(hints[what])});
}

static void visit(void *data, const struct mg_record_at *at, struct mg_slice text, struct mg_mark mark)
{
	struct walk *walk = data;
	struct mg_slice found;
	enum mg_private what = mg_privacy_find(text, 0, &found);

	if (what && is_professional(at))
		return;
	if (!what && is_birth_field(at, text))
		report(walk, at, MG_PRIVATE_BIRTH, mark, text);
	while (what) {
		report(walk, at, what, mg_record_mark_in(walk->source, mark, text, found), found);
		what = mg_privacy_find(text, (size_t)(found.data + found.len - text.data), &found);
	}
}

void mg_record_check_privacy(const struct mg_path *path, const struct mg_doc *doc, struct mg_findings *findings)
{
	struct walk walk = {path, doc->text, findings};

	mg_record_walk(doc->root, visit, &walk);
}
