// SPDX-License-Identifier: EUPL-1.2
//
// X1 to X5: the actions, as article 2 of the convention has them.
#include "schema/rule/rule_convention.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"
#include "schema/record/path_word.h"

#include <stdlib.h>

// ---- X1: the seven fields of article 2

static bool has_calendar(const struct mg_node *action)
{
	const struct mg_node *calendar = mg_node_get(action, "calendrier_previsionnel");

	return mg_rule_has(calendar, "debut") && mg_rule_has(calendar, "fin");
}

static bool has_place(const struct mg_node *action)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(action, "lieux_precis", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_rule_has(items[i], "nom") || mg_rule_has(items[i], "adresse"))
			return true;
	return false;
}

// The first of the seven that is empty, the eighth here being the second half of the identification; NULL.
static const char *first_empty(const struct mg_node *action)
{
	static const char *const plain[] = {"intitule",           "promoteur_referent", "contenu",
					    "modes_intervention", "public_cible",       "moyens_humains_etp"};

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (!mg_rule_has(action, plain[i]))
			return plain[i];
	return !has_calendar(action) ? "calendrier_previsionnel" : !has_place(action) ? "lieux_precis" : NULL;
}

static void look_at_fields(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const char *empty = mg_rule_in_programme(record->root) ? first_empty(record->root) : NULL;

	if (empty)
		mg_rule_say(run, record, empty, NULL,
			    _("the action is in the programme, and its \"%s\" is not filled in"), empty);
}

static void look_at_article_2(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(record->root, "art2_actions", &n);

	for (size_t i = 0; i < n; i++) {
		const char *empty = first_empty(items[i]);

		if (empty)
			mg_rule_say(run, record, mg_rule_place(run, "art2_actions", items[i], empty), NULL,
				    _("article 2 tells this action without its \"%s\""), empty);
	}
}

// ---- X2: whose actions

static bool is_party(const struct mg_node *convention, struct mg_slice actor)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(convention, "parties", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_slice_equal(mg_rule_text(items[i], "acteur"), actor))
			return true;
	return false;
}

static void look_at_parties(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(record->root, "art2_actions", &n);

	for (size_t i = 0; i < n; i++) {
		struct mg_slice lead = mg_rule_text(items[i], "promoteur_referent");

		if (lead.len && !is_party(record->root, lead))
			mg_rule_say(run, record, mg_rule_place(run, "art2_actions", items[i], "promoteur_referent"),
				    NULL, _("\"%.*s\" leads this action and is no party to the convention"),
				    mg_path_shown(lead), lead.data);
	}
}

static void look_at_lead(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct mg_book_record *lead = mg_rule_follow(run, "acteur", record->root, "promoteur_referent");
	struct mg_slice status;

	if (!lead || !mg_rule_in_programme(record->root) || mg_rule_is(lead->root, "role", "dd"))
		return;
	status = mg_rule_text(lead->root, "statut_membre");
	if (status.len && !mg_slice_is(status, "membre") && !mg_rule_is(record->root, "statut", "realisee"))
		mg_rule_say(run, record, "promoteur_referent", NULL,
			    _("the action is in the programme, and its lead actor is no member (%.*s)"),
			    mg_path_shown(status), status.data);
}

// ---- X4: as many indicators as the action matters

static void look_at_importance(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const given_up[] = {"abandonnee", "non_reconduite", NULL};
	struct mg_rule_indicators has = mg_rule_indicators_of(run, record);

	if (mg_rule_is_one_of(record->root, "statut", given_up))
		return;
	if (mg_rule_is(record->root, "importance", "faible") && !has.n)
		mg_rule_say(run, record, "indicateurs", NULL,
			    _("the action has no indicator, and even a small one needs one"));
	if (!mg_rule_is(record->root, "importance", "forte"))
		return;
	if (!has.process || !has.activity || !has.result)
		mg_rule_say(run, record, "indicateurs", NULL, _("the action matters much, and has no indicator of %s"),
			    !has.process    ? _("process")
			    : !has.activity ? _("activity")
					    : _("result"));
	if (!has.qualitative)
		mg_rule_say(run, record, "indicateurs", NULL,
			    _("the action matters much, and has no qualitative indicator"));
}

// ---- X5: each year one decides whether it goes on

// The last day a full year of the action came to its end; false when none has.
static bool last_anniversary(const struct mg_rule_run *run, const struct mg_node *action, struct mg_date *out)
{
	struct mg_date begun;
	int years;

	if (!mg_rule_date_in(mg_node_get(action, "calendrier_previsionnel"), "debut", &begun))
		return false;
	years = run->today.year - begun.year;
	if (mg_date_compare(mg_date_add_months(begun, 12 * years), run->today) > 0)
		years--;
	*out = mg_date_add_months(begun, 12 * years);
	return years > 0;
}

// An annual review is two months before term, so that it may bear the year before.
static bool is_decided(const struct mg_rule_run *run, const struct mg_book_record *record, int year)
{
	size_t n;
	const struct mg_reference_known *items = mg_references_to(&run->references, record, &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(items[i].from->type->name, "bilan_annuel") == 0 &&
		    strcmp(items[i].field, "reconductions") == 0 &&
		    strtol(items[i].from->parts.annee, NULL, 10) >= year - 1)
			return true;
	return false;
}

static void look_for_decision(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const running[] = {"conventionnee", "en_cours", "reconduite", NULL};
	char day[MG_DATE_CHARS + 1];
	struct mg_date anniversary;

	if (!mg_rule_is_one_of(record->root, "statut", running) || !last_anniversary(run, record->root, &anniversary) ||
	    is_decided(run, record, anniversary.year))
		return;
	mg_date_format(anniversary, day);
	mg_rule_say(run, record, "statut", NULL,
		    _("a year of the action ended on %s, and nobody decided whether it goes on"), day);
}

const struct mg_rule mg_rules_action[] = {
	{
		.code = "X1",
		.level = MG_LEVEL_E,
		.article = "G:982-1021",
		.sentence =
			N_("The seven fields of article 2 are filled in before the convention is signed: complete the "
			   "action, then the convention."),
		.blocks = MG_ACT_SIGN,
		.checks = {{"action", look_at_fields}, {"convention", look_at_article_2}},
	},
	{
		.code = "X2",
		.level = MG_LEVEL_E,
		.article = "G:928",
		.sentence =
			N_("Each action of the programme is one of a member's, who signs the convention: name another "
			   "lead actor, or add this one to the `parties`."),
		.blocks = MG_ACT_SIGN,
		.of_others = true,
		.checks = {{"action", look_at_lead}, {"convention", look_at_parties}},
	},
	{
		.code = "X3",
		.level = MG_LEVEL_E,
		.article = "G:1081",
		.sentence =
			N_("After signature an action's article 2 is changed by an avenant: `maillage new avenant`, "
			   "or put back what was signed."),
		.checks = {{"action", mg_rule_look_at_drift}},
	},
	{
		.code = "X4",
		.level = MG_LEVEL_A,
		.article = "G:1171-1181",
		.sentence = N_(
			"A small action is well served by a few indicators; one that matters needs those of process, "
			"activity and result, and a qualitative one."),
		.reason = N_("« quelques indicateurs peuvent suffire », « il est indispensable de prévoir un recueil "
			     "de données "
			     "plus soutenu »: the demand is left to the actors"),
		.checks = {{"action", look_at_importance}},
	},
	{
		.code = "X5",
		.level = MG_LEVEL_E,
		.article = "G:1071-1072",
		.sentence =
			N_("Each year one decides whether an action goes on: write it in the `reconductions` of the "
			   "annual bilan."),
		.reason = N_("the review « devra avoir lieu » and serves to decide on renewal"),
		.checks = {{"action", look_for_decision}},
	},
};

const size_t mg_rules_action_count = sizeof mg_rules_action / sizeof *mg_rules_action;
