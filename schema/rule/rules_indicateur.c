// SPDX-License-Identifier: EUPL-1.2
//
// N1 to N6: indicators, and what is measured.
#include "schema/rule/rule_run.h"
#include "schema/rule/rule_table.h"

#include "base/i18n.h"
#include "schema/value/paris.h"

#include <stdio.h>
#include <string.h>

// ---- N1: before the programme starts

// What the history says of that time is only known when it was kept then.
static bool was_kept_then(const struct mg_rule_run *run)
{
	const int64_t made_ms = run->facts.cooperative->made_ms;

	return made_ms && mg_date_compare(mg_paris_date(made_ms), run->facts.start) <= 0;
}

static void look_at_date(struct mg_rule_run *run, const struct mg_book_record *record)
{
	char start[MG_DATE_CHARS + 1], made[MG_DATE_CHARS + 1];
	struct mg_date set;

	if (!run->facts.has_start)
		return;
	mg_date_format(run->facts.start, start);
	if (mg_rule_date_in(record->root, "defini_le", &set) && mg_date_compare(set, run->facts.start) > 0) {
		mg_rule_say(run, record, "defini_le", NULL,
			    _("the programme started on %s, before this indicator was set"), start);
		return;
	}
	if (!record->made_ms || !was_kept_then(run))
		return;
	mg_date_format(mg_paris_date(record->made_ms), made);
	if (mg_date_compare(mg_paris_date(record->made_ms), run->facts.start) > 0)
		mg_rule_say(run, record, "defini_le", NULL,
			    _("the history has it from %s on, after the start of the programme (%s)"), made, start);
}

// Of a later version of the convention its own start counts.
static void look_at_article_4(struct mg_rule_run *run, const struct mg_book_record *record)
{
	struct mg_date start = run->facts.start, effect, set;
	size_t n;
	const struct mg_node *const *items = mg_rule_list(record->root, "art4_2_indicateurs", &n);

	if (!run->facts.has_start)
		return;
	if (mg_rule_date_in(mg_node_get(record->root, "art5_duree"), "date_effet", &effect) &&
	    mg_date_compare(effect, start) > 0)
		start = effect;
	for (size_t i = 0; i < n; i++) {
		const struct mg_book_record *named = mg_rule_follow(run, "indicateur", items[i], "id");

		if (named && mg_rule_date_in(named->root, "defini_le", &set) && mg_date_compare(set, start) > 0)
			mg_rule_say(run, record, mg_rule_place(run, "art4_2_indicateurs", items[i], NULL), NULL,
				    _("this indicator was set after the start"));
	}
}

// ---- N2: the criterion first

static void look_for_criterion(struct mg_rule_run *run, const struct mg_book_record *record)
{
	if (!mg_rule_has(record->root, "critere") && !mg_rule_has(record->root, "action") &&
	    !mg_rule_is_named_by(run, record, "action") && !mg_rule_is_named_by(run, record, "evaluation"))
		mg_rule_say(run, record, "critere", NULL, _("this indicator has neither a criterion nor an action"));
}

// An indicator of an action may serve an evaluation too; one that only serves the evaluation comes after its criterion.
static bool came_first(const struct mg_rule_run *run, const struct mg_book_record *evaluation,
		       const struct mg_node *name)
{
	const struct mg_book_record *named = mg_book_find(run->book, "indicateur", mg_node_string(name));

	return named && named->made_ms && evaluation->made_ms && named->made_ms < evaluation->made_ms &&
	       !mg_rule_has(named->root, "action") && !mg_rule_is_named_by(run, named, "action");
}

static void look_at_criterion(struct mg_rule_run *run, const struct mg_book_record *record,
			      const struct mg_node *question, const struct mg_node *criterion)
{
	const char *place = mg_rule_place(run, "questions", question, "criteres");
	size_t n;
	const struct mg_node *const *names = mg_rule_list(criterion, "indicateurs", &n);

	if (n && !mg_rule_has(criterion, "texte"))
		mg_rule_say(run, record, place, NULL, _("a criterion has indicators before it has words"));
	for (size_t i = 0; i < n; i++)
		if (came_first(run, record, names[i]))
			mg_rule_say(run, record, place, NULL,
				    _("the indicator \"%.*s\" was there before its criterion"), (int)names[i]->text.len,
				    names[i]->text.data);
}

static void look_at_evaluation(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n, n_criteria;
	const struct mg_node *const *questions = mg_rule_list(record->root, "questions", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_node *const *criteria = mg_rule_list(questions[i], "criteres", &n_criteria);

		for (size_t k = 0; k < n_criteria; k++)
			look_at_criterion(run, record, questions[i], criteria[k]);
	}
}

// ---- N3: what a result is

static void look_at_result(struct mg_rule_run *run, const struct mg_book_record *record)
{
	const bool result = mg_rule_is(record->root, "type_indicateur", "resultat");
	const bool told = mg_rule_has(record->root, "niveau_resultat");

	if (result && !told)
		mg_rule_say(run, record, "niveau_resultat", NULL, _("is this result an intermediate or a final one?"));
	else if (!result && told && mg_rule_has(record->root, "type_indicateur"))
		mg_rule_say(run, record, "niveau_resultat",
			    _("take it out, or say that the indicator is one of result"),
			    _("only an indicator of result has such a level"));
}

// ---- N4: the general table

static void look_at_row(struct mg_rule_run *run, const struct mg_book_record *record)
{
	struct mg_rule_indicators has = mg_rule_indicators_of(run, record);
	const struct {
		bool filled;
		const char *place, *what;
	} columns[] = {
		{mg_rule_has(record->root, "intitule"), "intitule", _("title")},
		{has.process, "indicateurs", _("indicators of process")},
		{has.activity, "indicateurs", _("indicators of activity")},
		{has.result, "indicateurs", _("indicators of result")},
		{mg_rule_has(record->root, "resultats_attendus"), "resultats_attendus", _("expected results")},
		{mg_rule_has(record->root, "sources_methodes"), "sources_methodes", _("sources and methods")},
	};

	if (!mg_rule_in_programme(record->root))
		return;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (!columns[i].filled)
			mg_rule_say(run, record, columns[i].place, NULL, _("the general table has nothing under: %s"),
				    columns[i].what);
}

// ---- N5: what does not add up

static void look_at_figures(struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n, n_parts;
	const struct mg_node *const *figures = mg_rule_list(record->root, "chiffres", &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_book_record *named = mg_rule_follow(run, "indicateur", figures[i], "id");
		const struct mg_node *how = named ? mg_node_get(named->root, "agregation") : NULL;

		if (!mg_node_string(how).len || mg_slice_is(mg_node_string(how), "somme"))
			continue;
		(void)mg_rule_list(figures[i], "contributions", &n_parts);
		if (mg_rule_is(figures[i], "agregation", "somme") ||
		    (mg_rule_is(named->root, "agregation", "non_agregeable") && n_parts > 1 &&
		     mg_rule_has(figures[i], "valeur")))
			mg_rule_say(run, record, mg_rule_place(run, "chiffres", figures[i], "valeur"), NULL,
				    _("this figure is a sum, of what does not add up"));
	}
}

// ---- N6: a value that was corrected

// A bilan of that actor and quarter that was signed before the measure changed.
static bool was_sent(const struct mg_rule_run *run, const struct mg_book_record *record)
{
	size_t n;
	const struct mg_reference_known *items = mg_references_to(&run->references, record, &n);

	for (size_t i = 0; i < n; i++) {
		const struct mg_book_record *bilan = items[i].from;

		for (size_t k = 0; k < bilan->n_signatures; k++)
			if (strcmp(bilan->type->name, "bilan_trimestriel") == 0 && bilan->signatures[k].valid &&
			    bilan->signatures[k].time_ms && bilan->signatures[k].time_ms < record->changed_ms)
				return true;
	}
	return false;
}

static void look_at_correction(struct mg_rule_run *run, const struct mg_book_record *record)
{
	if (mg_rule_has(record->root, "motif_correction"))
		return;
	if (mg_rule_is(record->root, "statut", "corrigee"))
		mg_rule_say(run, record, "motif_correction", NULL,
			    _("this measure was corrected, and nothing says why"));
	else if (was_sent(run, record))
		mg_rule_say(run, record, "motif_correction", NULL,
			    _("this measure was changed after the bilan that has it was signed, and nothing says why"));
}

const struct mg_rule mg_rules_indicateur[] = {
	{
		.code = "N1",
		.level = MG_LEVEL_E,
		.article = "G:1061",
		.sentence =
			N_("Indicators are set before the programme starts: keep those that were, and tell the others "
			   "apart (`actif_du`)."),
		.blocks = MG_ACT_SIGN,
		.of_others = true,
		.checks = {{"indicateur", look_at_date}, {"convention", look_at_article_4}},
	},
	{
		.code = "N2",
		.level = MG_LEVEL_E,
		.article = "G:1396-1397",
		.sentence = N_(
			"The criterion always comes before the indicator: write the criterion, then what measures it."),
		.blocks = MG_ACT_SIGN,
		.checks = {{"indicateur", look_for_criterion}, {"evaluation", look_at_evaluation}},
	},
	{
		.code = "N3",
		.level = MG_LEVEL_E,
		.article = "G:1220-1230",
		.sentence = N_(
			"An indicator of result, and no other, is intermediate or final: fill in `niveau_resultat`."),
		.reason = N_("the guide gives two definitions of a result, and an indicator has one"),
		.checks = {{"indicateur", look_at_result}},
	},
	{
		.code = "N4",
		.level = MG_LEVEL_A,
		.article = "G:1237-1278",
		.sentence = N_("The general table of indicators has six columns for each action: fill them in."),
		.checks = {{"action", look_at_row}},
	},
	{
		.code = "N5",
		.level = MG_LEVEL_E,
		.article = "",
		.sentence = N_(
			"What cannot be added (the same persons come back) is never summed: take the sum out, and show "
			"the figures side by side."),
		.reason = N_("the tool's own: a sum that counts the same persons twice would be signed"),
		.blocks = MG_ACT_SIGN | MG_ACT_SUBMIT | MG_ACT_CLOSE,
		.checks = {{"bilan_trimestriel", look_at_figures}, {"consolidation", look_at_figures}},
	},
	{
		.code = "N6",
		.level = MG_LEVEL_E,
		.article = "",
		.sentence =
			N_("A corrected value keeps the old one beside it, and says why: fill in `motif_correction`."),
		.reason = N_("the tool's own: a figure that was sent does not change without a word"),
		.checks = {{"mesure", look_at_correction}},
	},
};

const size_t mg_rules_indicateur_count = sizeof mg_rules_indicateur / sizeof *mg_rules_indicateur;
