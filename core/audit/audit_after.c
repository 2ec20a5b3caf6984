// SPDX-License-Identifier: EUPL-1.2
//
// What changed after a moment that ought to have settled it: a report's submission, a quarter's closure, the start of the
// programme.
#include "core/audit/audit_impl.h"

#include "base/i18n.h"
#include "schema/record/path.h"
#include "schema/value/paris.h"

#include <stdio.h>
#include <stdlib.h>

#define PERIOD_BYTES (MG_PERIOD_CHARS + 1)

// The quarter or year that a path names; "" when it names none.
static const char *period_in(const struct mg_path_parts *parts)
{
	return *parts->periode ? parts->periode : parts->annee;
}

static const char *period_of(const struct mg_book_record *record)
{
	return *record->parts.periode ? record->parts.periode : record->parts.annee;
}

// ---- after submission

// A report that its actor has signed.
struct submitted {
	const char *acteur, *period;
	mg_position position; // of the commit that brought the first signature
	int64_t time_ms;
	const char *record;
	bool is_correction;
};

struct submissions {
	struct mg_auditing *a;
	struct submitted *items; // by actor, then period, then time
	size_t n, cap;
};

static int by_actor_and_period(const void *a, const void *b)
{
	const struct submitted *x = a, *y = b;
	int order = strcmp(x->acteur, y->acteur);

	if (!order)
		order = strcmp(x->period, y->period);
	return order ? order : (x->time_ms > y->time_ms) - (x->time_ms < y->time_ms);
}

static int add_submitted(struct submissions *s, const struct mg_book_record *record)
{
	const struct mg_book_signature *signature = mg_book_signed_by(record, mg_slice_of(record->parts.acteur));
	struct submitted *grown;

	if (!record->type->opener || strcmp(record->type->opener, "acteur") != 0 || !signature)
		return 0;
	grown = mg_arena_grow(s->a->arena, s->items, s->n, &s->cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(s->a->err);
	s->items = grown;
	grown[s->n++] =
		(struct submitted){record->parts.acteur, period_of(record), mg_audit_position(s->a, signature->commit),
				   signature->time_ms,   record->path,      record->parts.revision != 0};
	return 0;
}

// The first submission of an actor's report of a period; NULL.
static const struct submitted *submission_of(const struct submissions *s, const char *acteur, const char *period)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(s->items[middle].acteur, acteur);

		if (!order)
			order = strcmp(s->items[middle].period, period);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->n && strcmp(s->items[low].acteur, acteur) == 0 && strcmp(s->items[low].period, period) == 0
		       ? &s->items[low]
		       : NULL;
}

static int tell_after(struct mg_auditing *a, const struct mg_index_change *change, const struct submitted *submitted)
{
	bool beside = !mg_audit_had(a, change->position, submitted->position);
	char why[MG_ERROR_MESSAGE_MAX], day[MG_DATE_CHARS + 1], record[MG_MAX_PATH_BYTES + 1];

	if (!submitted->position || mg_audit_had(a, submitted->position, change->position))
		return 0;
	mg_path_print(submitted->record, record);
	snprintf(why, sizeof why,
		 beside ? _("beside the submission of %s, on %s, without having seen it")
			: _("after the submission of %s, on %s"),
		 record, mg_audit_day(submitted->time_ms, day));
	return mg_audit_add_change(a, change, beside ? "concurrent" : "after", why);
}

static int visit_measure(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	struct submissions *s = context;
	const struct submitted *submitted;
	char year[5] = "";
	struct mg_path path;

	(void)err;
	if (mg_path_parse(s->a->store->types, change->path, &path, NULL) || path.kind != MG_PATH_RECORD)
		return 0;
	memcpy(year, path.parts.periode, 4);
	submitted = submission_of(s, path.parts.acteur, path.parts.periode);
	if (!submitted)
		submitted = submission_of(s, path.parts.acteur, year);
	return submitted ? tell_after(s->a, change, submitted) : 0;
}

struct report {
	struct mg_auditing *a;
	const struct submitted *submitted;
};

static int visit_report(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	const struct report *report = context;

	(void)err;
	return tell_after(report->a, change, report->submitted);
}

// Whether a commit touched the report that its submission had not before it.
static int is_touched_later(struct mg_auditing *a, const struct submitted *submitted, bool *later)
{
	struct mg_index_history history;
	int code = mg_index_touches(a->index, submitted->record, a->arena, &history, a->err);

	*later = false;
	for (size_t i = 0; !code && i < history.n_touches; i++)
		*later |= !mg_audit_had(a, submitted->position, history.touches[i].position);
	return code;
}

// What was written to the report itself beside its signature: it is sealed, so this is set aside, as a conflict. That is
// rare, and what all reports hold is most of a history: only the few are read.
static int tell_report(struct mg_auditing *a, const struct submitted *submitted)
{
	struct report report = {a, submitted};
	bool later = false;
	int code = submitted->position ? is_touched_later(a, submitted, &later) : 0;

	return later ? mg_audit_log(a, &(struct mg_index_query){.path = submitted->record}, visit_report, &report)
		     : code;
}

static int tell_reports(const struct submissions *s)
{
	int code = 0;

	for (size_t i = 0; !code && i < s->n; i++) {
		const struct submitted *x = &s->items[i];

		if (!x->is_correction && submission_of(s, x->acteur, x->period) == x)
			code = tell_report(s->a, x);
	}
	return code;
}

// A correction is a record of its own: what it says otherwise than the one before it.
static int tell_correction(struct mg_auditing *a, const struct mg_book_record *before,
			   const struct mg_book_record *record)
{
	const struct mg_book_signature *signature = mg_book_signed_by(record, mg_slice_of(record->parts.acteur));
	struct mg_audit_answer answer = {.record = record->path, .code = "corrected"};
	char why[MG_ERROR_MESSAGE_MAX], corrected[MG_MAX_PATH_BYTES + 1];
	struct mg_writes writes = {.arena = a->arena};
	mg_position position = signature ? mg_audit_position(a, signature->commit) : 0;
	int code = position ? mg_audit_of_commit(a, position, &answer) : 0;

	mg_path_print(before->path, corrected);
	snprintf(why, sizeof why, _("corrects %s, which was submitted"), corrected);
	answer.why = why;
	if (!code && position)
		code = mg_diff(before->root, record->root, &writes, a->err);
	for (size_t i = 0; !code && i < writes.n; i++) {
		if (mg_place_contains("remplace", writes.items[i].place) || writes.items[i].op > MG_OUT)
			continue;
		answer.field = writes.items[i].place;
		answer.old = mg_audit_old(&writes.items[i]);
		answer.new = mg_audit_new(&writes.items[i]);
		code = mg_audit_add(a, &answer);
	}
	return code;
}

static bool corrects(const struct mg_book_record *record, const struct mg_book_record *before)
{
	return record->parts.revision && record->type == before->type &&
	       strcmp(record->parts.acteur, before->parts.acteur) == 0 &&
	       strcmp(period_of(record), period_of(before)) == 0;
}

int mg_audit_after_submission(struct mg_auditing *a)
{
	struct submissions s = {.a = a};
	int code = 0;

	for (size_t i = 0; !code && i < a->book->n; i++)
		code = add_submitted(&s, &a->book->records[i]);
	if (s.n)
		qsort(s.items, s.n, sizeof *s.items, by_actor_and_period);
	if (!code && s.n)
		code = mg_audit_log(a, &(struct mg_index_query){.prefix = "mesures/"}, visit_measure, &s);
	if (!code)
		code = tell_reports(&s);
	for (size_t i = 1; !code && i < a->book->n; i++) {
		const struct mg_book_record *record = &a->book->records[i];

		if (record->type->opener && strcmp(record->type->opener, "acteur") == 0 && corrects(record, record - 1))
			code = tell_correction(a, record - 1, record);
	}
	return code;
}

// ---- after closure

// What a commit said of a quarter's state.
struct statement {
	char period[PERIOD_BYTES];
	bool closes;
	mg_position position;
	int64_t time_ms;
};

struct closures {
	struct mg_auditing *a;
	struct statement *items;
	size_t n, cap;
};

static int visit_state(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	struct closures *c = context;
	const char *value = mg_audit_new(&change->write);
	struct statement *grown;
	struct mg_path path;

	if (!value || strcmp(change->write.place, "statut") != 0 ||
	    (strcmp(value, "\"close\"") != 0 && strcmp(value, "\"rouverte\"") != 0) ||
	    mg_path_parse(c->a->store->types, change->path, &path, NULL))
		return 0;
	grown = mg_arena_grow(c->a->arena, c->items, c->n, &c->cap, sizeof *grown);
	if (!grown)
		return mg_fail_memory(err);
	c->items = grown;
	grown[c->n] = (struct statement){.closes = value[1] == 'c',
					 .position = change->position,
					 .time_ms = change->stamp_ms};
	memcpy(grown[c->n++].period, period_in(&path.parts), PERIOD_BYTES);
	return 0;
}

// The first closure of a period that a commit does not lie before; NULL.
static const struct statement *closure_before(const struct closures *c, const char *period, mg_position position)
{
	const struct statement *first = NULL;

	for (size_t i = 0; i < c->n; i++) {
		const struct statement *s = &c->items[i];

		if (s->closes && strcmp(s->period, period) == 0 && !mg_audit_had(c->a, s->position, position) &&
		    (!first || s->time_ms < first->time_ms))
			first = s;
	}
	return first;
}

static bool reopens(const struct closures *c, mg_position position)
{
	for (size_t i = 0; i < c->n; i++) {
		if (!c->items[i].closes && c->items[i].position == position)
			return true;
	}
	return false;
}

static int visit_closed(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	struct closures *c = context;
	char why[MG_ERROR_MESSAGE_MAX], day[MG_DATE_CHARS + 1];
	const struct statement *closure;
	struct mg_path path;

	(void)err;
	if (mg_path_locate(c->a->store->types, change->path, &path, NULL) || path.kind != MG_PATH_RECORD)
		return 0;
	if (mg_audit_is_blank(mg_audit_old(&change->write)) && mg_audit_is_blank(mg_audit_new(&change->write)))
		return 0;
	closure = closure_before(c, period_in(&path.parts), change->position);
	if (!closure)
		return 0;
	mg_audit_day(closure->time_ms, day);
	if (!mg_audit_had(c->a, change->position, closure->position)) {
		snprintf(why, sizeof why, _("beside the closure of %s, on %s, without having seen it"), closure->period,
			 day);
		return mg_audit_add_change(c->a, change, "concurrent", why);
	}
	if (reopens(c, change->position)) {
		snprintf(why, sizeof why, _("reopens %s, closed on %s"), closure->period, day);
		return mg_audit_add_change(c->a, change, "reopens", why);
	}
	snprintf(why, sizeof why, _("since %s, closed on %s, was reopened"), closure->period, day);
	return mg_audit_add_change(c->a, change, "reopened", why);
}

int mg_audit_after_closure(struct mg_auditing *a)
{
	struct closures c = {.a = a};
	int code = mg_audit_log(a, &(struct mg_index_query){.prefix = "bilans/", .place = "statut"}, visit_state, &c);

	if (!code && c.n)
		code = mg_audit_log(a, &(struct mg_index_query){.prefix = "bilans/"}, visit_closed, &c);
	if (!code && c.n)
		code = mg_audit_log(a, &(struct mg_index_query){.prefix = "mesures/"}, visit_closed, &c);
	return code;
}

// ---- after the start of the programme

struct starting {
	struct mg_auditing *a;
	struct mg_date start;
	char day[MG_DATE_CHARS + 1];
};

// What makes an indicator another one: its figures can no longer be compared with what they were.
static bool defines(const char *place)
{
	static const char *const places[] = {"cible", "definition",      "unite", "agregation", "valeur_reference",
					     "sens",  "type_indicateur", "nature"};

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		if (strcmp(place, places[i]) == 0)
			return true;
	}
	return false;
}

static int visit_indicator(void *context, const struct mg_index_change *change, struct mg_error *err)
{
	struct starting *s = context;
	const struct mg_write *write = &change->write;
	const bool whole = !*write->place;
	char why[MG_ERROR_MESSAGE_MAX];

	(void)err;
	if ((!whole && !(write->old && defines(write->place))) ||
	    mg_date_compare(mg_paris_date(change->stamp_ms), s->start) < 0)
		return 0;
	snprintf(why, sizeof why,
		 !whole                 ? _("redefined after the programme started, on %s")
		 : write->op == MG_DROP ? _("removed after the programme started, on %s")
					: _("added after the programme started, on %s"),
		 s->day);
	return mg_audit_add_change(s->a, change,
				   !whole                 ? "redefined"
				   : write->op == MG_DROP ? "removed"
							  : "added",
				   why);
}

int mg_audit_late_indicators(struct mg_auditing *a)
{
	const struct mg_book_record *cooperative = mg_book_cooperative(a->book);
	struct starting s = {.a = a};

	if (!cooperative ||
	    !mg_date_parse(mg_node_string(mg_node_get(cooperative->root, "date_demarrage_programme")), &s.start)) {
		a->out->note =
			N_("cooperative.yaml does not say when the programme started (date_demarrage_programme)");
		return 0;
	}
	mg_date_format(s.start, s.day);
	return mg_audit_log(a, &(struct mg_index_query){.prefix = "indicateurs/", .creations = true}, visit_indicator,
			    &s);
}
