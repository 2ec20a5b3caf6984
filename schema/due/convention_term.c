// SPDX-License-Identifier: EUPL-1.2
#include "schema/due/convention_term.h"

#define MAX_MONTHS    120 // of a convention, however long it says it is
#define NOTICE_MONTHS 1

// ---- from when

// The version that counts: the last that everybody signed.
static const struct mg_book_record *version_of(const struct mg_book *book, const char *id, struct mg_signing *signing)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(book, "convention", &n), *found = NULL;

	for (size_t i = 0; i < n; i++) {
		struct mg_signing each;

		if (strcmp(records[i].parts.id, id) != 0)
			continue;
		each = mg_signing_of(book, &records[i]);
		if (!found || each.complete || !signing->complete) {
			found = &records[i];
			*signing = each;
		}
	}
	return found;
}

static void find_effect(struct mg_convention_term *term)
{
	const struct mg_node *duration = mg_node_get(term->text->root, "art5_duree");
	const struct mg_node *months = mg_node_get(duration, "duree_mois");

	term->months = MG_CONVENTION_MONTHS;
	if (months && months->type == MG_INT && months->as.integer >= 1 && months->as.integer <= MAX_MONTHS)
		term->months = (int)months->as.integer;
	term->stated = mg_date_parse(mg_node_string(mg_node_get(duration, "date_effet")), &term->effect);
	if (!term->stated && term->signing.dated)
		term->effect = term->signing.last;
	term->has_effect = term->signing.complete && (term->stated || term->signing.dated);
}

// ---- whom it binds

// Takes the parties of a later text that all signed: an avenant, or a renewal, names those who stay and who enters.
static void take_parties(const struct mg_book_record *record, struct mg_date *since, const struct mg_book *book,
			 struct mg_convention_term *term)
{
	const struct mg_signing signing = mg_signing_of(book, record);

	if (strcmp(record->parts.id, term->id) != 0 || !signing.complete || !signing.dated ||
	    mg_date_compare(signing.last, *since) < 0)
		return;
	*since = signing.last;
	term->parties = signing.parties;
}

static void find_parties(const struct mg_book *book, struct mg_convention_term *term)
{
	size_t n;
	const struct mg_book_record *avenants = mg_book_of(book, "avenant", &n);
	struct mg_date since = term->signing.last;

	term->parties = term->signing.parties;
	for (size_t i = 0; term->signing.dated && i < n; i++)
		take_parties(&avenants[i], &since, book, term);
	if (term->signing.dated && term->renewal)
		take_parties(term->renewal, &since, book, term);
}

// ---- until when

// In the order of their numbers: one that comes too late, and those after it, renew nothing.
static void renew(const struct mg_book *book, struct mg_convention_term *term)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(book, "renouvellement", &n);

	term->term = mg_date_add_months(term->effect, term->months);
	for (size_t i = 0; i < n; i++) {
		struct mg_signing signing;

		if (strcmp(records[i].parts.id, term->id) != 0)
			continue;
		signing = mg_signing_of(book, &records[i]);
		if (!signing.complete || (signing.dated && mg_date_compare(signing.last, term->term) >= 0))
			continue;
		term->renewal = &records[i];
		term->n_renewals++;
		term->term =
			mg_date_add_months(term->effect, term->months + (int)term->n_renewals * MG_CONVENTION_MONTHS);
	}
}

// The day an actor received the letter.
static bool received(const struct mg_node *letters, struct mg_slice actor, struct mg_date *day)
{
	for (size_t i = 0; letters && letters->type == MG_LIST && i < letters->as.list.n; i++) {
		const struct mg_node *letter = letters->as.list.items[i];

		if (mg_slice_equal(mg_node_string(mg_node_get(letter, "destinataire")), actor))
			return mg_date_parse(mg_node_string(mg_node_get(letter, "date_reception")), day);
	}
	return false;
}

static void count_receipt(struct mg_notice *notice, struct mg_date day)
{
	if (!notice->n_received || mg_date_compare(day, notice->first) < 0)
		notice->first = day;
	if (!notice->n_received || mg_date_compare(day, notice->last) > 0)
		notice->last = day;
	notice->n_received++;
}

struct mg_notice mg_notice_of(const struct mg_book_record *record, const struct mg_node *parties)
{
	struct mg_slice author = mg_node_string(mg_node_get(record->root, "auteur")), party;
	struct mg_notice notice = {.record = record};

	for (size_t i = 0; (party = mg_signing_party(parties, i)).len; i++) {
		struct mg_date day;

		if (mg_slice_equal(party, author))
			continue;
		notice.n_expected++;
		if (received(mg_node_get(record->root, "notifications"), party, &day))
			count_receipt(&notice, day);
		else if (!notice.missing.len)
			notice.missing = party;
	}
	notice.complete = notice.n_expected && notice.n_received == notice.n_expected;
	if (notice.n_received)
		notice.effect = mg_date_add_months(notice.last, NOTICE_MONTHS);
	return notice;
}

static bool is_sooner(const struct mg_notice *a, const struct mg_notice *b)
{
	if (!b->record || a->complete != b->complete)
		return !b->record || a->complete;
	return a->complete && mg_date_compare(a->effect, b->effect) < 0;
}

// Letters whose month was over before this version took effect ended an earlier one; whoever is bound no more ends nothing.
static bool is_of_earlier(const struct mg_convention_term *term, const struct mg_notice *notice)
{
	struct mg_slice author = mg_node_string(mg_node_get(notice->record->root, "auteur"));

	return (notice->complete && mg_date_compare(notice->effect, term->effect) <= 0) ||
	       (author.len && !mg_signing_has_party(term->parties, author));
}

static void terminate(const struct mg_book *book, struct mg_convention_term *term)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(book, "resiliation", &n);

	for (size_t i = 0; i < n; i++) {
		struct mg_notice notice;

		if (strcmp(records[i].parts.id, term->id) != 0)
			continue;
		notice = mg_notice_of(&records[i], term->parties);
		if (!is_of_earlier(term, &notice) && is_sooner(&notice, &term->notice))
			term->notice = notice;
	}
	term->end = term->term;
	if (term->notice.complete && mg_date_compare(term->notice.effect, term->end) < 0)
		term->end = term->notice.effect;
}

bool mg_convention_term(const struct mg_book *book, const char *id, struct mg_convention_term *out)
{
	*out = (struct mg_convention_term){.id = id};
	out->text = version_of(book, id, &out->signing);
	if (!out->text)
		return false;
	out->id = out->text->parts.id;
	find_effect(out);
	if (out->has_effect)
		renew(book, out);
	find_parties(book, out);
	if (out->has_effect)
		terminate(book, out);
	return true;
}

// ---- which

static bool is_later(const struct mg_convention_term *a, const struct mg_convention_term *b)
{
	if (a->has_effect != b->has_effect)
		return a->has_effect;
	return !a->has_effect || mg_date_compare(a->effect, b->effect) >= 0;
}

bool mg_convention_current(const struct mg_book *book, struct mg_convention_term *out)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(book, "convention", &n);
	bool found = false;

	*out = (struct mg_convention_term){0};
	for (size_t i = 0; i < n; i++) {
		struct mg_convention_term each;

		if (i && strcmp(records[i].parts.id, records[i - 1].parts.id) == 0)
			continue; // another version of the same
		if (!mg_convention_term(book, records[i].parts.id, &each) || (found && !is_later(&each, out)))
			continue;
		*out = each;
		found = true;
	}
	return found;
}

// ---- asking

enum mg_convention_state mg_convention_state(const struct mg_convention_term *term, struct mg_date today)
{
	if (!term->signing.complete)
		return term->signing.n_signed ? MG_CONVENTION_SIGNING : MG_CONVENTION_DRAFT;
	if (!term->has_effect || mg_date_compare(today, term->end) < 0)
		return term->n_renewals ? MG_CONVENTION_RENEWED : MG_CONVENTION_IN_FORCE;
	return mg_date_compare(term->end, term->term) < 0 ? MG_CONVENTION_TERMINATED : MG_CONVENTION_EXPIRED;
}

const char *mg_convention_state_name(enum mg_convention_state state)
{
	static const char *const names[] = {
		[MG_CONVENTION_DRAFT] = "projet",        [MG_CONVENTION_SIGNING] = "en_signature",
		[MG_CONVENTION_IN_FORCE] = "en_vigueur", [MG_CONVENTION_RENEWED] = "renouvelee",
		[MG_CONVENTION_EXPIRED] = "expiree",     [MG_CONVENTION_TERMINATED] = "resiliee",
	};

	return names[state];
}

struct mg_date mg_convention_year_end(const struct mg_convention_term *term, struct mg_date day)
{
	struct mg_date end = mg_date_add_months(term->effect, term->months);

	for (size_t i = 1; i <= term->n_renewals && mg_date_compare(end, day) <= 0; i++)
		end = mg_date_add_months(term->effect, term->months + (int)i * MG_CONVENTION_MONTHS);
	return end;
}
