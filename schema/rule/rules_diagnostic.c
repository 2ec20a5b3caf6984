// SPDX-License-Identifier: EUPL-1.2
//
// D1 and D2: what the project rests on.
#include "schema/rule/rule_run.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"

static void look_at_phase(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const later[] = {"elaboration_plan", "mise_en_oeuvre", "actualisation", "evaluation_ex_post",
					    NULL};

	if (mg_rule_is_one_of(record->root, "phase_courante", later) && !run->facts.diagnosed)
		mg_rule_say(run, record, "phase_courante", NULL,
			    _("the plan is under way and no diagnostic is validated"));
}

// A later diagnostic brings the first one up to date.
static void look_at_validation(struct mg_rule_run *run, const struct mg_book_record *record)
{
	char begun[MG_DATE_CHARS + 1];
	struct mg_date validated;

	if (record != run->facts.diagnosed || !run->facts.has_plan ||
	    !mg_rule_date_in(record->root, "date_validation", &validated) ||
	    mg_date_compare(validated, run->facts.plan) <= 0)
		return;
	mg_date_format(run->facts.plan, begun);
	mg_rule_say(run, record, "date_validation", NULL,
		    _("it was validated after the plan of actions had begun (%s)"), begun);
}

static void look_for_concertation(struct mg_rule_run *run, const struct mg_book_record *record)
{
	struct mg_date held;
	size_t n;
	const struct mg_node *const *items = mg_rule_list(record->root, "concertation", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_rule_date_in(items[i], "date", &held))
			return;
	mg_rule_say(run, record, "concertation", NULL,
		    n ? _("no concertation has a date") : _("there was no concertation"));
}

const struct mg_rule mg_rules_diagnostic[] = {
	{
		.code = "D1",
		.level = MG_LEVEL_E,
		.article = "G:563",
		.sentence = N_("The local diagnosis comes before the plan of actions: validate it first "
			       "(`date_validation`)."),
		.checks = {{"cooperative", look_at_phase}, {"diagnostic", look_at_validation}},
	},
	{
		.code = "D2",
		.level = MG_LEVEL_E,
		.article = "G:580-582",
		.sentence =
			N_("A state of affairs that nobody was consulted about is no diagnosis: tell the meetings in "
			   "`concertation`."),
		.checks = {{"diagnostic", look_for_concertation}},
	},
};

const size_t mg_rules_diagnostic_count = sizeof mg_rules_diagnostic / sizeof *mg_rules_diagnostic;
