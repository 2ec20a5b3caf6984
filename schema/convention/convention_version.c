// SPDX-License-Identifier: EUPL-1.2
#include "schema/convention/convention_version.h"

// The first later version of the same convention that somebody signed, or that all did.
static const struct mg_book_record *next_version(const struct mg_book *book, const struct mg_book_record *version,
						 bool by_all)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(book, "convention", &n);

	for (size_t i = 0; i < n; i++) {
		struct mg_signing signing;

		if (strcmp(records[i].parts.id, version->parts.id) != 0 || records[i].parts.n <= version->parts.n)
			continue;
		signing = mg_signing_of(book, &records[i]);
		if (by_all ? signing.complete : signing.n_signed > 0)
			return &records[i];
	}
	return NULL;
}

// The day it states, else that of its last signature; false when neither is known.
static bool effect_of(const struct mg_book_record *version, const struct mg_signing *signing, struct mg_date *effect)
{
	const struct mg_node *duration = mg_node_get(version->root, "art5_duree");

	if (mg_date_parse(mg_node_string(mg_node_get(duration, "date_effet")), effect))
		return true;
	*effect = signing->last;
	return signing->dated;
}

static bool is_over(struct mg_date today, struct mg_date end)
{
	return mg_date_compare(today, end) >= 0;
}

// One that all signed, with a later one that all signed too: in force until that one is, or until its own year ends.
static void describe_earlier(const struct mg_book *book, const struct mg_book_record *next, struct mg_date today,
			     struct mg_convention_version *out)
{
	struct mg_signing signing = mg_signing_of(book, next);
	struct mg_date replaced;
	bool is_known = effect_of(next, &signing, &replaced);

	out->end = mg_date_add_months(out->effect, MG_CONVENTION_MONTHS);
	if (is_known && mg_date_compare(replaced, out->end) < 0)
		out->end = replaced;
	out->state = !is_known || is_over(today, replaced) ? "remplacee"
		     : is_over(today, out->end)            ? mg_convention_state_name(MG_CONVENTION_EXPIRED)
							   : mg_convention_state_name(MG_CONVENTION_IN_FORCE);
}

// What was signed ahead of the day it states waits for it.
static const char *state_of(const struct mg_convention_term *term, const struct mg_convention_version *version,
			    struct mg_date today)
{
	enum mg_convention_state state = mg_convention_state(term, today);

	if (state == MG_CONVENTION_IN_FORCE && version->has_effect && mg_date_compare(today, version->effect) < 0)
		return "signee";
	return mg_convention_state_name(state);
}

struct mg_convention_version mg_convention_version(const struct mg_book *book, const struct mg_book_record *version,
						   struct mg_date today)
{
	struct mg_convention_version out = {.signing = mg_signing_of(book, version)};
	const struct mg_book_record *next = next_version(book, version, out.signing.complete);
	struct mg_convention_term term;

	if (!out.signing.complete) {
		out.state = next ? "remplacee"
				 : mg_convention_state_name(out.signing.n_signed ? MG_CONVENTION_SIGNING
										 : MG_CONVENTION_DRAFT);
		return out;
	}
	out.has_effect = effect_of(version, &out.signing, &out.effect);
	if (next) {
		describe_earlier(book, next, today, &out);
		return out;
	}
	(void)mg_convention_term(book, version->parts.id, &term); // there is one: this version
	out.state = state_of(&term, &out, today);
	out.end = term.end;
	return out;
}
