// SPDX-License-Identifier: EUPL-1.2
//
// TA1 to TA4: the steps and tasks of the dashboard; FO1: the training.
#include "schema/rule/rule_convention.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"
#include "schema/record/path_word.h"

#define MAX_DEPTH     64 // tasks that wait for one another
#define TRAINING_DAYS 60

// ---- TA1: no circle

static bool is_on(const struct mg_book_record *const *path, size_t n, const struct mg_book_record *task)
{
	for (size_t i = 0; i < n; i++)
		if (path[i] == task)
			return true;
	return false;
}

// Whether the last task of the path waits for the first, through others. A circle that the first is not in is told at
// those that are; seen holds what was looked at in vain.
struct circle {
	const struct mg_rule_run *run;
	const struct mg_book_record *tasks;
	const struct mg_book_record *path[MAX_DEPTH];
	size_t n;
	bool *seen; // by task of the book
};

static bool closes(struct circle *circle)
{
	const struct mg_book_record *last = circle->path[circle->n - 1];
	size_t n;
	const struct mg_node *const *names = mg_rule_list(last->root, "dependances", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_book_record *next = mg_book_find(circle->run->book, "tache", mg_node_string(names[i]));

		if (next && next == circle->path[0])
			return true;
		if (!next || circle->n == MAX_DEPTH || circle->seen[next - circle->tasks] ||
		    is_on(circle->path, circle->n, next))
			continue;
		circle->seen[next - circle->tasks] = true;
		circle->path[circle->n++] = next;
		if (closes(circle))
			return true;
		circle->n--;
	}
	return false;
}

static void look_for_circle(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	struct circle circle = {.run = run, .tasks = mg_book_of(run->book, "tache", &n), .path = {record}, .n = 1};
	const char *through;

	if (!mg_rule_has(record->root, "dependances"))
		return;
	circle.seen = mg_arena_array(&run->arena, n, sizeof *circle.seen);
	if (!circle.seen || !closes(&circle))
		return;
	through = mg_book_name(circle.path[circle.n - 1]);
	if (circle.n == 1)
		mg_rule_say(run, record, "dependances", NULL, _("the task waits for itself"));
	else
		mg_rule_say(run, record, "dependances", NULL, _("the task waits for \"%s\", which waits for it"),
			    through);
}

// ---- TA2: from a day to a later one

static void look_at_days(struct mg_rule_run *run, const struct mg_book_record *record)
{
	struct mg_date begin, end;

	if (mg_rule_date_in(record->root, "date_debut", &begin) && mg_rule_date_in(record->root, "date_fin", &end) &&
	    mg_date_compare(end, begin) < 0)
		mg_rule_say(run, record, "date_fin", NULL, _("it ends on %s, before it begins (%s)"),
			    mg_rule_date_text(run, end), mg_rule_date_text(run, begin));
}

// ---- TA3: phases come back

static const char *const phases[] = {"prefiguration",  "diagnostic",    "elaboration_plan",
				     "mise_en_oeuvre", "actualisation", "evaluation_ex_post"};

#define PHASES        (sizeof phases / sizeof *phases)
#define ACTUALISATION 4u

static size_t phase_of(const struct mg_node *step)
{
	size_t i = 0;

	while (i < PHASES && !mg_rule_is(step, "phase", phases[i]))
		i++;
	return i;
}

// The first day of a phase; false when no step of it has one.
static bool begin_of(const struct mg_rule_run *run, size_t phase, struct mg_date *begin)
{
	size_t n;
	const struct mg_book_record *steps = mg_book_of(run->book, "etape", &n);
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		struct mg_date day;

		if (phase_of(steps[i].root) != phase || !mg_rule_date_in(steps[i].root, "date_debut", &day) ||
		    (found && mg_date_compare(day, *begin) >= 0))
			continue;
		*begin = day;
		found = true;
	}
	return found;
}

// A return to an earlier phase is normal, and so is one to the update; a phase that begins before those it comes from is
// worth a look.
static void look_at_phase(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const size_t phase = phase_of(record->root);
	struct mg_date day, begin;

	if (phase == PHASES || phase == ACTUALISATION || !mg_rule_date_in(record->root, "date_debut", &day))
		return;
	for (size_t i = 0; i < phase; i++)
		if (begin_of(run, i, &begin) && mg_date_compare(day, begin) < 0) {
			mg_rule_say(run, record, "date_debut", NULL, _("it begins on %s, before the phase `%s` (%s)"),
				    mg_rule_date_text(run, day), phases[i], mg_rule_date_text(run, begin));
			return;
		}
}

// ---- TA4: what a phase leaves behind

static bool has_review(const struct mg_rule_run *run, const char *phase)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(run->book, "point_etape", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_rule_is(records[i].root, "phase", phase))
			return true;
	return false;
}

// Told once for a phase, at its last step.
static void look_for_review(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const over[] = {"terminee", "abandonnee", NULL};
	const size_t phase = phase_of(record->root);
	const struct mg_book_record *last = NULL;
	size_t n;
	const struct mg_book_record *steps = mg_book_of(run->book, "etape", &n);

	for (size_t i = 0; phase < PHASES && i < n; i++) {
		if (phase_of(steps[i].root) != phase)
			continue;
		if (!mg_rule_is_one_of(steps[i].root, "statut", over))
			return;
		if (mg_rule_is(steps[i].root, "statut", "terminee"))
			last = &steps[i];
	}
	if (last == record && !has_review(run, phases[phase]))
		mg_rule_say(run, record, "statut", NULL, _("the phase `%s` is over, and nobody looked back at it"),
			    phases[phase]);
}

const struct mg_rule mg_rules_tache[] = {
	{
		.code = "TA1",
		.level = MG_LEVEL_E,
		.article = "G:782-788",
		.sentence = N_("No task waits for itself, through others or not: take one of the `dependances` away."),
		.reason = N_("tasks « vont devoir être ordonnancées »: no order has a circle"),
		.checks = {{"tache", look_for_circle}},
	},
	{
		.code = "TA2",
		.level = MG_LEVEL_E,
		.article = "G:792-870",
		.sentence = N_("What ends ends on the day it begins or later: correct one of the two days."),
		.reason = N_("both days are columns of the dashboard; an end before the beginning tells neither"),
		.checks = {{"tache", look_at_days}, {"etape", look_at_days}},
	},
	{
		.code = "TA3",
		.level = MG_LEVEL_I,
		.article = "G:733-776",
		.sentence =
			N_("The cycle is iterative: to come back to a phase is normal, and nothing has to be done when "
			   "this was meant."),
		.reason = N_("« processus itératif »: nothing is wrong with it"),
		.checks = {{"etape", look_at_phase}},
	},
	{
		.code = "TA4",
		.level = MG_LEVEL_A,
		.article = "G:486-488",
		.sentence = N_("Each phase ends with a look back and ahead: record a `point_etape` of it."),
		.checks = {{"etape", look_for_review}},
	},
};

const size_t mg_rules_tache_count = sizeof mg_rules_tache / sizeof *mg_rules_tache;

// ---- FO1: soon after the first meeting

static bool first_day(const struct mg_node *training, struct mg_date *first)
{
	size_t n;
	const struct mg_node *const *days = mg_rule_list(training, "dates", &n);
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		struct mg_date day;

		if (!mg_date_parse(mg_node_string(days[i]), &day) || (found && mg_date_compare(day, *first) >= 0))
			continue;
		*first = day;
		found = true;
	}
	return found;
}

static void look_at_training(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_node *ca = run->facts.cooperative ? run->facts.cooperative->root : NULL;
	struct mg_date launch, first;

	if (!mg_rule_is(record->root, "type", "accompagnement_ca") || !mg_rule_date_in(ca, "date_lancement", &launch) ||
	    !first_day(record->root, &first))
		return;
	if (mg_date_days_between(launch, first) > TRAINING_DAYS)
		mg_rule_say(run, record, "dates", NULL, _("the training begins on %s, %d days after the launch (%s)"),
			    mg_rule_date_text(run, first), mg_date_days_between(launch, first),
			    mg_rule_date_text(run, launch));
}

const struct mg_rule mg_rules_formation[] = {
	{
		.code = "FO1",
		.level = MG_LEVEL_A,
		.article = "G:455-456",
		.sentence = N_(
			"The training comes soon after the launch meeting, within 60 days where nothing was decided: "
			"bring it forward, or say in `bilan` why not."),
		.checks = {{"formation", look_at_training}},
	},
};

const size_t mg_rules_formation_count = sizeof mg_rules_formation / sizeof *mg_rules_formation;
