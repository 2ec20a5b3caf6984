// SPDX-License-Identifier: EUPL-1.2
//
// The convention's term, its renewal, its annual review, and a termination that is under way.
#include "schema/due/deadlines_run.h"
#include "schema/due/membership.h"

#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>

#define REVIEW_MONTHS 2  // before the term
#define CALL_DAYS     30 // before the review
#define BILANS_DAYS   15 // before the review
#define FAR_DAYS      90
#define NEAR_DAYS     60

// "S = 2018-01-15 (last required signature: mairie); T = S + 12 months = 2019-01-15"
static const char *term_formula(struct mg_due_run *run)
{
	const struct mg_convention_term *term = &run->term;
	const char *effect = mg_due_day(run, term->effect), *end = mg_due_day(run, term->term);
	int months = term->months + (int)term->n_renewals * MG_CONVENTION_MONTHS;

	if (term->stated)
		return mg_due_text(run,
				   P_("S = %s (the day the convention states); T = S + %d month = %s",
				      "S = %s (the day the convention states); T = S + %d months = %s", months),
				   effect, months, end);
	return mg_due_text(run,
			   P_("S = %s (last required signature: %s); T = S + %d month = %s",
			      "S = %s (last required signature: %s); T = S + %d months = %s", months),
			   effect, mg_due_word(run, term->signing.last_by), months, end);
}

// ---- L1

static bool is_over(const struct mg_due_run *run)
{
	return mg_slice_is(mg_node_string(mg_node_get(run->cooperative, "phase_courante")), "evaluation_ex_post");
}

static const char *term_phase(const struct mg_due_run *run)
{
	int days = mg_date_days_between(run->today, run->term.term);

	return days <= 0 ? "expiree" : days <= NEAR_DAYS ? "j-60" : days <= FAR_DAYS ? "j-90" : "en_vigueur";
}

static void put_term(struct mg_due_run *run)
{
	const struct mg_convention_term *term = &run->term;
	const char *records[] = {term->text->path, term->renewal ? term->renewal->path : NULL};
	const char *last = mg_due_day(run, mg_date_add_days(term->term, -1));
	struct mg_due due = {.code = "L1", .subject = term->id, .date = term->term, .article = "G:1077-1078"};

	due.phase = term_phase(run);
	due.state = strcmp(due.phase, "expiree") != 0 ? MG_DUE_COMING : is_over(run) ? MG_DUE_DONE : MG_DUE_LATE;
	due.what = due.state == MG_DUE_COMING
			   ? mg_due_text(run, _("The convention ends, unless it is renewed; its last day is %s"), last)
			   : mg_due_text(run, _("The convention is over since this day: a new one has to be signed"));
	due.formula = term_formula(run);
	due.records = records;
	due.n_records = term->renewal ? 2 : 1;
	mg_due_put(run, &due);
}

// ---- L5

// The renewal that not everybody has signed yet; NULL.
static const struct mg_book_record *open_renewal(const struct mg_due_run *run, struct mg_signing *signing)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(run->book, "renouvellement", &n);

	for (size_t i = n; i-- > 0;) {
		if (strcmp(records[i].parts.id, run->term.id) != 0)
			continue;
		*signing = mg_signing_of(run->book, &records[i]);
		return signing->complete ? NULL : &records[i];
	}
	return NULL;
}

static void put_renewal(struct mg_due_run *run)
{
	const struct mg_convention_term *term = &run->term;
	struct mg_signing signing;
	const struct mg_book_record *renewal = open_renewal(run, &signing);
	const char *records[] = {term->text->path, renewal ? renewal->path : NULL};
	struct mg_due due = {.code = "L5", .subject = term->id, .article = "G:1077-1078", .state = MG_DUE_COMING};

	due.date = mg_date_add_days(term->term, -1);
	due.what = renewal && signing.missing.len
			   ? mg_due_text(run, _("Last day to sign the renewal, which nobody does tacitly; missing: %s"),
					 mg_due_word(run, signing.missing))
			   : _("Last day to sign a renewal of the convention: nobody renews it tacitly");
	due.phase = renewal ? "en_signature" : "a_preparer";
	due.formula = mg_due_text(run, _("%s; T - 1 day = %s"), term_formula(run), mg_due_day(run, due.date));
	due.records = records;
	due.n_records = renewal ? 2 : 1;
	mg_due_put(run, &due);
}

// ---- L2

struct review {
	struct mg_date begin, last;           // of the year; the review is held on its last day at the latest
	const struct mg_book_record *meeting; // held or planned, the first in the year; NULL
	struct mg_date day;                   // its
};

static bool is_review_body(const struct mg_due_run *run, const struct mg_node *meeting)
{
	struct mg_slice name = mg_node_string(mg_node_get(meeting, "instance"));
	const struct mg_book_record *body = mg_book_find(run->book, "instance", name);

	return mg_slice_is(mg_node_string(mg_node_get(body ? body->root : NULL, "type")), "reunion_elargie_bilan");
}

static void find_review(const struct mg_due_run *run, struct review *review)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(run->book, "reunion", &n);

	review->begin = mg_date_add_months(run->term.term, -MG_CONVENTION_MONTHS);
	review->last = mg_date_add_months(run->term.term, -REVIEW_MONTHS);
	for (size_t i = 0; i < n; i++) {
		struct mg_date day;

		if (!mg_due_date_in(records[i].root, "date", &day) || !is_review_body(run, records[i].root) ||
		    mg_date_compare(day, review->begin) < 0 || mg_date_compare(day, run->term.term) >= 0 ||
		    (review->meeting && mg_date_compare(day, review->day) >= 0))
			continue;
		review->meeting = &records[i];
		review->day = day;
	}
}

static void put_meeting(struct mg_due_run *run, const struct review *review)
{
	bool held = review->meeting && mg_date_compare(review->day, run->today) <= 0;
	const char *records[] = {run->term.text->path, review->meeting ? review->meeting->path : NULL};
	struct mg_due due = {.code = "L2", .date = review->last, .article = "G:1070-1072"};

	due.subject = mg_due_text(run, "%s.reunion", run->term.id);
	due.what = _("Last day for the annual review, in a wider meeting");
	due.state = mg_due_state_on(run, review->last, held);
	due.phase = held                       ? "tenue"
		    : due.state == MG_DUE_LATE ? "en_retard"
		    : review->meeting          ? "planifiee"
					       : "a_planifier";
	due.formula = mg_due_text(run, _("%s; R = T - %d months = %s"), term_formula(run), REVIEW_MONTHS,
				  mg_due_day(run, review->last));
	due.records = records;
	due.n_records = review->meeting ? 2 : 1;
	mg_due_put(run, &due);
}

static void put_call(struct mg_due_run *run, const struct review *review)
{
	const char *records[] = {run->term.text->path};
	struct mg_due due = {.code = "L2", .article = "G:1070-1072", .records = records, .n_records = 1};

	due.date = mg_date_add_days(review->last, -CALL_DAYS);
	due.subject = mg_due_text(run, "%s.convocation", run->term.id);
	due.what = _("Call the annual review: record its meeting with its date");
	due.state = mg_due_state_on(run, due.date, review->meeting);
	due.formula = mg_due_text(run, _("R = T - %d months = %s; R - %d days = %s"), REVIEW_MONTHS,
				  mg_due_day(run, review->last), CALL_DAYS, mg_due_day(run, due.date));
	mg_due_put(run, &due);
}

// The actor's own annual bilan: of the year that began with the convention's, or of that in which it ends.
static const struct mg_book_record *annual_of(const struct mg_due_run *run, const struct review *review,
					      struct mg_slice actor)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(run->book, "bilan_annuel_acteur", &n), *found = NULL;

	for (size_t i = 0; i < n; i++) {
		long year = strtol(records[i].parts.annee, NULL, 10);

		if (mg_slice_is(actor, records[i].parts.acteur) && year >= review->begin.year &&
		    year <= review->last.year)
			found = &records[i];
	}
	return found;
}

static void put_annual(struct mg_due_run *run, const struct review *review, struct mg_slice actor)
{
	const struct mg_book_record *bilan = annual_of(run, review, actor);
	const char *records[] = {run->term.text->path, bilan ? bilan->path : NULL};
	struct mg_due due = {.code = "L2", .article = "G:1070-1072", .records = records};

	due.whom = mg_due_word(run, actor);
	due.date = mg_date_add_days(review->last, -BILANS_DAYS);
	due.subject = mg_due_text(run, "%s.bilan.%s", run->term.id, due.whom);
	due.what = _("Write and sign the annual bilan that the review looks at");
	due.state = mg_due_state_on(run, due.date, bilan && mg_book_signed_by(bilan, actor));
	due.phase = due.state == MG_DUE_DONE ? "transmis" : bilan ? "brouillon" : "attendu";
	due.n_records = bilan ? 2 : 1;
	due.formula = mg_due_text(run, _("R = T - %d months = %s; R - %d days = %s"), REVIEW_MONTHS,
				  mg_due_day(run, review->last), BILANS_DAYS, mg_due_day(run, due.date));
	mg_due_put(run, &due);
}

// The parties of a text that no earlier one has: who writes an annual bilan is a party, and there on the day of the review. The
// DD reads what the others write.
static void put_annuals(struct mg_due_run *run, const struct review *review, const struct mg_node *parties,
			const struct mg_node *before)
{
	struct mg_slice dd = mg_node_string(mg_node_get(run->cooperative, "dd_animatrice")), actor;

	for (size_t i = 0; (actor = mg_signing_party(parties, i)).len; i++)
		if (!mg_slice_equal(actor, dd) && !mg_signing_has_party(before, actor) &&
		    mg_membership(run->book, actor, review->last, review->last) != MG_MEMBER_OUT)
			put_annual(run, review, actor);
}

static void put_review(struct mg_due_run *run)
{
	const struct mg_node *parties = run->term.signing.parties;
	struct review review = {0};
	size_t n;
	const struct mg_book_record *avenants = mg_book_of(run->book, "avenant", &n);

	find_review(run, &review);
	put_meeting(run, &review);
	put_call(run, &review);
	put_annuals(run, &review, parties, NULL);
	for (size_t i = 0; i < n; i++) {
		struct mg_signing signing;

		if (strcmp(avenants[i].parts.id, run->term.id) != 0)
			continue;
		signing = mg_signing_of(run->book, &avenants[i]);
		if (!signing.complete)
			continue;
		put_annuals(run, &review, signing.parties, parties);
		parties = signing.parties;
	}
}

// ---- L6

static const char *notice_formula(struct mg_due_run *run, const struct mg_notice *notice, struct mg_date date)
{
	const char *last = mg_due_day(run, notice->last), *effect = mg_due_day(run, date);

	if (!notice->n_received)
		return mg_due_text(run, _("no receipt yet; at the earliest, sent + 1 month = %s"), effect);
	if (!notice->complete)
		return mg_due_text(
			run, _("received by %zu of %zu, missing: %s; at the earliest, last receipt %s + 1 month = %s"),
			notice->n_received, notice->n_expected, mg_due_word(run, notice->missing), last, effect);
	if (mg_date_compare(notice->first, notice->last) == 0)
		return mg_due_text(run, _("received %s; + 1 month = %s"), last, effect);
	return mg_due_text(run, _("received from %s to %s; last receipt + 1 month = %s"),
			   mg_due_day(run, notice->first), last, effect);
}

static void put_notice(struct mg_due_run *run, const struct mg_book_record *record)
{
	const struct mg_notice notice = mg_notice_of(record, run->term.parties);
	struct mg_due due = {.code = "L6", .subject = record->path, .article = "G:1083-1086", .n_records = 1};
	struct mg_date sent;

	if (notice.n_received)
		due.date = notice.effect;
	else if (mg_due_date_in(record->root, "date_envoi", &sent))
		due.date = mg_date_add_months(sent, 1);
	else
		return; // no letter was sent
	due.records = &record->path;
	due.whom = mg_due_word(run, mg_node_string(mg_node_get(record->root, "auteur")));
	due.what = notice.complete ? _("The convention is terminated")
				   : _("The convention is terminated, if everybody has received the letter by then");
	due.phase = notice.complete ? "notifiee" : "en_attente";
	due.state = mg_due_state_on(run, due.date, notice.complete && mg_date_compare(run->today, due.date) >= 0);
	due.formula = notice_formula(run, &notice, due.date);
	mg_due_put(run, &due);
}

void mg_due_convention(struct mg_due_run *run)
{
	size_t n;
	const struct mg_book_record *notices = mg_book_of(run->book, "resiliation", &n);

	if (!run->has_convention)
		return;
	for (size_t i = 0; i < n; i++)
		if (strcmp(notices[i].parts.id, run->term.id) == 0)
			put_notice(run, &notices[i]);
	if (mg_date_compare(run->term.end, run->term.term) < 0)
		return; // it ends before its term
	put_term(run);
	if (mg_date_compare(run->today, run->term.term) >= 0)
		return;
	put_renewal(run);
	put_review(run);
}
