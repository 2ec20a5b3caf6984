// SPDX-License-Identifier: EUPL-1.2
//
// B1 to B5: quarterly bilans, and the annual one on which the next year is decided.
#include "schema/rule/rule_convention.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"
#include "schema/record/path_word.h"

#define REVIEW_MONTHS 2 // before the term

// ---- B1: one of each party

static bool is_listed(const struct mg_node *record, const char *key, struct mg_slice name)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(record, key, &n);

	for (size_t i = 0; i < n; i++)
		if (mg_slice_equal(mg_node_string(items[i]), name) ||
		    mg_slice_equal(mg_rule_text(items[i], "id"), name))
			return true;
	return false;
}

// The last consolidation of a quarter tells what is missing; those it corrects are history.
static void look_at_quarter(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_book_record *all = mg_book_of_period(run->book, "consolidation", record->parts.periode, &n);
	const struct mg_node *const *names;

	if (!n || record != &all[n - 1])
		return;
	names = mg_rule_list(record->root, "attendus", &n);
	for (size_t i = 0; i < n; i++) {
		struct mg_slice name = mg_node_string(names[i]);

		if (name.len && !is_listed(record->root, "recus", name))
			mg_rule_say(run, record, "manquants", NULL, _("\"%.*s\" owed a bilan of %s, and sent none"),
				    mg_path_shown(name), name.data, record->parts.periode);
	}
}

// ---- B2: two months before term

static bool is_review(const struct mg_rule_run *run, const struct mg_node *meeting)
{
	const struct mg_book_record *body = mg_rule_follow(run, "instance", meeting, "instance");

	return body && mg_rule_is(body->root, "type", "reunion_elargie_bilan");
}

// The first review of the convention's year that ends on a day; false when there was none.
static bool first_review(const struct mg_rule_run *run, struct mg_date end, struct mg_date *first)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(run->book, "reunion", &n);
	const struct mg_date begin = mg_date_add_months(end, -MG_CONVENTION_MONTHS);
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		struct mg_date day;

		if (!mg_rule_date_in(records[i].root, "date", &day) || !is_review(run, records[i].root) ||
		    mg_date_compare(day, begin) < 0 || mg_date_compare(day, end) >= 0 ||
		    (found && mg_date_compare(day, *first) >= 0))
			continue;
		*first = day;
		found = true;
	}
	return found;
}

// The last day for the review of the year that a day is in; false when no convention was in force then.
static bool last_day_for(struct mg_rule_run *run, struct mg_date day, struct mg_date *end, struct mg_date *last)
{
	const struct mg_convention_term *term = &mg_rule_convention(run)->term;

	if (!term->has_effect || mg_date_compare(day, term->effect) < 0 || mg_date_compare(day, term->end) >= 0)
		return false;
	*end = mg_convention_year_end(term, day);
	*last = mg_date_add_months(*end, -REVIEW_MONTHS);
	return true;
}

static void look_at_meeting(struct mg_rule_run *run, const struct mg_book_record *record)
{
	struct mg_date day, end, last, first;

	if (!is_review(run, record->root) || !mg_rule_date_in(record->root, "date", &day) ||
	    !last_day_for(run, day, &end, &last) || mg_date_compare(day, last) <= 0)
		return;
	if (!first_review(run, end, &first) || mg_date_compare(first, last) > 0)
		mg_rule_say(run, record, "date", NULL, _("the annual review is on %s, and was due on %s at the latest"),
			    mg_rule_date_text(run, day), mg_rule_date_text(run, last));
}

static void look_for_meeting(struct mg_rule_run *run, const struct mg_book_record *record)
{
	struct mg_date end, last, first;

	if (mg_rule_is_current(run, record) && last_day_for(run, run->today, &end, &last) &&
	    mg_date_compare(run->today, last) > 0 && !first_review(run, end, &first))
		mg_rule_say(run, record, "art4_4_bilan_annuel", NULL,
			    _("no annual review was held by %s, two months before the term (%s)"),
			    mg_rule_date_text(run, last), mg_rule_date_text(run, end));
}

// ---- B3: a decision for each action

static const struct mg_node *decision_on(const struct mg_node *bilan, const char *action)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(bilan, "reconductions", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_rule_is(items[i], "action", action) ||
		    (!mg_rule_has(items[i], "action") && mg_rule_is(items[i], "id", action)))
			return items[i];
	return NULL;
}

static void look_for_decisions(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const ongoing[] = {"conventionnee", "en_cours", "suspendue", "reconduite", NULL};
	size_t n;
	const struct mg_book_record *actions = mg_book_list(run->book, "action", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *decision = decision_on(record->root, actions[i].parts.id);

		if (mg_rule_is_one_of(mg_rule_pass(run, &actions[i]), "statut", ongoing) &&
		    !mg_rule_has(decision, "decision"))
			mg_rule_say(run, record, "reconductions", NULL,
				    _("nobody decided whether the action \"%s\" goes on"), actions[i].parts.id);
	}
}

// ---- B4: the indicators of article 4.2

static void look_for_indicators(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(mg_rule_convention(run)->text.root, "art4_2_indicateurs", &n);

	for (size_t i = 0; i < n; i++) {
		struct mg_slice name = mg_rule_text(items[i], "id");

		name = name.len ? name : mg_node_string(items[i]);
		if (name.len && !is_listed(record->root, "indicateurs", name))
			mg_rule_say(run, record, "indicateurs", NULL,
				    _("\"%.*s\" is an indicator of article 4.2, and not in the annual bilan"),
				    mg_path_shown(name), name.data);
	}
}

// ---- B5: what is not renewed

// Where it was decided that an action does not go on, by the last annual bilan that says something of it; NULL.
static const struct mg_book_record *ended_by(const struct mg_rule_run *run, const char *action)
{
	size_t n;
	const struct mg_book_record *bilans = mg_book_of(run->book, "bilan_annuel", &n);

	for (size_t i = n; i-- > 0;) {
		const struct mg_node *decision = decision_on(bilans[i].root, action);

		if (mg_rule_has(decision, "decision"))
			return mg_rule_is(decision, "decision", "non_reconduite") ? &bilans[i] : NULL;
	}
	return NULL;
}

static bool is_ended(const struct mg_rule_run *run, struct mg_slice name)
{
	static const char *const over[] = {"non_reconduite", "abandonnee", NULL};
	const struct mg_book_record *action = name.len ? mg_book_find(run->book, "action", name) : NULL;

	return action && (mg_rule_is_one_of(action->root, "statut", over) || ended_by(run, action->parts.id));
}

static void look_at_renewed(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_node *const *names = mg_rule_list(record->root, "actions_reconduites", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_slice name = mg_node_string(names[i]);

		if (is_listed(record->root, "actions_non_reconduites", name))
			mg_rule_say(run, record, "actions_reconduites", NULL,
				    _("\"%.*s\" is told to go on, and to end"), mg_path_shown(name), name.data);
		else if (is_ended(run, name))
			mg_rule_say(run, record, "actions_reconduites", NULL,
				    _("\"%.*s\" goes on here, and it was decided that it does not"),
				    mg_path_shown(name), name.data);
	}
}

// A text that is signed was right when it was; only what is still being written can bring an action back.
static void look_at_new_text(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(record->root, "art2_actions", &n);

	if (record->n_signatures)
		return;
	for (size_t i = 0; i < n; i++)
		if (is_ended(run, mg_rule_text(items[i], "id")))
			mg_rule_say(run, record, mg_rule_place(run, "art2_actions", items[i], NULL), NULL,
				    _("it was decided that this action does not go on"));
}

const struct mg_rule mg_rules_bilan[] = {
	{
		.code = "B1",
		.level = MG_LEVEL_E,
		.article = "G:1066",
		.sentence = N_(
			"Each party with running actions sends a bilan each quarter: ask for those that are missing, "
			"and consolidate again."),
		.checks = {{"consolidation", look_at_quarter}},
	},
	{
		.code = "B2",
		.level = MG_LEVEL_E,
		.article = "G:1070-1072",
		.sentence = N_("The annual review is held in a wider meeting two months before the term at the latest: "
			       "hold it, and record its meeting."),
		.checks = {{"reunion", look_at_meeting}, {"convention", look_for_meeting}},
	},
	{
		.code = "B3",
		.level = MG_LEVEL_E,
		.article = "G:1071-1072",
		.sentence = N_("The annual bilan decides for each running action whether it goes on: complete its "
			       "`reconductions`."),
		.blocks = MG_ACT_SIGN | MG_ACT_CLOSE,
		.checks = {{"bilan_annuel", look_for_decisions}},
	},
	{
		.code = "B4",
		.level = MG_LEVEL_E,
		.article = "G:1061",
		.sentence = N_("The indicators of article 4.2 feed the annual bilan: complete its `indicateurs`."),
		.blocks = MG_ACT_SIGN | MG_ACT_CLOSE,
		.checks = {{"bilan_annuel", look_for_indicators}},
	},
	{
		.code = "B5",
		.level = MG_LEVEL_E,
		.article = "G:1071-1072",
		.sentence =
			N_("An action that is not renewed does not come back in the next article 2: take it out, or "
			   "decide otherwise in the annual bilan."),
		.reason = N_("derived from the decision of article 4.4 on renewal"),
		.blocks = MG_ACT_SIGN,
		.checks = {{"renouvellement", look_at_renewed}, {"convention", look_at_new_text}},
	},
};

const size_t mg_rules_bilan_count = sizeof mg_rules_bilan / sizeof *mg_rules_bilan;
