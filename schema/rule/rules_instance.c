// SPDX-License-Identifier: EUPL-1.2
//
// I1 to I4: who decides, and how.
#include "schema/rule/rule_run.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"

// ---- I1: a seat for each member

static bool has_seat(const struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_reference_known *items = mg_references_to(&run->references, record, &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(items[i].field, "membres") == 0 && strcmp(items[i].from->type->name, "instance") == 0 &&
		    mg_rule_is(mg_book_root(run->book, items[i].from), "type", "comite_pilotage"))
			return true;
	return false;
}

static void look_for_seat(struct mg_rule_run *run, const struct mg_book_record *record)
{
	if (!mg_rule_is(record->root, "statut_membre", "membre") || has_seat(run, record))
		return;
	if (run->facts.copil)
		mg_rule_say(run, record, "statut_membre", NULL, _("this member has no seat on the steering committee"));
	else
		mg_rule_say(run, record, "statut_membre", NULL,
			    _("there is no steering committee for this member to sit on"));
}

// ---- I2, I3: seats and roles

static void look_for_inhabitant(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_node *const *seats = mg_rule_list(record->root, "membres", &n);

	if (!mg_rule_is(record->root, "type", "comite_pilotage"))
		return;
	for (size_t i = 0; i < n; i++)
		if (mg_rule_is(seats[i], "qualite", "habitant"))
			return;
	mg_rule_say(run, record, "membres", NULL, _("no inhabitant sits on the steering committee"));
}

static void look_for_role(struct mg_rule_run *run, const struct mg_book_record *record)
{
	if (!mg_rule_has(record->root, "role_ecrit"))
		mg_rule_say(run, record, "role_ecrit", NULL, _("what this body is for is not written"));
}

// ---- I4: decisions that are shared

// How many different actors sent somebody, as far as more than one is concerned.
static bool has_several(const struct mg_rule_run *run, const struct mg_node *meeting)
{
	struct mg_slice first = {0};
	size_t n;
	const struct mg_node *const *items = mg_rule_list(meeting, "acteurs_representes", &n);

	if (n > 1)
		return true;
	if (n)
		first = mg_node_string(items[0]);
	items = mg_rule_list(meeting, "presents", &n);
	for (size_t i = 0; i < n; i++) {
		const struct mg_book_record *person = mg_book_find(run->book, "personne", mg_node_string(items[i]));
		struct mg_slice actor = person ? mg_rule_text(person->root, "acteur") : mg_node_string(items[i]);

		if (first.len && !mg_slice_equal(first, actor))
			return true;
		first = actor;
	}
	return false;
}

static void look_at_decisions(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_node *const *decisions = mg_rule_list(record->root, "decisions", &n);

	if (n && !has_several(run, record->root))
		mg_rule_say(run, record, "decisions", NULL, _("the decisions were taken without several actors there"));
	for (size_t i = 0; i < n; i++)
		if (!mg_rule_has(decisions[i], "mode"))
			mg_rule_say(run, record, mg_rule_place(run, "decisions", decisions[i], "mode"), NULL,
				    _("how this was decided is not told"));
}

const struct mg_rule mg_rules_instance[] = {
	{
		.code = "I1",
		.level = MG_LEVEL_E,
		.article = "G:464",
		.sentence = N_(
			"Each member has a representative on the steering committee: add the actor to its `membres`."),
		.checks = {{"acteur", look_for_seat}},
	},
	{
		.code = "I2",
		.level = MG_LEVEL_I,
		.article = "G:464-467",
		.sentence = N_("Inhabitants sit on the steering committee where that can be: add a seat (`qualite: "
			       "habitant`)."),
		.checks = {{"instance", look_for_inhabitant}},
	},
	{
		.code = "I3",
		.level = MG_LEVEL_A,
		.article = "G:471",
		.sentence = N_("What each body is for is written, so that all can read how things work: fill in "
			       "`role_ecrit`."),
		.checks = {{"instance", look_for_role}},
	},
	{
		.code = "I4",
		.level = MG_LEVEL_A,
		.article = "G:1431-1432",
		.sentence =
			N_("Actors take part in the decisions: note who was there, and the `mode` of each decision."),
		.reason = N_("« implique la participation aux processus de décisions »: described, not imposed"),
		.checks = {{"reunion", look_at_decisions}},
	},
};

const size_t mg_rules_instance_count = sizeof mg_rules_instance / sizeof *mg_rules_instance;
