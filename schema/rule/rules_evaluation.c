// SPDX-License-Identifier: EUPL-1.2
//
// EV1 to EV4, criteres: the evaluation of the actions and of the CA.
#include "schema/rule/rule_run.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"

#define MAX_CRITERIA 4u // of a question (G:1396-1397)

// ---- EV1: what it looks at

static bool has_word(const struct mg_node *record, const char *key, const char *word)
{
	size_t n;
	const struct mg_node *const *items = mg_rule_list(record, key, &n);

	for (size_t i = 0; i < n; i++)
		if (mg_slice_is(mg_node_string(items[i]), word))
			return true;
	return false;
}

static void look_at_registers(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const needed[] = {"efficacite", "utilite"};

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!has_word(record->root, "registres", needed[i]))
			mg_rule_say(run, record, "registres", NULL, _("`%s` is not among what is evaluated"),
				    needed[i]);
}

// ---- EV2: foreseen from the start

static bool is_foreseen(const struct mg_rule_run *run, const char *const *subjects)
{
	size_t n;
	const struct mg_book_record *records = mg_book_of(run->book, "evaluation", &n);

	for (size_t i = 0; i < n; i++)
		if (mg_rule_is_one_of(records[i].root, "objet", subjects))
			return true;
	return false;
}

// From the design of the project: once its plan is made, both are there.
static void look_for_evaluations(struct mg_rule_run *run, const struct mg_book_record *record)
{
	static const char *const designed[] = {"mise_en_oeuvre", "actualisation", "evaluation_ex_post", NULL};
	static const char *const of_actions[] = {"composante", "action", "actions_meme_theme", NULL};
	static const char *const of_ca[] = {"ca", "ensemble_regional", NULL};

	if (!mg_rule_is_one_of(record->root, "phase_courante", designed))
		return;
	if (!is_foreseen(run, of_actions))
		mg_rule_say(run, record, "", NULL, _("no evaluation of the actions is foreseen"));
	if (!is_foreseen(run, of_ca))
		mg_rule_say(run, record, "", NULL, _("no evaluation of the coopérative is foreseen"));
}

// ---- EV3 and EV4: what it rests on

struct basis {
	bool process, activity, result;
	bool of_action, of_ca;
};

static void count(struct basis *basis, const struct mg_node *indicator)
{
	static const char *const actions[] = {"composante", "action", "actions_meme_theme", NULL};

	basis->process |= mg_rule_is(indicator, "type_indicateur", "processus");
	basis->activity |= mg_rule_is(indicator, "type_indicateur", "activite");
	basis->result |= mg_rule_is(indicator, "type_indicateur", "resultat");
	basis->of_action |= mg_rule_is_one_of(indicator, "objet", actions);
	basis->of_ca |= mg_rule_is(indicator, "objet", "ca");
}

static void count_criterion(const struct mg_rule_run *run, const struct mg_node *criterion, struct basis *basis)
{
	size_t n;
	const struct mg_node *const *names = mg_rule_list(criterion, "indicateurs", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_book_record *indicator =
			mg_book_find(run->book, "indicateur", mg_node_string(names[i]));

		if (indicator)
			count(basis, indicator->root);
	}
}

// The indicators of all criteria of all questions.
static struct basis basis_of(const struct mg_rule_run *run, const struct mg_node *evaluation)
{
	struct basis basis = {0};
	size_t n, n_criteria;
	const struct mg_node *const *questions = mg_rule_list(evaluation, "questions", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *const *criteria = mg_rule_list(questions[i], "criteres", &n_criteria);

		for (size_t k = 0; k < n_criteria; k++)
			count_criterion(run, criteria[k], &basis);
	}
	return basis;
}

static void look_at_final(struct mg_rule_run *run, const struct mg_book_record *record)
{
	struct basis basis;

	if (!mg_rule_is(record->root, "moment", "finale"))
		return;
	basis = basis_of(run, record->root);
	if (!basis.process)
		mg_rule_say(run, record, "questions", NULL, _("the final evaluation has no indicator of process"));
	if (!basis.activity)
		mg_rule_say(run, record, "questions", NULL, _("the final evaluation has no indicator of activity"));
	if (!basis.result)
		mg_rule_say(run, record, "questions", NULL, _("the final evaluation has no indicator of result"));
}

// While no criterion has an indicator there is nothing to be fed yet.
static void look_at_chain(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const struct basis basis = basis_of(run, record->root);
	const bool any = basis.process || basis.activity || basis.result;

	if (any && mg_rule_is(record->root, "objet", "ca") && !basis.of_action)
		mg_rule_say(run, record, "questions", NULL,
			    _("the evaluation of the coopérative rests on no indicator of its actions"));
	if (any && mg_rule_is(record->root, "objet", "ensemble_regional") && !basis.of_ca)
		mg_rule_say(run, record, "questions", NULL,
			    _("the regional evaluation rests on no indicator of a coopérative"));
}

// ---- criteria: few

static void look_at_criteria(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n, n_criteria;
	const struct mg_node *const *questions = mg_rule_list(record->root, "questions", &n);

	for (size_t i = 0; i < n; i++) {
		mg_rule_list(questions[i], "criteres", &n_criteria);
		if (n_criteria > MAX_CRITERIA)
			mg_rule_say(run, record, mg_rule_place(run, "questions", questions[i], "criteres"), NULL,
				    _("this question has %zu criteria"), n_criteria);
	}
}

const struct mg_rule mg_rules_evaluation[] = {
	{
		.code = "EV1",
		.level = MG_LEVEL_A,
		.article = "G:1345",
		.sentence = N_("Effectiveness and usefulness are measured: add them to the `registres`."),
		.checks = {{"evaluation", look_at_registers}},
	},
	{
		.code = "EV2",
		.level = MG_LEVEL_E,
		.article = "G:1136",
		.sentence =
			N_("The evaluation of the actions and of the coopérative is foreseen from the design of the "
			   "project: `maillage new evaluation` for each."),
		.checks = {{"cooperative", look_for_evaluations}},
	},
	{
		.code = "EV3",
		.level = MG_LEVEL_E,
		.article = "G:501-504",
		.sentence = N_(
			"The final evaluation covers process, activity and results: give a criterion an indicator of "
			"each."),
		.blocks = MG_ACT_SIGN,
		.checks = {{"evaluation", look_at_final}},
	},
	{
		.code = "EV4",
		.level = MG_LEVEL_A,
		.article = "G:1144",
		.sentence =
			N_("The evaluation of the actions feeds that of the coopérative, and that the regional one: "
			   "take some of its indicators from there."),
		.reason = N_("« Elles sont intrinsèquement liées »: described, not imposed"),
		.checks = {{"evaluation", look_at_chain}},
	},
	{
		.code = "criteres",
		.level = MG_LEVEL_E,
		.article = "G:1396-1397",
		.sentence = N_(
			"A question has four criteria at most: keep those that judge it best, or divide the question."),
		.blocks = MG_ACT_SIGN,
		.checks = {{"evaluation", look_at_criteria}},
	},
};

const size_t mg_rules_evaluation_count = sizeof mg_rules_evaluation / sizeof *mg_rules_evaluation;
