// SPDX-License-Identifier: EUPL-1.2
//
// F1 to F4: who is funded, by which instrument. Amounts are compared as they are written, to the cent.
#include "schema/rule/rule_convention.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"
#include "schema/record/path_word.h"
#include "schema/value/fixed.h"

// From 23 000,00 euros a year the guide wants a convention; the law says above (decree 2001-495): the guide is stricter.
#define THRESHOLD "23000"

// ---- amounts

static struct mg_fixed zero(void)
{
	return (struct mg_fixed){0};
}

static bool amount_in(const struct mg_node *node, const char *key, struct mg_fixed *amount)
{
	const struct mg_node *value = mg_node_get(node, key);

	return value && mg_fixed_read(value, amount);
}

static bool reaches_threshold(struct mg_fixed amount)
{
	struct mg_fixed threshold;
	int order;

	return mg_fixed_parse(mg_slice_of(THRESHOLD), &threshold) && mg_fixed_compare(amount, threshold, &order) &&
	       order >= 0;
}

static void add(struct mg_fixed *sum, struct mg_fixed amount)
{
	struct mg_fixed both;

	if (mg_fixed_add(*sum, amount, &both))
		*sum = both;
}

// Amounts are read with their centimes.
static char *euros(struct mg_fixed amount, char out[MG_FIXED_MAX_CHARS])
{
	add(&amount, (struct mg_fixed){.scale = 2});
	return mg_fixed_format(amount, out);
}

// ---- F2: which instrument, on which ground

static void look_at_instrument(struct mg_rule_run *run, const struct mg_book_record *record)
{
	char text[MG_FIXED_MAX_CHARS];
	struct mg_fixed amount;

	if (amount_in(record->root, "montant_annuel", &amount) && reaches_threshold(amount) &&
	    mg_rule_is(record->root, "instrument", "decision_attribution"))
		mg_rule_say(run, record, "instrument", NULL,
			    _("%s euros a year by a decision: from 23000 euros it takes a funding convention"),
			    euros(amount, text));
}

static bool has_letter(const struct mg_node *record)
{
	const struct mg_node *letter = mg_node_get(record, "courrier_demande");
	struct mg_date day;

	return mg_rule_date_in(letter, "date", &day) && mg_rule_has(letter, "signataire");
}

static void look_at_ground(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const bool is_signed = mg_rule_convention(run)->term.signing.complete;

	if (mg_rule_is(record->root, "fondement", "convention_partenariat") && !is_signed)
		mg_rule_say(run, record, "fondement", NULL,
			    _("it rests on the partnership convention, and none is signed by all"));
	else if (mg_rule_is(record->root, "fondement", "courrier_demande") && !has_letter(record->root))
		mg_rule_say(run, record, "courrier_demande", NULL,
			    _("it rests on a letter of request, which is not dated and signed"));
}

// ---- F1: funded, if at all

static bool is_funded(const struct mg_rule_run *run, const struct mg_book_record *action)
{
	return mg_rule_is_named_by(run, action, "financement");
}

// An action without funding is as good as any; one that tells of an amount leads one to look for it.
static void look_at_amount(struct mg_rule_run *run, const struct mg_book_record *record)
{
	struct mg_fixed amount;

	if (amount_in(record->root, "hauteur_financement", &amount) && amount.units > 0 && !is_funded(run, record))
		mg_rule_say(run, record, "hauteur_financement", NULL, _("no funding of this action is recorded"));
}

// ---- F3: no more than there is

static void look_at_budget(struct mg_rule_run *run, const struct mg_book_record *record)
{
	struct mg_fixed asked = zero(), funded = zero(), amount;
	char left[MG_FIXED_MAX_CHARS], right[MG_FIXED_MAX_CHARS];
	size_t n;
	const struct mg_book_record *items = mg_book_list(run->book, "financement", &n);
	int order;

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *root = mg_rule_pass(run, &items[i]);

		if (amount_in(root, "montant_total", &amount) || amount_in(root, "montant_annuel", &amount))
			add(&funded, amount);
	}
	items = mg_book_list(run->book, "action", &n);
	for (size_t i = 0; i < n; i++)
		if (is_funded(run, &items[i]) &&
		    amount_in(mg_rule_pass(run, &items[i]), "hauteur_financement", &amount))
			add(&asked, amount);
	if (mg_fixed_compare(asked, funded, &order) && order > 0)
		mg_rule_say(run, record, "", NULL,
			    _("the funded actions are to have %s euros together, and %s are funded"),
			    euros(asked, left), euros(funded, right));
}

// ---- F4: no splitting

static bool is_small_decision(const struct mg_node *record, struct mg_fixed *amount)
{
	return mg_rule_is(record, "instrument", "decision_attribution") &&
	       amount_in(record, "montant_annuel", amount) && !reaches_threshold(*amount);
}

static bool is_same(const struct mg_node *a, const struct mg_node *b, const char *key)
{
	const struct mg_node *x = mg_node_get(a, key), *y = mg_node_get(b, key);

	return x && y && mg_slice_equal(x->text, y->text);
}

static void look_for_splitting(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n, count = 0;
	const struct mg_book_record *items = mg_book_of(run->book, "financement", &n);
	struct mg_fixed sum = zero(), amount;
	char text[MG_FIXED_MAX_CHARS];

	if (!is_small_decision(record->root, &amount))
		return;
	for (size_t i = 0; i < n; i++)
		if (is_same(items[i].root, record->root, "beneficiaire") &&
		    is_same(items[i].root, record->root, "annee") &&
		    is_same(items[i].root, record->root, "financeur") && is_small_decision(items[i].root, &amount)) {
			add(&sum, amount);
			count++;
		}
	if (count > 1 && reaches_threshold(sum))
		mg_rule_say(run, record, "montant_annuel", NULL,
			    _("%zu decisions give the same beneficiary %s euros this year, each below the threshold"),
			    count, euros(sum, text));
}

const struct mg_rule mg_rules_financement[] = {
	{
		.code = "F1",
		.level = MG_LEVEL_I,
		.article = "G:522",
		.sentence =
			N_("Funding is optional: nothing has to be done, unless there is some that is not recorded."),
		.reason = N_("« s'il y a lieu »"),
		.checks = {{"action", look_at_amount}},
	},
	{
		.code = "F2",
		.level = MG_LEVEL_E,
		.article = "G:1107-1115",
		.sentence =
			N_("From 23000 euros a year it takes a funding convention, below a decision will do; without a "
			   "partnership convention it rests on a letter of request, dated and signed: change the "
			   "instrument, or complete the ground."),
		.reason = N_("the guide gives one instrument for each amount, and leaves no choice"),
		.checks = {{"financement", look_at_instrument}, {"financement", look_at_ground}},
	},
	{
		.code = "F3",
		.level = MG_LEVEL_A,
		.article = "G:1036",
		.sentence = N_("What the actions are to have together is not more than what is funded: correct "
			       "`hauteur_financement`, or record the funding that is missing."),
		.reason = N_("« Le budget alloué est réparti »: described, not imposed"),
		.checks = {{"cooperative", look_at_budget}},
	},
	{
		.code = "F4",
		.level = MG_LEVEL_A,
		.article = "G:1107-1110",
		.sentence =
			N_("Several decisions to one beneficiary in one year count together: from 23000 euros make a "
			   "funding convention. Over several coopératives: `maillage table fractionnement`."),
		.checks = {{"financement", look_for_splitting}},
	},
};

const size_t mg_rules_financement_count = sizeof mg_rules_financement / sizeof *mg_rules_financement;
