// SPDX-License-Identifier: EUPL-1.2
//
// O1 to O4: the tree of objectives.
#include "schema/rule/rule_run.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"

// ---- O1: one general objective

static void look_for_general(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_book_record *named = mg_rule_follow(run, "objectif", record->root, "objectif_general");

	if (!run->facts.n_general)
		mg_rule_say(run, record, "objectif_general", NULL, _("the programme has no general objective"));
	else if (named && !mg_rule_is(named->root, "niveau", "general"))
		mg_rule_say(run, record, "objectif_general", NULL, _("the objective it names is not a general one"));
}

static void look_for_second(struct mg_rule_run *run, const struct mg_book_record *record)
{
	if (mg_rule_is(record->root, "niveau", "general") && record != run->facts.general)
		mg_rule_say(run, record, "niveau", NULL, _("there are %zu general objectives"), run->facts.n_general);
}

// ---- O2: each other one has a parent

#define MAX_HEIGHT 64 // of a tree of objectives: four levels are usual

static bool is_in_circle(const struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_book_record *up = record;

	for (int i = 0; up && i < MAX_HEIGHT; i++) {
		up = mg_rule_follow(run, "objectif", up->root, "parent");
		if (up == record)
			return true;
	}
	return false;
}

static void look_for_parent(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const below[] = {"strategique", "specifique", "operationnel", NULL};

	if (!mg_rule_is_one_of(record->root, "niveau", below))
		return;
	if (!mg_rule_has(record->root, "parent"))
		mg_rule_say(run, record, "parent", NULL, _("this objective serves no other"));
	else if (is_in_circle(run, record))
		mg_rule_say(run, record, "parent", NULL, _("from parent to parent one comes back"));
}

// ---- O3: what the convention is about

// The guide says specific or strategic of one level: a CA that says strategic sets so.
static bool is_wanted(const struct mg_rule_run *run, const struct mg_node *objective)
{
	const struct mg_node *ca = run->facts.cooperative ? run->facts.cooperative->root : NULL;
	const struct mg_node *alias = mg_node_get(mg_node_get(ca, "parametres"), "strategique_vaut_specifique");

	if (mg_rule_is(objective, "niveau", "strategique"))
		return alias && alias->type == MG_BOOL && alias->as.boolean;
	return mg_rule_is(objective, "niveau", "specifique") || mg_rule_is(objective, "niveau", "operationnel");
}

static void look_at_article_1(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(mg_node_get(record->root, "art1_objet"), "objectifs", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_book_record *named = mg_rule_follow(run, "objectif", items[i], "id");

		if (is_wanted(run, items[i]) || (named && is_wanted(run, named->root)))
			return;
	}
	mg_rule_say(run, record, "art1_objet.objectifs", NULL,
		    _("article 1 lists no specific or operational objective"));
}

// ---- O4: each action serves one

static void look_for_aim(struct mg_rule_run *run, const struct mg_book_record *record)
{
	if (!mg_rule_has(record->root, "objectifs") && !mg_rule_is_named_by(run, record, "objectif"))
		mg_rule_say(run, record, "objectifs", NULL, _("this action serves no objective"));
}

const struct mg_rule mg_rules_objectif[] = {
	{
		.code = "O1",
		.level = MG_LEVEL_E,
		.article = "G:231",
		.sentence =
			N_("A programme has one general objective: keep one, and name it in `objectif_general` of the "
			   "CA."),
		.reason = N_("the convention's preamble says one general objective, « (objectif général) » (G:958)"),
		.checks = {{"cooperative", look_for_general}, {"objectif", look_for_second}},
	},
	{
		.code = "O2",
		.level = MG_LEVEL_A,
		.article = "G:704",
		.sentence =
			N_("Specific and operational objectives stand in a tree: name in `parent` the one it serves."),
		.reason = N_("the tree is the guide's example (« à partir d'un arbre des objectifs par exemple »), so "
			     "it recommends"),
		.checks = {{"objectif", look_for_parent}},
	},
	{
		.code = "O3",
		.level = MG_LEVEL_E,
		.article = "G:976-980",
		.sentence = N_("Article 1 lists the specific or operational objectives: add one at least (where a "
			       "strategic one "
			       "counts as such, say so in `parametres.strategique_vaut_specifique`)."),
		.reason = N_("« Le programme doit répondre aux objectifs définis en commun »"),
		.blocks = MG_ACT_SIGN,
		.checks = {{"convention", look_at_article_1}},
	},
	{
		.code = "O4",
		.level = MG_LEVEL_E,
		.article = "G:1141",
		.sentence = N_("Each action serves an objective: name it in `objectifs`."),
		.reason = N_("evaluation is « au regard des objectifs fixés »: the action's objectives are obligatory"),
		.checks = {{"action", look_for_aim}},
	},
};

const size_t mg_rules_objectif_count = sizeof mg_rules_objectif / sizeof *mg_rules_objectif;
