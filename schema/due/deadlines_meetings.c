// SPDX-License-Identifier: EUPL-1.2
//
// Meetings that come back: the steering committee, the start-up meetings, that of the coordinators. Advice, not duty.
#include "schema/due/deadlines_run.h"

#include "base/i18n.h"

#define COPIL_SOON         2 // months after the last meeting
#define COPIL_LATE         3
#define START_UP_DAYS      14
#define COORDINATOR_MONTHS 2

struct last_meeting {
	const struct mg_book_record *record; // the last held; NULL
	struct mg_date day;                  // its, or else the day from which it is counted
};

// The last meeting held, of a body, or of any when body is NULL.
static void find_last(const struct mg_due_run *run, const struct mg_book_record *body, struct last_meeting *last)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(run->book, "reunion", &n);

	for (size_t i = 0; i < n; i++) {
		struct mg_slice of = mg_node_string(mg_node_get(records[i].root, "instance"));
		struct mg_date day;

		if (!mg_due_date_in(records[i].root, "date", &day) || mg_date_compare(day, run->today) > 0 ||
		    (body && !mg_slice_is(of, body->parts.id)) ||
		    (last->record && mg_date_compare(day, last->day) <= 0))
			continue;
		last->record = &records[i];
		last->day = day;
	}
}

// When no meeting was held: from the convention's effect, or else from the launch.
static bool find_start(const struct mg_due_run *run, struct last_meeting *last)
{
	if (last->record)
		return true;
	if (run->has_convention)
		last->day = run->term.effect;
	else if (!mg_due_date_in(run->cooperative, "date_lancement", &last->day))
		return false;
	return mg_date_compare(last->day, run->today) <= 0;
}

static int months_in(const struct mg_node *map, const char *key)
{
	const struct mg_node *months = mg_node_get(map, key);

	return months && months->type == MG_INT && months->as.integer >= 1 && months->as.integer <= 60
		       ? (int)months->as.integer
		       : 0;
}

// What the body itself decided, or else the CA's settings; 0: nothing was decided.
static int decided_months(const struct mg_due_run *run, const struct mg_book_record *body)
{
	int months = months_in(body->root, "periodicite_mois");

	return months ? months : months_in(mg_node_get(run->cooperative, "parametres"), "periodicite_copil_mois");
}

static void put_meeting(struct mg_due_run *run, struct mg_due *due, const struct mg_book_record *body,
			const struct last_meeting *last)
{
	const char *records[] = {body ? body->path : "cooperative.yaml", last->record ? last->record->path : NULL};

	due->subject = body ? body->parts.id : "demarrage";
	due->state = mg_due_state_on(run, due->date, false);
	if (!due->phase)
		due->phase = due->state == MG_DUE_LATE ? "en_retard" : "a_venir";
	due->records = records;
	due->n_records = last->record ? 2 : 1;
	mg_due_put(run, due);
}

// ---- L7

static void put_copil(struct mg_due_run *run, const struct mg_book_record *body)
{
	const int decided = decided_months(run, body), months = decided ? decided : COPIL_LATE;
	struct mg_due due = {.code = "L7", .article = "G:1050-1054", .what = _("Next steering committee")};
	struct last_meeting last = {0};
	const char *from;

	find_last(run, body, &last);
	if (!find_start(run, &last))
		return;
	due.date = mg_date_add_months(last.day, months);
	from = last.record ? _("last meeting") : _("start");
	if (decided)
		due.formula = mg_due_text(run,
					  P_("%s %s + %d month, as was decided = %s",
					     "%s %s + %d months, as was decided = %s", months),
					  from, mg_due_day(run, last.day), months, mg_due_day(run, due.date));
	else
		due.formula = mg_due_text(run, _("%s %s + %d to %d months = %s at the latest"), from,
					  mg_due_day(run, last.day), COPIL_SOON, months, mg_due_day(run, due.date));
	if (!decided && mg_date_compare(run->today, due.date) <= 0 &&
	    mg_date_compare(run->today, mg_date_add_months(last.day, COPIL_SOON)) >= 0)
		due.phase = "bientot";
	put_meeting(run, &due, body, &last);
}

// ---- L8

static void put_start_up(struct mg_due_run *run)
{
	struct mg_slice phase = mg_node_string(mg_node_get(run->cooperative, "phase_courante"));
	struct mg_due due = {.code = "L8", .article = "G:774", .what = _("Next start-up meeting")};
	struct last_meeting last = {0};

	if (!mg_slice_is(phase, "prefiguration") && !mg_slice_is(phase, "elaboration_plan"))
		return;
	find_last(run, NULL, &last);
	if (!last.record && (!mg_due_date_in(run->cooperative, "date_lancement", &last.day) ||
			     mg_date_compare(last.day, run->today) > 0))
		return;
	due.date = mg_date_add_days(last.day, START_UP_DAYS);
	due.formula = mg_due_text(run, _("%s %s + %d days = %s"), last.record ? _("last meeting") : _("start"),
				  mg_due_day(run, last.day), START_UP_DAYS, mg_due_day(run, due.date));
	put_meeting(run, &due, NULL, &last);
}

// ---- L13

static bool is_coordinator(const struct mg_due_run *run, struct mg_slice person)
{
	const struct mg_node *list = mg_node_get(run->cooperative, "coordinateurs");

	for (size_t i = 0; person.len && list && list->type == MG_LIST && i < list->as.list.n; i++)
		if (mg_slice_equal(mg_node_string(list->as.list.items[i]), person))
			return true;
	return false;
}

// The body in which coordinators meet: no other person sits in it.
static bool is_of_coordinators(const struct mg_due_run *run, const struct mg_book_record *body)
{
	const struct mg_node *members = mg_node_get(body->root, "membres");
	size_t n = members && members->type == MG_LIST ? members->as.list.n : 0;

	for (size_t i = 0; i < n; i++)
		if (!is_coordinator(run, mg_node_string(mg_node_get(members->as.list.items[i], "personne"))))
			return false;
	return n && mg_slice_is(mg_node_string(mg_node_get(body->root, "type")), "autre");
}

static void put_coordinators(struct mg_due_run *run, const struct mg_book_record *body)
{
	const int decided = months_in(body->root, "periodicite_mois"), months = decided ? decided : COORDINATOR_MONTHS;
	struct mg_due due = {.code = "L13", .article = "Q", .what = _("Next meeting of the coordinators")};
	struct last_meeting last = {0};

	find_last(run, body, &last);
	if (!find_start(run, &last))
		return;
	due.date = mg_date_add_months(last.day, months);
	due.formula = mg_due_text(run, P_("%s %s + %d month = %s", "%s %s + %d months = %s", months),
				  last.record ? _("last meeting") : _("start"), mg_due_day(run, last.day), months,
				  mg_due_day(run, due.date));
	put_meeting(run, &due, body, &last);
}

void mg_due_meetings(struct mg_due_run *run)
{
	size_t n;
	const struct mg_book_record *bodies = mg_book_of(run->book, "instance", &n);

	for (size_t i = 0; i < n; i++) {
		if (mg_slice_is(mg_node_string(mg_node_get(bodies[i].root, "type")), "comite_pilotage"))
			put_copil(run, &bodies[i]);
		else if (is_of_coordinators(run, &bodies[i]))
			put_coordinators(run, &bodies[i]);
	}
	put_start_up(run);
}
